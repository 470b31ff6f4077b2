"""Investigating police: detectives, forensics, vetted units (Next Step 1).

The deck: strengthen professionalization, capacity and efficiency of law enforcement. More suspects are found; where
prosecutors and courts are full, they wait.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from flowsim.domain.params import param
from flowsim.state.arrays import Floats
from flowsim.state.levers import Levers
from flowsim.state.programme import Programme, delivered, pay

READS: tuple[str, ...] = ()
WRITES: tuple[str, ...] = ("investigators",)


@dataclass(frozen=True, kw_only=True)
class Params(Programme):
    """Detectives and what they need."""

    investigators_gain: float = param(
        0.5,
        "further investigators over today",
        "judgement: 0.1-1; no published effect of more detectives on homicides solved in Mexico",
        low=0.1,
        high=1.0,
        role="lever",
        limits=(0, 19),
    )
    ramp_weeks: float = param(
        156.0,
        "weeks",
        "judgement: recruits, academies, certificates; the Federal Police of 2009 took three years",
        low=104,
        high=312,
        limits=(0, 1040),
    )
    cost_usd_per_year: float = param(
        6.0e8,
        "USD of 2016 per year",
        "judgement: 20,000 investigators at 25,000 USD a year and laboratories",
        low=3.0e8,
        high=1.2e9,
        limits=(0, 1e12),
    )
    us_share: float = param(
        0.1,
        "share of the bill",
        "judgement: Merida trains and equips, Mexico hires",
        role="constant",
        limits=(0, 1),
    )


def apply(levers: Levers, seen: Mapping[str, Floats], params: Params, week: int) -> None:
    """Write this week's effects; ``seen`` holds last year's published series, numbers of ``params`` are (L,)."""
    now = delivered(params, week)
    levers.effect("investigators", 1.0 + params.investigators_gain * now)
    pay(levers, params, now)
