"""Supply of the US market: its cost at the border, laboratories and growers at home, rounded as numpy rounds."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from flowsim.kernels.draws import INTERIOR, fill_normal
from flowsim.kernels.jit import exact

WEEKS_PER_YEAR = 365.25 / 7
HEROIN, FENTANYL, METHAMPHETAMINE, COCAINE, MARIJUANA = 0, 1, 2, 3, 4  # as in domain/codes.py
MOST_AT_HOME = 0.95  # share of methamphetamine made in US laboratories
MOST_SEIZED = 0.5  # of what moves inland in a week


class Making(NamedTuple):
    """Costs of supply; (lane,) float64 unless it says otherwise."""

    gum_per_heroin: np.ndarray
    heroin_usd: np.ndarray  # per kg made
    synthetic_usd: np.ndarray  # (drug, lane) per kg made: fentanyl, methamphetamine
    smuggling_usd: np.ndarray  # (drug, lane) per kg at the risk of 2012


class Home(NamedTuple):
    """Supply inside the US; (lane,) float64 unless it says otherwise."""

    medical: np.ndarray  # freedom of medical growers
    leakage: np.ndarray  # part of the country's freedom that reaches others
    growth: np.ndarray  # of the log odds of growing at home, a year
    odds: np.ndarray  # (market, lane) log odds, updated
    lab_price: np.ndarray  # (market, lane) USD per kg of methamphetamine, wholesale
    lab_usd: np.ndarray  # own cost of US laboratories
    worth: np.ndarray  # (market, lane) out: the one over the other


class Luck(NamedTuple):
    """Seizures in the US interior: few large cases."""

    entity: np.ndarray  # (drug market,) uint64, addresses of draws
    sd: np.ndarray  # (lane,)
    mean: np.ndarray  # (lane,) half the variance
    logs: np.ndarray  # (drug market, lane) out: log of luck with mean 1
    not_home: np.ndarray  # (market, lane) out: log odds of not growing at home


class Terms(NamedTuple):
    """What the terms of a week follow from, and where they are written; (lane,) float64 unless it says otherwise."""

    making: Making
    farm_price: np.ndarray  # (crop, lane)
    premium: np.ndarray  # (drug, lane)
    coca_price: np.ndarray
    leg_usd: np.ndarray
    leg_loss: np.ndarray
    leg_loss_2012: np.ndarray
    coca_usd: np.ndarray  # out: cocaine in southern Mexico
    worth: np.ndarray  # (market, lane) of US laboratories, to the power of their elasticity
    lab_usual: np.ndarray  # share of 2012
    lab_exit: np.ndarray  # part of a gap that closes in a year
    lab_share: np.ndarray  # (market, lane) updated
    not_home: np.ndarray  # (market, lane) odds of not growing at home
    luck: np.ndarray  # (drug market, lane) of seizures, mean 1
    seized: np.ndarray  # share seized inland
    enforcement: np.ndarray  # lever
    mail_risk: np.ndarray
    mail_usd: np.ndarray  # (market, lane) cost by mail without risk
    users: np.ndarray  # (product, market, lane)
    kg_per_user: np.ndarray  # (product, market, lane)
    landed_usd: np.ndarray  # (drug, lane) out: cost of supply at the border
    landed_now: np.ndarray  # (drug, lane) out: the same
    other_share: np.ndarray  # (drug, market, lane) out, but for fentanyl and cocaine
    interior: np.ndarray  # (drug, market, lane) out: share seized inland
    mail_cost: np.ndarray  # (market, lane) out
    users_kg: np.ndarray  # (product, market, lane) out


@exact
def find_coca_cost(price, leg_usd, loss, loss_2012, out):  # type: ignore[no-untyped-def]
    """Cocaine in southern Mexico, USD per pure kg: what arrives pays for what is lost on the way; all (lane,)."""
    for lane in range(out.shape[0]):
        out[lane] = (price[lane] + leg_usd[lane]) * (1.0 - loss_2012[lane]) / (1.0 - loss[lane])


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


@exact
def look_around(keys, week, home, luck, free, began):  # type: ignore[no-untyped-def]
    """What the terms of the week take to a power: logs of luck inland and of growing at home, worth of laboratories.

    Parameters
    ----------
    keys : (lane,) uint64
    week : int
        As it addresses draws.
    home : Home
    luck : Luck
    free : (market, 3)
        As in ``plant_at_home``.
    began : bool
        Whether growers at home move: not in the spin-up.
    """
    cells, lanes = luck.logs.shape
    if began:
        plant_at_home(free, home.medical, home.leakage, home.growth, home.odds)
    for m in range(home.odds.shape[0]):
        for lane in range(lanes):
            home.worth[m, lane] = home.lab_price[m, lane] / home.lab_usd[lane]
            luck.not_home[m, lane] = -home.odds[m, lane]
    fill_normal(keys, INTERIOR, week, luck.entity, 0, luck.logs)
    for cell in range(cells):
        for lane in range(lanes):
            luck.logs[cell, lane] = luck.logs[cell, lane] * luck.sd[lane] - luck.mean[lane]


@exact
def share_supply(terms, mexico):  # type: ignore[no-untyped-def]
    """Shares of demand that others than Mexico supply; ``mexico (lane,)`` is Mexico's share of heroin."""
    markets, lanes = terms.lab_share.shape
    for m in range(markets):
        for lane in range(lanes):
            terms.other_share[HEROIN, m, lane] = 1.0 - mexico[lane]
            terms.other_share[METHAMPHETAMINE, m, lane] = terms.lab_share[m, lane]
            terms.other_share[MARIJUANA, m, lane] = 1.0 / (1.0 + terms.not_home[m, lane])
            terms.mail_cost[m, lane] = terms.mail_usd[m, lane] / (1.0 - terms.mail_risk[lane])


@exact
def set_terms(terms, mexico, began):  # type: ignore[no-untyped-def]
    """Terms of the week: cost of supply, shares of others, seizures inland, kg that users take.

    Parameters
    ----------
    terms : Terms
    mexico : (lane,)
        Mexico's share of US heroin.
    began : bool
        Whether laboratories at home move: not in the spin-up.
    """
    drugs, markets, lanes = terms.interior.shape
    if began:
        close_labs(terms.worth, terms.lab_usual, terms.lab_exit, terms.lab_share)
    share_supply(terms, mexico)
    find_coca_cost(terms.coca_price, terms.leg_usd, terms.leg_loss, terms.leg_loss_2012, terms.coca_usd)
    land(terms.farm_price, terms.coca_usd, terms.premium, terms.making, terms.landed_usd)
    for d in range(drugs):
        for lane in range(lanes):
            terms.landed_now[d, lane] = terms.landed_usd[d, lane]
        for m in range(markets):
            for lane in range(lanes):
                share = terms.luck[d * markets + m, lane] * (terms.seized[lane] * terms.enforcement[lane])
                terms.interior[d, m, lane] = min(share, MOST_SEIZED)
    for p in range(terms.users.shape[0]):
        for m in range(markets):
            for lane in range(lanes):
                terms.users_kg[p, m, lane] = terms.users[p, m, lane] * terms.kg_per_user[p, m, lane]
