"""Anti-corruption: vetting, internal affairs, audits, a national system (Next Step 2).

The deck: attack corruption. The programme builds the strength of institutions in every state and seaport by a
quarter of what is missing a year; when the money stops, half of the gain is gone in three and a half years.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from flowsim.domain.params import param
from flowsim.state.arrays import Floats
from flowsim.state.levers import Levers
from flowsim.state.programme import Programme, delivered, pay

READS: tuple[str, ...] = ()
WRITES: tuple[str, ...] = ("anti_corruption",)


@dataclass(frozen=True, kw_only=True)
class Params(Programme):
    """Intensity of the programme."""

    intensity_of_work: float = param(
        1.0,
        "intensity of the full programme",
        "judgement: 1 is vetting, asset declarations and special prosecutors in all states; National "
        "Anti-corruption System of 2016",
        low=0.3,
        high=1.0,
        role="lever",
        limits=(0, 1),
    )
    ramp_weeks: float = param(
        104.0,
        "weeks",
        "judgement: laws of 2016, states given a year",
        low=52,
        high=208,
        limits=(0, 1040),
    )
    cost_usd_per_year: float = param(
        3.0e8,
        "USD of 2016 per year",
        "judgement: vetting of half a million police and officials at 600 USD each",
        low=1.0e8,
        high=6.0e8,
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
    levers.effect("anti_corruption", params.intensity_of_work * now)
    pay(levers, params, now)
