"""Lanes at ports of entry: booths, officers, joint customs processing (Merida pillar 3).

The deck: a border that is secure and moves legitimate trade, with customs working side by side. More open lanes and one
inspection instead of two serve more cars and trucks per hour. What is inspected stays the same.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from flowsim.domain.params import param
from flowsim.state.arrays import Floats
from flowsim.state.levers import Levers
from flowsim.state.programme import Programme, delivered, pay

READS: tuple[str, ...] = ()
WRITES: tuple[str, ...] = ("lane_capacity",)


@dataclass(frozen=True, kw_only=True)
class Params(Programme):
    """Booths, staff and joint processing."""

    capacity_gain: float = param(
        0.15,
        "further crossings that lanes serve",
        "judgement: 1,500 officers, and joint processing, which cut 3 to 4 hours to 25 minutes for certified trucks at "
        "Nogales in 2016; San Ysidro grew from 24 to 34 lanes",
        low=0.05,
        high=0.35,
        role="lever",
        limits=(0, 19),
    )
    ramp_weeks: float = param(
        208.0,
        "weeks",
        "judgement: San Ysidro was rebuilt from 2009 to 2019; hiring an officer took over a year",
        low=104,
        high=520,
        limits=(0, 1040),
    )
    cost_usd_per_year: float = param(
        4.0e8,
        "USD of 2016 per year",
        "1,500 officers at 177,000 USD (CBO 2013: 171,400); judgement: a tenth more lanes at the 741 million USD for "
        "San Ysidro (recalled), over 30 years",
        low=2.0e8,
        high=8.0e8,
        limits=(0, 1e12),
    )
    us_share: float = param(
        0.8, "share of the bill", "judgement: Mexico widens its side and joins in", role="constant", limits=(0, 1)
    )


def apply(levers: Levers, seen: Mapping[str, Floats], params: Params, week: int) -> None:
    """Write this week's effects; ``seen`` holds last year's published series, numbers of ``params`` are (L,)."""
    now = delivered(params, week)
    levers.effect("lane_capacity", 1.0 + params.capacity_gain * now)
    pay(levers, params, now)
