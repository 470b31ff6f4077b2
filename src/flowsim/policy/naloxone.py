"""Naloxone for people who may witness an overdose (Next Step 8).

Kits reach users, friends and families, who reverse an overdose before an ambulance comes. What a kit does for
mortality is the model's parameter: published effects differ by a factor of ten.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from flowsim.domain.params import param
from flowsim.state.arrays import Floats
from flowsim.state.levers import Levers
from flowsim.state.programme import Programme, delivered, pay

READS: tuple[str, ...] = ()
WRITES: tuple[str, ...] = ("naloxone",)


@dataclass(frozen=True, kw_only=True)
class Params(Programme):
    """Kits handed out."""

    gain: float = param(
        1.0,
        "further kits over today",
        "LDI/FDA: sales of naloxone doubled in 2013-2017",
        low=0.3,
        high=3,
        role="lever",
        limits=(0, 19),
    )
    ramp_weeks: float = param(
        52.0, "weeks", "judgement: standing orders and bulk purchase", low=26, high=104, limits=(0, 1040)
    )
    cost_usd_per_year: float = param(
        4.9e7,
        "USD of 2016 per year",
        "150 further kits per 100,000 people and year at 100 USD: 75 for two nasal doses and 25 to hand them out",
        low=2.0e7,
        high=7.5e7,
        limits=(0, 1e12),
    )
    us_share: float = param(
        1.0, "share of the bill", "a programme of the US government", role="constant", limits=(0, 1)
    )


def apply(levers: Levers, seen: Mapping[str, Floats], params: Params, week: int) -> None:
    """Write this week's effects; ``seen`` holds last year's published series, numbers of ``params`` are (L,)."""
    now = delivered(params, week)
    levers.effect("naloxone", 1.0 + params.gain * now)
    pay(levers, params, now)
