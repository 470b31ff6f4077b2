"""Supply of the US market: its cost at the border, laboratories and growers at home, rounded as numpy rounds."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from flowsim.kernels.jit import exact

WEEKS_PER_YEAR = 365.25 / 7
HEROIN, FENTANYL, COCAINE, MARIJUANA = 0, 1, 3, 4  # as in domain/codes.py
MOST_AT_HOME = 0.95  # share of methamphetamine made in US laboratories


class Making(NamedTuple):
    """Costs of supply; (lane,) float64 unless it says otherwise."""

    gum_per_heroin: np.ndarray
    heroin_usd: np.ndarray  # per kg made
    synthetic_usd: np.ndarray  # (drug, lane) per kg made: fentanyl, methamphetamine
    smuggling_usd: np.ndarray  # (drug, lane) per kg at the risk of 2012


@exact
def land(farm_price, coca_usd, premium, making, out):  # type: ignore[no-untyped-def]
    """Cost of supply at the border, ``out (drug, lane)`` USD per pure kg: making, and smuggling at its risk premium.

    Parameters
    ----------
    farm_price : (crop, lane)
        USD per kg of gum and of marijuana.
    coca_usd : (lane,)
        USD per pure kg of cocaine in southern Mexico.
    premium : (drug, lane)
        Learned risk over that of 2012.
    making : Making
    out : (drug, lane)
        Overwritten.
    """
    drugs, lanes = out.shape
    for lane in range(lanes):
        out[HEROIN, lane] = farm_price[0, lane] * making.gum_per_heroin[lane] + making.heroin_usd[lane]
        out[COCAINE, lane] = coca_usd[lane]
        out[MARIJUANA, lane] = farm_price[1, lane]
    for d in range(FENTANYL, COCAINE):
        for lane in range(lanes):
            out[d, lane] = making.synthetic_usd[d - FENTANYL, lane]
    for d in range(drugs):
        for lane in range(lanes):
            out[d, lane] += making.smuggling_usd[d, lane] * premium[d, lane]


@exact
def close_labs(worth, usual, exit_, share):  # type: ignore[no-untyped-def]
    """Share of methamphetamine made in US laboratories moves toward ``usual`` times ``worth``.

    Parameters
    ----------
    worth : (market, lane)
        Wholesale price over own cost, to the power of their elasticity.
    usual, exit_ : (lane,)
        Share of 2012; part of the gap that closes in a year.
    share : (market, lane)
        Updated.
    """
    markets, lanes = share.shape
    for m in range(markets):
        for lane in range(lanes):
            target = min(usual[lane] * worth[m, lane], MOST_AT_HOME)
            share[m, lane] += (target - share[m, lane]) * exit_[lane] / WEEKS_PER_YEAR


@exact
def plant_at_home(free, medical, leakage, growth, odds):  # type: ignore[no-untyped-def]
    """Log odds of marijuana grown at home grow with the freedom that the law leaves to growers.

    Parameters
    ----------
    free : (market, 3)
        Share of people under a retail law and under a medical one; of the country under a retail law.
    medical, leakage, growth : (lane,)
        Freedom of medical growers; part of the country's freedom that reaches others; growth a year.
    odds : (market, lane)
        Updated.
    """
    markets, lanes = odds.shape
    for m in range(markets):
        for lane in range(lanes):
            freedom = free[m, 0] + medical[lane] * free[m, 1]
            freedom = freedom + leakage[lane] * max(free[m, 2] - freedom, 0.0)
            odds[m, lane] += growth[lane] * freedom / WEEKS_PER_YEAR
