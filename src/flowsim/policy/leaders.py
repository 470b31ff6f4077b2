"""Leaders: targeted captures (Next Step 2).

The deck: improve intelligence sharing, enhance operations against organised crime. More leaders are removed; homicide
rises where they were, and half of the groups split. Most of those removed are held in Mexico; what becomes of them is
``extradition``'s.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from flowsim.domain.params import param
from flowsim.state.arrays import Floats
from flowsim.state.levers import Levers
from flowsim.state.programme import Programme, delivered, pay

READS: tuple[str, ...] = ()
WRITES: tuple[str, ...] = ("leader_targeting",)


@dataclass(frozen=True, kw_only=True)
class Params(Programme):
    """Removals."""

    targeting_gain: float = param(
        1.0,
        "further leaders removed, over today",
        "judgement: 0.5-2; Mexico named 37 targets in 2009 and 122 in 2012",
        low=0.5,
        high=2.0,
        role="lever",
        limits=(0, 19),
    )
    ramp_weeks: float = param(
        52.0, "weeks", "judgement: vetted units exist, 1 year to add some", low=26, high=104, limits=(0, 1040)
    )
    cost_usd_per_year: float = param(
        1.0e8,
        "USD of 2016 per year",
        "judgement: units, aircraft and listening, 50-200 million USD",
        low=5.0e7,
        high=2.0e8,
        limits=(0, 1e12),
    )
    us_share: float = param(
        0.4, "share of the bill", "judgement: intelligence and equipment", role="constant", limits=(0, 1)
    )


def apply(levers: Levers, seen: Mapping[str, Floats], params: Params, week: int) -> None:
    """Write this week's effects; ``seen`` holds last year's published series, numbers of ``params`` are (L,)."""
    now = delivered(params, week)
    levers.effect("leader_targeting", 1.0 + params.targeting_gain * now)
    pay(levers, params, now)
