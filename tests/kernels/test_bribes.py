"""A week of bribes as in numpy, equal to the bit."""

from __future__ import annotations

import numpy as np
import oracle_courts as courts
import pytest
from hypothesis import given
from hypothesis import strategies as st

from flowsim.domain.calendar import WEEKS_PER_YEAR
from flowsim.kernels import bribes
from flowsim.kernels.bribes import Offices, average, bribe
from flowsim.kernels.courts import Wear

SENDERS, STATES, PORTS = 3, 5, 2


def offices_of(rng, lanes):
    def some(low, high, *shape):
        return rng.uniform(low, high, (*shape, lanes))

    return Offices(
        *(some(0, 9e6, SENDERS), some(0.1, 0.4), some(1e9, 9e9), some(1e5, 9e5), some(1e5, 9e5)),
        *(some(0.2, 0.5), some(26, 500), some(0, 0.2), some(0, 0.2), some(0, 0.9)),
        *(some(0.5, 2.0, STATES), np.ones((PORTS, lanes)), rng.dirichlet(np.ones(STATES))),
        *(some(0, 1, STATES), np.full((STATES, lanes), np.nan), some(0, 1, PORTS), np.full((PORTS, lanes), np.nan)),
        np.full(lanes, np.nan),
    )


def averaged(weight, values):
    out = np.zeros(values.shape[1])
    for share, row in zip(weight, values, strict=True):
        out = out + share * (row - 1.0)
    return 1.0 + out


@pytest.mark.twin
@given(seed=st.integers(0, 10**6), lanes=st.sampled_from([1, 3, 64]))
def test_a_week_of_bribes_is_that_of_numpy(seed, lanes):
    rng = np.random.default_rng(seed)
    offices, programme = offices_of(rng, lanes), rng.uniform(0.0, 1.0, lanes)
    was = Offices(*(array.copy() for array in offices))
    bribe(offices, programme, True)
    paid = was.bribes + (was.bribe_share * sum(was.wages) - was.bribes) / bribes.MEMORY_WEEKS
    np.testing.assert_array_equal(offices.bribes, paid)
    np.testing.assert_array_equal(offices.bribes_2012, was.bribes_2012)
    usual, ratio = was.bribes_2012 * WEEKS_PER_YEAR / was.budget_usd, paid / np.maximum(was.bribes_2012, bribes.TINY)
    rule = Wear(was.rest, usual, ratio, programme, was.settle_weeks, was.rise, was.wear, was.lost)
    states, ports = (courts.wear_down(*x, rule) for x in ((was.state_strength, was.states), (was.port_strength, 1.0)))
    np.testing.assert_array_equal((offices.state_strength, offices.state_integrity), states)
    np.testing.assert_array_equal((offices.port_strength, offices.port_integrity), ports)
    np.testing.assert_array_equal(offices.integrity, averaged(was.weight, states[1]))


@given(seed=st.integers(0, 10**6))
def test_before_history_bribes_are_only_remembered(seed):
    offices = offices_of(np.random.default_rng(seed), 3)
    strength = offices.state_strength.copy()
    bribe(offices, np.ones(3), False)
    np.testing.assert_array_equal(offices.bribes_2012, offices.bribes)
    np.testing.assert_array_equal(offices.state_strength, strength)
    assert np.isnan(offices.integrity).all()


def test_the_mean_of_ones_is_one():
    out = np.empty(3)
    average(np.array([0.1, 0.2, 0.7]), np.ones((3, 3)), out)
    assert (out == 1.0).all()
