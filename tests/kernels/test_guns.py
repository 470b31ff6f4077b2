"""A week of guns as in numpy, equal to the bit."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from flowsim.domain.calendar import WEEKS_PER_YEAR
from flowsim.kernels import draws
from flowsim.kernels.guns import Guns, trade_guns

STATES, WEEK = 4, 7
BORDER = np.zeros(1, np.uint64)


def guns_of(rng, lanes):
    share = rng.uniform(0.1, 0.9, (3, lanes))
    return Guns(
        *(
            rng.uniform(0.0, 9e3, (STATES, lanes)),
            rng.uniform(0.0, 9e4, lanes),
            rng.uniform(1e4, 1e5, lanes),
            share[0],
            share[1],
        ),
        *(rng.uniform(1.0, 9.0, lanes), share[2], rng.uniform(4.0, 20.0, lanes), rng.uniform(1e3, 1e5, lanes)),
        *np.full((4, lanes), np.nan),
    )


@pytest.mark.twin
@given(seed=st.integers(0, 10**6), lanes=st.sampled_from([1, 3, 64]))
def test_a_week_of_guns_is_that_of_numpy(seed, lanes):
    rng = np.random.default_rng(seed)
    keys, guns = draws.lane_keys(range(lanes)), guns_of(rng, lanes)
    controls, inspection, stock = rng.uniform(0.0, 1.0, lanes), rng.uniform(0.0, 4.0, lanes), guns.stock.copy()
    trade_guns(keys, WEEK, guns, controls, inspection)
    people = np.zeros(lanes)
    for row in guns.members:
        people += row
    bought = guns.inflow / guns.members_2012 / WEEKS_PER_YEAR * people / (1.0 - guns.us_share * guns.found)
    lost = bought * guns.us_share * controls
    mean, chance = (bought * guns.us_share - lost) / guns.lot, np.minimum(guns.found * inspection, 1.0)
    lots, hits = np.empty((1, lanes)), np.empty((1, lanes))
    draws.fill_poisson(keys, draws.GUN_LOTS, WEEK, BORDER, 0, mean[None].copy(), lots)
    draws.fill_binomial(keys, draws.GUN_LOTS, WEEK, BORDER, 1, lots, chance[None].copy(), hits)
    other = bought * (1.0 - guns.us_share) + guns.elsewhere * lost
    np.testing.assert_array_equal(guns.seized, hits[0] * guns.lot)
    np.testing.assert_array_equal(guns.bought, lots[0] * guns.lot + other)
    np.testing.assert_array_equal(guns.came, guns.bought - guns.seized)
    np.testing.assert_array_equal(guns.worn, stock / (guns.life_years * WEEKS_PER_YEAR))
    np.testing.assert_array_equal(guns.stock, stock + (guns.came - guns.worn))
