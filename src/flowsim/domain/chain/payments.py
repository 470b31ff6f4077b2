"""What accounts of customers look like in four weeks, and how launderers' accounts differ."""

from __future__ import annotations

from dataclasses import dataclass

from flowsim.domain.chain.entries import by_segment
from flowsim.domain.params import param

SHAPE = "judgement: shape of customers' account-months"


@dataclass(frozen=True, kw_only=True)
class Params:
    """Legal law of an account-month by segment; logits are of shares."""

    deposits_log_usd: dict[str, float] = param(
        by_segment(7.7, 8.6, 9.3), "log USD, median of an account with deposits in notes", SHAPE, limits=(0, 20)
    )
    deposits_sd: dict[str, float] = param(by_segment(0.9, 0.9, 0.9), "log spread", SHAPE, limits=(0.01, 4))
    lot_logit: dict[str, float] = param(
        by_segment(-2.0, -1.0, -0.5), "logit of a lot over 0.95 of the limit", SHAPE, limits=(-8, 8)
    )
    lot_sd: dict[str, float] = param(by_segment(1.0, 1.0, 1.0), "logit spread", SHAPE, limits=(0.01, 4))
    above_logit: dict[str, float] = param(
        by_segment(-1.5, -1.0, 0.0),
        "logit of payments at or above the limit, of those that may be",
        SHAPE,
        limits=(-8, 8),
    )
    above_sd: dict[str, float] = param(by_segment(0.5, 0.5, 0.5), "logit spread", SHAPE, limits=(0, 4))
    outside_logit: dict[str, float] = param(
        by_segment(-2.5, -2.0, -1.5), "logit of payments from outside the area", SHAPE, limits=(-8, 8)
    )
    outside_sd: dict[str, float] = param(by_segment(1.0, 1.0, 1.0), "logit spread", SHAPE, limits=(0.01, 4))
    ratio_logit: dict[str, float] = param(
        by_segment(0.5, 1.0, 1.0), "logit of deposits that leave again within the weeks", SHAPE, limits=(-8, 8)
    )
    ratio_sd: dict[str, float] = param(by_segment(1.2, 1.2, 1.2), "logit spread", SHAPE, limits=(0.01, 4))
    age_weeks: dict[str, float] = param(by_segment(260.0, 260.0, 300.0), "weeks, mean age", SHAPE, limits=(1, 5200))
    payment_sd: float = param(0.5, "log spread of the payments of an account", SHAPE, low=0.2, high=1, limits=(0, 3))
    takeover_age_weeks: float = param(
        100.0,
        "weeks, mean age of an account when launderers take it over",
        "judgement: bought and borrowed accounts",
        low=10,
        high=200,
        limits=(0, 5200),
    )
    life_weeks: float = param(
        52.0, "weeks until launderers give an account up by themselves", "judgement", low=26, high=104, limits=(1, 5200)
    )
