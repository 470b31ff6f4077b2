"""Treatment and rehabilitation in the US: places and recovery support (Next Step 8).

The deck: anti-addiction and rehabilitation programmes in the US. More places with medication, and continuing care
or recovery housing for those who leave: for users of opioids, and counselling for those of methamphetamine and cocaine.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from flowsim.domain.params import param
from flowsim.state.arrays import Floats
from flowsim.state.levers import Levers
from flowsim.state.programme import Programme, delivered, pay

READS: tuple[str, ...] = ()
WRITES: tuple[str, ...] = ("treatment_capacity", "recovery_support")


@dataclass(frozen=True, kw_only=True)
class Params(Programme):
    """Places and continuing care."""

    capacity_gain: float = param(
        0.5,
        "further places over those of 2012",
        "RAND RR3140: users grew by 45 % in 2012-2016; places follow",
        low=0.2,
        high=1.5,
        role="lever",
        limits=(0, 19),
    )
    support: float = param(
        0.15,
        "share of relapse prevented",
        "Oxford House trial: half the relapse (Jason 2006, recalled); judgement: a third of people reached",
        low=0.03,
        high=0.3,
        limits=(0, 1),
    )
    ramp_weeks: float = param(
        104.0, "weeks", "judgement: licences, prescribers, buildings", low=52, high=208, limits=(0, 1040)
    )
    cost_usd_per_year: float = param(
        1.6e9,
        "USD of 2016 per year",
        "117,000 further places with medication at 6,552 USD a year (NIDA, methadone); judgement: 140,000 of "
        "counselling for stimulants at 5,000, and 130 million USD of recovery support",
        low=1.0e9,
        high=2.5e9,
        limits=(0, 1e12),
    )
    us_share: float = param(
        1.0, "share of the bill", "a programme of the US government", role="constant", limits=(0, 1)
    )


def apply(levers: Levers, seen: Mapping[str, Floats], params: Params, week: int) -> None:
    """Write this week's effects; ``seen`` holds last year's published series, numbers of ``params`` are (L,)."""
    now = delivered(params, week)
    levers.effect("treatment_capacity", 1.0 + params.capacity_gain * now)
    levers.effect("recovery_support", params.support * now)
    pay(levers, params, now)
