"""Treatment and rehabilitation in the US: places and recovery support (Next Step 8)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from flowsim.domain.params import param
from flowsim.state.arrays import Floats
from flowsim.state.levers import Levers
from flowsim.state.programme import Programme, delivered, pay

READS: tuple[str, ...] = ()
WRITES: tuple[str, ...] = (
    "treatment_capacity",
    "recovery_support",
)


@dataclass(frozen=True, kw_only=True)
class Params(Programme):
    """Treatment and recovery."""

    capacity_gain: float = param(
        0.6,
        "further places over those of 2012",
        "judgement: waiting lists ended as users grew by half",
        low=0.3,
        high=1.5,
        role="lever",
        limits=(0, 20),
    )
    support: float = param(
        0.2,
        "share of relapse prevented",
        "judgement: continuing care trials",
        low=0.05,
        high=0.35,
        role="lever",
        limits=(0, 1),
    )
    cost_usd_per_year: float = param(
        9.4e8,
        "USD of 2016 per year, full programme",
        "130,000 further places at 6,500 USD a year, methadone (NIDA), and support",
        low=6.0e8,
        high=1.5e9,
        role="lever",
        limits=(0, 1e12),
    )
    us_share: float = param(
        1.0, "share of the bill", "judgement: who runs the programme", low=0, high=1, role="lever", limits=(0, 1)
    )


def apply(levers: Levers, seen: Mapping[str, Floats], params: Params, week: int) -> None:
    """Write this week's effects; ``seen`` holds last year's published series, numbers of ``params`` are (L,)."""
    now = delivered(params, week)
    levers.effect("treatment_capacity", 1.0 + params.capacity_gain * now)  # type: ignore[arg-type]
    levers.effect("recovery_support", params.support * now)  # type: ignore[arg-type]
    pay(levers, params, params.cost_usd_per_year, now)  # type: ignore[arg-type]
