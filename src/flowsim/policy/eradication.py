"""Eradication of opium poppy by the Mexican army and marines, with US support (Next Step 3).

The deck: augment and support Mexican eradication of opium production. Soldiers cut plants by hand and spray from
helicopters. What growers do about it (moving, smaller plots, resowing, or growing more at a higher price) is not
here: it emerges from the crops phase. Marijuana is left as it is unless asked for.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from flowsim.domain.params import param
from flowsim.state.arrays import Floats
from flowsim.state.levers import Levers
from flowsim.state.programme import MEXICO_PAYS, Programme, delivered, pay

READS: tuple[str, ...] = ()
WRITES: tuple[str, ...] = ("eradication_effort", "marijuana_eradication")


@dataclass(frozen=True, kw_only=True)
class Params(Programme):
    """Hectares searched and destroyed."""

    gain: float = param(
        0.8,
        "further effort over today",
        "SEDENA: 14,662 ha in 2013 to 26,321 ha in 2015",
        low=0.3,
        high=1.5,
        role="lever",
        limits=(0, 19),
    )
    marijuana_gain: float = param(
        0.0,
        "further effort over today against marijuana",
        "a choice: Next Step 3 names opium, and lawful supply in the US is taking marijuana's market; not in the cost",
        low=0.0,
        high=1.5,
        role="lever",
        limits=(0, 19),
    )
    ramp_weeks: float = param(
        104.0, "weeks", "SEDENA: the rise of 2013-2015 took two years", low=52, high=156, limits=(0, 1040)
    )
    cost_usd_per_year: float = param(
        2.7e7,
        "USD of 2016 per year",
        "22,372 ha in 2016 x 0.8 at 1,500 USD per ha; Colombia by hand: 630 USD (plan of 2017) to three "
        "times spraying, 2,600 USD (2019)",
        low=1.1e7,
        high=4.7e7,
        limits=(0, 1e12),
    )
    us_share: float = param(0.09, "share of the bill", MEXICO_PAYS, role="constant", limits=(0, 1))


def apply(levers: Levers, seen: Mapping[str, Floats], params: Params, week: int) -> None:
    """Write this week's effects; ``seen`` holds last year's published series, numbers of ``params`` are (L,)."""
    now = delivered(params, week)
    levers.effect("eradication_effort", 1.0 + params.gain * now)
    levers.effect("marijuana_eradication", 1.0 + params.marijuana_gain * now)
    pay(levers, params, now)
