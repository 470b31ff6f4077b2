"""Drug enforcement inside the US: investigations, arrests, seizures (Next Step 8).

The deck: follow through with US commitments to enhance enforcement actions. More cases against wholesalers and dealers
mean more seizures inland and a dearer last step to users. Both effects are small in what was measured: fifteen times
the prisoners raised prices by 5 to 15 %. A seized stock also unsettles its market: overdoses rise for some weeks.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from flowsim.domain.params import param
from flowsim.state.arrays import Floats
from flowsim.state.levers import Levers
from flowsim.state.programme import Programme, delivered, pay

READS: tuple[str, ...] = ()
WRITES: tuple[str, ...] = ("domestic_enforcement",)


@dataclass(frozen=True, kw_only=True)
class Params(Programme):
    """Agents, prosecutors, task forces."""

    gain: float = param(
        0.1,
        "further enforcement over today",
        "judgement: a tenth more cases, which is what the budget below buys",
        low=0.03,
        high=0.3,
        role="lever",
        limits=(0, 19),
    )
    ramp_weeks: float = param(
        104.0,
        "weeks",
        "judgement: agents and prosecutors are hired and trained in two years",
        low=52,
        high=208,
        limits=(0, 1040),
    )
    cost_usd_per_year: float = param(
        1.9e9,
        "USD of 2016 per year",
        "a tenth of federal drug law enforcement, 9.3 bn USD in 2016 (ONDCP, recalled); judgement: as much again in "
        "states and cities. Prisons are not counted",
        low=9.0e8,
        high=3.0e9,
        limits=(0, 1e12),
    )
    us_share: float = param(
        1.0,
        "share of the bill",
        "a programme of the US government",
        role="constant",
        limits=(0, 1),
    )


def apply(levers: Levers, seen: Mapping[str, Floats], params: Params, week: int) -> None:
    """Write this week's effects; ``seen`` holds last year's published series, numbers of ``params`` are (L,)."""
    now = delivered(params, week)
    levers.effect("domestic_enforcement", 1.0 + params.gain * now)
    pay(levers, params, now)
