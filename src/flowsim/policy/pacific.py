"""Interdiction in the Pacific with partners: ships, aircraft, shared intelligence (Next Step 7).

The deck: work with regional partners; deepen military-to-military cooperation. More cutters and patrol aircraft, with
navies of Colombia, Central America and Mexico, stop more boats between Colombia and Mexico. Loads can go by Central
America instead, and a lost boat is replaced at the price of cocaine in Colombia.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from flowsim.domain.params import param
from flowsim.state.arrays import Floats
from flowsim.state.levers import Levers
from flowsim.state.programme import Programme, delivered, pay

READS: tuple[str, ...] = ()
WRITES: tuple[str, ...] = ("pacific_interdiction",)


@dataclass(frozen=True, kw_only=True)
class Params(Programme):
    """Ships, aircraft and partners' navies."""

    gain: float = param(
        0.5,
        "further hazard for boats on the Pacific",
        "GAO-06-200: cocaine stopped in the transit zone rose by 68 % in 2000-2004; GAO-14-527: cutter days fell from "
        "1,947 to 1,346 in 2012-2013; judgement: hazard in proportion to ships",
        low=0.2,
        high=1.0,
        role="lever",
        limits=(0, 19),
    )
    ramp_weeks: float = param(
        156.0,
        "weeks",
        "judgement: ships are moved in a year and built in five",
        low=78,
        high=312,
        limits=(0, 1040),
    )
    cost_usd_per_year: float = param(
        7.0e8,
        "USD of 2016 per year",
        "half of the 1,269 million USD asked for the Coast Guard's drug interdiction in 2017 (ONDCP); judgement: a "
        "tenth on top from partners",
        low=3.5e8,
        high=1.1e9,
        limits=(0, 1e12),
    )
    us_share: float = param(
        0.9,
        "share of the bill",
        "judgement: most ships and aircraft are American",
        role="constant",
        limits=(0, 1),
    )
    partner_share: float = param(
        0.7,
        "share of what the US does not pay",
        "judgement: Colombia and Central America; Mexico's navy pays the rest",
        role="constant",
        limits=(0, 1),
    )


def apply(levers: Levers, seen: Mapping[str, Floats], params: Params, week: int) -> None:
    """Write this week's effects; ``seen`` holds last year's published series, numbers of ``params`` are (L,)."""
    now = delivered(params, week)
    levers.effect("pacific_interdiction", 1.0 + params.gain * now)
    pay(levers, params, now)
