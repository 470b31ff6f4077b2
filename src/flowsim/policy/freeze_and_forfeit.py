"""Freezing and forfeiture of assets (Next Step 4).

The deck: seize and freeze assets; more cooperation on steps to freeze or seize. Freezes that come sooner and reach
further find more of what a case is about: money leaves an account within a week or two, property stays. Faster
proceedings turn what is frozen into what is forfeited; a part goes back to its owners all the same.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from flowsim.domain.params import param
from flowsim.state.arrays import Floats
from flowsim.state.levers import Levers
from flowsim.state.programme import Programme, delivered, pay

READS: tuple[str, ...] = ()
WRITES: tuple[str, ...] = ("freezing", "forfeiture")


@dataclass(frozen=True, kw_only=True)
class Params(Programme):
    """Speed and reach of freezes, speed of forfeiture."""

    freezing_gain: float = param(
        1.0,
        "further speed and reach of freezes over today",
        "judgement: doubled; confiscation is not pursued as a policy in Mexico (FATF 2018), 32.5 million USD in 2016",
        low=0.3,
        high=3,
        role="lever",
        limits=(0, 19),
    )
    forfeiture_gain: float = param(
        1.0,
        "further speed of forfeiture over today",
        "judgement: two to three years become one to one and a half",
        low=0.3,
        high=2,
        role="lever",
        limits=(0, 19),
    )
    ramp_weeks: float = param(
        104.0,
        "weeks",
        "judgement: laws on forfeiture, treaties, units that manage assets",
        low=52,
        high=260,
        limits=(0, 1040),
    )
    cost_usd_per_year: float = param(
        8.0e7,
        "USD of 2016 per year",
        "judgement: 300 investigators and managers of assets in the US at 200,000 USD, 250 in Mexico at 80,000",
        low=3.0e7,
        high=1.6e8,
        limits=(0, 1e12),
    )
    us_share: float = param(
        0.75,
        "share of what governments pay",
        "judgement: by number of persons and their pay",
        role="constant",
        limits=(0, 1),
    )


def apply(levers: Levers, seen: Mapping[str, Floats], params: Params, week: int) -> None:
    """Write this week's effects; ``seen`` holds last year's published series, numbers of ``params`` are (L,)."""
    now = delivered(params, week)
    levers.effect("freezing", 1.0 + params.freezing_gain * now)
    levers.effect("forfeiture", 1.0 + params.forfeiture_gain * now)
    pay(levers, params, now)
