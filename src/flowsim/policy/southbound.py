"""Inspection of southbound vehicles for cash and guns (Next Steps 2 and 4; Merida pillar 3).

The deck: stop guns and bulk cash on their way to Mexico. Cash is found in as many more cars as are inspected, each load
by chance; organisations learn what they lose and send money another way. Every car and truck waits on the way south.
Guns go in small lots, and as many more of these are found.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from flowsim.domain.params import param
from flowsim.state.arrays import Floats
from flowsim.state.levers import Levers
from flowsim.state.programme import Programme, delivered, pay

READS: tuple[str, ...] = ()
WRITES: tuple[str, ...] = ("southbound_inspection",)


@dataclass(frozen=True, kw_only=True)
class Params(Programme):
    """Officers and gates on southbound lanes."""

    inspection_gain: float = param(
        2.0,
        "further southbound vehicles inspected, over today",
        "judgement: three times as many, as in the initiative of March 2009, kept up; it found 67 million USD in 23 "
        "months, of 18-39 bn a year thought to go south (GAO-11-407T)",
        low=0.5,
        high=4,
        role="lever",
        limits=(0, 19),
    )
    ramp_weeks: float = param(
        104.0,
        "weeks",
        "judgement: staff, canopies and lights on lanes not built for it",
        low=52,
        high=260,
        limits=(0, 1040),
    )
    cost_usd_per_year: float = param(
        1.2e8,
        "USD of 2016 per year",
        "judgement: 500 officers at 177,000 USD (CBO 2013: 171,400), scanners and gates of Mexican customs",
        low=6.0e7,
        high=2.5e8,
        limits=(0, 1e12),
    )
    us_share: float = param(
        0.6, "share of the bill", "judgement: Mexican customs hold the lanes south", role="constant", limits=(0, 1)
    )


def apply(levers: Levers, seen: Mapping[str, Floats], params: Params, week: int) -> None:
    """Write this week's effects; ``seen`` holds last year's published series, numbers of ``params`` are (L,)."""
    now = delivered(params, week)
    levers.effect("southbound_inspection", 1.0 + params.inspection_gain * now)
    pay(levers, params, now)
