"""Institutions and courts against their twins, to the bit: these kernels replace numpy without moving a number."""

from __future__ import annotations

import numpy as np
import oracle_courts as twin
import pytest
from hypothesis import given
from hypothesis import strategies as st

from flowsim.kernels.courts import Wear, learn, wear_down, weigh

STATES = 5


def rule(r, lanes):
    return Wear(*r.uniform(0.1, 0.6, (4, lanes)), r.uniform(26.0, 500.0, lanes), *r.uniform(0.0, 0.9, (3, lanes)))


@pytest.mark.twin
@given(seed=st.integers(0, 10**6), lanes=st.sampled_from([1, 3, 64]))
def test_strength_wears_like_its_twin(seed, lanes):
    r = np.random.default_rng(seed)
    strength, factor, w = r.uniform(0.0, 1.1, (STATES, lanes)), r.uniform(0.5, 2.0, (STATES, lanes)), rule(r, lanes)
    want, effect = twin.wear_down(strength, factor, w)
    integrity = np.full_like(strength, np.pi)
    wear_down(strength, integrity, factor, w)
    np.testing.assert_array_equal(strength, want)
    np.testing.assert_array_equal(integrity, effect)


@pytest.mark.twin
@given(seed=st.integers(0, 10**6), lanes=st.sampled_from([1, 3, 64]))
def test_courts_learn_like_their_twin(seed, lanes):
    r = np.random.default_rng(seed)
    switched, weeks, share = r.uniform(0.0, 0.1, STATES), r.uniform(1.0, 20.0, lanes), r.uniform(0.0, 1.0, lanes)
    courts = [r.uniform(0.0, 1.0, (STATES, lanes)) for _ in range(3)]
    want = twin.learn(switched, weeks, share, *courts)
    learn(switched, weeks, share, *courts)
    for got, values in zip(courts, want, strict=True):
        np.testing.assert_array_equal(got, values)


@pytest.mark.twin
@given(seed=st.integers(0, 10**6), lanes=st.sampled_from([1, 3, 64]))
def test_states_are_weighed_like_their_twin(seed, lanes):
    r = np.random.default_rng(seed)
    weight, (one, other) = r.dirichlet(np.ones(STATES)), r.uniform(0.0, 1.0, (2, STATES, lanes))
    first, second = r.uniform(-1.0, 1.0, (2, lanes))
    out = np.full(lanes, np.pi)
    weigh(weight, one, first, other, second, out)
    np.testing.assert_array_equal(out, twin.weigh(weight, one, first, other, second))
