"""Prevention of drug use in the US: schools, prescribing, campaigns (Next Step 8).

The deck: address the demand for illicit drugs; anti-addiction programmes. Pupils taught today would have started
years later, so the effect is small, slow and cheap per person. It is taken to be the same for every drug.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from flowsim.domain.params import param
from flowsim.state.arrays import Floats
from flowsim.state.levers import Levers
from flowsim.state.programme import Programme, delivered, pay

READS: tuple[str, ...] = ()
WRITES: tuple[str, ...] = ("prevention",)


@dataclass(frozen=True, kw_only=True)
class Params(Programme):
    """Model school programmes for every age group, and prescribing rules."""

    effect: float = param(
        0.08,
        "share of initiation prevented",
        "RAND RB-6007: model school programmes cut lifetime cocaine use by 2-11 %; judgement: prescribing "
        "rules at the upper end",
        low=0.02,
        high=0.15,
        limits=(0, 1),
    )
    ramp_weeks: float = param(
        260.0,
        "weeks",
        "judgement: from school age to the age of first use of heroin or stimulants",
        low=104,
        high=520,
        limits=(0, 1040),
    )
    cost_usd_per_year: float = param(
        6.0e8,
        "USD of 2016 per year",
        "150 USD per pupil (RAND RB-6009) for the 4 million of one age group",
        low=3.0e8,
        high=1.0e9,
        limits=(0, 1e12),
    )
    us_share: float = param(
        1.0, "share of the bill", "a programme of the US government", role="constant", limits=(0, 1)
    )


def apply(levers: Levers, seen: Mapping[str, Floats], params: Params, week: int) -> None:
    """Write this week's effects; ``seen`` holds last year's published series, numbers of ``params`` are (L,)."""
    now = delivered(params, week)
    levers.effect("prevention", params.effect * now)
    pay(levers, params, now)
