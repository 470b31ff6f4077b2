"""Financial intelligence units that read more reports (Next Step 4).

The deck: identify cartel financial systems. Reports are read by few: FinCEN and its partners follow up 4 % of them,
Mexico's unit fewer. More readers find more of the laundering among the reports; whether cases come of it depends on
prosecutors.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from flowsim.domain.params import param
from flowsim.state.arrays import Floats
from flowsim.state.levers import Levers
from flowsim.state.programme import Programme, delivered, pay

READS: tuple[str, ...] = ()
WRITES: tuple[str, ...] = ("fiu_capacity",)


@dataclass(frozen=True, kw_only=True)
class Params(Programme):
    """Reports that are read."""

    gain: float = param(
        1.0,
        "further reports read over today",
        "judgement: doubled; 8 % of Mexican investigations in 2016 began with a report of the unit (FATF 2018, by "
        "way of Reuters)",
        low=0.3,
        high=3,
        role="lever",
        limits=(0, 19),
    )
    ramp_weeks: float = param(
        104.0, "weeks", "judgement: analysts are hired and cleared in two years", low=52, high=208, limits=(0, 1040)
    )
    cost_usd_per_year: float = param(
        1.2e8,
        "USD of 2016 per year",
        "FinCEN: 111 million USD and 331 persons in 2010, 113 million asked for 2016 (CRS R44346): as much again; "
        "judgement: 8 million for Mexico's unit",
        low=6.0e7,
        high=2.4e8,
        limits=(0, 1e12),
    )
    us_share: float = param(
        0.93,
        "share of what governments pay",
        "FinCEN's budget of 2016 against Mexico's by judgement",
        role="constant",
        limits=(0, 1),
    )


def apply(levers: Levers, seen: Mapping[str, Floats], params: Params, week: int) -> None:
    """Write this week's effects; ``seen`` holds last year's published series, numbers of ``params`` are (L,)."""
    now = delivered(params, week)
    levers.effect("fiu_capacity", 1.0 + params.gain * now)
    pay(levers, params, now)
