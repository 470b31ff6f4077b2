"""Screening of international mail for fentanyl (Next Steps 3 and 8).

The deck: increase interception of fentanyl. Advance electronic data let customs pick parcels, detectors look into
them. Senders answer by moving to other ways in, which is why mail alone promises little once Mexico makes fentanyl.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from flowsim.domain.params import param
from flowsim.state.arrays import Floats
from flowsim.state.levers import Levers
from flowsim.state.programme import Programme, delivered, pay

READS: tuple[str, ...] = ()
WRITES: tuple[str, ...] = ("mail_screening",)


@dataclass(frozen=True, kw_only=True)
class Params(Programme):
    """Advance data and detectors at international mail centres."""

    screened: float = param(
        0.4,
        "share of unscreened parcels that become screened",
        "half of mail lacked data in 2017 (GAO-17-606), all due by 2020 (STOP Act); judgement: four fifths "
        "of picked parcels are found",
        low=0.15,
        high=0.7,
        role="lever",
        limits=(0, 1),
    )
    ramp_weeks: float = param(
        156.0,
        "weeks",
        "STOP Act: 2018 to the end of 2020; waivers for 130 countries after that",
        low=104,
        high=260,
        limits=(0, 1040),
    )
    cost_usd_per_year: float = param(
        8.0e7,
        "USD of 2016 per year",
        "CBO on S. 3047: 100 million USD for detectors in three years; budget of 2019: 45 million; judgement: staff",
        low=3.5e7,
        high=1.5e8,
        limits=(0, 1e12),
    )
    us_share: float = param(
        1.0, "share of the bill", "a programme of the US government", role="constant", limits=(0, 1)
    )


def apply(levers: Levers, seen: Mapping[str, Floats], params: Params, week: int) -> None:
    """Write this week's effects; ``seen`` holds last year's published series, numbers of ``params`` are (L,)."""
    now = delivered(params, week)
    levers.effect("mail_screening", params.screened * now)
    pay(levers, params, now)
