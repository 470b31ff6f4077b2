"""Screening of international mail for fentanyl (Next Steps 3 and 8)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from flowsim.domain.params import param
from flowsim.state.arrays import Floats
from flowsim.state.levers import Levers
from flowsim.state.programme import Programme, delivered, pay

READS: tuple[str, ...] = ()
WRITES: tuple[str, ...] = ("mail_screening",)


@dataclass(frozen=True, kw_only=True)
class Params(Programme):
    """Mail screening."""

    screened: float = param(
        0.5,
        "share of unscreened parcels that become screened",
        "judgement: advance electronic data and targeting",
        low=0.2,
        high=0.8,
        role="lever",
        limits=(0, 1),
    )
    cost_usd_per_year: float = param(
        1.0e8,
        "USD of 2016 per year, full programme",
        "judgement: staff and equipment at nine international mail centres",
        low=5.0e7,
        high=2.0e8,
        role="lever",
        limits=(0, 1e12),
    )
    us_share: float = param(
        1.0, "share of the bill", "judgement: who runs the programme", low=0, high=1, role="lever", limits=(0, 1)
    )


def apply(levers: Levers, seen: Mapping[str, Floats], params: Params, week: int) -> None:
    """Write this week's effects; ``seen`` holds last year's published series, numbers of ``params`` are (L,)."""
    now = delivered(params, week)
    levers.effect("mail_screening", params.screened * now)  # type: ignore[arg-type]
    pay(levers, params, params.cost_usd_per_year, now)  # type: ignore[arg-type]
