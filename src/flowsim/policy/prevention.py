"""Prevention of opioid use in the US: schools, prescribing, campaigns (Next Step 8)."""

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
    """Prevention."""

    effect: float = param(
        0.2,
        "share of initiation prevented",
        "judgement: school programmes prevent a few per cent, prescribing rules more",
        low=0.05,
        high=0.4,
        role="lever",
        limits=(0, 1),
    )
    cost_usd_per_year: float = param(
        5.0e8,
        "USD of 2016 per year, full programme",
        "judgement: about 150 USD per pupil of one age group",
        low=2.5e8,
        high=1.0e9,
        role="lever",
        limits=(0, 1e12),
    )
    us_share: float = param(
        1.0, "share of the bill", "judgement: who runs the programme", low=0, high=1, role="lever", limits=(0, 1)
    )


def apply(levers: Levers, seen: Mapping[str, Floats], params: Params, week: int) -> None:
    """Write this week's effects; ``seen`` holds last year's published series, numbers of ``params`` are (L,)."""
    now = delivered(params, week)
    levers.effect("prevention", params.effect * now)  # type: ignore[arg-type]
    pay(levers, params, params.cost_usd_per_year, now)  # type: ignore[arg-type]
