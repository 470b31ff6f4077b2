"""Courts and prisons: judges, oral courtrooms, places for those sentenced (Next Step 1, Merida pillar 2).

The deck: continue justice reform, rule of law and human rights. Judges decide how many are tried, and training
shortens the years in which a court under oral procedure does less than before. Prison places keep the convicted in.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from flowsim.domain.params import param
from flowsim.state.arrays import Floats
from flowsim.state.levers import Levers
from flowsim.state.programme import Programme, delivered, pay

READS: tuple[str, ...] = ()
WRITES: tuple[str, ...] = ("courts", "prisons")


@dataclass(frozen=True, kw_only=True)
class Params(Programme):
    """Trials, training, places."""

    courts_gain: float = param(
        0.5,
        "further trials and faster learning",
        "judgement: about 4 judges per 100,000 people in 2016, recalled, a quarter of the mean of other countries",
        low=0.2,
        high=1.0,
        role="lever",
        limits=(0, 19),
    )
    prisons_gain: float = param(
        0.2,
        "further prison places",
        "judgement: state prisons held 190,175 people in 2016 (INEGI) and were about full",
        low=0.0,
        high=0.5,
        limits=(0, 19),
    )
    ramp_weeks: float = param(
        208.0,
        "weeks",
        "judgement: the switch itself took from 2008 to 2016",
        low=104,
        high=312,
        limits=(0, 1040),
    )
    cost_usd_per_year: float = param(
        4.0e8,
        "USD of 2016 per year",
        "judgement: 1,500 judges and staff at 150,000 USD a year with courtrooms, 175 million for prisons",
        low=2.0e8,
        high=8.0e8,
        limits=(0, 1e12),
    )
    us_share: float = param(
        0.15,
        "share of the bill",
        "judgement: Merida trains and equips, Mexico hires",
        role="constant",
        limits=(0, 1),
    )


def apply(levers: Levers, seen: Mapping[str, Floats], params: Params, week: int) -> None:
    """Write this week's effects; ``seen`` holds last year's published series, numbers of ``params`` are (L,)."""
    now = delivered(params, week)
    levers.effect("courts", 1.0 + params.courts_gain * now)
    levers.effect("prisons", 1.0 + params.prisons_gain * now)
    pay(levers, params, now)
