"""Strong and resilient communities: work and pay for the young, protection against extortion (Merida pillar 4).

The deck: build strong and resilient communities. Programmes pay young people who might join and keep some of them out
of reach; local police and complaint lines take part of the rackets that local groups live on.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from flowsim.domain.params import param
from flowsim.state.arrays import Floats
from flowsim.state.levers import Levers
from flowsim.state.programme import Programme, delivered, pay

READS: tuple[str, ...] = ()
WRITES: tuple[str, ...] = ("youth_alternatives", "local_protection")


@dataclass(frozen=True, kw_only=True)
class Params(Programme):
    """Reach among the young, and rackets prevented."""

    youth_reach: float = param(
        0.3,
        "share of young people at risk whom programmes reach",
        "judgement: 0.1-0.5; Mexico's national programme of prevention reached parts of 100 towns in 2013-16",
        low=0.1,
        high=0.5,
        role="lever",
        limits=(0, 1),
    )
    rackets_prevented: float = param(
        0.15,
        "share of local rackets",
        "judgement: 0.05-0.3; no published effect",
        low=0.05,
        high=0.3,
        role="lever",
        limits=(0, 1),
    )
    ramp_weeks: float = param(
        104.0, "weeks", "judgement: two years to hire and to reach towns", low=52, high=208, limits=(0, 1040)
    )
    cost_usd_per_year: float = param(
        2.0e8,
        "USD of 2016 per year",
        "judgement: Mexico's programme of prevention cost 150-200 million USD a year in 2013-16",
        low=1.0e8,
        high=6.0e8,
        limits=(0, 1e12),
    )
    us_share: float = param(
        0.1, "share of the bill", "judgement: pillar 4 was a tenth of Merida", role="constant", limits=(0, 1)
    )


def apply(levers: Levers, seen: Mapping[str, Floats], params: Params, week: int) -> None:
    """Write this week's effects; ``seen`` holds last year's published series, numbers of ``params`` are (L,)."""
    now = delivered(params, week)
    levers.effect("youth_alternatives", params.youth_reach * now)
    levers.effect("local_protection", params.rackets_prevented * now)
    pay(levers, params, now)
