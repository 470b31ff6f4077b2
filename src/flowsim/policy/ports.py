"""Inspection at ports of entry: scanners and better referral (21st Century Border)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from flowsim.domain.params import param
from flowsim.state.arrays import Floats
from flowsim.state.levers import Levers
from flowsim.state.programme import Programme, delivered, pay

READS: tuple[str, ...] = ()
WRITES: tuple[str, ...] = (
    "port_scanning",
    "port_referral",
)


@dataclass(frozen=True, kw_only=True)
class Params(Programme):
    """Port inspection."""

    scanning_gain: float = param(
        2.0,
        "further scanning capacity over that of 2012",
        "GAO-25-107379: multi-energy portals raise scanning of cars several times",
        low=1.0,
        high=10.0,
        role="lever",
        limits=(0, 100),
    )
    referral_gain: float = param(
        0.3,
        "further loaded crossings referred",
        "judgement: shared traveller and vehicle data",
        low=0.1,
        high=0.6,
        role="lever",
        limits=(0, 20),
    )
    cost_usd_per_year: float = param(
        4.0e8,
        "USD of 2016 per year, full programme",
        "judgement: drive-through scanners at about 3 million USD and 1,500 officers at 170,000 USD a year",
        low=2.0e8,
        high=7.0e8,
        role="lever",
        limits=(0, 1e12),
    )
    us_share: float = param(
        0.9, "share of the bill", "judgement: who runs the programme", low=0, high=1, role="lever", limits=(0, 1)
    )


def apply(levers: Levers, seen: Mapping[str, Floats], params: Params, week: int) -> None:
    """Write this week's effects; ``seen`` holds last year's published series, numbers of ``params`` are (L,)."""
    now = delivered(params, week)
    levers.effect("port_scanning", 1.0 + params.scanning_gain * now)  # type: ignore[arg-type]
    levers.effect("port_referral", 1.0 + params.referral_gain * now)  # type: ignore[arg-type]
    pay(levers, params, params.cost_usd_per_year, now)  # type: ignore[arg-type]
