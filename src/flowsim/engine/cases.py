"""Phase of cases: the financial intelligence unit reads, prosecutors charge, money is frozen, forfeited, released."""

from __future__ import annotations

from typing import Any

import numpy as np

from flowsim.domain.calendar import WEEKS_PER_YEAR
from flowsim.domain.codes import Country, Purse
from flowsim.domain.network import Floats
from flowsim.engine.banking import DRUG, FALSE, OTHER
from flowsim.kernels import freezes
from flowsim.kernels.lanes import full, mix, sum_over
from flowsim.kernels.screening import triage, triage_power

K = np.s_[:-1]
TINY = 1e-9
PURSES = {
    Country.US: np.array([Purse.US_ASSETS, Purse.US_CASH, Purse.US_STASH]),
    Country.MX: np.array([Purse.MX_ASSETS, Purse.MX_BANKED, Purse.CLEAN]),
}
"""Where cases find property."""
ENDS = {
    Country.US: np.array([Purse.US_FROZEN, Purse.US_ASSETS]),
    Country.MX: np.array([Purse.MX_FROZEN, Purse.CLEAN]),
}
"""Where frozen money rests, and where it goes that is given back."""


def cases(model: Any) -> None:
    """Reports become cases, cases become freezes, charges and sentences, frozen money is forfeited or given back."""
    w = model.world
    w.frozen_way_usd[:] = 0.0
    for report, kind in enumerate((FALSE, OTHER, DRUG)):
        w.reports[report] = mix(model.bank_country, w.read[kind + 1])
    triaged = read_reports(model)
    open_cases(model)
    for country in Country:
        settle(model, country, freeze(model, country, triaged[country]))


def read_reports(model: Any) -> Floats:
    """Units read as many reports as they can, those that look worst; gives the chance to see a true one, (country, L).

    They know that an account was reported, not how badly it scored, so that more reports dilute it (Takats 2011).
    """
    w, p, levers = model.world, model.params.fiu, model.levers
    every, true = np.maximum(sum_over(w.reports, 0), TINY), w.reports[1] + w.reports[2]
    room = np.minimum(p.reads_per_year / WEEKS_PER_YEAR * levers["fiu_capacity"] / every, 1.0)
    chance = np.empty_like(every)
    if model.config.structure.triage == "power":
        triage_power(true / every, room, full(p.power, every.shape), chance)
    else:
        triage(true / every, room, full(p.signal * levers["bank_feedback"], every.shape), chance)
    np.multiply(true, chance, out=w.investigated)
    return chance


def open_cases(model: Any) -> None:
    """Prosecutors open cases, fewer per report read the nearer they come to the most that they can open.

    ``room (1 - exp(-offered / room))``: offices differ, some have room left while others turn reports away.
    """
    w, p, levers = model.world, model.params.fiu, model.levers
    room = np.maximum(p.cases_most / WEEKS_PER_YEAR * levers["laundering_prosecution"], TINY)
    w.dossiers[:] = room * -np.expm1(-p.case_yield * w.investigated / room)
    w.drug_dossiers[:] = w.dossiers * w.reports[2] / np.maximum(w.reports[1] + w.reports[2], TINY)
    w.open_cases += w.dossiers
    decided = w.open_cases / p.case_weeks
    w.open_cases -= decided
    np.multiply(decided, p.indicted, out=w.charged)
    np.multiply(w.charged, p.sentenced, out=w.sentenced)


def freeze(model: Any, country: Country, chance: Floats) -> Floats:
    """Cases about drug money find property, each its own heavy-tailed sum; a fast freeze also catches accounts.

    Gives what is taken of each organisation, (sender, L) USD.

    What is left in an account falls by half in about a week, so that the lag of a freeze decides what it finds.
    """
    w = model.world
    found, taken = recovered(model, country) * model.levers["freezing"], np.empty(w.profit_usd[K].shape)
    freezes.freeze(w.purse_usd, PURSES[country], found, taken)
    if country == Country.US:
        freeze_accounts(model, chance, taken)
    return taken


def freeze_accounts(model: Any, chance: Floats, taken: Floats) -> None:
    """Money of networks' accounts that is still there when the freeze comes is added to ``taken (sender, L)``."""
    w, p, provider = model.world, model.params.fiu, model.holders.provider
    lag = p.freeze_weeks[Country.US] / model.levers["freezing"]
    left = np.exp(-lag / model.params.channels.dwell_weeks)
    usd = w.reported_usd.reshape(-1, model.lanes)
    freezes.catch(provider, usd, chance * left / 4.0, w.transit_usd, w.frozen_way_usd, taken)


def recovered(model: Any, country: int) -> Floats:
    """USD that this week's cases about drug money find, (L,): few large ones hold most of it."""
    p, out = model.params.fiu, np.empty(model.lanes)
    mean, median = model.world.drug_dossiers[country], p.recovery_median_usd[country]
    freezes.recover(model.keys, model.draw_week, int(country), mean, median, p.recovery_sigma, out)
    return out


def settle(model: Any, country: Country, taken: Floats) -> None:
    """Frozen money is forfeited or given back."""
    w, p = model.world, model.params.fiu
    freezes.decide(
        *(w.purse_usd, taken, ENDS[country], p.forfeit_weeks / model.levers["forfeiture"], p.released),
        *(w.frozen_usd[country], w.released_usd[country], w.forfeited_usd[country]),
    )
