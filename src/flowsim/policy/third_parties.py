"""Controls of third parties: brokers, traders, real estate, lawyers (Next Step 4).

The deck: disrupt cartel financial systems, including use of third parties. Customs of both countries compare invoices
(trade transparency units), title insurers name the buyers behind shell companies (geographic targeting orders),
funnel accounts and peso brokers are looked into (FinCEN's advisory of 2014), and Mexico watches its vulnerable
activities. What is stopped is lost; brokers ask more or money takes another way.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from flowsim.domain.params import param
from flowsim.state.arrays import Floats
from flowsim.state.levers import Levers
from flowsim.state.programme import Programme, delivered, pay

READS: tuple[str, ...] = ()
WRITES: tuple[str, ...] = ("third_party_controls",)


@dataclass(frozen=True, kw_only=True)
class Params(Programme):
    """Value stopped in trade, at brokers and in property."""

    gain: float = param(
        4.0,
        "further share of value stopped over today",
        "judgement: next to nothing is stopped today; of homes bought without a loan under FinCEN's orders of "
        "2016-2017, over 30 % had a buyer who had been reported before",
        low=1,
        high=9,
        role="lever",
        limits=(0, 19),
    )
    ramp_weeks: float = param(
        156.0,
        "weeks",
        "judgement: rules for new professions, exchange of trade data",
        low=78,
        high=260,
        limits=(0, 1040),
    )
    cost_usd_per_year: float = param(
        1.5e8,
        "USD of 2016 per year",
        "judgement: 300 officers at 200,000 USD for trade data and property, 90 million for title insurers, brokers "
        "and notaries",
        low=5.0e7,
        high=4.0e8,
        limits=(0, 1e12),
    )
    private_share: float = param(
        0.6,
        "share of the bill",
        "judgement: title insurers, brokers and notaries ask and report",
        role="constant",
        limits=(0, 1),
    )
    us_share: float = param(
        0.7,
        "share of what governments pay",
        "judgement: by value of trade and property watched",
        role="constant",
        limits=(0, 1),
    )


def apply(levers: Levers, seen: Mapping[str, Floats], params: Params, week: int) -> None:
    """Write this week's effects; ``seen`` holds last year's published series, numbers of ``params`` are (L,)."""
    now = delivered(params, week)
    levers.effect("third_party_controls", 1.0 + params.gain * now)
    pay(levers, params, now)
