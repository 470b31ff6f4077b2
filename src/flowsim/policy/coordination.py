"""Regular meetings of cabinets and sub-cabinets that track progress (Next Step 6).

The deck: assure regular cabinet and sub-cabinet meetings to track progress. Meetings see late and inexact reports
of what programmes deliver, and mend part of the shortfall. Where nothing leaks (structure.delivery=as_meant) they
change nothing.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from flowsim.domain.params import param
from flowsim.state.arrays import Floats
from flowsim.state.levers import Levers
from flowsim.state.programme import Programme, delivered, pay

READS: tuple[str, ...] = ()
WRITES: tuple[str, ...] = ("review_meetings",)


@dataclass(frozen=True, kw_only=True)
class Params(Programme):
    """How often they meet."""

    meetings_per_year: float = param(
        6.0,
        "meetings per year",
        "a choice: the High-Level Group of Merida met about once a year, recalled; every two months at full strength",
        low=1.0,
        high=12.0,
        role="lever",
        limits=(0, 52),
    )
    ramp_weeks: float = param(
        26.0,
        "weeks",
        "judgement: a secretariat of 20 people",
        low=13,
        high=52,
        limits=(0, 1040),
    )
    cost_usd_per_year: float = param(
        1.0e7,
        "USD of 2016 per year",
        "judgement: staff of two secretariats, audits of 25 programmes",
        low=4.0e6,
        high=3.0e7,
        limits=(0, 1e12),
    )
    us_share: float = param(
        0.5,
        "share of the bill",
        "judgement: both governments",
        role="constant",
        limits=(0, 1),
    )


def apply(levers: Levers, seen: Mapping[str, Floats], params: Params, week: int) -> None:
    """Write this week's effects; ``seen`` holds last year's published series, numbers of ``params`` are (L,)."""
    now = delivered(params, week)
    levers.effect("review_meetings", params.meetings_per_year * now)
    pay(levers, params, now)
