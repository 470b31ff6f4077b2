"""Youth: schooling, jobs and places to go where gangs recruit (Merida pillar 4).

The deck: build strong and resilient communities. Some of the young who would join find other work. People of
organisations are not in this version: the lever stands ready and moves nothing yet.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from flowsim.domain.params import param
from flowsim.state.arrays import Floats
from flowsim.state.levers import Levers
from flowsim.state.programme import Programme, delivered, pay

READS: tuple[str, ...] = ()
WRITES: tuple[str, ...] = ("youth_alternatives",)


@dataclass(frozen=True, kw_only=True)
class Params(Programme):
    """Reach among those at risk."""

    reached: float = param(
        0.2,
        "share of recruitment prevented",
        "judgement: 0.05-0.4; halved recruitment is the best case of Prieto-Curiel 2023",
        low=0.05,
        high=0.4,
        role="lever",
        limits=(0, 1),
    )
    ramp_weeks: float = param(
        156.0,
        "weeks",
        "judgement: PRONAPRED of 2013-2016 reached its places in the third year",
        low=104,
        high=260,
        limits=(0, 1040),
    )
    cost_usd_per_year: float = param(
        4.0e8,
        "USD of 2016 per year",
        "judgement: 400,000 young people at 1,000 USD; twice what PRONAPRED spent a year, recalled",
        low=2.0e8,
        high=8.0e8,
        limits=(0, 1e12),
    )
    us_share: float = param(
        0.1,
        "share of the bill",
        "judgement: USAID pays a tenth",
        role="constant",
        limits=(0, 1),
    )


def apply(levers: Levers, seen: Mapping[str, Floats], params: Params, week: int) -> None:
    """Write this week's effects; ``seen`` holds last year's published series, numbers of ``params`` are (L,)."""
    now = delivered(params, week)
    levers.effect("youth_alternatives", params.reached * now)
    pay(levers, params, now)
