"""Protection of communities: municipal police, hot lines, shelter from extortion (Merida pillar 4).

The deck: build strong and resilient communities. Fewer people are forced to join or to pay. People of organisations
are not in this version: the lever stands ready and moves nothing yet.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from flowsim.domain.params import param
from flowsim.state.arrays import Floats
from flowsim.state.levers import Levers
from flowsim.state.programme import Programme, delivered, pay

READS: tuple[str, ...] = ()
WRITES: tuple[str, ...] = ("local_protection",)


@dataclass(frozen=True, kw_only=True)
class Params(Programme):
    """Reach."""

    protected: float = param(
        0.2,
        "share of forced recruitment and local rackets prevented",
        "judgement: hot-spot and community policing, 0.05-0.4; no Mexican trial",
        low=0.05,
        high=0.4,
        role="lever",
        limits=(0, 1),
    )
    ramp_weeks: float = param(
        156.0,
        "weeks",
        "judgement: municipal police are rebuilt in one term of three years",
        low=104,
        high=260,
        limits=(0, 1040),
    )
    cost_usd_per_year: float = param(
        5.0e8,
        "USD of 2016 per year",
        "judgement: 25,000 municipal police at 20,000 USD",
        low=2.5e8,
        high=1.0e9,
        limits=(0, 1e12),
    )
    us_share: float = param(
        0.05,
        "share of the bill",
        "judgement: Mexico pays nearly all",
        role="constant",
        limits=(0, 1),
    )


def apply(levers: Levers, seen: Mapping[str, Floats], params: Params, week: int) -> None:
    """Write this week's effects; ``seen`` holds last year's published series, numbers of ``params`` are (L,)."""
    now = delivered(params, week)
    levers.effect("local_protection", params.protected * now)
    pay(levers, params, now)
