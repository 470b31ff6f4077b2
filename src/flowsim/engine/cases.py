"""Phase of cases: the financial intelligence unit reads, prosecutors charge, money is frozen, forfeited, released."""

from __future__ import annotations

from typing import Any

import numpy as np

from flowsim.domain.calendar import WEEKS_PER_YEAR
from flowsim.domain.codes import Country, Purse
from flowsim.domain.network import Floats
from flowsim.engine.banking import DRUG, FALSE, OTHER
from flowsim.kernels import draws
from flowsim.kernels.lanes import sum_over
from flowsim.kernels.screening import triage, triage_power

K = np.s_[:-1]
TINY = 1e-9
PURSES = {
    Country.US: (Purse.US_ASSETS, Purse.US_CASH, Purse.US_STASH),
    Country.MX: (Purse.MX_ASSETS, Purse.MX_BANKED, Purse.CLEAN),
}
FROZEN = {Country.US: Purse.US_FROZEN, Country.MX: Purse.MX_FROZEN}
RETURNED = {Country.US: Purse.US_ASSETS, Country.MX: Purse.CLEAN}
MOST = 0.05  # of what organisations hold, that one week's freezes can take; a bound, hardly ever reached
FEW = 16  # cases a week whose recoveries are drawn one by one; above, the rest takes the mean


def cases(model: Any) -> None:
    """Reports become cases, cases become freezes, charges and sentences, frozen money is forfeited or given back."""
    w = model.world
    w.frozen_way_usd[:] = 0.0
    for country in Country:
        triaged = read_reports(model, country)
        open_cases(model, country)
        freeze(model, country, triaged)
        settle(model, country)


def read_reports(model: Any, country: int) -> Floats:
    """The unit reads as many reports as it can, those that look worst to it; gives its chance to see a true one, (L,).

    It knows that an account was reported, not how badly it scored, so that more reports dilute it (Takats 2011).
    """
    w, p, levers = model.world, model.params.fiu, model.levers
    rows = np.flatnonzero(model.banks.country == country)
    for report, kind in enumerate((FALSE, OTHER, DRUG)):
        w.reports[report, country] = sum_over(w.read[kind + 1, rows], 0)
    every = np.maximum(sum_over(w.reports[:, country], 0), TINY)
    true = w.reports[1, country] + w.reports[2, country]
    room = p.reads_per_year[country] / WEEKS_PER_YEAR * levers["fiu_capacity"] / every
    chance = np.empty(model.lanes)
    if model.config.structure.triage == "power":
        triage_power(true / every, np.minimum(room, 1.0), p.power.copy(), chance)
    else:
        triage(true / every, np.minimum(room, 1.0), p.signal * levers["bank_feedback"], chance)
    w.investigated[country] = true * chance
    return chance


def open_cases(model: Any, country: int) -> None:
    """Prosecutors open cases, fewer per report read the nearer they come to the most that they can open.

    ``room (1 - exp(-offered / room))``: offices differ, some have room left while others turn reports away.
    """
    w, p, levers = model.world, model.params.fiu, model.levers
    room = np.maximum(p.cases_most[country] / WEEKS_PER_YEAR * levers["laundering_prosecution"], TINY)
    w.dossiers[country] = room * -np.expm1(-p.case_yield * w.investigated[country] / room)
    true = np.maximum(w.reports[1, country] + w.reports[2, country], TINY)
    w.drug_dossiers[country] = w.dossiers[country] * w.reports[2, country] / true
    w.open_cases[country] += w.dossiers[country]
    decided = w.open_cases[country] / p.case_weeks
    w.open_cases[country] -= decided
    w.charged[country] = decided * p.indicted[country]
    w.sentenced[country] = w.charged[country] * p.sentenced[country]


def freeze(model: Any, country: int, chance: Floats) -> None:
    """Cases about drug money find property, each its own heavy-tailed sum; a fast freeze also catches accounts.

    What is left in an account falls by half in about a week, so that the lag of a freeze decides what it finds.
    """
    w = model.world
    found = recovered(model, country) * model.levers["freezing"]
    purses = PURSES[Country(country)]
    held = w.purse_usd[purses[0], K].copy()
    for purse in purses[1:]:
        held += w.purse_usd[purse, K]
    total = sum_over(held, 0)
    share = np.minimum(found / np.maximum(total, TINY), MOST)
    for purse in purses:
        w.purse_usd[purse, K] *= 1.0 - share
    taken = held * share
    if country == Country.US:
        taken += freeze_accounts(model, chance)
    w.frozen_usd[country, K] = taken
    w.purse_usd[FROZEN[Country(country)], K] += taken


def freeze_accounts(model: Any, chance: Floats) -> Floats:
    """Money of networks' accounts that is still there when the freeze comes, taken from their clients, (sender, L)."""
    w, p, holders = model.world, model.params.fiu, model.holders
    lag = p.freeze_weeks[Country.US] / model.levers["freezing"]
    left = np.exp(-lag / model.params.channels.dwell_weeks)
    usd = sum_over(w.reported_usd, 1)[:-1] * chance * left / 4.0
    way = w.transit_usd[holders.provider][:, K]
    share = np.minimum(usd / np.maximum(sum_over(way, 1), TINY), 0.5)
    taken = way * share[:, None]
    w.frozen_way_usd[holders.provider, K] = taken
    w.transit_usd[holders.provider, K] -= taken
    return sum_over(taken, 0)


def recovered(model: Any, country: int) -> Floats:
    """USD that this week's cases about drug money find, (L,): few large ones hold most of it."""
    w, p = model.world, model.params.fiu
    entity = np.full(1, country, dtype=np.uint64)
    number = np.empty((1, model.lanes))
    draws.fill_poisson(
        model.keys, draws.CASES, model.draw_week, entity, 0, w.drug_dossiers[country][None].copy(), number
    )
    out, normal, sd = np.zeros(model.lanes), np.empty((1, model.lanes)), p.recovery_sigma
    for i in range(min(FEW, int(number.max()))):
        draws.fill_normal(model.keys, draws.RECOVERIES, model.draw_week, entity, i, normal)
        out += np.where(number[0] > i, p.recovery_median_usd[country] * np.exp(sd * normal[0]), 0.0)
    rest = np.maximum(number[0] - FEW, 0.0)
    return np.asarray(out + rest * p.recovery_median_usd[country] * np.exp(0.5 * sd * sd))


def settle(model: Any, country: int) -> None:
    """Frozen money is forfeited or given back."""
    w, p = model.world, model.params.fiu
    frozen = w.purse_usd[FROZEN[Country(country)], K]
    decided = frozen / (p.forfeit_weeks / model.levers["forfeiture"])
    back = decided * p.released
    frozen -= decided
    w.released_usd[country, K] = back
    w.forfeited_usd[country, K] = decided - back
    w.purse_usd[RETURNED[Country(country)], K] += back
