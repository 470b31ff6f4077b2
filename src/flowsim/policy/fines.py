"""Fines for what banks did not report, and supervision that finds it (Next Step 5).

The deck: follow AML regulations; supervision on a risk-based approach. A bank that fears a fine reports on less
suspicion and hires, so that more laundering is among the reports, and each report says less: whether more cases come
of it depends on what the authority can read (Takats 2011, crying wolf). Fines paid and reports written for fear of them
are not in the cost.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from flowsim.domain.params import param
from flowsim.state.arrays import Floats
from flowsim.state.levers import Levers
from flowsim.state.programme import Programme, delivered, pay

READS: tuple[str, ...] = ()
WRITES: tuple[str, ...] = ("fines", "supervision", "risk_based")


@dataclass(frozen=True, kw_only=True)
class Params(Programme):
    """Size of fines, chance that they fall due."""

    fine_gain: float = param(
        1.0,
        "further fine per unreported account over today",
        "judgement: doubled; fines of the years to 2017 were 1.5-4.6 times what was not reported (HSBC 2012 and "
        "others)",
        low=0.3,
        high=4,
        role="lever",
        limits=(0, 19),
    )
    supervision_gain: float = param(
        0.5,
        "further chance over today that what was not reported is found",
        "judgement: risk-based supervision looks where risk is; no published effect",
        low=0.1,
        high=1.5,
        role="lever",
        limits=(0, 19),
    )
    risk_based_share: float = param(
        0.5,
        "share of supervision moved to where reported accounts are",
        "judgement: FATF recommendation 26 asks for supervision by risk; no published share",
        low=0.2,
        high=1.0,
        role="lever",
        limits=(0, 1),
    )
    ramp_weeks: float = param(
        104.0,
        "weeks",
        "judgement: examiners are hired and trained, first cases are settled",
        low=52,
        high=208,
        limits=(0, 1040),
    )
    cost_usd_per_year: float = param(
        1.2e8,
        "USD of 2016 per year",
        "judgement: 500 further examiners in the US at 200,000 USD, 250 in Mexico at 80,000",
        low=5.0e7,
        high=2.5e8,
        limits=(0, 1e12),
    )
    us_share: float = param(
        0.83,
        "share of what governments pay",
        "judgement: by number of examiners and their pay",
        role="constant",
        limits=(0, 1),
    )


def apply(levers: Levers, seen: Mapping[str, Floats], params: Params, week: int) -> None:
    """Write this week's effects; ``seen`` holds last year's published series, numbers of ``params`` are (L,)."""
    now = delivered(params, week)
    levers.effect("fines", 1.0 + params.fine_gain * now)
    levers.effect("supervision", 1.0 + params.supervision_gain * now)
    levers.effect("risk_based", params.risk_based_share * now)
    pay(levers, params, now)
