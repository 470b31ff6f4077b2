"""The world at the start of the spin-up: the equilibrium of 2012 as far as it has a closed form."""

from __future__ import annotations

from typing import Any

import numpy as np

from flowsim.domain.calendar import WEEKS_PER_YEAR
from flowsim.domain.codes import Drug, Level, Mode
from flowsim.engine.base import Base
from flowsim.kernels.lanes import total
from flowsim.state.world import World

YEARS_TO_MID_2012 = 0.75


def fill(world: World, base: Base, params: Any, network: Any, mexico_share: float) -> None:
    """Write the opening stocks, prices, people and beliefs into an empty world, in place."""
    crops, market, use = params.crops, params.market, params.use
    world.planted_ha[:] = base.planted_ha
    world.standing_ha[:] = (
        base.planted_ha - crops.replant_weeks * base.erad_rate * crops.area_2012_ha * (network.poppy.weight[:, None])
    )
    world.erad_rate[:] = base.erad_rate
    world.belief[:] = 1.0 - np.exp(-crops.growth_weeks * base.erad_rate)
    world.search_share[:] = network.poppy.weight[:, None]
    world.seen_ha[:] = crops.area_2012_ha
    world.gum_price[:] = crops.gum_cost_usd_per_kg
    world.gum_expected[:] = crops.gum_cost_usd_per_kg

    world.users[:] = base.users * np.exp(-YEARS_TO_MID_2012 * np.log1p(use.user_growth))
    world.treated[:] = world.users * use.seek_rate / WEEKS_PER_YEAR * use.treatment_weeks
    world.recovered[:] = world.users * use.recovered_ratio
    world.risk_perceived[:] = 1.0
    f0 = np.where(network.powder[:, None], market.fent_f0_powder, market.fent_f0_powder * market.fent_f0_tar_ratio)
    world.adoption[:] = f0
    world.fentanyl_share[:] = f0

    doses = world.users * base.users_kg
    wanted = np.stack([doses * (1.0 - f0), doses * f0 / market.equivalents])
    world.demand_mean[:] = wanted[None]
    world.market_kg[:] = wanted[None] * market.cover_weeks
    world.order_kg[:] = wanted * np.array([mexico_share, 1.0])[:, None, None]
    world.price[Level.IMPORT] = base.landed_ref[:, None]
    world.price[Level.WHOLESALE, Drug.HEROIN] = market.wholesale_usd_per_kg
    world.price[Level.WHOLESALE, Drug.FENTANYL] = 2.0 * base.landed_ref[Drug.FENTANYL]
    world.price[Level.RETAIL, Drug.HEROIN] = market.retail_usd_per_kg
    world.price[Level.RETAIL, Drug.FENTANYL] = market.retail_usd_per_kg * market.equivalents

    flow = np.stack([total(world.order_kg[d]) for d in range(len(Drug))])
    world.sent_mean[:] = base.weights * flow
    world.stock_kg[:] = world.sent_mean * params.synthesis.cover_stock_weeks + base.least_stock
    capacity = np.stack([params.synthesis.heroin_lab_kg_per_week, params.synthesis.lab_kg_per_week])
    world.labs[:] = np.ceil(1.2 * world.sent_mean / capacity)
    gum = flow[Drug.HEROIN] * crops.gum_per_heroin
    world.gum_demand_mean[:] = gum
    world.gum_kg[:] = network.poppy.weight[:, None] * gum * crops.gum_cover_weeks
    use_mean = world.sent_mean[:, Drug.FENTANYL] * params.synthesis.precursor_per_kg
    world.precursor_use_mean[:] = use_mean
    world.precursor_kg[:] = use_mean * params.synthesis.cover_precursor_weeks
    world.precursor_kg += np.where(use_mean > 0.0, params.synthesis.shipment_kg, 0.0)
    lead = int(params.synthesis.lead_weeks[0])
    world.precursor_pipeline_kg[:lead] = use_mean[None]
    world.seaport_share[:] = network.seaports.weight[None, :, None]
    world.seaport_effort[:] = 1.0
    world.share[:-1] = base.openings[None]
    world.share[-1, Drug.FENTANYL, network.corridors.mode == Mode.MAIL] = 1.0
    world.effort[:] = 1.0
    world.premium[:] = 1.0
    world.landed_usd[:] = base.landed_ref
