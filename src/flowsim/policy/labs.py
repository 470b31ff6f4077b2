"""Destruction of heroin and fentanyl laboratories (Next Step 3)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from flowsim.domain.params import param
from flowsim.state.arrays import Floats
from flowsim.state.levers import Levers
from flowsim.state.programme import Programme, delivered, pay

READS: tuple[str, ...] = ()
WRITES: tuple[str, ...] = ("lab_raids",)


@dataclass(frozen=True, kw_only=True)
class Params(Programme):
    """Laboratory raids."""

    gain: float = param(
        2.0,
        "further raids over today",
        "judgement: 887 laboratories in 2007-2012, half as many a year since",
        low=0.5,
        high=5.0,
        role="lever",
        limits=(0, 50),
    )
    cost_usd_per_year: float = param(
        5.0e7,
        "USD of 2016 per year, full programme",
        "judgement: three further battalions and aircraft hours",
        low=2.5e7,
        high=1.0e8,
        role="lever",
        limits=(0, 1e12),
    )
    us_share: float = param(
        0.3, "share of the bill", "judgement: who runs the programme", low=0, high=1, role="lever", limits=(0, 1)
    )


def apply(levers: Levers, seen: Mapping[str, Floats], params: Params, week: int) -> None:
    """Write this week's effects; ``seen`` holds last year's published series, numbers of ``params`` are (L,)."""
    now = delivered(params, week)
    levers.effect("lab_raids", 1.0 + params.gain * now)  # type: ignore[arg-type]
    pay(levers, params, params.cost_usd_per_year, now)  # type: ignore[arg-type]
