"""Phase of cases: the financial intelligence unit reads, prosecutors charge, money is frozen, forfeited, released."""

from __future__ import annotations

from typing import Any

import numpy as np

from flowsim.kernels.dossiers import open_dossiers, read_reports
from flowsim.kernels.freezes import prosecute


def cases(model: Any) -> None:
    """Reports become cases, cases become freezes, charges and sentences, frozen money is forfeited or given back."""
    read(model)
    open_cases(model)
    settle(model)


def read(model: Any) -> None:
    """Units read as many reports as they can, those that look worst.

    They know that an account was reported, not how badly it scored, so that more reports dilute it (Takats 2011).
    """
    levers, by_power = model.levers, model.config.structure.triage == "power"
    capacity, feedback, prosecution = levers["fiu_capacity"], levers["bank_feedback"], levers["laundering_prosecution"]
    read_reports(model.ledger.unit, by_power, capacity, feedback, prosecution)


def open_cases(model: Any) -> None:
    """Prosecutors open cases, fewer per report read the nearer they come to the most that they can open.

    ``room (1 - exp(-offered / room))``: offices differ, some have room left while others turn reports away.
    """
    unit = model.ledger.unit
    open_dossiers(unit, np.expm1(unit.full, out=unit.full))


def settle(model: Any) -> None:
    """Cases about drug money find property, each its own heavy-tailed sum; a fast freeze also catches accounts.

    What is left in an account falls by half in about a week, so that the lag of a freeze decides what it finds.
    """
    ledger, levers = model.ledger, model.levers
    reach, speed = levers["freezing"], levers["forfeiture"]
    prosecute(model.keys, model.draw_week, ledger.cases, ledger.frozen, ledger.left(reach), reach, speed)
