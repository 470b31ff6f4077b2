"""What organisations earn and owe."""

from __future__ import annotations

from dataclasses import dataclass

from flowsim.domain.params import param


@dataclass(frozen=True, kw_only=True)
class Params:
    """Shares of revenue."""

    us_distribution_share: float = param(
        0.15,
        "share of US margins above import that the organisations hold",
        "latent; no published estimate",
        low=0.05,
        high=0.30,
        limits=(0, 1),
    )
    distribution_cost: float = param(
        0.5,
        "cost of distribution, share of the margin",
        "judgement: wages, risk and losses of street sale",
        low=0.3,
        high=0.8,
        limits=(0, 1),
    )
    wage_share: float = param(
        0.25,
        "wages, bribes and guns, share of export revenue, 52-week mean",
        "judgement: 115,000 members at a few thousand USD a year",
        low=0.1,
        high=0.4,
        limits=(0, 1),
    )
