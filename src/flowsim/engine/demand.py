"""Phases of the US: market and use."""

from __future__ import annotations

from typing import Any

import numpy as np

from flowsim.domain.calendar import WEEKS_PER_YEAR
from flowsim.domain.codes import Level
from flowsim.domain.network import Floats
from flowsim.engine.base import landed_cost, not_averted
from flowsim.kernels import market as shops
from flowsim.kernels import use as people


def market_rule(model: Any) -> shops.MarketRule:
    """Parameters and drivers of the week."""
    world, p, base = model.world, model.params.market, model.base
    world.landed_usd[:] = landed_cost(model.params, world.gum_price, world.premium)
    powder = model.network.powder[:, None]
    rate = p.fent_r / WEEKS_PER_YEAR
    adoption = np.stack(
        [
            np.where(powder, rate, rate * p.fent_tar_speed) * (0.0 if model.week < 13 else 1.0),
            np.repeat(p.fent_smax[None], len(powder), axis=0),
            np.repeat((p.mail_landed_usd_per_kg / (1.0 - world.p_inspect[1, model.mail]))[None], len(powder), axis=0),
        ]
    )
    return shops.MarketRule(
        a=p.price_adjust_a,
        gamma=p.price_gamma,
        cover=p.cover_weeks,
        eps_short=p.eps_short,
        eps_long=p.eps_long,
        eps_memory=p.eps_memory_weeks,
        spend_cap=p.spend_cap,
        retail_ref=p.retail_usd_per_kg,
        wholesale_ref=p.wholesale_usd_per_kg,
        landed_ref=base.landed_ref,
        landed=world.landed_usd,
        passthrough=p.passthrough,
        mexico_share=model.mexico_share(),
        supply=np.stack([p.supply_elasticity, p.supply_lag_weeks]),
        equivalents=p.equivalents,
        adoption=adoption,
        mail_choice=p.mail_choice,
        users_kg=world.users * base.users_kg,
    )


def market(model: Any) -> None:
    """Goods arrive, users buy, levels reorder, prices move, dealers imitate."""
    rule = market_rule(model)
    shops.sell(model.bound.market, model.bound.flows, rule)
    shops.restock(model.bound.market, model.bound.flows, rule)
    shops.price(model.bound.market, model.bound.flows, rule)


def overdose_rate(model: Any) -> Floats:
    """Deaths per user-week without fentanyl, (L,): constant but for naloxone against its base."""
    p = model.params.use
    saved = not_averted(p, p.naloxone_kits * model.levers["naloxone"]) / model.base.not_averted
    return np.asarray(p.mu_2012 / WEEKS_PER_YEAR * saved)


def use(model: Any) -> None:
    """Initiation, treatment, recovery, relapse, overdose."""
    world, p, levers, base = model.world, model.params.use, model.levers, model.base
    spinning = model.week < 0
    prescribing = model.prescribing() ** model.params.drivers.rx_exponent
    leave = np.stack(
        [
            p.quit_rate / WEEKS_PER_YEAR,
            p.seek_rate / WEEKS_PER_YEAR,
            1.0 / p.treatment_weeks,
            p.relapse_rate / WEEKS_PER_YEAR * (1.0 - levers["recovery_support"]),
        ]
    )
    need = base.users * p.seek_rate / WEEKS_PER_YEAR * p.treatment_weeks
    in_2012 = p.users_2012 * (1.0 + p.seek_rate / WEEKS_PER_YEAR * p.treatment_weeks + p.recovered_ratio)
    rule = people.UseRule(
        keys=model.keys,
        week=model.draw_week,
        number=model.market_number,
        initiation=base.initiation,
        pool=base.users / p.users_2012 * p.pool,
        free_2012=1.0 - in_2012 / p.pool,
        initiation_push=prescribing * (1.0 - levers["prevention"]),
        price_log=np.log(world.price[Level.RETAIL, 0] / model.params.market.retail_usd_per_kg),
        exponents=np.stack([p.initiation_price_exponent, p.risk_exponent]),
        risk_weeks=np.stack([p.risk_rise_weeks, p.risk_fade_weeks]),
        leave=leave,
        success=p.treatment_success,
        places=need * p.treatment_capacity * levers["treatment_capacity"],
        mu=overdose_rate(model),
        mu_2012=p.mu_2012 / WEEKS_PER_YEAR,
        f=p.f_fentanyl,
        treated_risk=p.treatment_risk,
        spill=p.spill_x,
        mixed=p.code_h0,
        pharma=base.users / p.users_2012 * (p.pharma_t404 / WEEKS_PER_YEAR),
        fentanyl_share=world.fentanyl_share,
        hold_users=np.full(model.lanes, 1.0 if spinning else 0.0),
    )
    people.use(model.bound.people, model.bound.deaths, rule)
