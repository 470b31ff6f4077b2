"""Phase of cocaine before Mexico: Colombian output, other markets, two legs with interdiction on each."""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np

from flowsim.domain.codes import Leg
from flowsim.domain.network import Floats
from flowsim.kernels.coca import Store, StoreRule
from flowsim.kernels.passage import Passage, Source, buy_coca, come_in, set_out

LEG_LEVERS = ("pacific_interdiction", "central_america_interdiction", "southern_border_interdiction")


class Crossing(NamedTuple):
    """What cocaine before Mexico keeps from week to week."""

    source: Source
    store: Store
    store_rule: StoreRule
    hazard: Floats  # (leg, L) log of the chance to pass a leg
    effort: Floats  # (leg, L) levers
    chance: Floats  # (leg, 1, L) that a load is seized
    passage: Passage


def make_crossing(model: Any) -> Crossing:
    """Parameters of cocaine, and room for what changes from week to week."""
    world, p, levers = model.world, model.params.coca, model.levers
    leg, gate = model.legs.out, model.gate.out
    reduction, seizures = levers["coca_reduction"], levers["source_seizures"]
    source = Source(
        *(p.purity_hcl, reduction, 1.0 - p.replanting, p.policy_lag_weeks, p.seized_at_source, seizures),
        cut=world.coca_cut,
        made_kg=world.coca_made_kg,
    )
    passage = Passage(
        share=world.leg_share,
        asked=np.zeros_like(leg.sent_kg),
        sent=leg.sent_kg,
        passed=leg.passed_kg,
        store=world.coca_kg,
        sold=world.coca_sold_kg,
        gate=world.gate_kg,
        waiting=np.zeros_like(gate.sent_kg),
        gone=gate.sent_kg,
        arrived=gate.passed_kg,
        produced=world.produced_kg,
        stock=world.stock_kg,
        seized=world.leg_seized_kg,
        loss=world.leg_loss,
    )
    store = Store(world.coca_kg, world.coca_price, world.coca_demand_mean, world.coca_world_base, world.coca_world_kg)
    rule = StoreRule(
        usual=p.source_usd_per_kg,
        elasticity=p.world_elasticity,
        gamma=p.source_gamma,
        a=p.source_a,
        cover=p.source_cover_weeks,
        memory=p.world_memory_weeks,
    )
    return Crossing(
        source=source,
        store=store,
        store_rule=rule,
        hazard=np.log1p(-p.detect),
        effort=levers.together(*LEG_LEVERS),
        chance=np.zeros((len(Leg), 1, model.lanes)),
        passage=passage,
    )


def leg_chance(model: Any) -> Floats:
    """Chance that a load is seized on each leg, (leg, 1, L); levers multiply hazards."""
    kept, chance = model.rules.crossing, model.rules.crossing.chance
    if model.levers.moved(*LEG_LEVERS):
        np.multiply(kept.hazard, kept.effort, out=chance[:, 0])
        np.exp(chance, out=chance)
        np.subtract(1.0, chance, out=chance)
    return np.asarray(chance)


def cocaine(model: Any) -> None:
    """Organisations buy in Colombia; loads go by the Pacific, or to Central America and on over Mexico's south.

    Potential output is a driver. What partners' policies take away grows back in part elsewhere, and reaches exports
    with the lag of fields and stocks. Mexico's organisations are served first, other markets buy what their price
    allows; these adapt to what they got, over ``world_memory_weeks``: they absorb shortfalls first and new output later
    (Caulkins and Hao 2008).
    """
    world, kept, wanted = model.world, model.rules.crossing, model.rules.works.plans.wanted_kg
    if model.deciding:
        world.leg_share[:-1] = model.intents.leg_share[:-1]
    passage, chance = kept.passage, leg_chance(model)
    buy_coca(model.cocaine_potential(), wanted, kept.source, kept.store, kept.store_rule, passage)
    model.legs.ship(model, passage.asked, share=model.one_way[0], p_inspect=chance[:2], stock_kg=passage.asked)
    set_out(passage)
    model.gate.ship(model, passage.waiting, share=model.one_way[1], p_inspect=chance[2:], stock_kg=passage.waiting)
    come_in(passage)
