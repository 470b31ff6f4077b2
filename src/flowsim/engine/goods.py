"""Phases of the source country: crops, gum, precursors, laboratories."""

from __future__ import annotations

from math import cos, pi
from typing import Any

import numpy as np

from flowsim.domain.calendar import WEEKS_PER_YEAR, middle
from flowsim.domain.codes import Drug
from flowsim.domain.network import Floats
from flowsim.kernels import crops as poppy
from flowsim.kernels import draws
from flowsim.kernels import synthesis as labs
from flowsim.kernels.lanes import total

PEAK_DAY = 75  # mid March, and half a year later


def season(week: int, depth: Floats) -> Floats:
    """Harvest of a week over the year's mean, (L,): two harvests, in spring and in autumn."""
    day = middle(week).timetuple().tm_yday
    return 1.0 + depth * cos(4 * pi * (day - PEAK_DAY) / 365.25)


def noise(model: Any, process: int, week: int, sd: Floats, rows: int) -> Floats:
    """Lognormal factors with mean 1, (row, L), addressed by week and row."""
    out = np.empty((rows, model.lanes))
    draws.fill_normal(model.keys, process, week, np.arange(rows, dtype=np.uint64), 0, out)
    return np.exp(sd * out - 0.5 * sd * sd)


def crops(model: Any) -> None:
    """Legal income, eradication, resowing, harvest."""
    world, p, levers, intents = model.world, model.params.crops, model.levers, model.intents
    world.alternatives += (levers["alternatives_coverage"] - world.alternatives) / p.alternatives_lag_weeks
    world.planted_ha[:] = intents.planted_ha
    world.search_share[:] = intents.search_share
    effort = p.eradication_ha_per_week * intents.search_scale * levers["eradication_effort"]
    search = (
        effort
        * world.search_share
        * noise(model, draws.ERADICATION, model.draw_week, p.search_sd, len(world.planted_ha))
    )
    gum = p.yield_pure_kg_per_ha * p.gum_per_heroin * p.saleable_share / WEEKS_PER_YEAR
    weather = noise(model, draws.WEATHER, middle(model.week).year - 2000, p.weather_sd, len(world.planted_ha))
    rates = poppy.FieldRates(
        search_ha=search,
        erad_rate_2012=model.base.erad_rate,
        yield_kg=weather * (gum * season(model.week, p.season_depth)),
        replant=1.0 / p.replant_weeks,
        dispersal=p.dispersal,
    )
    poppy.grow(model.bound.fields, rates)


def plan(model: Any) -> Floats:
    """Wanted production by sender and drug, (sender, D, L) kg per week: usual sales and a quarter of the stock gap.

    The target stock is some weeks of sales and at least two usual loads, so that small sellers can fill a load.
    """
    world, p = model.world, model.params.synthesis
    target = p.cover_stock_weeks * world.sent_mean + model.base.least_stock
    return np.maximum(world.sent_mean + (target - world.stock_kg) / 4.0, 0.0)


def synthesis(model: Any) -> None:
    """Gum is bought, precursors are used, laboratories open, make and are raided."""
    world, p, levers = model.world, model.params, model.levers
    wanted = plan(model)
    wanted[-1] = 0.0  # mail sellers buy ready product abroad
    per_lab = np.stack([p.synthesis.heroin_lab_kg_per_week, p.synthesis.lab_kg_per_week])
    heroin = np.minimum(wanted[:, Drug.HEROIN], world.labs[:, Drug.HEROIN] * per_lab[Drug.HEROIN])
    world.gum_order_kg[:] = heroin * p.crops.gum_per_heroin
    poppy.trade_gum(
        model.bound.gum,
        poppy.GumRule(
            cost=p.crops.gum_cost_usd_per_kg,
            a=p.crops.gum_a,
            gamma=p.crops.gum_gamma,
            cover=p.crops.gum_cover_weeks,
            memory=p.crops.price_lag_weeks,
        ),
    )
    making = labs.Making(
        keys=model.keys,
        week=model.draw_week,
        plan_kg=wanted,
        heroin_kg=world.gum_order_kg / p.crops.gum_per_heroin,
        per_lab_kg=per_lab,
        build_weeks=p.synthesis.lab_build_weeks,
        raid_hazard=p.synthesis.raid_hazard_per_year / WEEKS_PER_YEAR * levers["lab_raids"],
        precursor_per_kg=p.synthesis.precursor_per_kg,
    )
    labs.make(model.bound.makers, making)


def imports(model: Any) -> None:
    """Precursors arrive, are inspected at the seaports, and are ordered anew."""
    world, p, levers = model.world, model.params.synthesis, model.levers
    world.seaport_share[:-1] = model.intents.seaport_share[:-1]
    world.seaport_effort[:] = model.intents.seaport_effort
    rule = labs.ImportRule(
        cover_weeks=p.cover_precursor_weeks,
        shipment_kg=p.shipment_kg,
        lead_weeks=p.lead_weeks,
        supplier_loss=levers["precursor_supplier_loss"].copy(),
        substitution_rate=np.log(49.0) / p.supplier_sub_median_weeks,
    )
    labs.order_precursors(model.bound.imports, rule)
    chance = p.intercept_base * levers["precursor_inspection"] * levers["precursor_targeting"] * world.seaport_effort
    model.seaports.ship(
        model,
        send_kg=world.precursor_arriving_kg[:, None, :],
        share=world.seaport_share[:, None, :, :],
        p_inspect=np.minimum(chance, 1.0)[None],
        stock_kg=world.precursor_arriving_kg[:, None, :],
    )
    held_back = world.precursor_arriving_kg - model.seaports.out.sent_kg[:, 0]
    world.precursor_kg += world.precursor_landed_kg
    world.precursor_pipeline_kg[0] += held_back  # shipments not sent this week arrive next week


def income_usd(model: Any) -> Floats:
    """Growers' income from gum, (L,) USD per week."""
    world = model.world
    return np.asarray(total(world.gum_sold_kg) * world.gum_price)
