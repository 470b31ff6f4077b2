"""Investigation and prosecution of money laundering (Next Step 4).

The deck: convict money launderers. More investigators and prosecutors open more cases about laundering, which charge,
convict and find property after a year or two. The share of the charged who are convicted stays what it is in each
country: courts are another Next Step.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from flowsim.domain.params import param
from flowsim.state.arrays import Floats
from flowsim.state.levers import Levers
from flowsim.state.programme import Programme, delivered, pay

READS: tuple[str, ...] = ()
WRITES: tuple[str, ...] = ("laundering_prosecution",)


@dataclass(frozen=True, kw_only=True)
class Params(Programme):
    """Cases opened."""

    gain: float = param(
        1.0,
        "further cases about laundering over today",
        "judgement: doubled; IRS-CI opened 1,200-1,440 a year in 2014-2016, fewer each year for want of agents; "
        "Mexico's unit sent 35-109 a year in 2012-2015",
        low=0.3,
        high=2,
        role="lever",
        limits=(0, 19),
    )
    ramp_weeks: float = param(
        156.0,
        "weeks",
        "judgement: investigators and prosecutors are hired and trained in three years",
        low=104,
        high=260,
        limits=(0, 1040),
    )
    cost_usd_per_year: float = param(
        3.4e8,
        "USD of 2016 per year",
        "judgement: 1,300 further cases in the US at 250,000 USD for investigators, prosecutors and courts, 100 in "
        "Mexico at 150,000",
        low=1.7e8,
        high=6.8e8,
        limits=(0, 1e12),
    )
    us_share: float = param(
        0.96,
        "share of what governments pay",
        "judgement: by number of cases and their cost",
        role="constant",
        limits=(0, 1),
    )


def apply(levers: Levers, seen: Mapping[str, Floats], params: Params, week: int) -> None:
    """Write this week's effects; ``seen`` holds last year's published series, numbers of ``params`` are (L,)."""
    now = delivered(params, week)
    levers.effect("laundering_prosecution", 1.0 + params.gain * now)
    pay(levers, params, now)
