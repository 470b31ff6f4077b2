"""Sharing of information between banks (Next Step 5).

The deck: more information sharing with and within the private financial sector. Section 314(b) of the USA PATRIOT Act
lets banks ask one another about customers under a safe harbour; in the UK's Joint Money Laundering Intelligence
Taskforce large banks sit with the police, 63 arrests in its first eleven months (Maxwell and Artingstall 2017). A
scheme spread over several banks is seen whole by those that share. Who joins first, and what launderers do about it
(fewer or more banks, weaker ones, other channels), is the model's matter.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from flowsim.domain.params import param
from flowsim.state.arrays import Floats
from flowsim.state.levers import Levers
from flowsim.state.programme import Programme, delivered, pay

READS: tuple[str, ...] = ()
WRITES: tuple[str, ...] = ("bank_sharing",)


@dataclass(frozen=True, kw_only=True)
class Params(Programme):
    """Banks that share, and how much of one another's accounts they see."""

    reach: float = param(
        0.5,
        "share of accounts at other banks that a bank which shares can ask about",
        "judgement: sharing is voluntary and rarely used, 19,500 reports named it in ten years of section 314(b) "
        "(FinCEN 2012); half of those investigated have accounts at several banks (investigators, by way of Abrigo)",
        low=0.2,
        high=0.8,
        role="lever",
        limits=(0, 1),
    )
    ramp_weeks: float = param(
        156.0,
        "weeks",
        "judgement: the UK's taskforce took 15 months from pilot to permanent with a dozen banks (NCA); more banks "
        "and a law in Mexico take longer",
        low=78,
        high=260,
        limits=(0, 1040),
    )
    cost_usd_per_year: float = param(
        8.0e7,
        "USD of 2016 per year",
        "judgement: two persons at each of 300 institutions at 100,000 USD, and 20 million for platforms and legal "
        "work",
        low=3.0e7,
        high=2.0e8,
        limits=(0, 1e12),
    )
    private_share: float = param(
        0.85, "share of the bill", "judgement: banks staff it, authorities host it", role="constant", limits=(0, 1)
    )
    us_share: float = param(
        0.7, "share of what governments pay", "judgement: by number of banks", role="constant", limits=(0, 1)
    )


def apply(levers: Levers, seen: Mapping[str, Floats], params: Params, week: int) -> None:
    """Write this week's effects; ``seen`` holds last year's published series, numbers of ``params`` are (L,)."""
    now = delivered(params, week)
    levers.effect("bank_sharing", params.reach * now)
    pay(levers, params, now)
