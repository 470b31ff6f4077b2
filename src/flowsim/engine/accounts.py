"""Phase of accounts: what organisations earn, pay and keep. Laundering is a plain share of revenue."""

from __future__ import annotations

from typing import Any

import numpy as np

from flowsim.domain.codes import Drug
from flowsim.kernels.accounts import AccountRule, account


def make_rule(model: Any) -> AccountRule:
    """Shares and costs of making, which stay; prices are those of the week."""
    p, base = model.params, model.base
    make_usd = np.zeros_like(base.landed_ref)
    make_usd[Drug.HEROIN] = p.crops.process_usd_per_kg
    make_usd[Drug.FENTANYL : Drug.COCAINE] = p.synthesis.process_usd_per_kg
    return AccountRule(
        import_usd=model.import_price,
        coca_usd=p.coca.leg_usd_per_kg,
        make_usd=make_usd,
        weights=base.weights,
        holders=base.routes.holders,
        us_share=p.accounts.us_distribution_share,
        toll_share=p.trafficking.toll_share,
        wage_share=p.accounts.wage_share,
        distribution_cost=p.accounts.distribution_cost,
        laundering_share=p.accounts.laundering_share,
    )


def accounts(model: Any) -> None:
    """Write the week's accounts; the mail sellers have none."""
    coca_usd = model.world.coca_price + model.params.coca.leg_usd_per_kg
    rule = model.account_rule._replace(import_usd=model.import_price, coca_usd=coca_usd)
    account(model.bound.trade, rule, model.bound.books)
