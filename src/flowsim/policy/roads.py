"""Checkpoints on Mexican roads and at airports (Next Step 2).

The deck: attack distribution systems. Fixed army and police posts with scanners, on the highways north and at airports,
look into more cars, trucks, buses and parcels, for every drug alike; bulky loads are found more often.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from flowsim.domain.params import param
from flowsim.state.arrays import Floats
from flowsim.state.levers import Levers
from flowsim.state.programme import MEXICO_PAYS, Programme, delivered, pay

READS: tuple[str, ...] = ()
WRITES: tuple[str, ...] = ("road_interdiction",)


@dataclass(frozen=True, kw_only=True)
class Params(Programme):
    """Posts and scanners."""

    gain: float = param(
        0.5,
        "further hazard on Mexican roads",
        "SEDENA in 2010: 1,776 checks a day where 5,000 were due, 13 fixed posts asked for; judgement: posts make half "
        "of all finds on roads, and half of what they would add goes round them",
        low=0.2,
        high=1.8,
        role="lever",
        limits=(0, 19),
    )
    ramp_weeks: float = param(
        104.0,
        "weeks",
        "judgement: posts are built in a year, staffed in another",
        low=52,
        high=208,
        limits=(0, 1040),
    )
    cost_usd_per_year: float = param(
        6.0e7,
        "USD of 2016 per year",
        "SEDENA asked 1.6 bn pesos for 13 posts, over ten years; ten gamma ray trucks cost 13 million USD (2011); "
        "judgement: 150 soldiers a post at 15,000 USD, maintenance",
        low=3.0e7,
        high=1.2e8,
        limits=(0, 1e12),
    )
    us_share: float = param(0.09, "share of the bill", MEXICO_PAYS, role="constant", limits=(0, 1))


def apply(levers: Levers, seen: Mapping[str, Floats], params: Params, week: int) -> None:
    """Write this week's effects; ``seen`` holds last year's published series, numbers of ``params`` are (L,)."""
    now = delivered(params, week)
    levers.effect("road_interdiction", 1.0 + params.gain * now)
    pay(levers, params, now)
