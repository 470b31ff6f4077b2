"""Analysts who read alerts at banks (Next Step 5).

The deck: financial crime risk belongs to the commercial lines of business, employees are trained. Banks want more
analysts and hire them over years. Where alerts already are read in time they mostly shorten the queue; where accounts
go unwatched, as in Mexico, more are watched, and more reports reach an authority that reads as many as before.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from flowsim.domain.params import param
from flowsim.state.arrays import Floats
from flowsim.state.levers import Levers
from flowsim.state.programme import Programme, delivered, pay

READS: tuple[str, ...] = ()
WRITES: tuple[str, ...] = ("analysts",)


@dataclass(frozen=True, kw_only=True)
class Params(Programme):
    """Persons whom banks want to read alerts."""

    gain: float = param(
        0.3,
        "further analysts wanted over today",
        "judgement: Mexican reports rose threefold in 2012-2016; US banks employ about 21,000 (BPI 2018, by "
        "arithmetic)",
        low=0.1,
        high=1.0,
        role="lever",
        limits=(0, 19),
    )
    ramp_weeks: float = param(
        104.0,
        "weeks",
        "judgement: duties and budgets; hiring itself is the model's and takes years more",
        low=52,
        high=208,
        limits=(0, 1040),
    )
    cost_usd_per_year: float = param(
        4.2e8,
        "USD of 2016 per year",
        "judgement: 6,300 further analysts in the US at 60,000 USD, 2,000 in Mexico at 25,000; with their systems "
        "171,000 a head (BPI 2018)",
        low=2.0e8,
        high=1.1e9,
        limits=(0, 1e12),
    )
    private_share: float = param(
        1.0, "share of the bill", "judgement: banks pay their staff", role="constant", limits=(0, 1)
    )
    us_share: float = param(
        0.7,
        "share of what governments pay",
        "judgement: nothing is left to governments",
        role="constant",
        limits=(0, 1),
    )


def apply(levers: Levers, seen: Mapping[str, Floats], params: Params, week: int) -> None:
    """Write this week's effects; ``seen`` holds last year's published series, numbers of ``params`` are (L,)."""
    now = delivered(params, week)
    levers.effect("analysts", 1.0 + params.gain * now)
    pay(levers, params, now)
