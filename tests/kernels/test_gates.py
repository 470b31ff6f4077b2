"""Gates before and after their queues against their twin, to the bit: the kernels replace numpy without a change."""

from __future__ import annotations

import numpy as np
import oracle_gates as twin
import pytest
from hypothesis import given
from hypothesis import strategies as st

from flowsim.kernels import gates as kernel

CORRIDOR, NORTH, WAYS = np.array([0, 3, 4, 3, 0]), 3, 6
CASES = given(seed=st.integers(0, 10**6), lanes=st.sampled_from([1, 3, 64]))


def pace_of(r, lanes):
    north, (go, inspect) = r.uniform(1.0, 60.0, (3, NORTH, lanes)), r.uniform(1.0, 60.0, (2, lanes))
    primary, spared, scan = north
    return kernel.Pace(primary, spared * 0.01, scan, go, r.uniform(1.0, 60.0, (len(CORRIDOR) - NORTH, lanes)), inspect)


def opened_of(r, lanes):
    shape = len(CORRIDOR), lanes
    return kernel.Opened(*r.uniform(50.0, 90.0, (3, *shape)), r.uniform(5.0, 9.0, (3, *shape)))


@pytest.mark.twin
@CASES
def test_gates_open_like_their_twin(seed, lanes):
    r = np.random.default_rng(seed)
    shares, many = r.uniform(0.0, 1.0, (3, NORTH, lanes)), len(CORRIDOR)
    shares[2] *= r.random((NORTH, 1)) < 0.6
    per_week, booths = r.uniform(0.0, 9e3, (many, 1)), r.uniform(1.0, 30.0, (many, lanes))
    usual = kernel.Usual(CORRIDOR, np.array([0, 2, 3, 4]), per_week, booths, *shares, r.uniform(0.0, 1.0, lanes))
    habits = kernel.Habits(*r.uniform(0.0, 1.0, (4, lanes)), np.array([-1.0, 0.0, 1.0]))
    push, pace = kernel.Push(*r.uniform(0.0, 2.0, (5, lanes))), pace_of(r, lanes)
    traffic, effort, memory = r.uniform(0.3, 2.0, (3, WAYS, lanes))
    opened = opened_of(r, lanes)
    want = twin.open_gates(usual, pace, habits, push, traffic, effort, memory)
    kernel.open_gates(usual, pace, habits, push, traffic, effort, memory, opened)
    for got, values in zip((memory, *opened), want, strict=True):
        np.testing.assert_array_equal(got, values)


@pytest.mark.twin
@CASES
def test_service_takes_as_long_as_its_twin_says(seed, lanes):
    r = np.random.default_rng(seed)
    pace, shares, south = pace_of(r, lanes), r.uniform(0.0, 1.0, (3, NORTH, lanes)), r.uniform(0.0, 1.0, lanes)
    service = np.full((len(CORRIDOR), lanes), np.pi)
    kernel.serve(pace, *shares, south, service)
    np.testing.assert_array_equal(service, twin.serve(pace, *shares, south))


@pytest.mark.twin
@CASES
def test_waits_are_told_like_their_twin(seed, lanes):
    r, many = np.random.default_rng(seed), len(CORRIDOR)
    opened, (hours, put_off) = opened_of(r, lanes), r.uniform(0.0, 4.0, (2, 3, many, lanes))
    persons, person_usd, truck_usd = r.uniform(0.0, 30.0, (3, many, lanes))
    worth = kernel.Worth(r.dirichlet(np.ones(3)), persons, person_usd, r.uniform(0.0, 1.0, (many, 1)), truck_usd)
    told = kernel.Told(*r.uniform(0.0, 1.0, (7, WAYS, lanes)))
    want = twin.tell(CORRIDOR, opened, hours, put_off, worth, told)
    kernel.tell(CORRIDOR, opened, hours, put_off, worth, told)
    for name, values in want.items():
        np.testing.assert_array_equal(getattr(told, name), values, err_msg=name)
