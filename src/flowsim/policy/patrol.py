"""Border Patrol between ports: agents, sensors, barriers, tunnels, boats (Merida pillar 3, agreements of 2017).

The deck: physical barriers, technology, patrolling. About a seventh of border heroin was caught between ports, so
what this can do for opioids is bounded by what passes there; marijuana passes there above all. Barriers stop vehicles,
not people on foot; tunnels and the sea off California are watched by task forces of their own.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from flowsim.domain.params import param
from flowsim.state.arrays import Floats
from flowsim.state.levers import Levers
from flowsim.state.programme import Programme, delivered, pay

READS: tuple[str, ...] = ()
WRITES: tuple[str, ...] = (
    "patrol",
    "patrol_technology",
    "barriers",
    "tunnel_detection",
    "maritime_patrol",
    "randomised_effort",
)


@dataclass(frozen=True, kw_only=True)
class Params(Programme):
    """Agents, technology, barriers, tunnels, boats."""

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
    barriers_gain: float = param(
        0.3,
        "further hazard for vehicles between ports",
        "judgement: 300 of 1,954 miles hold vehicle barriers; effect never measured (GAO-17-331), many are cut",
        low=0.0,
        high=1.0,
        limits=(0, 19),
    )
    tunnels_gain: float = param(
        0.5,
        "further hazard for loads in tunnels",
        "judgement: 67 tunnels found in 2011-2016, by informants more than by sensors (GAO-17-474)",
        low=0.1,
        high=2.0,
        limits=(0, 19),
    )
    maritime_gain: float = param(
        0.3,
        "further hazard for boats off California",
        "judgement: 309 smuggling boats detected in 2011-2016, all mainland coasts (GAO-17-474)",
        low=0.1,
        high=1.0,
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
        1.1e9,
        "USD of 2016 per year",
        "5,000 agents at 177,000 USD (CBO 2013: 171,400); judgement: 120 million USD of technology a year, 100 miles "
        "of fence and 200 of barriers at 6.5 and 1.8 million (GAO-17-331) over 30 years, 30 million for boats, upkeep",
        low=8.5e8,
        high=1.5e9,
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
    levers.effect("barriers", 1.0 + params.barriers_gain * now)
    levers.effect("tunnel_detection", 1.0 + params.tunnels_gain * now)
    levers.effect("maritime_patrol", 1.0 + params.maritime_gain * now)
    levers.effect("randomised_effort", params.randomised_share * now)
    pay(levers, params, now)
