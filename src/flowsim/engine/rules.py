"""What the phases of goods keep from week to week: rules of the kernels, what they are made from, and room for more."""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np

from flowsim.domain.calendar import WEEKS_PER_YEAR
from flowsim.domain.network import Floats
from flowsim.engine.base import making_usd, treated_ratio
from flowsim.engine.border import Shipping, make_shipping
from flowsim.engine.cocaine import Crossing, make_crossing
from flowsim.engine.demand import fixed_market, fixed_use
from flowsim.engine.fields import Tending, make_tending
from flowsim.engine.goods import Works, make_works
from flowsim.kernels.doses import Sales, Upset
from flowsim.kernels.market import MarketRule
from flowsim.kernels.supply import Making
from flowsim.kernels.use import UseRule


class Rules(NamedTuple):
    """Rules of a tile."""

    tending: Tending
    works: Works
    crossing: Crossing
    shipping: Shipping
    market: MarketRule
    adoption: Floats  # (3, market, L) of ``adoption_rule``
    making: Making
    lab_usd: Floats  # (L,) USD per kg made in US laboratories
    entity: np.ndarray  # (D market,) uint64, addresses of seizures in the interior
    luck_mean: Floats  # (L,) half the variance of log seizures in the interior
    use: UseRule
    sales: Sales
    upset: Upset
    treated: Floats  # (product, L) people in treatment per user
    relapse: Floats  # (L,) per week


def make_rules(model: Any) -> Rules:
    """Rules of a tile, over the arrays of its world and levers."""
    world, p = model.world, model.params
    drugs = np.arange(len(world.order_kg), dtype=np.uint64)
    market, sd, eq = fixed_market(model), p.interior.us_seized_sd, p.market.equivalents
    return Rules(
        tending=make_tending(model),
        works=make_works(model),
        crossing=make_crossing(model),
        shipping=make_shipping(model),
        market=market,
        adoption=market.adoption.copy(),
        making=making_usd(p),
        lab_usd=p.synthesis.us_lab_usd_per_kg.copy(),
        entity=((drugs[:, None] << np.uint64(20)) + model.market_number).ravel(),
        luck_mean=0.5 * sd * sd,
        use=fixed_use(model),
        sales=Sales(world.consumed_kg, world.price, market.users_kg, p.market.retail_usd_per_kg, eq),
        upset=Upset(
            interior_kg=world.interior_kg,
            demand_kg=world.demand_kg,
            equivalents=eq,
            weeks=p.interior.disruption_weeks,
            strength=p.interior.disruption,
            disruption=world.disruption,
        ),
        treated=treated_ratio(p.use),
        relapse=p.use.relapse_rate / WEEKS_PER_YEAR,
    )
