"""Border Patrol between ports: agents, towers, sensors (Merida pillar 3, agreements of 2017).

The deck: physical barriers, technology, patrolling. About a seventh of border heroin was caught between ports, so
what this can do for opioids is bounded by what passes there.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from flowsim.domain.params import param
from flowsim.state.arrays import Floats
from flowsim.state.levers import Levers
from flowsim.state.programme import Programme, delivered, pay

READS: tuple[str, ...] = ()
WRITES: tuple[str, ...] = ("patrol", "patrol_technology", "randomised_effort")


@dataclass(frozen=True, kw_only=True)
class Params(Programme):
    """Agents and technology."""

    agents_gain: float = param(
        0.3,
        "further patrol effort",
        "5,000 agents ordered in January 2017 over 16,717 at the border",
        low=0.05,
        high=0.4,
        role="lever",
        limits=(0, 19),
    )
    technology_gain: float = param(
        0.2,
        "further detection per patrol",
        "judgement: towers and sensors; effect not known (CRS R45812), SBInet dropped in 2011",
        low=0.0,
        high=0.5,
        limits=(0, 19),
    )
    randomised_share: float = param(
        0.0,
        "share of movable effort thrown by dice",
        "a choice: RAND N-2680 on unpredictable interdiction",
        role="lever",
        limits=(0, 1),
    )
    ramp_weeks: float = param(
        208.0, "weeks", "judgement: hiring; the order of 2017 was never filled", low=156, high=520, limits=(0, 1040)
    )
    cost_usd_per_year: float = param(
        1.0e9,
        "USD of 2016 per year",
        "5,000 agents at 177,000 USD (CBO 2013: 171,400) and, judgement, 120 million USD of technology a year",
        low=8.0e8,
        high=1.3e9,
        limits=(0, 1e12),
    )
    us_share: float = param(
        1.0, "share of the bill", "a programme of the US government", role="constant", limits=(0, 1)
    )


def apply(levers: Levers, seen: Mapping[str, Floats], params: Params, week: int) -> None:
    """Write this week's effects; ``seen`` holds last year's published series, numbers of ``params`` are (L,)."""
    now = delivered(params, week)
    levers.effect("patrol", 1.0 + params.agents_gain * now)
    levers.effect("patrol_technology", 1.0 + params.technology_gain * now)
    levers.effect("randomised_effort", params.randomised_share * now)
    pay(levers, params, now)
