"""Phases of the US: market and use."""

from __future__ import annotations

from typing import Any

import numpy as np

from flowsim.domain.calendar import WEEKS_PER_YEAR
from flowsim.domain.codes import MAIN_DRUG, Drug, Level, Product
from flowsim.domain.network import Floats
from flowsim.engine.base import cocaine_usd, landed_cost, not_averted, treated_ratio
from flowsim.engine.home import grow_at_home, us_laboratories
from flowsim.kernels import draws
from flowsim.kernels import market as shops
from flowsim.kernels import use as people
from flowsim.kernels.lanes import full


def other_supply(model: Any) -> Floats:
    """Share of demand at import level that Mexico does not supply at the usual price, (D, market, L)."""
    world = model.world
    out = np.zeros_like(world.order_kg)
    out[Drug.HEROIN] = 1.0 - model.mexico_share()
    out[Drug.METHAMPHETAMINE] = world.us_lab_share
    out[Drug.COCAINE] = 1.0 - model.params.coca.mexico_share
    out[Drug.MARIJUANA] = 1.0 / (1.0 + np.exp(-world.home_odds))
    return out


def interior_share(model: Any) -> Floats:
    """Share of what moves inland that is seized this week, (D, market, L): few large cases."""
    p, world = model.params.interior, model.world
    drugs, markets, lanes = world.order_kg.shape
    luck = np.empty((drugs * markets, lanes))
    entity = (np.arange(drugs, dtype=np.uint64)[:, None] << np.uint64(20)) + model.market_number
    draws.fill_normal(model.keys, draws.INTERIOR, model.draw_week, entity.ravel(), 0, luck)
    sd, mean = p.us_seized_sd, p.us_seized * model.levers["domestic_enforcement"]
    return np.minimum(mean * np.exp(sd * luck - 0.5 * sd * sd), 0.5).reshape(drugs, markets, lanes)


def adoption_rule(model: Any) -> Floats:
    """Fentanyl's rate per week, its ceiling, and the cost of mail in USD per pure kg, (3, market, L)."""
    p, powder = model.params.market, model.network.powder[:, None]
    rate = p.fent_r / WEEKS_PER_YEAR
    risk = model.world.p_inspect[Drug.FENTANYL, model.mail]
    shape = (len(powder), model.lanes)
    return np.stack(
        [
            np.where(powder, rate, rate * p.fent_tar_speed) * (0.0 if model.week < 13 else 1.0),
            full(p.fent_smax, shape),
            full(p.mail_landed_usd_per_kg / (1.0 - risk), shape),
        ]
    )


def passthrough(model: Any) -> Floats:
    """Multiplicative share from wholesale to retail, (L,): the parameter, or all or nothing by structure."""
    choice = {"additive": 0.0, "multiplicative": 1.0}.get(model.config.structure.prices)
    return model.params.market.passthrough if choice is None else np.full(model.lanes, choice)


def market_rule(model: Any) -> shops.MarketRule:
    """Parameters and drivers of the week."""
    world, p, base = model.world, model.params.market, model.base
    coca = cocaine_usd(model.params.coca, world.coca_price, world.leg_loss, base.leg_loss)
    world.landed_usd[:] = landed_cost(model.params, world.farm_price, coca, world.premium)
    enforcement = model.levers["domestic_enforcement"] ** model.params.interior.enforcement_price
    return shops.MarketRule(
        a=p.price_adjust_a,
        gamma=p.price_gamma,
        cover=p.cover_weeks,
        eps=np.stack([p.eps_short, p.eps_long]),
        eps_memory=p.eps_memory_weeks,
        spend_cap=p.spend_cap,
        ref=np.stack([p.retail_usd_per_kg, p.wholesale_usd_per_kg, p.purity_2012]),
        purity_exponent=p.purity_exponent,
        landed=np.stack([base.landed_ref, world.landed_usd]),
        retail_risk=enforcement,
        passthrough=passthrough(model),
        other_share=other_supply(model),
        supply=np.stack([p.supply_elasticity, p.supply_lag_weeks]),
        equivalents=p.equivalents,
        adoption=adoption_rule(model),
        mail_choice=p.mail_choice,
        users_kg=world.users * base.users_kg,
        interior=interior_share(model),
    )


def market(model: Any) -> None:
    """Goods arrive, users buy, levels reorder, prices move, dealers imitate."""
    us_laboratories(model)
    grow_at_home(model)
    rule = market_rule(model)
    shops.sell(model.bound.market, model.bound.flows, rule)
    shops.restock(model.bound.market, model.bound.flows, rule)
    shops.price(model.bound.market, model.bound.flows, rule)
    model.intake = intake(model, rule.users_kg)


def intake(model: Any, usual_kg: Floats) -> Floats:
    """What users took over the usual kg of as many users, (product, market, L)."""
    taken = model.world.consumed_kg[list(MAIN_DRUG)]
    taken[Product.OPIOIDS] += model.params.market.equivalents * model.world.consumed_kg[Drug.FENTANYL]
    return np.asarray(taken / np.maximum(usual_kg, 1e-300))


def disrupted(model: Any) -> Floats:
    """Factor on opioid overdoses, (market, L): opioid seizures disturb a market for some weeks (Ray et al. 2023)."""
    world, p, eq = model.world, model.params.interior, model.params.market.equivalents
    seized = world.interior_kg[Drug.HEROIN] + eq * world.interior_kg[Drug.FENTANYL]
    share = seized / np.maximum(world.demand_kg[Product.OPIOIDS], 1e-9)
    world.disruption += (share - world.disruption) / p.disruption_weeks
    if model.config.structure.seizure_overdose == "none":
        return np.ones_like(world.disruption)
    return np.asarray(1.0 + p.disruption * world.disruption)


def overdose_rates(model: Any) -> tuple[Floats, Floats]:
    """Deaths per user-week without fentanyl, and the risk with it over that, (product, L) each.

    Constant but for naloxone, which every overdose with an opioid answers to: those of opioid users, and those of
    stimulant users with fentanyl.
    """
    p = model.params.use
    rate, risk = p.mu_2012 / WEEKS_PER_YEAR, p.f_fentanyl.copy()
    saved = not_averted(p, p.naloxone_kits * model.levers["naloxone"]) / model.base.not_averted
    rate[Product.OPIOIDS] *= saved
    risk[Product.METHAMPHETAMINE :] *= saved
    return rate, risk


def use(model: Any) -> None:
    """Initiation, treatment, recovery, relapse, overdose."""
    world, p, levers, base = model.world, model.params.use, model.levers, model.base
    shape = p.user_growth.shape
    push = np.ones(shape)
    push[Product.OPIOIDS] = model.prescribing() ** model.params.drivers.rx_exponent
    ones = np.ones(shape)
    leave = np.stack(
        [
            p.quit_rate / WEEKS_PER_YEAR,
            p.seek_rate / WEEKS_PER_YEAR,
            ones / p.treatment_weeks,
            ones * p.relapse_rate / WEEKS_PER_YEAR * (1.0 - levers["recovery_support"]),
        ]
    )
    rate, risk = overdose_rates(model)
    capacity = p.treatment_capacity * levers["treatment_capacity"]
    reference = model.params.market.retail_usd_per_kg[:, None, :]
    rule = people.UseRule(
        keys=model.keys,
        week=model.draw_week,
        number=model.market_number,
        initiation=base.initiation,
        pool=base.users * (p.pool / p.users_2012)[:, None, :],
        free_2012=base.free,
        push=push * (1.0 - levers["prevention"]),
        price_log=np.log(world.price[Level.RETAIL, list(MAIN_DRUG)] / reference),
        exponents=np.stack([p.initiation_price_exponent, p.risk_exponent, p.treatment_success]),
        risk_weeks=np.stack([p.risk_rise_weeks, p.risk_fade_weeks]),
        leave=leave,
        places=base.users * (treated_ratio(p) * capacity)[:, None, :],
        mu=np.stack([rate, p.mu_2012 / WEEKS_PER_YEAR]),
        f=risk,
        dose=np.stack([p.dose_exponent, np.full(shape, 1.0 if model.week < 0 else 0.0)]),
        intake=model.intake,
        disruption=disrupted(model),
        codes=np.stack([p.treatment_risk, p.spill_x, p.code_h0]),
        pharma=base.users[Product.OPIOIDS] / p.users_2012[Product.OPIOIDS] * (p.pharma_t404 / WEEKS_PER_YEAR),
        fentanyl_share=world.fentanyl_share,
    )
    people.use(model.bound.people, model.bound.deaths, rule)
