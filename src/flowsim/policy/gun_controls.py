"""Controls at the source of guns in the US: straw purchases, dealers, traces (Next Step 2).

The deck: block arms smuggling into Mexico. Fewer guns are bought for Mexico; those already there last for years.
Guns are not in this version: the lever stands ready and moves nothing yet.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from flowsim.domain.params import param
from flowsim.state.arrays import Floats
from flowsim.state.levers import Levers
from flowsim.state.programme import Programme, delivered, pay

READS: tuple[str, ...] = ()
WRITES: tuple[str, ...] = ("gun_source_controls",)


@dataclass(frozen=True, kw_only=True)
class Params(Programme):
    """Guns not bought."""

    prevented: float = param(
        0.2,
        "share of purchases for Mexico prevented",
        "judgement: 0.05-0.4; the end of the US ban of 2004 raised homicide in reach of the border (Chicoine)",
        low=0.05,
        high=0.4,
        role="lever",
        limits=(0, 1),
    )
    ramp_weeks: float = param(
        104.0,
        "weeks",
        "judgement: multiple-sale reports of rifles took a year in 2011",
        low=52,
        high=156,
        limits=(0, 1040),
    )
    cost_usd_per_year: float = param(
        1.2e8,
        "USD of 2016 per year",
        "judgement: 400 ATF agents and inspectors at 200,000 USD, traces, prosecutions",
        low=6.0e7,
        high=2.4e8,
        limits=(0, 1e12),
    )
    us_share: float = param(
        1.0,
        "share of the bill",
        "a programme of the US government",
        role="constant",
        limits=(0, 1),
    )


def apply(levers: Levers, seen: Mapping[str, Floats], params: Params, week: int) -> None:
    """Write this week's effects; ``seen`` holds last year's published series, numbers of ``params`` are (L,)."""
    now = delivered(params, week)
    levers.effect("gun_source_controls", params.prevented * now)
    pay(levers, params, now)
