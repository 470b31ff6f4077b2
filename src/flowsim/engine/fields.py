"""Phase of the fields: both crops grow, are eradicated and resown, and give their harvest."""

from __future__ import annotations

from math import cos, pi
from typing import Any

import numpy as np

from flowsim.domain.calendar import WEEKS_PER_YEAR, middle
from flowsim.domain.codes import Crop
from flowsim.domain.network import Floats
from flowsim.kernels import crops as kernel
from flowsim.kernels import draws

PEAK_DAY = 75  # mid March, and half a year later
ROWS_OF_A_CROP = 1000
EFFORT = {Crop.POPPY: "eradication_effort", Crop.MARIJUANA: "marijuana_eradication"}


def season(week: int, depth: Floats) -> Floats:
    """Harvest of a week over the year's mean, (L,): two harvests, in spring and in autumn."""
    day = middle(week).timetuple().tm_yday
    return 1.0 + depth * cos(4 * pi * (day - PEAK_DAY) / 365.25)


def noise(model: Any, process: int, week: int, sd: Floats, crop: int, rows: int) -> Floats:
    """Lognormal factors with mean 1, (row, L), addressed by crop, week and row."""
    out = np.empty((rows, model.lanes))
    entity = np.arange(ROWS_OF_A_CROP * crop, ROWS_OF_A_CROP * crop + rows, dtype=np.uint64)
    draws.fill_normal(model.keys, process, week, entity, 0, out)
    return np.exp(sd * out - 0.5 * sd * sd)


def weather(model: Any, crop: Crop) -> Floats:
    """Yield of the year over the mean, (region, L); drawn once a year."""
    year = middle(model.week).year - 2000
    if (crop, year) not in model.weather:
        sd, rows = model.farming[crop].weather_sd, model.crop_rows[crop]
        model.weather[crop, year] = noise(model, draws.WEATHER, year, sd, crop, rows.stop - rows.start)
    return np.asarray(model.weather[crop, year])


def crops(model: Any) -> None:
    """Legal income, eradication, resowing, harvest."""
    world, levers, intents = model.world, model.levers, model.intents
    lag = model.params.crops.alternatives_lag_weeks
    world.alternatives += (levers["alternatives_coverage"] - world.alternatives) / lag
    world.planted_ha[:] = intents.planted_ha
    world.search_share[:] = intents.search_share
    for crop in Crop:
        p, rows = model.farming[crop], model.crop_rows[crop]
        count = rows.stop - rows.start
        effort = p.search_ha_per_week * intents.search_scale[crop] * levers[EFFORT[crop]] * world.integrity_mean
        luck = noise(model, draws.ERADICATION, model.draw_week, p.search_sd, crop, count)
        care = np.minimum(np.maximum(world.farm_price[crop] / p.usd_per_kg, 0.25), 4.0) ** p.lancing
        rates = kernel.FieldRates(
            search_ha=effort * world.search_share[rows] * luck,
            erad_rate_2012=model.base.erad_rate[rows],
            yield_kg=weather(model, crop) * (p.kg_per_ha / WEEKS_PER_YEAR * season(model.week, p.season_depth) * care),
            replant=1.0 / p.replant_weeks,
            dispersal=p.dispersal,
        )
        kernel.grow(model.bound.fields[crop], rates)


def trade(model: Any, crop: Crop) -> None:
    """The farm gate: orders in ``world.farm_order_kg`` meet growers' stock; what is bought stands there after."""
    p = model.farming[crop]
    rule = kernel.FarmRule(cost=p.usd_per_kg, a=p.a, gamma=p.gamma, cover=p.cover_weeks, memory=p.price_lag_weeks)
    kernel.trade(model.bound.farms[crop], rule)
