"""Alternatives for growers: roads, markets, credit and legal crops in poppy regions (Next Step 3)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from flowsim.domain.params import param
from flowsim.state.arrays import Floats
from flowsim.state.levers import Levers
from flowsim.state.programme import Programme, delivered, pay

READS: tuple[str, ...] = ()
WRITES: tuple[str, ...] = ("alternatives_coverage",)


@dataclass(frozen=True, kw_only=True)
class Params(Programme):
    """Alternative development."""

    coverage: float = param(
        0.4,
        "share of poppy land drawn into legal income in the long run",
        "judgement from UNODC evaluations of alternative development",
        low=0.1,
        high=0.6,
        role="lever",
        limits=(0, 1),
    )
    cost_usd_per_year: float = param(
        1.5e8,
        "USD of 2016 per year, full programme",
        "judgement: about 3,000 USD per household and year for 50,000 households",
        low=7.5e7,
        high=3.0e8,
        role="lever",
        limits=(0, 1e12),
    )
    us_share: float = param(
        0.3, "share of the bill", "judgement: who runs the programme", low=0, high=1, role="lever", limits=(0, 1)
    )


def apply(levers: Levers, seen: Mapping[str, Floats], params: Params, week: int) -> None:
    """Write this week's effects; ``seen`` holds last year's published series, numbers of ``params`` are (L,)."""
    now = delivered(params, week)
    levers.effect("alternatives_coverage", params.coverage * now)  # type: ignore[arg-type]
    pay(levers, params, params.cost_usd_per_year, now)  # type: ignore[arg-type]
