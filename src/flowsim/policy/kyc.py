"""Know your customer: who owns an account, where its money comes from (Next Step 5).

The deck: better know-your-customer practices. Beneficial owners are named and checked, cash-intensive customers are
asked about their business, and files are kept up to date, so that what launderers do stands out more.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from flowsim.domain.params import param
from flowsim.state.arrays import Floats
from flowsim.state.levers import Levers
from flowsim.state.programme import Programme, delivered, pay

READS: tuple[str, ...] = ()
WRITES: tuple[str, ...] = ("kyc_depth",)


@dataclass(frozen=True, kw_only=True)
class Params(Programme):
    """Depth of customer files."""

    depth: float = param(
        0.5,
        "share of missing depth made good",
        "judgement: the US rule of 2016 names owners of companies; in Mexico owners are identified to a limited "
        "extent (FATF 2018)",
        low=0.2,
        high=0.8,
        role="lever",
        limits=(0, 1),
    )
    ramp_weeks: float = param(
        156.0,
        "weeks",
        "81 FR 29398: two years from rule to duty, for new accounts; judgement: old accounts take longer",
        low=104,
        high=260,
        limits=(0, 1040),
    )
    cost_usd_per_year: float = param(
        2.5e8,
        "USD of 2016 per year",
        "FinCEN's assessment of the US rule of 2016, 153-287 million USD a year, recalled; judgement: 30 million in "
        "Mexico",
        low=1.2e8,
        high=6.0e8,
        limits=(0, 1e12),
    )
    private_share: float = param(
        0.95, "share of the bill", "judgement: banks do it, supervisors check it", role="constant", limits=(0, 1)
    )
    us_share: float = param(
        0.7, "share of what governments pay", "judgement: by number of banks", role="constant", limits=(0, 1)
    )


def apply(levers: Levers, seen: Mapping[str, Floats], params: Params, week: int) -> None:
    """Write this week's effects; ``seen`` holds last year's published series, numbers of ``params`` are (L,)."""
    now = delivered(params, week)
    levers.effect("kyc_depth", params.depth * now)
    pay(levers, params, now)
