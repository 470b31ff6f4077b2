"""Alternatives for growers: roads, markets, credit and legal crops in poppy regions (Next Step 3).

The deck: support alternatives for local population. Households sign up, are paid while legal income grows, and
leave poppy in part. The ramp here is how fast households are reached; the model adds the one to three years that
legal income takes, and the same years back when the programme ends.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from flowsim.domain.params import param
from flowsim.state.arrays import Floats
from flowsim.state.levers import Levers
from flowsim.state.programme import MEXICO_PAYS, Programme, delivered, pay

READS: tuple[str, ...] = ()
WRITES: tuple[str, ...] = ("alternatives_coverage",)


@dataclass(frozen=True, kw_only=True)
class Params(Programme):
    """Alternative development."""

    reach: float = param(
        0.4,
        "share of growers' households reached",
        "judgement: Colombia's PNIS signed 99,000 households, about half of those in coca, in two years",
        low=0.15,
        high=0.6,
        role="lever",
        limits=(0, 1),
    )
    adherence: float = param(
        0.6,
        "share of reached households' poppy given up for good",
        "judgement: 94 % of PNIS households kept the bargain in 2019 (UNODC), support came late and coca "
        "grew elsewhere",
        low=0.2,
        high=0.94,
        limits=(0, 1),
    )
    ramp_weeks: float = param(
        156.0,
        "weeks",
        "judgement: PNIS enrolled in two years, services came later",
        low=104,
        high=260,
        limits=(0, 1040),
    )
    cost_usd_per_year: float = param(
        1.8e8,
        "USD of 2016 per year",
        "0.4 x 80,000 households (judgement from Noria 2019: 19 bn pesos, up to 200,000 each) at 5,500 USD "
        "a year (PNIS: 11,000 in two years)",
        low=6.0e7,
        high=4.0e8,
        limits=(0, 1e12),
    )
    us_share: float = param(0.09, "share of the bill", MEXICO_PAYS, role="constant", limits=(0, 1))


def apply(levers: Levers, seen: Mapping[str, Floats], params: Params, week: int) -> None:
    """Write this week's effects; ``seen`` holds last year's published series, numbers of ``params`` are (L,)."""
    now = delivered(params, week)
    levers.effect("alternatives_coverage", params.reach * params.adherence * now)
    pay(levers, params, now)
