"""Phases of making: what organisations buy and make, laboratories, precursors."""

from __future__ import annotations

from typing import Any

import numpy as np

from flowsim.domain.calendar import WEEKS_PER_YEAR
from flowsim.domain.codes import Chemistry, Crop, Drug
from flowsim.domain.network import Floats
from flowsim.engine.fields import trade
from flowsim.kernels import synthesis as labs

LOSS = ("precursor_supplier_loss", "p2p_supplier_loss", "ephedrine_supplier_loss")


def plan(model: Any) -> Floats:
    """Wanted production by sender and drug, (sender, D, L) kg per week: usual sales and a quarter of the stock gap.

    The target stock is some weeks of sales and at least two usual loads, so that small sellers can fill a load.
    Who could not pay all of last week's dues buys and makes less in the same proportion.
    """
    world, p = model.world, model.params.synthesis
    target = p.cover_stock_weeks * world.sent_mean + model.base.least_stock
    wanted = np.maximum(world.sent_mean + (target - world.stock_kg) / 4.0, 0.0)
    return np.asarray(wanted * world.paid_share[:, None])


def split(model: Any) -> Floats:
    """Share of its drug's plan by chemistry, (chemistry, L)."""
    p2p = 1.0 / (1.0 + np.exp(-model.world.p2p_odds))
    return np.stack([np.ones(model.lanes), p2p, 1.0 - p2p])


def synthesis(model: Any) -> None:
    """Gum and marijuana are bought, precursors are used, laboratories open, make and are raided."""
    world, p, levers = model.world, model.params, model.levers
    wanted = plan(model)
    wanted[-1] = 0.0  # mail sellers buy ready product abroad
    model.wanted = wanted
    per_lab = p.synthesis.lab_kg_per_week
    heroin = np.minimum(wanted[:, Drug.HEROIN], world.labs[:, Drug.HEROIN] * per_lab[Drug.HEROIN])
    world.farm_order_kg[Crop.POPPY] = heroin * p.crops.gum_per_heroin
    world.farm_order_kg[Crop.MARIJUANA] = wanted[:, Drug.MARIJUANA]
    for crop in Crop:
        trade(model, crop)
    world.produced_kg[:, Drug.MARIJUANA] = world.farm_order_kg[Crop.MARIJUANA]
    world.stock_kg[:, Drug.MARIJUANA] += world.farm_order_kg[Crop.MARIJUANA]
    making = labs.Making(
        keys=model.keys,
        week=model.draw_week,
        plan_kg=wanted,
        heroin_kg=world.farm_order_kg[Crop.POPPY] / p.crops.gum_per_heroin,
        per_lab_kg=per_lab,
        build_weeks=p.synthesis.lab_build_weeks,
        raid_hazard=p.synthesis.raid_hazard_per_year / WEEKS_PER_YEAR * levers["lab_raids"],
        precursor_per_kg=p.synthesis.precursor_per_kg,
        split=split(model),
    )
    labs.make(model.bound.makers, making)


def change_chemistry(model: Any, loss: Floats) -> None:
    """Makers of methamphetamine move toward the chemistry whose supply is left, slowly.

    Log odds of P2P move toward those of 2012 plus ``route_pull`` times the log ratio of what is left of the two
    supplies; half of a gap takes ``route_sub_median_weeks``.

    Parameters
    ----------
    loss : (chemistry, L)
        Share of foreign supply lost and not replaced.
    """
    world, p = model.world, model.params.synthesis
    left = np.log(np.maximum(1.0 - loss, 1e-3))
    usual = np.log(p.p2p_share_2012 / (1.0 - p.p2p_share_2012))
    target = usual + p.route_pull * (left[Chemistry.P2P] - left[Chemistry.EPHEDRINE])
    world.p2p_odds += (target - world.p2p_odds) * np.log(2.0) / p.route_sub_median_weeks


def imports(model: Any) -> None:
    """Precursors arrive, are inspected at the seaports, and are ordered anew."""
    world, p, levers = model.world, model.params.synthesis, model.levers
    world.seaport_share[:-1] = model.intents.seaport_share[:-1]
    world.seaport_effort[:] = model.intents.seaport_effort
    loss = np.stack([levers[name] for name in LOSS])
    rate = np.log(9.0) / p.supplier_sub_spread_weeks
    rule = labs.ImportRule(
        cover_weeks=p.cover_precursor_weeks,
        shipment_kg=p.shipment_kg,
        lead_weeks=p.lead_weeks,
        supplier_loss=loss,
        substitution_rate=np.expm1(rate),  # by the week, so that half a loss is replaced at the median
        foothold=np.exp(-rate * p.supplier_sub_median_weeks),
    )
    labs.order_precursors(model.bound.imports, rule)
    change_chemistry(model, loss - world.substitution)
    chance = p.intercept_base * levers["precursor_inspection"] * levers["precursor_targeting"] * world.seaport_effort
    chance = chance * world.port_integrity
    arriving = np.ascontiguousarray(world.precursor_arriving_kg.transpose(1, 0, 2))
    model.seaports.ship(
        model,
        send_kg=arriving,
        share=world.seaport_share,
        p_inspect=np.broadcast_to(np.minimum(chance, 1.0), (len(Chemistry), *chance.shape)),
        stock_kg=arriving,
    )
    ship = model.seaports.out
    world.precursor_landed_kg[:] = ship.passed_kg.transpose(1, 0, 2)
    world.precursor_kg += world.precursor_landed_kg
    held_back = arriving - ship.sent_kg
    world.precursor_pipeline_kg[0] += held_back.transpose(1, 0, 2)  # shipments not sent this week arrive next week
