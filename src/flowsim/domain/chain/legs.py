"""How money leaves an account again: payments out of customers' account-months, and how launderers' differ."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from flowsim.domain.chain.entries import by_segment, entries
from flowsim.domain.codes import CHANNELS, OUTLETS, Channel, Outlet
from flowsim.domain.params import param

SD = "standard deviations among customers"
SHAPE = "judgement: shape of customers' payments out"
WAYS = (
    *(CHANNELS[c] for c in (Channel.STRUCTURED, Channel.FUNNEL, Channel.REMITTANCE)),
    *(CHANNELS[c] for c in (Channel.EXCHANGE_HOUSE, Channel.PESO_BROKER)),
    OUTLETS[Outlet.WINDOW],
)
"""Channels that hold accounts, and windows: whose payments out are shifted against those of customers."""


def around(width: float, *values: float) -> dict[str, Any]:
    """Values by segment with a range that far to both sides."""
    low, high = (by_segment(*(round(v + side * width, 3) for v in values)) for side in (-1, 1))
    return {"default": by_segment(*values), "low": low, "high": high}


def by_way(about: str, *values: float) -> dict[str, Any]:
    """Shifts by way, from none to 1.2."""
    none, most = (entries(WAYS, *(bound for _ in WAYS)) for bound in (0.0, 1.2))
    source = f"judgement: {about}; below what a single column would show"
    return {"default": entries(WAYS, *values), "source": source, "low": none, "high": most}


@dataclass(frozen=True, kw_only=True)
class Params:
    """Payments out by segment; logits are of shares, spreads of accounts are of one standard normal each."""

    number_log: dict[str, float] = param(
        unit="log of payments out in four weeks, median", source=SHAPE, limits=(0, 5.5), **around(0.5, 1.6, 2.1, 2.5)
    )
    number_sd: float = param(0.6, "log spread over accounts", SHAPE, low=0.3, high=1.0, limits=(0, 2))
    amount_sd: float = param(
        0.8, "log spread of the payments out of an account", SHAPE, low=0.4, high=1.2, limits=(0, 3)
    )
    dwell_days: float = param(
        5.0,
        "days that money stays, mean of an exponential cut at the end of the weeks",
        SHAPE,
        low=2,
        high=10,
        limits=(0.1, 100),
    )
    firm_logit: dict[str, float] = param(
        unit="logit of payments out that go to companies; the others are withdrawals",
        source=SHAPE,
        limits=(-8, 8),
        **around(0.7, -1.5, -0.3, 0.5),
    )
    firm_sd: float = param(1.0, "logit spread over accounts", SHAPE, low=0.5, high=1.5, limits=(0, 4))
    trade_logit: dict[str, float] = param(
        unit="logit of these that are for goods against an invoice",
        source=SHAPE,
        limits=(-8, 8),
        **around(0.7, -3.0, -0.7, 0.0),
    )
    trade_sd: float = param(1.0, "logit spread over accounts", SHAPE, low=0.5, high=1.5, limits=(0, 4))
    abroad_logit: dict[str, float] = param(
        unit="logit of these that go to a bank in another country",
        source=SHAPE,
        limits=(-8, 8),
        **around(0.7, -2.0, -2.5, -1.5),
    )
    abroad_sd: float = param(1.0, "logit spread over accounts", SHAPE, low=0.5, high=1.5, limits=(0, 4))
    company_weeks: float = param(
        500.0,
        "weeks, mean age of companies paid, exponential; median over accounts",
        "judgement: about a tenth of companies are younger than a year",
        low=300,
        high=800,
        limits=(1, 5200),
    )
    company_sd: float = param(0.6, "log spread over accounts", SHAPE, low=0.3, high=1.0, limits=(0, 2))
    invoice_sd: float = param(
        0.25,
        "log spread of unit prices around the usual, within an account",
        "judgement: quality, quantity and haste",
        low=0.1,
        high=0.5,
        limits=(0, 2),
    )
    invoice_account_sd: float = param(
        0.15, "log spread of the mean over accounts", "judgement: some buy dear", low=0.05, high=0.3, limits=(0, 2)
    )
    firm_shift: dict[str, float] = param(
        unit=SD, limits=(-3, 3), **by_way("placed cash goes on to companies", 0.5, 0.7, 0.4, 0.5, 0.3, 0.3)
    )
    trade_shift: dict[str, float] = param(
        unit=SD, limits=(-3, 3), **by_way("peso brokers pay exporters", 0.0, 0.2, 0.0, 0.3, 0.8, 0.0)
    )
    abroad_shift: dict[str, float] = param(
        unit=SD, limits=(-3, 3), **by_way("money is wanted in Mexico or on the way there", 0.3, 0.5, 0.8, 0.8, 0.6, 0.0)
    )
    young_shift: dict[str, float] = param(
        unit=SD, limits=(-3, 3), **by_way("shell companies are young and soon left", 0.7, 0.9, 0.3, 0.6, 0.4, 0.4)
    )
    invoice_shift: dict[str, float] = param(
        unit=SD, limits=(-3, 3), **by_way("too dear an invoice moves value", 0.0, 0.3, 0.0, 0.4, 0.9, 0.0)
    )
