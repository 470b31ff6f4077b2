"""Eradication of opium poppy by the Mexican army and marines, with US support (Next Step 3)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from flowsim.domain.params import param
from flowsim.state.arrays import Floats
from flowsim.state.levers import Levers
from flowsim.state.programme import Programme, delivered, pay

READS: tuple[str, ...] = ()
WRITES: tuple[str, ...] = ("eradication_effort",)


@dataclass(frozen=True, kw_only=True)
class Params(Programme):
    """Manual and aerial eradication."""

    gain: float = param(
        1.0,
        "further effort over that of 2012-2016",
        "judgement: effort doubled, as between 2012 and 2015",
        low=0.5,
        high=2.0,
        role="lever",
        limits=(0, 10),
    )
    cost_usd_per_year: float = param(
        6.0e7,
        "USD of 2016 per year, full programme",
        "manual eradication at about 2,600 USD per ha (UNODC Colombia) for 23,000 further ha",
        low=3.0e7,
        high=1.2e8,
        role="lever",
        limits=(0, 1e12),
    )
    us_share: float = param(
        0.3, "share of the bill", "judgement: who runs the programme", low=0, high=1, role="lever", limits=(0, 1)
    )


def apply(levers: Levers, seen: Mapping[str, Floats], params: Params, week: int) -> None:
    """Write this week's effects; ``seen`` holds last year's published series, numbers of ``params`` are (L,)."""
    now = delivered(params, week)
    levers.effect("eradication_effort", 1.0 + params.gain * now)  # type: ignore[arg-type]
    pay(levers, params, params.cost_usd_per_year, now)  # type: ignore[arg-type]
