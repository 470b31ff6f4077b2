"""Queues at the gates against their twin, closed forms, and what more traffic or more lanes must do."""

from __future__ import annotations

from math import factorial

import numpy as np
import oracle_queues as twin
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from flowsim.kernels import queues

SEEDS = st.integers(0, 2**32 - 1)
FEW = settings(max_examples=25, deadline=None, derandomize=True)
CLOSE = {"rtol": 1e-9, "atol": 1e-9}  # areas of queues that all but vanish


def day(rng, gates=5, lanes=4, patterns=3, patience=None):
    """Gates from empty to hopeless, some without traffic."""
    shape = (patterns, queues.HOURS, lanes)
    profile = rng.uniform(0.0, 1.0, shape) * (rng.random(shape) < 0.9)
    arrivals = np.where(rng.random((gates, lanes)) < 0.15, 0.0, 10 ** rng.uniform(0.0, 5.0, (gates, lanes)))
    load = rng.uniform(0.05, 3.0, (gates, lanes))
    return queues.Day(
        arrivals=arrivals,
        capacity=np.maximum(arrivals, 10.0) / 24.0 / load,
        booths=10 ** rng.uniform(0.0, 1.8, (gates, lanes)),
        pattern=rng.integers(0, patterns, gates),
        profile=profile / profile.sum(axis=1, keepdims=True),
        opening=rng.uniform(0.2, 1.0, shape),
        scatter=rng.uniform(0.0, 2.0, lanes),
        patience=rng.uniform(0.5, 8.0, lanes) if patience is None else np.full(lanes, patience),
    )


def waits(case):
    """One kind of day, (gate, lane)."""
    return queues.Waits(*(x[0] for x in kinds_of(case._replace(arrivals=case.arrivals[None]))))


def kinds_of(case):
    out = queues.Waits(np.full_like(case.arrivals, np.nan), np.full_like(case.arrivals, np.nan))
    queues.wait(case, out)
    return out


def steady(rho, booths, lanes=1, scatter=1.0, serve=12.0):
    """One gate with the same traffic in every hour; ``serve`` crossings per hour and booth."""
    even = np.full((1, queues.HOURS, lanes), 1.0 / queues.HOURS)
    capacity = np.full((1, lanes), serve * booths)
    return queues.Day(
        arrivals=rho * capacity * queues.HOURS,
        capacity=capacity,
        booths=np.full((1, lanes), float(booths)),
        pattern=np.zeros(1, dtype=np.int64),
        profile=even,
        opening=np.ones_like(even),
        scatter=np.full(lanes, scatter),
        patience=np.full(lanes, 100.0),
    )


def erlang_c(rho, c):
    """Wait of M/M/c over the service time, exact."""
    load = rho * c
    last = load**c / factorial(c) / (1.0 - rho)
    return last / (sum(load**k / factorial(k) for k in range(c)) + last) / (c * (1.0 - rho))


@pytest.mark.twin
@FEW
@given(seed=SEEDS)
def test_waits_like_their_twin(seed):
    case = day(np.random.default_rng(seed))
    out = waits(case)
    for g, lane in np.ndindex(case.arrivals.shape):
        p = case.pattern[g]
        want = twin.wait(
            *(float(x[g, lane]) for x in (case.arrivals, case.capacity, case.booths)),
            *(x[p, :, lane].tolist() for x in (case.profile, case.opening)),
            scatter=float(case.scatter[lane]),
            patience=float(case.patience[lane]),
        )
        np.testing.assert_allclose(out.hours[g, lane], want["hours"], **CLOSE)
        np.testing.assert_allclose(out.put_off[g, lane], want["put_off"], rtol=1e-9, atol=1e-6)


def test_a_lane_alone_has_the_bits_of_its_tile():
    case = day(np.random.default_rng(7))
    tile = waits(case)
    for lane in range(case.arrivals.shape[1]):
        one = waits(
            queues.Day(*(x if x.ndim == 1 and x.dtype == np.int64 else x[..., lane : lane + 1].copy() for x in case))
        )
        for name in tile._fields:
            np.testing.assert_array_equal(getattr(one, name)[..., 0], getattr(tile, name)[..., lane], err_msg=name)


def test_kinds_of_days_do_not_touch():
    case = day(np.random.default_rng(8))
    arrivals = np.stack([0.7 * case.arrivals, case.arrivals, 1.5 * case.arrivals])
    together = kinds_of(case._replace(arrivals=arrivals))
    for kind, alone in enumerate(arrivals):
        one = waits(case._replace(arrivals=alone))
        for name in one._fields:
            np.testing.assert_array_equal(getattr(one, name), getattr(together, name)[kind], err_msg=name)


def test_no_traffic_no_wait():
    case = day(np.random.default_rng(1))
    case.arrivals[:] = 0.0
    for array in waits(case):
        np.testing.assert_array_equal(array, 0.0)


@FEW
@given(seed=SEEDS)
def test_longer_with_traffic_shorter_with_capacity_and_lanes(seed):
    case = day(np.random.default_rng(seed), patience=1e4)
    out = waits(case).hours
    assert (waits(case._replace(arrivals=1.2 * case.arrivals)).hours >= out).all()
    faster = waits(case._replace(capacity=1.2 * case.capacity)).hours
    assert (faster <= out).all()
    assert (faster < out)[out > 1e-6].all()
    assert (waits(case._replace(capacity=1.2 * case.capacity, booths=1.2 * case.booths)).hours <= faster).all()


@FEW
@given(seed=SEEDS)
def test_nobody_waits_much_longer_than_patience(seed):
    case = day(np.random.default_rng(seed))
    out = waits(case)
    lowest = case.opening.min(axis=1)[case.pattern]
    assert (out.hours <= case.patience * (1.0 + 1.0 / lowest) + 1e-9).all()
    assert (out.put_off >= 0.0).all()
    assert (out.put_off <= case.arrivals * (1.0 + 1e-12)).all()


@pytest.mark.parametrize("booths", [1, 2, 5, 10, 20])
@pytest.mark.parametrize("rho", [0.5, 0.8, 0.9])
def test_a_steady_gate_waits_as_erlang_says(rho, booths):
    got = waits(steady(rho, booths)).hours[0, 0] * 12.0
    assert got == pytest.approx(erlang_c(rho, booths), rel=0.06, abs=0.04)  # the formula is made for heavy traffic


def test_a_rush_waits_as_its_triangle_says():
    """Two hours of traffic at twice the capacity: queue 0, 1, 2 hours of capacity, then down again."""
    case = steady(1.0, 10, scatter=0.0)
    case.profile[:] = 0.0
    case.profile[0, 8:10] = 0.5
    case.arrivals[:] = 4.0 * case.capacity
    np.testing.assert_allclose(waits(case).hours, 1.0, rtol=1e-12)  # area 4 over 4 hours of capacity


def test_a_gate_without_capacity_turns_all_round():
    case = steady(0.5, 5)
    case.capacity[:] = 0.0
    out = waits(case)
    assert np.isfinite(out.hours).all()
    np.testing.assert_allclose(out.put_off, case.arrivals, rtol=1e-6)
