"""One week of fields of one crop: eradication, replanting, harvest; then the farm gate."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from flowsim.kernels.draws import ERADICATION, fill_normal
from flowsim.kernels.jit import exact, kernel
from flowsim.kernels.vmath import vexp, vlog

PRICE_CLIP = 1.5
LEAST_CARE, MOST_CARE = 0.25, 4.0  # farm price over the usual one that care of fields still follows


class Season(NamedTuple):
    """What the week brings to the fields of all crops; (crop, lane) float64 unless it says otherwise."""

    crop: np.ndarray  # (region,) int64
    search_ha: np.ndarray  # ha per week that are searched at scale 1
    scale: np.ndarray  # of the search
    effort: np.ndarray  # lever
    integrity: np.ndarray  # (lane,) effect of authorities over that of 2012
    share: np.ndarray  # (region, lane) of the search
    luck: np.ndarray  # (region, lane) of the search, mean 1
    kg_per_ha: np.ndarray  # a week
    depth: np.ndarray  # of the seasons
    care: np.ndarray  # yield over that at the usual price


class Outlook(NamedTuple):
    """What luck, care and legal income follow from; (crop, lane) float64 unless it says otherwise."""

    entity: np.ndarray  # (region,) uint64, addresses of luck
    luck_sd: np.ndarray  # (region, lane)
    luck_mean: np.ndarray  # (region, lane) half its square
    luck: np.ndarray  # (region, lane) out: log of luck with mean 1
    farm_price: np.ndarray
    usual_usd: np.ndarray  # price at which fields get the usual care
    care: np.ndarray  # out: one over the other, within bounds
    coverage: np.ndarray  # (lane,) lever: land drawn into legal income in the long run
    lag_weeks: np.ndarray  # (lane,)
    alternatives: np.ndarray  # (lane,) share of land that legal income has drawn away, updated


@exact
def look_out(keys, week, outlook):  # type: ignore[no-untyped-def]
    """Legal income draws land away; what luck of the search and care of the fields are made of.

    Parameters
    ----------
    keys : (lane,) uint64
    week : int
        As it addresses draws.
    outlook : Outlook
    """
    regions, lanes = outlook.luck.shape
    fill_normal(keys, ERADICATION, week, outlook.entity, 0, outlook.luck)
    for r in range(regions):
        for lane in range(lanes):
            outlook.luck[r, lane] = outlook.luck[r, lane] * outlook.luck_sd[r, lane] - outlook.luck_mean[r, lane]
    for c in range(outlook.care.shape[0]):
        for lane in range(lanes):
            dear = outlook.farm_price[c, lane] / outlook.usual_usd[c, lane]
            outlook.care[c, lane] = min(max(dear, LEAST_CARE), MOST_CARE)
    for lane in range(lanes):
        drawn = outlook.alternatives[lane]
        outlook.alternatives[lane] = drawn + (outlook.coverage[lane] - drawn) / outlook.lag_weeks[lane]


@exact
def tend(season, weather, tide, search_ha, yield_kg):  # type: ignore[no-untyped-def]
    """Hectares searched and kg per standing hectare this week, both (region, lane), overwritten.

    Parameters
    ----------
    season : Season
    weather : (region, lane)
        Yield of the year over the mean.
    tide : float
        Where the year stands, -1 between the harvests and 1 in the middle of one.
    """
    regions, lanes = search_ha.shape
    for r in range(regions):
        c = season.crop[r]
        for lane in range(lanes):
            effort = season.search_ha[c, lane] * season.scale[c, lane] * season.effort[c, lane] * season.integrity[lane]
            search_ha[r, lane] = effort * season.share[r, lane] * season.luck[r, lane]
            usual = season.kg_per_ha[c, lane] * (1.0 + season.depth[c, lane] * tide) * season.care[c, lane]
            yield_kg[r, lane] = weather[r, lane] * usual


class Fields(NamedTuple):
    """Fields of one crop by region; every array (region, lane) float64."""

    planted_ha: np.ndarray
    standing_ha: np.ndarray
    farm_kg: np.ndarray  # growers' stock
    erad_rate: np.ndarray
    eradicated_ha: np.ndarray
    sown_ha: np.ndarray
    harvest_kg: np.ndarray


class FieldRates(NamedTuple):
    """Rates of the week; (region, lane) unless it says (lane,)."""

    search_ha: np.ndarray  # ha per week of searching, corruption and levers included
    erad_rate_2012: np.ndarray
    yield_kg: np.ndarray  # kg per standing ha this week
    replant: np.ndarray  # (lane,) share of the gap resown per week
    dispersal: np.ndarray  # (lane,) fall of search efficiency per doubling of eradication


@kernel
def grow(fields, rates):
    """Eradicate, resow and harvest.

    Eradicated area is ``A (1 - exp(-phi F / A))`` (Mejia and Restrepo 2016); ``phi`` falls as growers answer to
    search with smaller plots. Fields resown or given up move standing area toward planted area.

    Parameters
    ----------
    fields : Fields
        Updated in place; ``eradicated_ha``, ``sown_ha`` (negative where land is given up) and ``harvest_kg`` are the
        flows of the week.
    rates : FieldRates
    """
    regions, lanes = fields.standing_ha.shape
    for r in range(regions):
        for lane in range(lanes):
            area = fields.standing_ha[r, lane]
            rate = fields.erad_rate[r, lane]
            past = rate / max(rates.erad_rate_2012[r, lane], 1e-12)
            phi = 1.0 / (1.0 + rates.dispersal[lane] * max(0.0, past - 1.0))
            lost = 0.0
            if area > 0.0:
                lost = area * (1.0 - vexp(-phi * rates.search_ha[r, lane] / area))
            fields.eradicated_ha[r, lane] = lost
            fields.erad_rate[r, lane] = rate + ((lost / area if area > 0.0 else 0.0) - rate) / 52.0
            left = area - lost
            sown = (fields.planted_ha[r, lane] - left) * rates.replant[lane]
            fields.sown_ha[r, lane] = sown
            fields.standing_ha[r, lane] = left + sown
            kg = (left + sown) * rates.yield_kg[r, lane]
            fields.harvest_kg[r, lane] = kg
            fields.farm_kg[r, lane] += kg


class Farm(NamedTuple):
    """The farm gate of one crop; (lane,) float64 unless it says otherwise."""

    price: np.ndarray  # USD per kg
    demand_mean: np.ndarray  # kg per week, 8-week mean
    expected: np.ndarray  # USD per kg, growers' memory
    stock_kg: np.ndarray  # (region, lane)
    sold_kg: np.ndarray  # (region, lane)
    order_kg: np.ndarray  # (sender, lane), in: wanted; out: bought


class FarmRule(NamedTuple):
    """Price rule; (lane,) float64."""

    cost: np.ndarray  # USD per kg at the target cover
    a: np.ndarray  # per week
    gamma: np.ndarray  # elasticity to cover
    cover: np.ndarray  # weeks
    memory: np.ndarray  # weeks of price memory


@kernel
def trade(farm, rule):
    """Makers' orders meet growers' stock; the price follows weeks of cover in level form.

    ``ln P* = ln cost + gamma ln(cover target / cover)``, clipped, and ``ln P += a (ln P* - ln P)``.
    Orders beyond the stock are cut in proportion.
    """
    regions, lanes = farm.stock_kg.shape
    senders = farm.order_kg.shape[0]
    for lane in range(lanes):
        wanted, stock = 0.0, 0.0
        for k in range(senders):
            wanted += farm.order_kg[k, lane]
        for r in range(regions):
            stock += farm.stock_kg[r, lane]
        sold = min(wanted, stock)
        filled = sold / wanted if wanted > 0.0 else 0.0
        taken = sold / stock if stock > 0.0 else 0.0
        for k in range(senders):
            farm.order_kg[k, lane] *= filled
        for r in range(regions):
            farm.sold_kg[r, lane] = farm.stock_kg[r, lane] * taken
            farm.stock_kg[r, lane] -= farm.sold_kg[r, lane]
        farm.demand_mean[lane] += (wanted - farm.demand_mean[lane]) / 8.0
        cover = max(stock - sold, 1e-9) / max(farm.demand_mean[lane], 1e-9)
        push = rule.gamma[lane] * vlog(rule.cover[lane] / cover)
        push = min(max(push, -PRICE_CLIP), PRICE_CLIP)
        target = vlog(rule.cost[lane]) + push
        log_price = vlog(farm.price[lane])
        farm.price[lane] = vexp(log_price + rule.a[lane] * (target - log_price))
        farm.expected[lane] += (farm.price[lane] - farm.expected[lane]) / rule.memory[lane]
