"""Monitoring systems of banks (Next Step 5).

The deck: employees need the tools and IT systems to detect potentially illicit transactions. Better systems see more
of what accounts do: amounts below the limit, distance, in and out, age. Alerts stay as many; more of them are right.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from flowsim.domain.params import param
from flowsim.state.arrays import Floats
from flowsim.state.levers import Levers
from flowsim.state.programme import Programme, delivered, pay

READS: tuple[str, ...] = ()
WRITES: tuple[str, ...] = ("monitoring_systems",)


@dataclass(frozen=True, kw_only=True)
class Params(Programme):
    """Quality of systems."""

    quality: float = param(
        0.5,
        "share of missing quality made good",
        "judgement: no published effect; banks use up to 20 systems each and 4 % of alerts become reports (BPI 2018)",
        low=0.2,
        high=0.8,
        role="lever",
        limits=(0, 1),
    )
    ramp_weeks: float = param(
        156.0,
        "weeks",
        "judgement: systems are bought, fed with history and tuned in three years",
        low=104,
        high=260,
        limits=(0, 1040),
    )
    cost_usd_per_year: float = param(
        4.0e8,
        "USD of 2016 per year",
        "BPI 2018: 19 banks with two thirds of reports spend 2.4 bn USD a year; judgement: a tenth more at all US "
        "banks, 40 million in Mexico",
        low=1.5e8,
        high=8.0e8,
        limits=(0, 1e12),
    )
    private_share: float = param(
        0.98,
        "share of the bill",
        "judgement: banks buy systems, supervisors accept them",
        role="constant",
        limits=(0, 1),
    )
    us_share: float = param(
        0.7, "share of what governments pay", "judgement: by number of banks", role="constant", limits=(0, 1)
    )


def apply(levers: Levers, seen: Mapping[str, Floats], params: Params, week: int) -> None:
    """Write this week's effects; ``seen`` holds last year's published series, numbers of ``params`` are (L,)."""
    now = delivered(params, week)
    levers.effect("monitoring_systems", params.quality * now)
    pay(levers, params, now)
