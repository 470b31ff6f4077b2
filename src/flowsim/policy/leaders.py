"""Leaders of organisations hunted with shared intelligence (Next Step 2).

The deck: enhance law enforcement operations against organized crime, disrupt its operational capacity. Removed
leaders can split a group and start a war. People of organisations are not in this version: the lever stands ready
and moves nothing yet.
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
    """Effort against leaders."""

    effort_gain: float = param(
        0.5,
        "further removals over today",
        "judgement: about 4 (2-7) removals a year in 2012-2016",
        low=0.2,
        high=2.0,
        role="lever",
        limits=(0, 19),
    )
    ramp_weeks: float = param(
        52.0,
        "weeks",
        "judgement: vetted units and intelligence fusion exist since 2010",
        low=26,
        high=104,
        limits=(0, 1040),
    )
    cost_usd_per_year: float = param(
        1.5e8,
        "USD of 2016 per year",
        "judgement: marines, aircraft, intelligence; helicopters of Merida cost about 20 million USD each",
        low=8.0e7,
        high=3.0e8,
        limits=(0, 1e12),
    )
    us_share: float = param(
        0.4,
        "share of the bill",
        "judgement: intelligence and aircraft are US, men are Mexican",
        role="constant",
        limits=(0, 1),
    )


def apply(levers: Levers, seen: Mapping[str, Floats], params: Params, week: int) -> None:
    """Write this week's effects; ``seen`` holds last year's published series, numbers of ``params`` are (L,)."""
    now = delivered(params, week)
    levers.effect("leader_targeting", 1.0 + params.effort_gain * now)
    pay(levers, params, now)
