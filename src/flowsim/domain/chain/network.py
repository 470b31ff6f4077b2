"""What a laundering network is."""

from __future__ import annotations

from dataclasses import dataclass

from flowsim.domain.codes import CHANNELS, Channel
from flowsim.domain.params import param

OWN_WORK = (Channel.BULK_CASH, Channel.PROPERTY, Channel.HOLD)
"""Channels that organisations work themselves, without a network."""
PROVIDED = tuple(name for name in CHANNELS if Channel[name.upper()] not in OWN_WORK)
"""Channels in which networks offer their services."""


@dataclass(frozen=True, kw_only=True)
class Network:
    """One network of launderers: an archetype that serves any organisation for a fee.

    Attributes
    ----------
    id : int
        Stable number that addresses its random draws.
    channel : str
        The way of cash that it offers, one of ``PROVIDED``.
    """

    id: int = 0
    label: str = ""
    channel: str = "funnel"
    weight: float = param(
        1.0, "relative size within its channel", "judgement: archetypes", limits=(0, 1e6), role="constant"
    )
    fee: float = param(
        0.05,
        "share of value",
        "published fees 3-18 % (remittance mules 230 of 8,000 USD; peso brokers 7-18 %)",
        low=0.01,
        high=0.18,
        limits=(0, 0.9),
    )
    capacity_usd_per_week: float = param(
        20e6,
        "USD per week",
        "judgement: two to three times its flow at 8 bn USD of exports a year",
        role="constant",
        limits=(0, 1e12),
    )
    delay_weeks: float = param(2.0, "weeks from notes to clean money", "judgement", role="constant", limits=(0.5, 104))
