"""Phases of the US: market and use."""

from __future__ import annotations

from typing import Any

import numpy as np

from flowsim.domain.calendar import WEEKS_PER_YEAR
from flowsim.domain.codes import Drug, Product
from flowsim.domain.network import Floats
from flowsim.engine.base import not_averted
from flowsim.engine.home import lab_cost
from flowsim.kernels import market as shops
from flowsim.kernels import use as people
from flowsim.kernels.doses import weigh_doses
from flowsim.kernels.lanes import full
from flowsim.kernels.supply import look_around, set_terms


def adoption_rule(model: Any) -> Floats:
    """Fentanyl's rate per week, its ceiling, and the usual cost of mail in USD per pure kg, (3, market, L)."""
    p, powder = model.params.market, model.network.powder[:, None]
    rate = p.fent_r / WEEKS_PER_YEAR
    shape = (len(powder), model.lanes)
    speed = np.where(powder, rate, rate * p.fent_tar_speed)
    return np.stack([speed, full(p.fent_smax, shape), full(p.mail_landed_usd_per_kg, shape)])


def passthrough(model: Any) -> Floats:
    """Multiplicative share from wholesale to retail, (L,): the parameter, or all or nothing by structure."""
    choice = {"additive": 0.0, "multiplicative": 1.0}.get(model.config.structure.prices)
    return model.params.market.passthrough if choice is None else np.full(model.lanes, choice)


def fixed_market(model: Any) -> shops.MarketRule:
    """Parameters of the markets, and room for what changes from week to week."""
    p, base, order = model.params.market, model.base, model.world.order_kg
    others = np.zeros_like(order)
    others[Drug.COCAINE] = 1.0 - model.params.coca.mexico_share
    return shops.MarketRule(
        a=p.price_adjust_a,
        gamma=p.price_gamma,
        cover=p.cover_weeks,
        eps=np.stack([p.eps_short, p.eps_long]),
        eps_memory=p.eps_memory_weeks,
        spend_cap=p.spend_cap,
        ref=np.stack([p.retail_usd_per_kg, p.wholesale_usd_per_kg, p.purity_2012]),
        purity_exponent=p.purity_exponent,
        landed=np.stack([base.landed_ref, base.landed_ref]),
        retail_risk=np.ones(model.lanes),
        passthrough=passthrough(model),
        other_share=others,
        supply=np.stack([p.supply_elasticity, p.supply_lag_weeks]),
        equivalents=p.equivalents,
        adoption=adoption_rule(model),
        mail_choice=p.mail_choice,
        users_kg=np.zeros_like(base.users_kg),
        interior=np.zeros_like(order),
    )


def market_rule(model: Any) -> shops.MarketRule:
    """Terms of the week, written into the rule that the model keeps.

    US laboratories leave where Mexican product is cheaper than theirs: their share moves, ``us_lab_exit`` of the gap a
    year, toward that of 2012 times (wholesale price / own cost)^elasticity; the rest of demand falls to Mexico. Log
    odds of marijuana grown at home grow as fast as dated state laws let growers be. Seizures inland are few and large.
    """
    rules, rule, began = model.rules, model.rules.market, model.week >= 0
    lab_cost(model)
    if model.levers.moved("domestic_enforcement"):
        np.power(model.levers["domestic_enforcement"], model.params.interior.enforcement_price, out=rule.retail_risk)
    free = model.drivers.home_freedom[model.driver_row]
    look_around(model.keys, model.draw_week, rules.home, rules.luck, free, began)
    np.exp(rules.logs, out=rules.logs)
    np.power(rules.home.worth, model.params.synthesis.us_lab_elasticity, out=rules.home.worth)
    set_terms(rules.terms, model.mexico_share(), began)
    rule.adoption[0] = 0.0 if model.week < 13 else rules.adoption
    return rule


def market(model: Any) -> None:
    """Goods arrive, users buy, levels reorder, prices move, dealers imitate."""
    shops.open_markets(model.bound.market, model.bound.flows, market_rule(model))


def programmes(model: Any, rule: people.UseRule) -> None:
    """What levers do: prevention, treatment places, relapse, overdoses; anew only when one of them moves."""
    p, levers, rules = model.params.use, model.levers, model.rules
    if not levers.moved("prevention", "treatment_capacity", "recovery_support", "naloxone"):
        return
    np.subtract(1.0, levers["prevention"], out=rule.push)
    np.multiply(rules.relapse, 1.0 - levers["recovery_support"], out=rule.leave[3])
    capacity = p.treatment_capacity * levers["treatment_capacity"]
    np.multiply(model.base.users, (rules.treated * capacity)[:, None, :], out=rule.places)
    overdose_rates(model, rule)


def overdose_rates(model: Any, rule: people.UseRule) -> None:
    """Deaths per user-week without fentanyl, and the risk with it over that, (product, L) each.

    Constant but for naloxone, which every overdose with an opioid answers to: those of opioid users, and those of
    stimulant users with fentanyl.
    """
    p, (rate, usual) = model.params.use, rule.mu
    saved = not_averted(p, p.naloxone_kits * model.levers["naloxone"]) / model.base.not_averted
    np.multiply(usual[Product.OPIOIDS], saved, out=rate[Product.OPIOIDS])
    others = slice(Product.METHAMPHETAMINE, None)
    np.multiply(p.f_fentanyl[others], saved, out=rule.f[others])


def fixed_use(model: Any) -> people.UseRule:
    """Parameters of use, and room for what changes from week to week."""
    p, base = model.params.use, model.base
    ones = np.ones(p.user_growth.shape)
    leave = [p.quit_rate / WEEKS_PER_YEAR, p.seek_rate / WEEKS_PER_YEAR, ones / p.treatment_weeks]
    return people.UseRule(
        keys=model.keys,
        week=model.draw_week,
        number=model.market_number,
        initiation=base.initiation,
        pool=base.users * (p.pool / p.users_2012)[:, None, :],
        free_2012=base.free,
        push=ones.copy(),
        price_log=np.zeros_like(base.users),
        exponents=np.stack([p.initiation_price_exponent, p.risk_exponent, p.treatment_success]),
        risk_weeks=np.stack([p.risk_rise_weeks, p.risk_fade_weeks]),
        leave=np.stack([*leave, ones * p.relapse_rate / WEEKS_PER_YEAR]),
        places=base.users.copy(),
        mu=np.stack([p.mu_2012 / WEEKS_PER_YEAR, p.mu_2012 / WEEKS_PER_YEAR]),
        f=p.f_fentanyl.copy(),
        dose=np.stack([p.dose_exponent, ones]),
        intake=np.zeros_like(base.users),
        disruption=np.ones(base.users.shape[1:]),
        codes=np.stack([p.treatment_risk, p.spill_x, p.code_h0]),
        pharma=base.users[Product.OPIOIDS] / p.users_2012[Product.OPIOIDS] * (p.pharma_t404 / WEEKS_PER_YEAR),
        fentanyl_share=model.world.fentanyl_share,
    )


def use(model: Any) -> None:
    """Initiation, treatment, recovery, relapse, overdose."""
    rules, rule = model.rules, model.rules.use
    programmes(model, rule)
    prescribed = model.prescribing() ** model.params.drivers.rx_exponent
    np.multiply(1.0 - model.levers["prevention"], prescribed, out=rule.push[Product.OPIOIDS])
    weigh_doses(rules.sales, rules.upset, rule.intake, rule.price_log, rule.disruption)
    np.log(rule.price_log, out=rule.price_log)
    rule.dose[1] = 1.0 if model.week < 0 else 0.0
    people.use(model.bound.people, model.bound.deaths, rule._replace(week=model.draw_week))
