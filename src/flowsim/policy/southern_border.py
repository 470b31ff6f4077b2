"""Migration at Mexico's southern border: checkpoints, returns (Next Step 7).

The deck: cooperation after 2014 includes work at Mexico's southern border against smuggling of people. More of
those who leave Central America are sent back, some come again; patrols between US ports meet fewer people and have
more time for loads. What it does to people is not scored.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from flowsim.domain.params import param
from flowsim.state.arrays import Floats
from flowsim.state.levers import Levers
from flowsim.state.programme import Programme, delivered, pay

READS: tuple[str, ...] = ()
WRITES: tuple[str, ...] = ("migration_enforcement",)


@dataclass(frozen=True, kw_only=True)
class Params(Programme):
    """Effort over that of 2015."""

    enforcement_gain: float = param(
        0.5,
        "further hazard of being sent back",
        "judgement: returns by Mexico rose from 80,000 in 2013, recalled, to 175,136 in 2015 (deck) with "
        "Programa Frontera Sur",
        low=0.1,
        high=1.0,
        role="lever",
        limits=(0, 19),
    )
    ramp_weeks: float = param(
        52.0,
        "weeks",
        "judgement: Programa Frontera Sur of July 2014 doubled returns within a year",
        low=26,
        high=104,
        limits=(0, 1040),
    )
    cost_usd_per_year: float = param(
        1.0e8,
        "USD of 2016 per year",
        "judgement: National Migration Institute spent about 200 million USD in 2015, recalled; half as much again",
        low=5.0e7,
        high=2.0e8,
        limits=(0, 1e12),
    )
    us_share: float = param(
        0.3,
        "share of the bill",
        "judgement: the US gave 100 million USD for the southern border by 2016, recalled",
        role="constant",
        limits=(0, 1),
    )


def apply(levers: Levers, seen: Mapping[str, Floats], params: Params, week: int) -> None:
    """Write this week's effects; ``seen`` holds last year's published series, numbers of ``params`` are (L,)."""
    now = delivered(params, week)
    levers.effect("migration_enforcement", 1.0 + params.enforcement_gain * now)
    pay(levers, params, now)
