"""Guns at their source: straw purchases, shows, dealers and reports of sales (Next Step 2).

The deck: block arms smuggling into Mexico. Fewer guns are bought in the United States for groups in Mexico; other
sources replace a part; what groups hold wears out over years.
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
    """Purchases prevented."""

    purchases_prevented: float = param(
        0.3,
        "share of guns bought in the United States",
        "judgement: 0.1-0.5; the end of the ban on assault weapons in 2004 raised guns by about a fifth",
        low=0.1,
        high=0.5,
        role="lever",
        limits=(0, 1),
    )
    ramp_weeks: float = param(
        104.0, "weeks", "judgement: rules, inspectors of dealers, two years", low=52, high=208, limits=(0, 1040)
    )
    cost_usd_per_year: float = param(
        6.0e7,
        "USD of 2016 per year",
        "judgement: 300 agents and inspectors at 200,000 USD",
        low=3.0e7,
        high=1.5e8,
        limits=(0, 1e12),
    )
    us_share: float = param(
        1.0, "share of the bill", "judgement: dealers are in the US", role="constant", limits=(0, 1)
    )


def apply(levers: Levers, seen: Mapping[str, Floats], params: Params, week: int) -> None:
    """Write this week's effects; ``seen`` holds last year's published series, numbers of ``params`` are (L,)."""
    now = delivered(params, week)
    levers.effect("gun_source_controls", params.purchases_prevented * now)
    pay(levers, params, now)
