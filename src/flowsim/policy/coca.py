"""Coca and cocaine in Colombia: eradication, alternatives, seizures at the source (Next Step 7).

The deck: work with regional partners, Colombia among them. Brigades pull plants, families are paid to leave coca, and
police and navy find laboratories and stores. What grows back elsewhere, the years until exports feel it, and other
markets that give way before the US does are the model's matter.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from flowsim.domain.params import param
from flowsim.state.arrays import Floats
from flowsim.state.levers import Levers
from flowsim.state.programme import Programme, delivered, pay

READS: tuple[str, ...] = ()
WRITES: tuple[str, ...] = ("coca_reduction", "source_seizures")


@dataclass(frozen=True, kw_only=True)
class Params(Programme):
    """Fields, families, laboratories and stores."""

    reduction: float = param(
        0.3,
        "share of output whose fields are destroyed or given up, before replanting",
        "judgement: Colombia meant to clear 100,000 of 146,000 ha in 2017, half by force, half by substitution; half "
        "of that kept up. Area fell by 70 % in 2000-2013 (Mejia 2016) and came back by 2016",
        low=0.1,
        high=0.5,
        role="lever",
        limits=(0, 1),
    )
    seizure_gain: float = param(
        0.4,
        "further seizures in Colombia over today",
        "Colombia: 254 t in 2015, 362 t in 2016, recalled; judgement: part of the rise followed output",
        low=0.1,
        high=1.0,
        limits=(0, 19),
    )
    ramp_weeks: float = param(
        156.0,
        "weeks",
        "judgement: Plan Colombia and PNIS each took two to four years to reach the fields",
        low=104,
        high=260,
        limits=(0, 1040),
    )
    cost_usd_per_year: float = param(
        4.5e8,
        "USD of 2016 per year",
        "50,000 families at 5,500 USD a year (PNIS) and 50,000 ha pulled at 630 to 2,600 USD; judgement: 100 million "
        "for police and navy. Plan Colombia cost 1.1 % of GDP a year (Mejia 2016)",
        low=2.0e8,
        high=1.0e9,
        limits=(0, 1e12),
    )
    us_share: float = param(
        0.4,
        "share of the bill",
        "judgement: the US paid about two fifths of Plan Colombia's military part, recalled",
        role="constant",
        limits=(0, 1),
    )
    partner_share: float = param(
        1.0,
        "share of what the US does not pay",
        "Colombia pays the rest",
        role="constant",
        limits=(0, 1),
    )


def apply(levers: Levers, seen: Mapping[str, Floats], params: Params, week: int) -> None:
    """Write this week's effects; ``seen`` holds last year's published series, numbers of ``params`` are (L,)."""
    now = delivered(params, week)
    levers.effect("coca_reduction", params.reduction * now)
    levers.effect("source_seizures", 1.0 + params.seizure_gain * now)
    pay(levers, params, now)
