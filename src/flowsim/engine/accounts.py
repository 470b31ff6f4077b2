"""Phase of accounts: what organisations earn, and what they owe."""

from __future__ import annotations

from typing import Any

import numpy as np

from flowsim.domain.codes import Drug
from flowsim.kernels.accounts import AccountRule, account, staff


def make_rule(model: Any) -> AccountRule:
    """Shares and costs of making, which stay; prices and wages are those of the week."""
    p, base = model.params, model.base
    make_usd = np.zeros_like(base.landed_ref)
    make_usd[Drug.HEROIN] = p.crops.process_usd_per_kg
    make_usd[Drug.FENTANYL : Drug.COCAINE] = p.synthesis.process_usd_per_kg
    return AccountRule(
        import_usd=model.import_price,
        coca_usd=np.zeros(model.lanes),
        make_usd=make_usd,
        weights=base.weights,
        holders=base.routes.holders,
        us_share=p.accounts.us_distribution_share,
        toll_share=p.trafficking.toll_share,
        wages_usd=np.zeros_like(model.world.export_usd),
        distribution_cost=p.accounts.distribution_cost,
    )


def accounts(model: Any) -> None:
    """Write the week's earnings and dues; the mail sellers have none.

    Wages are a share of the exports of the last year, so that the payroll follows the size of the business slowly,
    times the wage offer, and with members over those of 2011.
    """
    world, p, rule = model.world, model.params, model.account_rule
    wages = rule.wages_usd
    staff(world.family, world.family_2011, wages)
    np.power(wages, p.recruitment.wage_follow, out=wages)
    wages *= p.accounts.wage_share * world.export_mean
    wages *= world.wage_offer
    np.add(world.coca_price, p.coca.leg_usd_per_kg, out=rule.coca_usd)
    account(model.bound.trade, rule._replace(import_usd=model.import_price), model.bound.books)
    world.export_mean += (world.export_usd - world.export_mean) / 52.0
