"""How laundering networks compete, and what they believe of banks."""

from __future__ import annotations

from dataclasses import dataclass

from flowsim.domain.params import param


@dataclass(frozen=True, kw_only=True)
class Params:
    """Fees, capacity, reputation; closures expected; the pace of changes. Steps are of four weeks."""

    usual_use: float = param(
        0.8,
        "share of capacity in use at which nothing grows or shrinks",
        "judgement",
        low=0.6,
        high=0.9,
        limits=(0.01, 1),
    )
    capacity_growth: float = param(
        0.04,
        "most that capacity moves in a step",
        "judgement: half as much again in a year",
        low=0.02,
        high=0.08,
        limits=(0, 1),
    )
    fee_response: float = param(
        0.05, "response of the log fee to use in a step", "judgement", low=0.02, high=0.1, limits=(0, 1)
    )
    imitation: float = param(
        0.05,
        "share of the gap between custom and size in a step",
        "judgement: reputation",
        low=0.02,
        high=0.1,
        limits=(0, 1),
    )
    cost_share: float = param(
        0.7, "cost over the fee at the start, accounts included", "judgement", low=0.5, high=0.9, limits=(0, 1)
    )
    usual_closure: float = param(
        0.12,
        "closures per account and month expected without experience",
        "prototype: 0.05-0.15",
        low=0.05,
        high=0.15,
        limits=(0, 1),
    )
    closure_prior_months: float = param(
        13.0, "account-months that this expectation weighs", "prototype", role="constant", limits=(0, 1e6)
    )
    read_true: float = param(
        0.45,
        "share of alerts on launderers that they expect to be reported",
        "prototype: 10 of 22",
        low=0.3,
        high=0.6,
        limits=(0, 1),
    )
    spread_speed: float = param(
        0.1, "move toward the best number of banks in a step", "judgement", low=0.05, high=0.3, limits=(0, 1)
    )
    property_weeks: float = param(
        8.0, "weeks from street cash to a deed", "judgement", low=4, high=16, limits=(0.5, 104)
    )
