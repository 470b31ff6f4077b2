"""Interdiction in Central America and at Mexico's southern border (Next Step 7).

The deck: work with Central America; work at Mexico's southern border against smuggling of people and drugs. Vetted
units, radars, boats and checkpoints find more of the cocaine that lands there and of what goes on by road. Loads can go
by the Pacific instead. Migrants are the matter of `southern_border`; what aid does for people there is not modelled.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from flowsim.domain.params import param
from flowsim.state.arrays import Floats
from flowsim.state.levers import Levers
from flowsim.state.programme import Programme, delivered, pay

READS: tuple[str, ...] = ()
WRITES: tuple[str, ...] = ("central_america_interdiction", "southern_border_interdiction")


@dataclass(frozen=True, kw_only=True)
class Params(Programme):
    """Coasts and airstrips of the isthmus, roads into Mexico."""

    interdiction_gain: float = param(
        0.5,
        "further hazard for cocaine landing in Central America",
        "judgement: US aid there was never held against seizures (GAO-13-771)",
        low=0.1,
        high=1.0,
        role="lever",
        limits=(0, 19),
    )
    southern_border_gain: float = param(
        1.0,
        "further hazard at Mexico's southern border",
        "judgement: more posts after Programa Frontera Sur of 2014, for people above all",
        low=0.2,
        high=2.0,
        limits=(0, 19),
    )
    ramp_weeks: float = param(
        156.0,
        "weeks",
        "GAO-13-295R: of 350 million USD allocated in 2008-2011, 75 million were spent by September 2011",
        low=104,
        high=260,
        limits=(0, 1040),
    )
    cost_usd_per_year: float = param(
        1.5e8,
        "USD of 2016 per year",
        "as much again as CARSI: 350 million USD in the fiscal years 2008-2011 (GAO-13-295R); judgement: partners and "
        "Mexico add two thirds of that. The deck's 460 million for 2018 are for economy and governance too",
        low=8.0e7,
        high=3.0e8,
        limits=(0, 1e12),
    )
    us_share: float = param(
        0.6,
        "share of the bill",
        "judgement: the US equips, partners and Mexico hold the posts",
        role="constant",
        limits=(0, 1),
    )
    partner_share: float = param(
        0.6,
        "share of what the US does not pay",
        "judgement: Mexico pays for its southern border",
        role="constant",
        limits=(0, 1),
    )


def apply(levers: Levers, seen: Mapping[str, Floats], params: Params, week: int) -> None:
    """Write this week's effects; ``seen`` holds last year's published series, numbers of ``params`` are (L,)."""
    now = delivered(params, week)
    levers.effect("central_america_interdiction", 1.0 + params.interdiction_gain * now)
    levers.effect("southern_border_interdiction", 1.0 + params.southern_border_gain * now)
    pay(levers, params, now)
