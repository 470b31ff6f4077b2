"""What the phases of goods keep from week to week: rules of the kernels, what they are made from, and room for more."""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np

from flowsim.domain.calendar import WEEKS_PER_YEAR
from flowsim.domain.codes import Drug, Level
from flowsim.domain.network import Floats
from flowsim.engine.base import making_usd, treated_ratio
from flowsim.engine.border import Shipping, make_shipping
from flowsim.engine.cocaine import Crossing, make_crossing
from flowsim.engine.demand import fixed_market, fixed_use
from flowsim.engine.fields import Tending, make_tending
from flowsim.engine.goods import Works, make_works
from flowsim.kernels.doses import Sales, Upset
from flowsim.kernels.market import MarketRule
from flowsim.kernels.supply import Home, Luck, Terms
from flowsim.kernels.use import UseRule


class Rules(NamedTuple):
    """Rules of a tile."""

    tending: Tending
    works: Works
    crossing: Crossing
    shipping: Shipping
    market: MarketRule
    adoption: Floats  # (market, L) growth of fentanyl a week, once it has come
    home: Home
    luck: Luck
    logs: Floats  # (drug market + market, L): those of ``luck``
    terms: Terms
    use: UseRule
    sales: Sales
    upset: Upset
    treated: Floats  # (product, L) people in treatment per user
    relapse: Floats  # (L,) per week


def make_rules(model: Any) -> Rules:
    """Rules of a tile, over the arrays of its world and levers."""
    world, p = model.world, model.params
    market, eq = fixed_market(model), p.market.equivalents
    home, luck, logs = make_home(model)
    upset = p.interior.disruption * (model.config.structure.seizure_overdose != "none")
    return Rules(
        tending=make_tending(model),
        works=make_works(model),
        crossing=make_crossing(model),
        shipping=make_shipping(model),
        market=market,
        adoption=market.adoption[0].copy(),
        home=home,
        luck=luck,
        logs=logs,
        terms=make_terms(model, market, home, luck),
        use=fixed_use(model),
        sales=Sales(world.consumed_kg, world.price, market.users_kg, p.market.retail_usd_per_kg, eq),
        upset=Upset(
            interior_kg=world.interior_kg,
            demand_kg=world.demand_kg,
            equivalents=eq,
            weeks=p.interior.disruption_weeks,
            strength=upset,
            disruption=world.disruption,
        ),
        treated=treated_ratio(p.use),
        relapse=p.use.relapse_rate / WEEKS_PER_YEAR,
    )


def make_home(model: Any) -> tuple[Home, Luck, Floats]:
    """Supply inside the US and seizures there, with the logs that both write side by side."""
    world, cannabis, sd = model.world, model.params.cannabis, model.params.interior.us_seized_sd
    drugs, markets, lanes = world.order_kg.shape
    drug = np.arange(drugs, dtype=np.uint64)[:, None]
    logs = np.zeros((drugs * markets + markets, lanes))
    home = Home(
        medical=cannabis.medical_freedom,
        leakage=cannabis.leakage,
        growth=cannabis.home_growth,
        odds=world.home_odds,
        lab_price=world.price[Level.WHOLESALE, Drug.METHAMPHETAMINE],
        lab_usd=model.params.synthesis.us_lab_usd_per_kg.copy(),
        worth=np.ones_like(world.us_lab_share),
    )
    luck = Luck(
        entity=((drug << np.uint64(20)) + model.market_number).ravel(),
        sd=sd,
        mean=0.5 * sd * sd,
        logs=logs[: drugs * markets],
        not_home=logs[drugs * markets :],
    )
    return home, luck, logs


def make_terms(model: Any, market: MarketRule, home: Home, luck: Luck) -> Terms:
    """What the terms of the market follow from, over the arrays that they are written to."""
    world, base, p = model.world, model.base, model.params
    return Terms(
        making=making_usd(p),
        farm_price=world.farm_price,
        premium=world.premium,
        coca_price=world.coca_price,
        leg_usd=p.coca.leg_usd_per_kg,
        leg_loss=world.leg_loss,
        leg_loss_2012=base.leg_loss,
        coca_usd=np.zeros_like(world.coca_price),
        worth=home.worth,
        lab_usual=p.synthesis.us_lab_share_2012,
        lab_exit=p.synthesis.us_lab_exit,
        lab_share=world.us_lab_share,
        not_home=luck.not_home,
        luck=luck.logs,
        seized=p.interior.us_seized,
        enforcement=model.levers["domestic_enforcement"],
        mail_risk=world.p_inspect[Drug.FENTANYL, model.mail],
        mail_usd=market.adoption[2].copy(),
        users=world.users,
        kg_per_user=base.users_kg,
        landed_usd=world.landed_usd,
        landed_now=market.landed[1],
        other_share=market.other_share,
        interior=market.interior,
        mail_cost=market.adoption[2],
        users_kg=market.users_kg,
    )
