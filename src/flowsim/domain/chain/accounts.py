"""What organisations earn and spend; laundering is a plain share of revenue here."""

from __future__ import annotations

from dataclasses import dataclass

from flowsim.domain.params import param


@dataclass(frozen=True, kw_only=True)
class Params:
    """Revenue, costs and the cost of laundering."""

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
        "wages, bribes and guns, share of export revenue",
        "judgement: 115,000 members at a few thousand USD a year",
        low=0.1,
        high=0.4,
        limits=(0, 1),
    )
    laundering_share: float = param(
        0.08,
        "cost of repatriating and cleaning, share of revenue",
        "judgement: bulk cash 2-8 %, peso brokers 7-18 %",
        low=0.03,
        high=0.18,
        limits=(0, 1),
    )
