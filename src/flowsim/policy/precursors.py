"""Interception of precursor chemicals: seaport inspection, targeting, controls on suppliers (Next Step 3)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from flowsim.domain.params import param
from flowsim.state.arrays import Floats
from flowsim.state.levers import Levers
from flowsim.state.programme import Programme, delivered, pay

READS: tuple[str, ...] = ()
WRITES: tuple[str, ...] = (
    "precursor_inspection",
    "precursor_targeting",
    "precursor_supplier_loss",
)


@dataclass(frozen=True, kw_only=True)
class Params(Programme):
    """Precursor interception."""

    inspection_gain: float = param(
        2.0,
        "further inspections over today",
        "judgement: container scanning at Pacific ports tripled",
        low=0.5,
        high=4.0,
        role="lever",
        limits=(0, 20),
    )
    targeting_gain: float = param(
        1.0,
        "further finds per inspection",
        "judgement: shared manifests and watch lists",
        low=0.3,
        high=2.0,
        role="lever",
        limits=(0, 20),
    )
    supplier_loss: float = param(
        0.5,
        "share of foreign supply lost until replaced",
        "judgement: half of the known suppliers listed; Dobkin and Nicosia 2009 for replacement",
        low=0.2,
        high=0.8,
        role="lever",
        limits=(0, 1),
    )
    cost_usd_per_year: float = param(
        8.0e7,
        "USD of 2016 per year, full programme",
        "judgement: scanners and staff at seven entries",
        low=4.0e7,
        high=1.6e8,
        role="lever",
        limits=(0, 1e12),
    )
    us_share: float = param(
        0.4, "share of the bill", "judgement: who runs the programme", low=0, high=1, role="lever", limits=(0, 1)
    )


def apply(levers: Levers, seen: Mapping[str, Floats], params: Params, week: int) -> None:
    """Write this week's effects; ``seen`` holds last year's published series, numbers of ``params`` are (L,)."""
    now = delivered(params, week)
    levers.effect("precursor_inspection", 1.0 + params.inspection_gain * now)  # type: ignore[arg-type]
    levers.effect("precursor_targeting", 1.0 + params.targeting_gain * now)  # type: ignore[arg-type]
    levers.effect("precursor_supplier_loss", params.supplier_loss * now)  # type: ignore[arg-type]
    pay(levers, params, params.cost_usd_per_year, now)  # type: ignore[arg-type]
