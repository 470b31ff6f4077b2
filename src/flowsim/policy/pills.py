"""Limits on cold medicine in the US: tracked sales, prescriptions (Next Step 8).

The deck: enhanced enforcement in the US. Small laboratories at home cook methamphetamine from pills sold over the
counter, capped and logged by federal law since 2006; this is the step beyond, prescription or one national log. Users
find Mexican product instead: where such laws came, laboratories fell and use did not.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from flowsim.domain.params import param
from flowsim.state.arrays import Floats
from flowsim.state.levers import Levers
from flowsim.state.programme import Programme, delivered, pay

READS: tuple[str, ...] = ()
WRITES: tuple[str, ...] = ("us_precursor_control",)


@dataclass(frozen=True, kw_only=True)
class Params(Programme):
    """Pills withheld from US laboratories."""

    withheld: float = param(
        0.36,
        "share of pills that no longer reach laboratories",
        "Dobkin, Nicosia and Weinberg 2014: limits of 2004-2006 cut laboratories by 36 %; prescription only cut them "
        "by half in Mississippi in 2010 and not at all in Oregon (Cunningham et al. 2012)",
        low=0.05,
        high=0.5,
        role="lever",
        limits=(0, 1),
    )
    ramp_weeks: float = param(
        52.0,
        "weeks",
        "judgement: Mississippi's law of 2010 came into force within half a year",
        low=26,
        high=104,
        limits=(0, 1040),
    )
    cost_usd_per_year: float = param(
        3.0e7,
        "USD of 2016 per year",
        "judgement: a national log, inspectors, training of 60,000 pharmacies at 500 USD; visits to doctors and "
        "colds are not counted",
        low=1.0e7,
        high=1.0e8,
        limits=(0, 1e12),
    )
    us_share: float = param(
        1.0,
        "share of the bill",
        "a programme of the US government",
        role="constant",
        limits=(0, 1),
    )


def apply(levers: Levers, seen: Mapping[str, Floats], params: Params, week: int) -> None:
    """Write this week's effects; ``seen`` holds last year's published series, numbers of ``params`` are (L,)."""
    now = delivered(params, week)
    levers.effect("us_precursor_control", params.withheld * now)
    pay(levers, params, now)
