"""Phase of the fields: both crops grow, are eradicated and resown, and give their harvest."""

from __future__ import annotations

from datetime import date
from functools import cache
from math import cos, pi
from typing import Any, NamedTuple

import numpy as np

from flowsim.domain.calendar import WEEKS_PER_YEAR, middle
from flowsim.domain.codes import Crop
from flowsim.domain.network import Floats
from flowsim.kernels import crops as kernel
from flowsim.kernels import draws

PEAK_DAY = 75  # mid March, and half a year later
ROWS_OF_A_CROP = 1000
EFFORT = ("eradication_effort", "marijuana_eradication")
"""Levers by crop."""


@cache
def tide(week: int) -> float:
    """Where a week stands in the year, 1 at the height of the two harvests, in spring and in autumn, -1 between."""
    day = middle(week)
    of_year = (day - date(day.year, 1, 1)).days + 1
    return cos(4 * pi * (of_year - PEAK_DAY) / 365.25)


def noise(model: Any, process: int, week: int, sd: Floats, crop: int, rows: int) -> Floats:
    """Lognormal factors with mean 1, (row, L), addressed by crop, week and row."""
    out = np.empty((rows, model.lanes))
    entity = np.arange(ROWS_OF_A_CROP * crop, ROWS_OF_A_CROP * crop + rows, dtype=np.uint64)
    draws.fill_normal(model.keys, process, week, entity, 0, out)
    return np.exp(sd * out - 0.5 * sd * sd)


def weather(model: Any) -> Floats:
    """Yield of the year over the mean, (region, L); drawn once a year."""
    year = middle(model.week).year - 2000
    if year not in model.weather:
        rows = [
            noise(model, draws.WEATHER, year, p.weather_sd, crop, here.stop - here.start)
            for crop, p, here in zip(Crop, model.farming, model.crop_rows, strict=True)
        ]
        model.weather[year] = np.concatenate(rows)
    return np.asarray(model.weather[year])


class Tending(NamedTuple):
    """What the fields of a tile keep from week to week."""

    outlook: kernel.Outlook
    lancing: Floats  # (crop, L) elasticity of care to the farm price
    season: kernel.Season
    search_ha: Floats  # (region, L)
    yield_kg: Floats  # (region, L)
    rates: tuple[kernel.FieldRates, ...]  # by crop, over rows of the last two
    gates: tuple[kernel.FarmRule, ...]  # by crop


def make_tending(model: Any) -> Tending:
    """Parameters of both crops side by side, and room for what changes from week to week."""
    world, farming, rows = model.world, model.farming, model.crop_rows
    crop = np.asarray(model.network.crop, dtype=np.int64)
    number = [ROWS_OF_A_CROP * c + np.arange(here.stop - here.start) for c, here in zip(Crop, rows, strict=True)]

    def both(name: str) -> Floats:
        return np.stack([getattr(p, name) for p in farming])

    sd = both("search_sd")[crop]
    search_ha, yield_kg = np.zeros((2, *world.standing_ha.shape))
    outlook = kernel.Outlook(
        entity=np.concatenate(number).astype(np.uint64),
        luck_sd=sd,
        luck_mean=0.5 * sd * sd,
        luck=np.ones_like(sd),
        farm_price=world.farm_price,
        usual_usd=both("usd_per_kg"),
        care=np.ones_like(world.farm_price),
        coverage=model.levers["alternatives_coverage"],
        lag_weeks=model.params.crops.alternatives_lag_weeks,
        alternatives=world.alternatives,
    )
    season = kernel.Season(
        crop=crop,
        search_ha=both("search_ha_per_week"),
        scale=model.intents.search_scale,
        effort=model.levers.together(*EFFORT),
        integrity=world.integrity_mean,
        share=world.search_share,
        luck=outlook.luck,
        kg_per_ha=both("kg_per_ha") / WEEKS_PER_YEAR,
        depth=both("season_depth"),
        care=outlook.care,
    )
    rates = (
        kernel.FieldRates(search_ha[r], model.base.erad_rate[r], yield_kg[r], 1.0 / p.replant_weeks, p.dispersal)
        for p, r in zip(farming, rows, strict=True)
    )
    gates = (kernel.FarmRule(p.usd_per_kg, p.a, p.gamma, p.cover_weeks, p.price_lag_weeks) for p in farming)
    return Tending(
        outlook=outlook,
        lancing=both("lancing"),
        season=season,
        search_ha=search_ha,
        yield_kg=yield_kg,
        rates=tuple(rates),
        gates=tuple(gates),
    )


def crops(model: Any) -> None:
    """Legal income, eradication, resowing, harvest."""
    world, tending = model.world, model.rules.tending
    if model.deciding:
        np.copyto(world.planted_ha, model.intents.planted_ha)
        np.copyto(world.search_share, model.intents.search_share)
    luck, care = tending.outlook.luck, tending.outlook.care
    kernel.look_out(model.keys, model.draw_week, tending.outlook)
    np.exp(luck, out=luck)
    np.power(care, tending.lancing, out=care)
    kernel.tend(tending.season, weather(model), tide(model.week), tending.search_ha, tending.yield_kg)
    for fields, rates in zip(model.bound.fields, tending.rates, strict=True):
        kernel.grow(fields, rates)
