"""Phase of accounts: what organisations earn, and what they owe."""

from __future__ import annotations

from typing import Any

import numpy as np

from flowsim.domain.codes import Drug
from flowsim.kernels.accounts import AccountRule, Payroll, keep_accounts, staff


def account_rules(model: Any) -> tuple[AccountRule, Payroll]:
    """Shares and costs of making, which stay, and room for prices and wages of the week."""
    p, base, world = model.params, model.base, model.world
    make_usd = np.zeros_like(base.landed_ref)
    make_usd[Drug.HEROIN] = p.crops.process_usd_per_kg
    make_usd[Drug.FENTANYL : Drug.COCAINE] = p.synthesis.process_usd_per_kg
    rule = AccountRule(
        import_usd=np.zeros_like(base.landed_ref),
        coca_usd=np.zeros(model.lanes),
        make_usd=make_usd,
        weights=base.weights,
        holders=base.routes.holders,
        us_share=p.accounts.us_distribution_share,
        toll_share=p.trafficking.toll_share,
        wages_usd=np.zeros_like(world.export_usd),
        distribution_cost=p.accounts.distribution_cost,
    )
    payroll = Payroll(
        share=p.accounts.wage_share,
        export_mean=world.export_mean,
        staff=np.ones_like(world.family),
        offer=world.wage_offer,
        coca_price=world.coca_price,
        leg_usd=p.coca.leg_usd_per_kg,
    )
    return rule, payroll


def accounts(model: Any) -> None:
    """Write the week's earnings and dues; the mail sellers have none.

    Wages are a share of the exports of the last year, so that the payroll follows the size of the business slowly,
    times the wage offer, and with members over those of 2011.
    """
    world, (rule, payroll) = model.world, model.account_rules
    staff(world.family, world.family_2011, payroll.staff)
    np.power(payroll.staff, model.params.recruitment.wage_follow, out=payroll.staff)
    np.copyto(rule.import_usd, model.import_price)
    keep_accounts(payroll, model.bound.trade, rule, model.bound.books)
