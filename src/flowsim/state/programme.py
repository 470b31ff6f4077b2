"""What all instruments share: a programme that starts on a date, ramps up and costs money."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from flowsim.domain.calendar import WEEKS_PER_YEAR, week_number
from flowsim.domain.codes import Government
from flowsim.domain.params import param
from flowsim.state.arrays import Floats
from flowsim.state.levers import Levers


@dataclass(frozen=True, kw_only=True)
class Programme:
    """Fields of every instrument's Params; a neutral programme has intensity 0."""

    intensity: float = param(0.0, "share of the full programme", "lever", low=0, high=1, role="lever", limits=(0, 1))
    start: str = "2018-01-01"
    ramp_weeks: float = param(
        52.0,
        "weeks",
        "judgement: budgets, hiring and procurement take a year",
        low=13,
        high=156,
        role="lever",
        limits=(0, 520),
    )
    us_share: float = param(
        0.0, "share of the bill", "who runs the programme", low=0, high=1, role="lever", limits=(0, 1)
    )


def delivered(params: Any, week: int) -> Floats:
    """Intensity that has arrived in the field, (L,): 0 before the start, then a straight ramp."""
    since = week - week_number(params.start) + 1
    if since <= 0:
        return np.zeros_like(params.intensity)
    return np.asarray(params.intensity * np.minimum(since / np.maximum(params.ramp_weeks, 1.0), 1.0))


def pay(levers: Levers, params: Any, usd_per_year: Floats, now: Floats) -> None:
    """Charge a programme's weekly bill to the governments that share it.

    Parameters
    ----------
    usd_per_year : (L,) float64
        Cost of the full programme.
    now : (L,) float64
        Delivered intensity.
    """
    bill = usd_per_year / WEEKS_PER_YEAR * now
    levers.spend(Government.US, bill * params.us_share)
    levers.spend(Government.MEXICO, bill * (1.0 - params.us_share))
