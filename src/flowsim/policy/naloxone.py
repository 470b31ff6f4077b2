"""Naloxone for people who may witness an overdose (Next Step 8)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from flowsim.domain.params import param
from flowsim.state.arrays import Floats
from flowsim.state.levers import Levers
from flowsim.state.programme import Programme, delivered, pay

READS: tuple[str, ...] = ()
WRITES: tuple[str, ...] = ("naloxone",)


@dataclass(frozen=True, kw_only=True)
class Params(Programme):
    """Naloxone."""

    gain: float = param(
        1.0, "further kits over today", "judgement: kits doubled", low=0.2, high=3.0, role="lever", limits=(0, 50)
    )
    cost_usd_per_year: float = param(
        4.0e7,
        "USD of 2016 per year, full programme",
        "150 kits per 100,000 people at about 75 USD with distribution",
        low=2.0e7,
        high=8.0e7,
        role="lever",
        limits=(0, 1e12),
    )
    us_share: float = param(
        1.0, "share of the bill", "judgement: who runs the programme", low=0, high=1, role="lever", limits=(0, 1)
    )


def apply(levers: Levers, seen: Mapping[str, Floats], params: Params, week: int) -> None:
    """Write this week's effects; ``seen`` holds last year's published series, numbers of ``params`` are (L,)."""
    now = delivered(params, week)
    levers.effect("naloxone", 1.0 + params.gain * now)  # type: ignore[arg-type]
    pay(levers, params, params.cost_usd_per_year, now)  # type: ignore[arg-type]
