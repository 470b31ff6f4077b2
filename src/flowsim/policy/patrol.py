"""Border Patrol between ports: agents, towers, sensors (21st Century Border)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from flowsim.domain.params import param
from flowsim.state.arrays import Floats
from flowsim.state.levers import Levers
from flowsim.state.programme import Programme, delivered, pay

READS: tuple[str, ...] = ()
WRITES: tuple[str, ...] = (
    "patrol",
    "patrol_technology",
)


@dataclass(frozen=True, kw_only=True)
class Params(Programme):
    """Patrol and technology."""

    agents_gain: float = param(
        0.2, "further patrol effort", "judgement: 3,400 further agents", low=0.1, high=0.4, role="lever", limits=(0, 10)
    )
    technology_gain: float = param(
        0.3,
        "further detection per patrol",
        "judgement: towers and sensors; effect unknown (CRS R45812)",
        low=0.0,
        high=0.8,
        role="lever",
        limits=(0, 10),
    )
    cost_usd_per_year: float = param(
        8.0e8,
        "USD of 2016 per year, full programme",
        "judgement: 3,400 agents at 180,000 USD and 190 million USD of technology a year",
        low=5.0e8,
        high=1.2e9,
        role="lever",
        limits=(0, 1e12),
    )
    us_share: float = param(
        1.0, "share of the bill", "judgement: who runs the programme", low=0, high=1, role="lever", limits=(0, 1)
    )


def apply(levers: Levers, seen: Mapping[str, Floats], params: Params, week: int) -> None:
    """Write this week's effects; ``seen`` holds last year's published series, numbers of ``params`` are (L,)."""
    now = delivered(params, week)
    levers.effect("patrol", 1.0 + params.agents_gain * now)  # type: ignore[arg-type]
    levers.effect("patrol_technology", 1.0 + params.technology_gain * now)  # type: ignore[arg-type]
    pay(levers, params, params.cost_usd_per_year, now)  # type: ignore[arg-type]
