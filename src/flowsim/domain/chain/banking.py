"""What banks do about launderers beside looking at accounts: appetite for alerts, customers let go, sharing."""

from __future__ import annotations

from dataclasses import dataclass

from flowsim.domain.chain.entries import by_segment
from flowsim.domain.params import param


@dataclass(frozen=True, kw_only=True)
class Params:
    """Behaviour of banks. Steps are of four weeks."""

    alert_exponent: float = param(
        0.25, "elasticity of alerts to expected fines", "judgement", low=0.1, high=0.5, limits=(0, 3)
    )
    alert_usd: float = param(
        52.0, "USD of an alert", "60,000 USD a year of an analyst over 1,143 alerts", low=30, high=100, limits=(0, 1e5)
    )
    missed: float = param(
        0.9, "share of launderers' account-months that are not reported", "prototype", role="constant", limits=(0, 1)
    )
    launderers: dict[str, float] = param(
        by_segment(0.5, 10.0, 3.0),
        "launderers per account over the mean",
        "judgement: up to 1 in 1,000 where cash is usual",
        limits=(0, 1e4),
    )
    margin_usd: dict[str, float] = param(
        by_segment(60.0, 200.0, 900.0),
        "USD a year that a customer brings",
        "judgement; GAO-18-263: most border banks limited some",
        limits=(0, 1e7),
    )
    leave: float = param(
        0.10,
        "share of a segment let go in a step",
        "judgement: de-risking took about a year (GAO-18-263)",
        low=0.03,
        high=0.2,
        limits=(0, 1),
    )
    take_back: float = param(
        0.02, "growth of a segment taken back in a step", "judgement", low=0.005, high=0.05, limits=(0, 1)
    )
    join_speed: float = param(
        0.1,
        "share of willing banks that join a scheme of sharing in a step",
        "judgement",
        low=0.05,
        high=0.3,
        limits=(0, 1),
    )
    high_step: float = param(
        0.3, "score over the threshold where higher priority begins", "design", role="design", limits=(0.01, 5)
    )
    top_step: float = param(
        0.8, "score over the threshold where highest priority begins", "design", role="design", limits=(0.02, 5)
    )
    expire_weeks: float = param(
        26.0, "weeks of work after which alerts are closed unread", "judgement", low=13, high=52, limits=(1, 520)
    )
