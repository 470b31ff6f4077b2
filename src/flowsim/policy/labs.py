"""Destruction of heroin, fentanyl and methamphetamine laboratories (Next Step 3).

The deck: destruction of heroin and meth labs. Vetted units trained and equipped under Merida find and raid them; most
are of methamphetamine. Rebuilding, with a lag, is the organisations' answer.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from flowsim.domain.params import param
from flowsim.state.arrays import Floats
from flowsim.state.levers import Levers
from flowsim.state.programme import MEXICO_PAYS, Programme, delivered, pay

READS: tuple[str, ...] = ()
WRITES: tuple[str, ...] = ("lab_raids",)


@dataclass(frozen=True, kw_only=True)
class Params(Programme):
    """Laboratory raids."""

    gain: float = param(
        1.0,
        "further raids over today",
        "SEDENA: 23 laboratories in 2007, 206 in 2011, about 131 a year after 2012: a return above the peak",
        low=0.4,
        high=2,
        role="lever",
        limits=(0, 19),
    )
    ramp_weeks: float = param(
        52.0, "weeks", "SEDENA: 23 raids in 2007, 198 in 2009", low=26, high=104, limits=(0, 1040)
    )
    cost_usd_per_year: float = param(
        4.2e7,
        "USD of 2016 per year",
        "judgement: 280 further raids, as many as the model sees without it in 2020, at 150,000 USD of units, "
        "aircraft, evidence and clean-up",
        low=1.4e7,
        high=8.4e7,
        limits=(0, 1e12),
    )
    us_share: float = param(0.09, "share of the bill", MEXICO_PAYS, role="constant", limits=(0, 1))


def apply(levers: Levers, seen: Mapping[str, Floats], params: Params, week: int) -> None:
    """Write this week's effects; ``seen`` holds last year's published series, numbers of ``params`` are (L,)."""
    now = delivered(params, week)
    levers.effect("lab_raids", 1.0 + params.gain * now)
    pay(levers, params, now)
