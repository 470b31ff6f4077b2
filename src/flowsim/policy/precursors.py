"""Interception of precursor chemicals: seaport inspection, targeting, controls on suppliers (Next Step 3).

The deck: increase interception of precursor chemicals. Joint port control units open more containers, shared
manifests tell them which, and scheduling of chemicals with the countries of origin takes suppliers away: of fentanyl's
precursors, and of both that methamphetamine is made from. How fast organisations find other suppliers, ports or routes
of synthesis is the model's matter.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from flowsim.domain.params import param
from flowsim.state.arrays import Floats
from flowsim.state.levers import Levers
from flowsim.state.programme import MEXICO_PAYS, Programme, delivered, pay

READS: tuple[str, ...] = ()
WRITES: tuple[str, ...] = (
    "precursor_inspection",
    "precursor_targeting",
    "precursor_supplier_loss",
    "p2p_supplier_loss",
    "ephedrine_supplier_loss",
)


@dataclass(frozen=True, kw_only=True)
class Params(Programme):
    """Seaports and suppliers."""

    inspection_gain: float = param(
        1.0,
        "further inspections over today",
        "judgement: under 2 % of containers are opened (UNODC-WCO), doubling needs staff, not space",
        low=0.3,
        high=4,
        role="lever",
        limits=(0, 19),
    )
    targeting_gain: float = param(
        1.0,
        "further finds per inspection",
        "judgement: over 1,200 t found in December 2011, 2,000 t in the five years around it",
        low=0.2,
        high=4,
        limits=(0, 19),
    )
    supplier_loss: float = param(
        0.3,
        "share of foreign supply of fentanyl's precursors lost until replaced",
        "judgement: below the half of 1995, the largest known (Dobkin and Nicosia 2009); NPP and ANPP listed in 2017",
        low=0.1,
        high=0.5,
        limits=(0, 1),
    )
    p2p_supplier_loss: float = param(
        0.2,
        "share of foreign supply of P2P precursors lost until replaced",
        "judgement: Mexico listed phenylacetic acid and esters in 2009 and makers changed to others; below fentanyl's",
        low=0.05,
        high=0.4,
        limits=(0, 1),
    )
    ephedrine_supplier_loss: float = param(
        0.3,
        "share of foreign supply of ephedrine lost until replaced",
        "judgement: below the half of 1995 (Dobkin and Nicosia 2009); banned in Mexico since 2008",
        low=0.1,
        high=0.5,
        limits=(0, 1),
    )
    ramp_weeks: float = param(
        78.0, "weeks", "judgement: equipment, vetted staff, scheduling", low=26, high=156, limits=(0, 1040)
    )
    cost_usd_per_year: float = param(
        4.0e7,
        "USD of 2016 per year",
        "judgement: 14 container scanners written off in ten years, 500 officers and analysts, laboratories "
        "at seven entries",
        low=2.0e7,
        high=9.0e7,
        limits=(0, 1e12),
    )
    us_share: float = param(0.09, "share of the bill", MEXICO_PAYS, role="constant", limits=(0, 1))


def apply(levers: Levers, seen: Mapping[str, Floats], params: Params, week: int) -> None:
    """Write this week's effects; ``seen`` holds last year's published series, numbers of ``params`` are (L,)."""
    now = delivered(params, week)
    levers.effect("precursor_inspection", 1.0 + params.inspection_gain * now)
    levers.effect("precursor_targeting", 1.0 + params.targeting_gain * now)
    levers.effect("precursor_supplier_loss", params.supplier_loss * now)
    levers.effect("p2p_supplier_loss", params.p2p_supplier_loss * now)
    levers.effect("ephedrine_supplier_loss", params.ephedrine_supplier_loss * now)
    pay(levers, params, now)
