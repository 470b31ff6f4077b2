"""Extradition: leaders held in Mexico are handed over to the United States (Next Step 2).

The deck: enhance operations against organised crime, increase convictions. Who is handed over cannot escape or be let
go in Mexico; his group loses the command he kept from prison, which is contested in turn, at once. What a trial in the
United States brings to light is not counted.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from flowsim.domain.params import param
from flowsim.state.arrays import Floats
from flowsim.state.levers import Levers
from flowsim.state.programme import Programme, delivered, pay

READS: tuple[str, ...] = ()
WRITES: tuple[str, ...] = ("extradition",)


@dataclass(frozen=True, kw_only=True)
class Params(Programme):
    """Grants."""

    extradition_gain: float = param(
        3.0,
        "further extraditions of leaders granted, over today",
        "judgement: 1-9; Mexico handed over 100 persons in 2009 (US Justice, press) and 44 in the year to "
        "September 2015 (PGR, press), few of them leaders",
        low=1.0,
        high=9.0,
        role="lever",
        limits=(0, 19),
    )
    ramp_weeks: float = param(
        52.0,
        "weeks",
        "judgement: 1 year, Mexico turned about within one after the escape of July 2015",
        low=26,
        high=104,
        limits=(0, 1040),
    )
    cost_usd_per_year: float = param(
        2.0e7,
        "USD of 2016 per year",
        "judgement: lawyers, guards, flights and US trials of a dozen leaders, 1-2 million USD each",
        low=5.0e6,
        high=5.0e7,
        limits=(0, 1e12),
    )
    us_share: float = param(
        0.7, "share of the bill", "judgement: trials and prisons are American", role="constant", limits=(0, 1)
    )


def apply(levers: Levers, seen: Mapping[str, Floats], params: Params, week: int) -> None:
    """Write this week's effects; ``seen`` holds last year's published series, numbers of ``params`` are (L,)."""
    now = delivered(params, week)
    levers.effect("extradition", 1.0 + params.extradition_gain * now)
    pay(levers, params, now)
