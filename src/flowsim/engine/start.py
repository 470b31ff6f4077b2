"""The world at the start of the spin-up: the equilibrium of 2012 as far as it has a closed form."""

from __future__ import annotations

from typing import Any

import numpy as np

from flowsim.domain.calendar import WEEKS_PER_YEAR
from flowsim.domain.chain.farming import farming
from flowsim.domain.codes import PRODUCT_OF, Chemistry, Crop, Drug, Level, Mode, Purse
from flowsim.domain.network import Floats
from flowsim.engine.base import Base, treated_ratio
from flowsim.engine.conflict import open_conflict
from flowsim.engine.goods import split
from flowsim.engine.institutions import rest
from flowsim.engine.justice import open_courts
from flowsim.kernels.lanes import sum_over, total

YEARS_TO_MID_2012 = 0.75
OWED_SHARE = 0.7  # of exports owed in Mexico, for the first weeks of the spin-up only
LEAST_WORLD = 0.1  # of Colombian output, bought by other markets


def fill(model: Any) -> None:
    """Write the opening stocks, prices, people and beliefs into an empty world, in place."""
    world, base, params, network = model.world, model.base, model.params, model.network
    fields(world, base, params, network)
    people(world, base, params.use)
    home(world, params, network)
    flow = markets(model)
    world.p2p_odds[:] = np.log(params.synthesis.p2p_share_2012 / (1.0 - params.synthesis.p2p_share_2012))
    makers(model, flow)
    cocaine(model, flow)
    purses(model, flow)
    rest(model)
    open_conflict(model)
    open_courts(model)
    world.delivery[:] = world.delivery_seen[:] = 1.0
    world.share[:-1] = base.routes.openings[None]
    world.share[-1, Drug.FENTANYL, network.corridors.mode == Mode.MAIL] = 1.0
    world.effort[:] = 1.0
    world.premium[:] = 1.0
    world.landed_usd[:] = base.landed_ref


def purses(model: Any, flow: Floats) -> None:
    """Liquid money for the usual weeks, in notes and clean; shares of channels by weight alone, the payroll."""
    world, base, p = model.world, model.base, model.params
    world.paid_share[:] = 1.0
    world.wage_offer[:] = 1.0
    world.export_mean[:] = sum_over(base.weights * flow * base.landed_ref, 1)
    world.dues_mean[:] = OWED_SHARE * world.export_mean
    liquid = p.liquidity.target_weeks * world.dues_mean
    world.purse_usd[Purse.MX_PESOS] = 0.5 * liquid
    world.purse_usd[Purse.CLEAN] = 0.5 * liquid
    world.purse_usd[:, -1] = 0.0
    world.provider_fee[:] = model.providers.fee
    world.provider_capacity[:] = model.providers.capacity
    world.provider_size[:] = model.providers.size
    weight = p.channels.nest_weight[model.providers.nest] * world.provider_size
    world.channel_share[:] = (weight / total(weight))[:, None]
    outlet = p.channels.outlet_weight
    world.outlet_share[:] = (outlet / total(outlet))[:, None]


def fields(world: Any, base: Base, params: Any, network: Any) -> None:
    """Land, growers' beliefs, the search, farm prices."""
    share, of = network.crop_weight[:, None], network.crop
    crops = farming(params)
    area = np.stack([p.area_ha for p in crops])
    world.planted_ha[:] = base.planted_ha
    world.standing_ha[:] = (
        base.planted_ha - share * (np.stack([p.replant_weeks for p in crops]) * area)[of] * base.erad_rate
    )
    world.erad_rate[:] = base.erad_rate
    world.belief[:] = 1.0 - np.exp(-np.stack([p.growth_weeks for p in crops])[of] * base.erad_rate)
    world.search_share[:] = share
    world.seen_ha[:] = area
    world.farm_price[:] = np.stack([p.usd_per_kg for p in crops])
    world.farm_expected[:] = world.farm_price


def people(world: Any, base: Base, p: Any) -> None:
    """Users at the start of history, patients and people in recovery in their usual ratio."""
    world.users[:] = base.users * np.exp(-YEARS_TO_MID_2012 * np.log1p(p.user_growth))[:, None, :]
    world.treated[:] = world.users * treated_ratio(p)[:, None, :]
    world.recovered[:] = world.users * p.recovered_ratio
    world.risk_perceived[:] = 1.0


def home(world: Any, params: Any, network: Any) -> None:
    """Supply inside the US: laboratories, and marijuana by the law of the day, at the national share."""
    world.us_lab_share[:] = params.synthesis.us_lab_share_2012
    share = params.cannabis.home_share_2012
    world.home_odds[:] = np.log(share / (1.0 - share))


def markets(model: Any) -> Floats:
    """Stocks, demand, prices and purity of the US; returns kg per week asked of Mexico, (D, L)."""
    world, base, p = model.world, model.base, model.params.market
    powder = model.network.powder[:, None]
    f0 = np.where(powder, p.fent_f0_powder, p.fent_f0_powder * p.fent_f0_tar_ratio)
    world.adoption[:] = f0
    world.fentanyl_share[:] = f0
    doses = world.users * base.users_kg
    wanted = doses[list(PRODUCT_OF)]
    wanted[Drug.HEROIN] *= 1.0 - f0
    wanted[Drug.FENTANYL] *= f0 / p.equivalents
    world.demand_kg[:] = doses
    world.demand_mean[:] = wanted[None]
    world.market_kg[:] = wanted[None] * p.cover_weeks
    from_mexico = np.ones_like(wanted)
    from_mexico[Drug.HEROIN] = float(model.drivers.mexico_share[0])
    from_mexico[Drug.METHAMPHETAMINE] = 1.0 - world.us_lab_share
    from_mexico[Drug.COCAINE] = model.params.coca.mexico_share
    from_mexico[Drug.MARIJUANA] = 1.0 / (1.0 + np.exp(world.home_odds))
    world.order_kg[:] = wanted * from_mexico
    world.price[Level.IMPORT] = base.landed_ref[:, None]
    world.price[Level.WHOLESALE] = p.wholesale_usd_per_kg[list(PRODUCT_OF)][:, None]
    world.price[Level.WHOLESALE, Drug.FENTANYL] = 2.0 * base.landed_ref[Drug.FENTANYL]
    world.price[Level.RETAIL] = p.retail_usd_per_kg[list(PRODUCT_OF)][:, None]
    world.price[Level.RETAIL, Drug.FENTANYL] *= p.equivalents
    world.purity[:] = p.purity_2012[:, None]
    return sum_over(world.order_kg, 1)


def makers(model: Any, flow: Floats) -> None:
    """Stocks of organisations, laboratories, growers' stocks, precursors."""
    world, base, p = model.world, model.base, model.params.synthesis
    world.sent_mean[:] = base.weights * flow
    world.stock_kg[:] = world.sent_mean * p.cover_stock_weeks + base.least_stock
    made = len(p.lab_kg_per_week)
    world.labs[:, :made] = np.ceil(1.2 * world.sent_mean[:, :made] / p.lab_kg_per_week)
    bought = (flow[Drug.HEROIN] * model.params.crops.gum_per_heroin, flow[Drug.MARIJUANA])
    for crop in Crop:
        rows = model.crop_rows[crop]
        world.farm_demand_mean[crop] = bought[crop]
        weight = model.network.crop_weight[rows, None]
        world.farm_kg[rows] = weight * bought[crop] * model.farming[crop].cover_weeks
    drug = [Drug.FENTANYL, Drug.METHAMPHETAMINE, Drug.METHAMPHETAMINE]
    parts = np.ones_like(p.precursor_per_kg)
    split(world.p2p_odds, parts)
    per_kg = p.precursor_per_kg * parts
    need = np.stack([world.sent_mean[:, d] * per_kg[c] for c, d in zip(Chemistry, drug, strict=True)])
    world.precursor_use_mean[:] = need
    world.precursor_usual_kg[:] = need
    shipment = p.shipment_kg[:, None, :]
    world.precursor_kg[:] = need * p.cover_precursor_weeks + np.where(need > 0.0, shipment, 0.0)
    lead = int(p.lead_weeks[0])
    world.precursor_pipeline_kg[:lead] = need[None]
    world.seaport_share[:] = model.network.seaports.weight[None, None, :, None]
    world.seaport_effort[:] = 1.0


def cocaine(model: Any, flow: Floats) -> None:
    """Colombian stock and buyers: other markets take what Mexico's organisations leave."""
    world, base, p = model.world, model.base, model.params.coca
    made = model.cocaine_potential() * p.purity_hcl / WEEKS_PER_YEAR * (1.0 - p.seized_at_source)
    asked = flow[Drug.COCAINE] / (1.0 - base.leg_loss)
    world.coca_made_kg[:] = made
    world.coca_world_base[:] = np.maximum(made - asked, LEAST_WORLD * made)
    world.coca_demand_mean[:] = asked + world.coca_world_base
    world.coca_kg[:] = p.source_cover_weeks * world.coca_demand_mean
    world.coca_price[:] = p.source_usd_per_kg
    world.leg_loss[:] = base.leg_loss
    world.leg_share[:] = (p.openings / total(p.openings))[None]
