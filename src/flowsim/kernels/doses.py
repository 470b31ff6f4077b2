"""What users take and what upsets their market, rounded as numpy rounds."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from flowsim.kernels.jit import exact

RETAIL, HEROIN, FENTANYL, OPIOIDS = 2, 0, 1, 0  # as in domain/codes.py; product p but the first is drug p + 1


class Sales(NamedTuple):
    """Sales of the week; float64, last axis lanes."""

    consumed_kg: np.ndarray  # (drug, market, lane)
    price: np.ndarray  # (level, drug, market, lane) USD per pure kg
    users_kg: np.ndarray  # (product, market, lane) kg per week that users take at the reference price
    usual_usd: np.ndarray  # (product, lane) retail price of 2012
    equivalents: np.ndarray  # (lane,) kg of heroin that a kg of fentanyl stands for


class Upset(NamedTuple):
    """What seizures do to a market; float64, last axis lanes."""

    interior_kg: np.ndarray  # (drug, market, lane) seized this week
    demand_kg: np.ndarray  # (product, market, lane)
    equivalents: np.ndarray  # (lane,)
    weeks: np.ndarray  # (lane,) for which it is remembered
    strength: np.ndarray  # (lane,) overdoses per share seized
    disruption: np.ndarray  # (market, lane) share of a week's opioids seized, decayed; updated


@exact
def disturb(upset, factor):  # type: ignore[no-untyped-def]
    """``factor (market, lane)`` on opioid overdoses, overwritten.

    Opioid seizures disturb a market for some weeks (Ray et al. 2023).
    """
    markets, lanes = factor.shape
    for m in range(markets):
        for lane in range(lanes):
            seized = upset.interior_kg[HEROIN, m, lane]
            seized += upset.equivalents[lane] * upset.interior_kg[FENTANYL, m, lane]
            share = seized / max(upset.demand_kg[OPIOIDS, m, lane], 1e-9)
            upset.disruption[m, lane] += (share - upset.disruption[m, lane]) / upset.weeks[lane]
            factor[m, lane] = 1.0 + upset.strength[lane] * upset.disruption[m, lane]


@exact
def weigh_doses(sales, upset, intake, dearer, factor):  # type: ignore[no-untyped-def]
    """What overdoses and initiation follow from this week.

    Parameters
    ----------
    sales : Sales
    upset : Upset
    intake, dearer : (product, market, lane)
        Overwritten: intake over the usual kg of as many users, retail price over reference.
    factor : (market, lane)
        Overwritten: on opioid overdoses.
    """
    products, markets, lanes = intake.shape
    for p in range(products):
        d = p + 1 if p > OPIOIDS else HEROIN
        for m in range(markets):
            for lane in range(lanes):
                taken = sales.consumed_kg[d, m, lane]
                if p == OPIOIDS:
                    taken += sales.equivalents[lane] * sales.consumed_kg[FENTANYL, m, lane]
                intake[p, m, lane] = taken / max(sales.users_kg[p, m, lane], 1e-300)
                dearer[p, m, lane] = sales.price[RETAIL, d, m, lane] / sales.usual_usd[p, lane]
    disturb(upset, factor)
