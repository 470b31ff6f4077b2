"""Phase of cases: the financial intelligence unit reads, prosecutors charge, money is frozen, forfeited, released."""

from __future__ import annotations

from typing import Any

import numpy as np

from flowsim.domain.codes import Country
from flowsim.domain.network import Floats
from flowsim.kernels import freezes
from flowsim.kernels.dossiers import open_dossiers, sort_reports
from flowsim.kernels.screening import triage, triage_power


def cases(model: Any) -> None:
    """Reports become cases, cases become freezes, charges and sentences, frozen money is forfeited or given back."""
    chance = read_reports(model)
    open_cases(model)
    for country, case in model.ledger.cases:
        freezes.freeze(case, recovered(model, country), model.levers["freezing"])
        if country == Country.US:
            freeze_accounts(model, chance[country], case.taken_usd)
        freezes.decide(case, model.levers["forfeiture"])


def read_reports(model: Any) -> Floats:
    """Units read as many reports as they can, those that look worst; gives the chance to see a true one, (country, L).

    They know that an account was reported, not how badly it scored, so that more reports dilute it (Takats 2011).
    """
    ledger, unit, levers = model.ledger, model.ledger.unit, model.levers
    sort_reports(unit, levers["fiu_capacity"], levers["bank_feedback"], levers["laundering_prosecution"])
    if model.config.structure.triage == "power":
        triage_power(unit.share, unit.room, ledger.power, ledger.chance)
    else:
        triage(unit.share, unit.room, unit.told, ledger.chance)
    np.multiply(unit.true, ledger.chance, out=model.world.investigated)
    return np.asarray(ledger.chance)


def open_cases(model: Any) -> None:
    """Prosecutors open cases, fewer per report read the nearer they come to the most that they can open.

    ``room (1 - exp(-offered / room))``: offices differ, some have room left while others turn reports away.
    """
    unit = model.ledger.unit
    offered = -model.params.fiu.case_yield * model.world.investigated
    offered /= unit.places
    open_dossiers(unit, np.expm1(offered, out=offered))


def freeze_accounts(model: Any, chance: Floats, taken: Floats) -> None:
    """Money of networks' accounts that is still there when the freeze comes is added to ``taken (sender, L)``.

    What is left in an account falls by half in about a week, so that the lag of a freeze decides what it finds.
    ``chance (L,)`` is that of a true report to be read.
    """
    w, cells = model.world, model.ledger.cells
    lag = model.params.fiu.freeze_weeks[Country.US] / model.levers["freezing"]
    left = np.exp(-lag / model.params.channels.dwell_weeks)
    caught = chance * left / 4.0
    freezes.catch(model.holders.provider, cells.reported_usd, caught, w.transit_usd, w.frozen_way_usd, taken)


def recovered(model: Any, country: int) -> Floats:
    """USD that this week's cases about drug money find, (L,): few large ones hold most of it."""
    p, out = model.params.fiu, np.empty(model.lanes)
    mean, median = model.world.drug_dossiers[country], p.recovery_median_usd[country]
    freezes.recover(model.keys, model.draw_week, int(country), mean, median, p.recovery_sigma, out)
    return out
