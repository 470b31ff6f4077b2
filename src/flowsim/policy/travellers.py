"""Trusted travellers and carriers: SENTRI, FAST and their Mexican counterparts (Merida pillar 3).

The deck: trusted traveller programmes that let officers look at the rest. Enrolled crossers take a third of the time
of a lane and are referred less, so the same referrals fall on fewer others; some loads hide among the enrolled.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from flowsim.domain.params import param
from flowsim.state.arrays import Floats
from flowsim.state.levers import Levers
from flowsim.state.programme import Programme, delivered, pay

READS: tuple[str, ...] = ()
WRITES: tuple[str, ...] = ("trusted_travellers",)


@dataclass(frozen=True, kw_only=True)
class Params(Programme):
    """Enrolment."""

    enrolled: float = param(
        0.15,
        "share of other crossings that become trusted",
        "judgement: as much again as SENTRI drew by 2012; 7,200 of 55,000 cars a day at San Ysidro in 2005",
        low=0.05,
        high=0.35,
        role="lever",
        limits=(0, 1),
    )
    ramp_weeks: float = param(
        156.0,
        "weeks",
        "judgement: interviews and cards; members hold them for 5 years",
        low=78,
        high=312,
        limits=(0, 1040),
    )
    cost_usd_per_year: float = param(
        4.5e7,
        "USD of 2016 per year",
        "judgement: 1 million members at the fee of 122 USD for 5 years, and 100 officers at 177,000 USD",
        low=2.0e7,
        high=1.2e8,
        limits=(0, 1e12),
    )
    us_share: float = param(
        0.9, "share of the bill", "judgement: Mexico vets its citizens", role="constant", limits=(0, 1)
    )


def apply(levers: Levers, seen: Mapping[str, Floats], params: Params, week: int) -> None:
    """Write this week's effects; ``seen`` holds last year's published series, numbers of ``params`` are (L,)."""
    now = delivered(params, week)
    levers.effect("trusted_travellers", params.enrolled * now)
    pay(levers, params, now)
