"""Inspection at ports of entry: scanners, shared data, better referral (Merida pillar 3, tasks ahead).

The deck: a 21st century border, shared information on crossers, technology that secures and eases legitimate
trade. Drive-through scanners raise the share of vehicles seen through; shared traveller and vehicle data make
officers pick better. A share of effort can be thrown by dice instead of following past finds.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from flowsim.domain.params import param
from flowsim.state.arrays import Floats
from flowsim.state.levers import Levers
from flowsim.state.programme import Programme, delivered, pay

READS: tuple[str, ...] = ()
WRITES: tuple[str, ...] = ("port_scanning", "port_referral", "randomised_effort")


@dataclass(frozen=True, kw_only=True)
class Params(Programme):
    """Scanners and referral."""

    scanning_gain: float = param(
        2.0,
        "further scanning capacity over today",
        "GAO-26-108767: trucks 16 to 27 %, cars 2 to 8 % scanned in 2020-2024",
        low=0.7,
        high=3,
        role="lever",
        limits=(0, 19),
    )
    referral_gain: float = param(
        0.2,
        "further loaded crossings referred",
        "judgement: shared traveller and vehicle data; no published effect",
        low=0.0,
        high=0.5,
        limits=(0, 19),
    )
    randomised_share: float = param(
        0.0,
        "share of movable effort thrown by dice",
        "a choice: RAND N-2680 on unpredictable interdiction",
        role="lever",
        limits=(0, 1),
    )
    ramp_weeks: float = param(
        208.0,
        "weeks",
        "GAO-25-107379: 52 of 153 scanners worked six years after the money came",
        low=104,
        high=312,
        limits=(0, 1040),
    )
    cost_usd_per_year: float = param(
        3.3e8,
        "USD of 2016 per year",
        "CBP asked for 305 million USD for scanners in 2024; judgement: half of it for this border, and "
        "1,000 further officers at 177,000",
        low=1.5e8,
        high=6.0e8,
        limits=(0, 1e12),
    )
    us_share: float = param(
        0.9,
        "share of the bill",
        "judgement: Mexico pays for its half of joint inspection",
        role="constant",
        limits=(0, 1),
    )


def apply(levers: Levers, seen: Mapping[str, Floats], params: Params, week: int) -> None:
    """Write this week's effects; ``seen`` holds last year's published series, numbers of ``params`` are (L,)."""
    now = delivered(params, week)
    levers.effect("port_scanning", 1.0 + params.scanning_gain * now)
    levers.effect("port_referral", 1.0 + params.referral_gain * now)
    levers.effect("randomised_effort", params.randomised_share * now)
    pay(levers, params, now)
