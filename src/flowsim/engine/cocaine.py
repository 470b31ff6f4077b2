"""Phase of cocaine before Mexico: Colombian output, other markets, two legs with interdiction on each."""

from __future__ import annotations

from typing import Any

import numpy as np

from flowsim.domain.calendar import WEEKS_PER_YEAR
from flowsim.domain.codes import Drug, Leg
from flowsim.domain.network import Floats
from flowsim.kernels import coca as kernel
from flowsim.kernels.lanes import sum_over, total

LEG_LEVERS = ("pacific_interdiction", "central_america_interdiction", "southern_border_interdiction")


def output(model: Any) -> Floats:
    """Cocaine made in Colombia and not seized there, (L,) kg pure per week.

    Potential output is a driver. What partners' policies take away grows back in part elsewhere, and reaches exports
    with the lag of fields and stocks.
    """
    world, p, levers = model.world, model.params.coca, model.levers
    cut = levers["coca_reduction"] * (1.0 - p.replanting)
    world.coca_cut += (cut - world.coca_cut) / p.policy_lag_weeks
    made = model.cocaine_potential() * p.purity_hcl / WEEKS_PER_YEAR * (1.0 - world.coca_cut)
    return np.asarray(made * (1.0 - np.minimum(p.seized_at_source * levers["source_seizures"], 0.95)))


def sell(model: Any, order: Floats) -> Floats:
    """Mexico's organisations are served first, other markets buy what their price allows; returns kg sold, (sender, L).

    Other markets adapt to what they got, over ``world_memory_weeks``: they absorb shortfalls first and new output later
    (Caulkins and Hao 2008).
    """
    world, p = model.world, model.params.coca
    world.coca_made_kg[:] = output(model)
    sold = np.empty_like(order)
    store = kernel.Store(
        world.coca_kg, world.coca_price, world.coca_demand_mean, world.coca_world_base, world.coca_world_kg
    )
    rule = kernel.StoreRule(
        usual=p.source_usd_per_kg,
        elasticity=p.world_elasticity,
        gamma=p.source_gamma,
        a=p.source_a,
        cover=p.source_cover_weeks,
        memory=p.world_memory_weeks,
    )
    kernel.sell_coca(store, world.coca_made_kg, order, rule, sold)
    return sold


def leg_chance(model: Any) -> Floats:
    """Chance that a load is seized on each leg, (leg, L); levers multiply hazards."""
    hazard = -np.log1p(-model.params.coca.detect)
    return np.asarray(1.0 - np.exp(-hazard * np.stack([model.levers[name] for name in LEG_LEVERS])))


def cocaine(model: Any) -> None:
    """Organisations buy in Colombia; loads go by the Pacific, or to Central America and on over Mexico's south."""
    world = model.world
    world.leg_share[:-1] = model.intents.leg_share[:-1]
    order = model.wanted[:, Drug.COCAINE] / (1.0 - world.leg_loss)
    sold = sell(model, order)
    chance = leg_chance(model)
    first = sold[:, None] * world.leg_share
    model.legs.ship(model, first, share=model.one_way[0], p_inspect=chance[:2, None], stock_kg=first)
    leg = model.legs.out
    world.coca_kg += total(first - leg.sent_kg)  # boats that did not leave
    world.coca_sold_kg[:] = sum_over(leg.sent_kg, 1)
    world.gate_kg += leg.passed_kg[:, Leg.CENTRAL_AMERICA]
    waiting = world.gate_kg[:, None].copy()
    model.gate.ship(model, waiting, share=model.one_way[1], p_inspect=chance[2:, None], stock_kg=waiting)
    gate = model.gate.out
    world.gate_kg -= gate.sent_kg[:, 0]
    landed = leg.passed_kg[:, Leg.PACIFIC] + gate.passed_kg[:, 0]
    world.produced_kg[:, Drug.COCAINE] = landed
    world.stock_kg[:, Drug.COCAINE] += landed
    lost, sent = total(world.leg_seized_kg), np.maximum(total(world.coca_sold_kg), 1e-9)
    world.leg_loss += (np.minimum(lost / sent, 0.9) - world.leg_loss) / 52.0
