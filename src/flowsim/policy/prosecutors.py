"""Prosecutors: offices, case managers, witnesses and experts (Next Step 1, Next Step 2).

The deck: continue justice reform; increase convictions. Prosecutors decide how many suspects of homicide are
charged; the courts must then try them.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from flowsim.domain.params import param
from flowsim.state.arrays import Floats
from flowsim.state.levers import Levers
from flowsim.state.programme import Programme, delivered, pay

READS: tuple[str, ...] = ()
WRITES: tuple[str, ...] = ("prosecutors",)


@dataclass(frozen=True, kw_only=True)
class Params(Programme):
    """Charging capacity."""

    prosecutors_gain: float = param(
        0.5,
        "further homicide cases that can be charged",
        "judgement: no published effect; offices charge a third of homicides (docs/justice.md)",
        low=0.2,
        high=1.0,
        role="lever",
        limits=(0, 19),
    )
    ramp_weeks: float = param(
        156.0,
        "weeks",
        "judgement: hiring and training; a prosecutor learns oral trial in one to two years",
        low=104,
        high=260,
        limits=(0, 1040),
    )
    cost_usd_per_year: float = param(
        2.5e8,
        "USD of 2016 per year",
        "judgement: 4,500 prosecutors and staff at 55,000 USD a year with offices",
        low=1.2e8,
        high=5.0e8,
        limits=(0, 1e12),
    )
    us_share: float = param(
        0.15,
        "share of the bill",
        "judgement: Merida trains and equips, Mexico hires",
        role="constant",
        limits=(0, 1),
    )


def apply(levers: Levers, seen: Mapping[str, Floats], params: Params, week: int) -> None:
    """Write this week's effects; ``seen`` holds last year's published series, numbers of ``params`` are (L,)."""
    now = delivered(params, week)
    levers.effect("prosecutors", 1.0 + params.prosecutors_gain * now)
    pay(levers, params, now)
