"""A week of guns: bought, smuggled in small lots, found or not, worn out; rounded as numpy rounds."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from flowsim.kernels.draws import fill_binomial, fill_poisson
from flowsim.kernels.jit import exact
from flowsim.kernels.philox import GUN_LOTS

WEEKS_PER_YEAR = 365.25 / 7


class Guns(NamedTuple):
    """Rules and stock; (L,) float64 unless it says otherwise."""

    members: np.ndarray  # (state, L)
    inflow: np.ndarray  # guns per year that reach organisations, at today's finds
    members_2012: np.ndarray
    us_share: np.ndarray  # of guns bought
    found: np.ndarray  # share of lots, at today's inspection
    lot: np.ndarray  # guns
    elsewhere: np.ndarray  # share of guns not bought in the US that is bought elsewhere
    life_years: np.ndarray
    stock: np.ndarray
    bought: np.ndarray  # guns per week
    seized: np.ndarray  # of them found at the border
    came: np.ndarray  # the rest
    worn: np.ndarray  # guns per week


@exact
def trade_guns(keys, week, guns, controls, inspection):  # type: ignore[no-untyped-def]
    """One week.

    Parameters
    ----------
    keys : (L,) uint64
    week : int
    guns : Guns
        The last five change.
    controls, inspection : (L,) float64
        Share of US guns that is not sold; southbound inspection over today's.
    """
    lanes = keys.shape[0]
    people, lost, gross, border = np.zeros(lanes), np.empty(lanes), np.empty(lanes), np.zeros(1, np.uint64)
    mean, chance, lots, hits = np.empty((1, lanes)), np.empty((1, lanes)), np.empty((1, lanes)), np.empty((1, lanes))
    for s in range(guns.members.shape[0]):
        for lane in range(lanes):
            people[lane] += guns.members[s, lane]
    for lane in range(lanes):
        wanted = guns.inflow[lane] / guns.members_2012[lane] / WEEKS_PER_YEAR * people[lane]
        gross[lane] = wanted / (1.0 - guns.us_share[lane] * guns.found[lane])
        lost[lane] = gross[lane] * guns.us_share[lane] * controls[lane]
        mean[0, lane] = (gross[lane] * guns.us_share[lane] - lost[lane]) / guns.lot[lane]
        chance[0, lane] = min(guns.found[lane] * inspection[lane], 1.0)
    fill_poisson(keys, GUN_LOTS, week, border, 0, mean, lots)
    fill_binomial(keys, GUN_LOTS, week, border, 1, lots, chance, hits)
    for lane in range(lanes):
        other = gross[lane] * (1.0 - guns.us_share[lane]) + guns.elsewhere[lane] * lost[lane]
        guns.seized[lane] = hits[0, lane] * guns.lot[lane]
        guns.bought[lane] = lots[0, lane] * guns.lot[lane] + other
        guns.came[lane] = guns.bought[lane] - guns.seized[lane]
        guns.worn[lane] = guns.stock[lane] / (guns.life_years[lane] * WEEKS_PER_YEAR)
        guns.stock[lane] += guns.came[lane] - guns.worn[lane]
