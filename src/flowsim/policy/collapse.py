"""Cooperation ends: shared intelligence, money and training are withdrawn (Next Step 1 to Next Step 8 undone).

The opposite of the deck: the United States share nothing and Merida is not renewed. Finds that rested on shared
intelligence are lost at ports, on roads, at seaports and in laboratories; posts that rested on funds stand empty;
Mexico no longer stops migrants on behalf of its neighbour. The only instrument whose effects fall below today's.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from flowsim.domain.params import param
from flowsim.state.arrays import Floats
from flowsim.state.levers import Levers
from flowsim.state.programme import Programme, delivered, pay

READS: tuple[str, ...] = ()
SHARED = (
    "port_referral",
    "southbound_inspection",
    "precursor_targeting",
    "lab_raids",
    "bank_feedback",
)
FUNDED = (
    *("road_interdiction", "central_america_interdiction", "southern_border_interdiction", "source_seizures"),
    *("investigators", "prosecutors", "courts", "laundering_prosecution"),
)
WRITES: tuple[str, ...] = (*SHARED, *FUNDED, "migration_enforcement", "extradition")


@dataclass(frozen=True, kw_only=True)
class Params(Programme):
    """What is lost, of today's effort."""

    shared_loss: float = param(
        0.2,
        "share of an effect that rests on shared intelligence",
        "judgement: 0.05-0.4; vetted units and shared targets lead to most leaders, fewer loads",
        low=0.05,
        high=0.4,
        role="lever",
        limits=(0, 1),
    )
    funded_loss: float = param(
        0.1,
        "share of an effect that rests on the partner's money",
        "judgement: Merida was a tenth of what Mexico spent (deck)",
        low=0.03,
        high=0.3,
        limits=(0, 1),
    )
    migration_loss: float = param(
        0.5,
        "share of Mexico's returns in its south",
        "judgement: returns doubled in 2014-2015 with cooperation (deck), and would halve again",
        low=0.2,
        high=0.8,
        limits=(0, 1),
    )
    extradition_loss: float = param(
        0.5,
        "share of extraditions",
        "judgement: requests fell from 166 (2011) to 80 (2014) when Mexico drew back (press)",
        low=0.3,
        high=1.0,
        limits=(0, 1),
    )
    ramp_weeks: float = param(
        52.0, "weeks", "judgement: 1 year, contracts and postings run out", low=13, high=156, limits=(0, 1040)
    )
    cost_usd_per_year: float = param(
        0.0,
        "USD of 2016 per year",
        "judgement: 0, what the United States save, about 140 million USD a year, is not counted as a gain",
        low=0.0,
        high=1.0e6,
        limits=(0, 1e12),
    )


def apply(levers: Levers, seen: Mapping[str, Floats], params: Params, week: int) -> None:
    """Write this week's effects; ``seen`` holds last year's published series, numbers of ``params`` are (L,)."""
    now = delivered(params, week)
    for names, loss in ((SHARED, params.shared_loss), (FUNDED, params.funded_loss)):
        for name in names:
            levers.effect(name, 1.0 - loss * now)
    levers.effect("migration_enforcement", 1.0 - params.migration_loss * now)
    levers.effect("extradition", 1.0 - params.extradition_loss * now)
    pay(levers, params, now)
