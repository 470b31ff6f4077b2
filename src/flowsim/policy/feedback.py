"""Feedback between banks and authorities (Next Step 5).

The deck: closer cooperation of banks with authorities, bilateral meetings with the private sector. Liaison officers
tell banks which reports were of use and what to look for, and banks answer questions, so that the intelligence unit
knows more about a reported account than that it was reported, and analysts know better what a launderer looks like.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from flowsim.domain.params import param
from flowsim.state.arrays import Floats
from flowsim.state.levers import Levers
from flowsim.state.programme import Programme, delivered, pay

READS: tuple[str, ...] = ()
WRITES: tuple[str, ...] = ("bank_feedback", "analyst_feedback")


@dataclass(frozen=True, kw_only=True)
class Params(Programme):
    """What the unit knows beside a report."""

    gain: float = param(
        0.3,
        "further strength of the unit's own signal over today",
        "judgement: within a prototype's range of that signal, 0.75-1.5; 80-90 % of reports are of no use to "
        "investigations (Maxwell and Artingstall 2017)",
        low=0.1,
        high=0.5,
        role="lever",
        limits=(0, 19),
    )
    analyst_gain: float = param(
        0.1,
        "further strength of analysts' own signal over today",
        "judgement: a third of what the unit gains; no published effect",
        low=0.0,
        high=0.25,
        role="lever",
        limits=(0, 19),
    )
    ramp_weeks: float = param(
        104.0,
        "weeks",
        "judgement: the UK's taskforce took 15 months from pilot to permanent (NCA)",
        low=52,
        high=208,
        limits=(0, 1040),
    )
    cost_usd_per_year: float = param(
        3.0e7,
        "USD of 2016 per year",
        "judgement: 150 liaison officers and as many at banks, at 100,000 USD",
        low=1.0e7,
        high=6.0e7,
        limits=(0, 1e12),
    )
    private_share: float = param(
        0.5, "share of the bill", "judgement: each side sends its people", role="constant", limits=(0, 1)
    )
    us_share: float = param(
        0.7, "share of what governments pay", "judgement: by number of banks", role="constant", limits=(0, 1)
    )


def apply(levers: Levers, seen: Mapping[str, Floats], params: Params, week: int) -> None:
    """Write this week's effects; ``seen`` holds last year's published series, numbers of ``params`` are (L,)."""
    now = delivered(params, week)
    levers.effect("bank_feedback", 1.0 + params.gain * now)
    levers.effect("analyst_feedback", 1.0 + params.analyst_gain * now)
    pay(levers, params, now)
