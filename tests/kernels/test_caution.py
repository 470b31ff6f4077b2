"""Choice by learned chances against its twin, to the bit: these kernels replace numpy without moving a number."""

from __future__ import annotations

import numpy as np
import oracle_caution as twin
import pytest
from hypothesis import given
from hypothesis import strategies as st

from flowsim.kernels.caution import Habit, Ways, fear, mean_price, settle

CASES = given(seed=st.integers(0, 10**6), lanes=st.sampled_from([1, 3, 64]))


@pytest.mark.twin
@CASES
def test_ways_are_chosen_like_their_twin(seed, lanes):
    r, shape = np.random.default_rng(seed), (3, 2, 4, lanes)
    hits, trials, last = r.uniform(0.0, 9.0, (3, *shape))
    ways = Ways(hits, hits + trials, r.uniform(0.1, 1.0, (4, lanes)), last, np.empty(shape), np.full(shape, np.pi))
    habit = Habit(*r.uniform(0.1, 2.0, (3, lanes)), r.uniform(0.0, 1.0, lanes))
    want = twin.choose(ways, habit)
    fear(ways, habit)
    np.exp(ways.weight, out=ways.weight)
    settle(ways, habit)
    np.testing.assert_array_equal(ways.share, want)


@pytest.mark.twin
@CASES
def test_prices_are_weighed_like_their_twin(seed, lanes):
    r = np.random.default_rng(seed)
    price, order = r.uniform(0.0, 900.0, (2, 2, 5, lanes))
    order *= r.random(order.shape) < 0.7
    out = np.full((2, lanes), np.pi)
    mean_price(price, order, out)
    np.testing.assert_array_equal(out, twin.mean_price(price, order))
