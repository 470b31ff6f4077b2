"""The series that a run remembers, and how each is read from the model.

Most are sums of rows of the world (``sum_of``, ``mean``, by place ``each``), which the recorder adds in one pass; any
other function of the model may stand beside them.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np

from flowsim.domain.codes import DRUGS, GOVERNMENTS, LEGS, LEVELS, PRODUCT_OF, PRODUCTS, Crop, Drug, Mode
from flowsim.domain.network import Floats, Ints
from flowsim.engine.home import us_labs
from flowsim.engine.justice_series import justice_series, state_series
from flowsim.engine.money_series import bank_series, money_series
from flowsim.engine.people_series import people_by_state, people_series
from flowsim.engine.sums import Each, Mean, Scaled, Sum, each, mean, sum_of
from flowsim.kernels.lanes import total

Reader = Callable[[Any], Floats]
STIMULANTS = np.s_[1:]
OPIOID_DEATHS = sum_of("deaths_alone", 0) + sum_of("deaths_fentanyl") + sum_of("deaths_spill") + sum_of("deaths_pharma")
"""Deaths with an opioid: of users of opioids, of stimulants with fentanyl, of others."""
OTHER_DEATHS = sum_of("deaths_alone", STIMULANTS)
"""Of users of stimulants without fentanyl."""
STIMULANT_DEATHS = OTHER_DEATHS + sum_of("deaths_fentanyl", STIMULANTS)
ALL_DEATHS = OPIOID_DEATHS + OTHER_DEATHS
"""Each counted once."""


def _doses_share(model: Any) -> Floats:
    """Fentanyl's share of opioid doses, (L,)."""
    w = model.world
    fentanyl = total(w.consumed_kg[1]) * model.params.market.equivalents
    return np.asarray(fentanyl / np.maximum(total(w.consumed_kg[0]) + fentanyl, 1e-12))


def _regions(crop: Crop) -> Callable[[Any], slice]:
    """Regions of a crop."""
    return lambda model: model.crop_rows[crop]


def _crop(name: str, crop: Crop) -> Sum:
    """Sum over the regions of a crop."""
    return sum_of(name, _regions(crop))


def _maker(name: str, drug: int) -> Sum:
    """Sum over senders."""
    return sum_of(name, np.s_[:, drug])


def _seized(drug: int) -> Sum:
    """Seized on Mexican roads, at the border and in the US; cocaine also on its way to Mexico."""
    kg = sum_of("seized_kg", drug) + sum_of("road_seized_kg", drug) + sum_of("interior_kg", drug)
    return kg + sum_of("leg_seized_kg") if drug == Drug.COCAINE else kg


def _price(level: int, drug: int) -> Mean:
    """Mean over markets weighted by users, USD per pure g."""
    return mean("price", (level, drug), ("users", PRODUCT_OF[drug]), per=1000.0)


def _income(crop: Crop) -> Sum:
    """Growers' income, USD per week."""
    return sum_of("farm_sold_kg", _regions(crop), ("farm_price", crop))


def _export(drug: int) -> Reader:
    """What crossed for the organisations at import prices."""
    return Scaled(sum_of("passed_kg", np.s_[:-1, drug]), lambda model: model.import_price[drug])


def _bill(government: int) -> Reader:
    return lambda model: np.array(model.levers.cost_usd[government], copy=True)


def _people() -> dict[str, tuple[str, Reader]]:
    out: dict[str, tuple[str, Reader]] = {
        "deaths_overdose": ("deaths per week", ALL_DEATHS),
        "deaths_overdose_opioid": ("deaths per week", OPIOID_DEATHS),
        "deaths_overdose_stimulant": ("deaths per week", STIMULANT_DEATHS),
        "deaths_t40_1": ("deaths per week", sum_of("t401")),
        "deaths_t40_4": ("deaths per week", sum_of("t404")),
        "in_treatment": ("persons", sum_of("treated")),
        "in_recovery": ("persons", sum_of("recovered", np.s_[:-1])),
        "initiates_opioid": ("persons per week", sum_of("initiated", 0)),
        "fentanyl_share": ("share of opioid doses", _doses_share),
        "unmet_kg": ("kg heroin-equivalent per week", sum_of("unmet_kg", 0)),
    }
    for p, product in enumerate(PRODUCTS):
        name = "opioid" if p == 0 else product
        out[f"users_{name}"] = ("persons", sum_of("users", p))
        if p < len(PRODUCTS) - 1:
            out[f"purity.{product}"] = ("pure share at retail", mean("purity", p, ("users", p)))
    return out


def _making() -> dict[str, tuple[str, Reader]]:
    return {
        "poppy_ha": ("ha", _crop("standing_ha", Crop.POPPY)),
        "eradicated_ha": ("ha per week", _crop("eradicated_ha", Crop.POPPY)),
        "marijuana_ha": ("ha", _crop("standing_ha", Crop.MARIJUANA)),
        "marijuana_eradicated_ha": ("ha per week", _crop("eradicated_ha", Crop.MARIJUANA)),
        "gum_price_usd_per_kg": ("USD per kg", sum_of("farm_price", Crop.POPPY)),
        "marijuana_farm_usd_per_kg": ("USD per kg", sum_of("farm_price", Crop.MARIJUANA)),
        "gum_stock_kg": ("kg", _crop("farm_kg", Crop.POPPY)),
        "growers_income_usd": ("USD per week", _income(Crop.POPPY)),
        "labs": ("laboratories", sum_of("labs")),
        "labs.methamphetamine": ("laboratories", _maker("labs", Drug.METHAMPHETAMINE)),
        "us_labs": ("laboratories", us_labs),
        "labs_raided": ("laboratories per week", sum_of("raided")),
        "precursors_intercepted_kg": ("kg per week", sum_of("precursor_seized_kg")),
        "p2p_share": ("share of methamphetamine", lambda m: 1.0 / (1.0 + np.exp(-m.world.p2p_odds))),
        "coca_price_usd_per_kg": ("USD per pure kg in Colombia", sum_of("coca_price")),
        "coca_made_kg": ("kg pure per week", sum_of("coca_made_kg")),
        "coca_world_kg": ("kg pure per week to other markets", sum_of("coca_world_kg")),
        "mailed_kg.fentanyl": ("kg pure per week", sum_of("mailed_kg")),
    }


def weekly_series() -> dict[str, tuple[str, Reader]]:
    """Weekly national series: name to unit and reader."""
    out = _people() | _making() | money_series() | _traffic() | justice_series() | people_series()
    for d, drug in enumerate(DRUGS):
        unit = "kg pure per week"
        out[f"produced_kg.{drug}"] = (unit, _maker("produced_kg", d))
        out[f"raid_lost_kg.{drug}"] = (unit, _maker("raid_lost_kg", d))
        out[f"sent_kg.{drug}"] = (unit, _maker("sent_kg", d))
        out[f"seized_kg.{drug}"] = (unit, _seized(d))
        out[f"seized_border_kg.{drug}"] = (unit, sum_of("seized_kg", d))
        out[f"seized_roads_kg.{drug}"] = (unit, sum_of("road_seized_kg", d))
        out[f"seized_us_kg.{drug}"] = (unit, sum_of("interior_kg", d))
        for flow in ("delivered_kg", "elsewhere_kg", "consumed_kg"):
            out[f"{flow}.{drug}"] = (unit, sum_of(flow, d))
        out[f"export_revenue_usd.{drug}"] = ("USD per week", _export(d))
        out[f"learned_risk.{drug}"] = ("chance per load", sum_of("risk_smooth", d))
        for i, level in enumerate(LEVELS):
            name = "price_usd_per_pure_g" if level == "retail" else f"price_{level}_usd_per_pure_g"
            out[f"{name}.{drug}"] = ("USD per pure g", _price(i, d))
    for i, leg in enumerate(LEGS):
        out[f"leg_seized_kg.{leg}"] = ("kg pure per week", sum_of("leg_seized_kg", i))
    for g, government in enumerate(GOVERNMENTS):
        out[f"cost_usd.{government}"] = ("USD per week", _bill(g))
    return out


def _traffic() -> dict[str, tuple[str, Reader]]:
    """Waits at ports of entry; hours and USD in both directions."""
    out: dict[str, tuple[str, Reader]] = {
        "wait_hours": ("person-hours per week", sum_of("wait_hours")),
        "people_delay_usd": ("USD per week", sum_of("people_delay_usd")),
        "trade_delay_usd": ("USD per week", sum_of("trade_delay_usd")),
        "crossings_put_off": ("crossings per week", sum_of("put_off")),
    }
    for mode in (Mode.PERSONAL_VEHICLE, Mode.COMMERCIAL_TRUCK, Mode.PEDESTRIAN):
        out[f"wait_minutes_mean.{mode.name.lower()}"] = ("minutes", _mean_wait("wait_minutes", mode))
    for mode in (Mode.PERSONAL_VEHICLE, Mode.COMMERCIAL_TRUCK):
        out[f"wait_minutes_south_mean.{mode.name.lower()}"] = ("minutes", _mean_wait("wait_minutes_south", mode))
    return out


def _mean_wait(name: str, mode: Mode) -> Mean:
    """Mean over ports of one mode, weighted by northbound crossings."""

    def rows(model: Any) -> Ints:
        return np.flatnonzero(model.network.corridors.mode == mode)

    return mean(name, rows, ("crossings", rows))


def place_series(
    network: Any, organisations: Sequence[str], banks: Sequence[str], states: Sequence[str]
) -> dict[str, tuple[str, tuple[str, ...], Reader | tuple[Sum, ...], bool]]:
    """Series by place: name to unit, places, reader (place, L), and whether the year's mean is meant, not its sum."""
    corridors, markets = network.corridors.ids, network.markets.ids
    poppy, marijuana, names = network.poppy.ids, network.marijuana.ids, tuple(organisations)
    kept = np.s_[:-1]  # the mail sellers come last
    out: dict[str, tuple[str, tuple[str, ...], Reader | tuple[Sum, ...], bool]] = {
        "poppy_ha": ("ha", poppy, each("standing_ha", _regions(Crop.POPPY)), True),
        "eradicated_ha": ("ha", poppy, each("eradicated_ha", _regions(Crop.POPPY)), False),
        "marijuana_ha": ("ha", marijuana, each("standing_ha", _regions(Crop.MARIJUANA)), True),
        "precursors_intercepted_kg": ("kg", network.seaports.ids, each("precursor_seized_kg"), False),
        "labs_raided": ("laboratories", network.lab_regions.ids, _raids(network), False),
        "fentanyl_share": ("share of opioid doses", markets, each("fentanyl_share"), True),
        "deaths_overdose": ("deaths", markets, Each(ALL_DEATHS), False),
        "deaths_overdose_opioid": ("deaths", markets, Each(OPIOID_DEATHS), False),
        "deaths_overdose_stimulant": ("deaths", markets, Each(STIMULANT_DEATHS), False),
        "cocaine_leg_passed_kg": ("kg pure", LEGS, each("leg_passed_kg"), False),
        "cocaine_leg_seized_kg": ("kg pure", LEGS, each("leg_seized_kg"), False),
        "export_revenue_usd": ("USD", names, each("export_usd", kept), False),
        "revenue_usd": ("USD", names, Each(sum_of("export_usd", kept) + sum_of("us_margin_usd", kept)), False),
        "profit_usd": ("USD", names, each("profit_usd", kept), False),
    }
    out |= bank_series(banks) | state_series(tuple(states)) | people_by_state(tuple(states))
    out["migrant_tolls_usd"] = ("USD", names, each("migrant_tolls_usd", kept), False)
    ports = np.flatnonzero(network.corridors.port >= 0)
    lawful = tuple(corridors[row] for row in ports)
    out["wait_minutes"] = ("minutes", lawful, each("wait_minutes", ports), True)
    for p, product in enumerate(PRODUCTS):
        out[f"users_{'opioid' if p == 0 else product}"] = ("persons", markets, each("users", p), True)
    for d, drug in enumerate(DRUGS):
        for flow in ("delivered_kg", "seized_kg"):
            out[f"{flow}.{drug}"] = ("kg pure", corridors, each(flow, d), False)
        out[f"consumed_kg.{drug}"] = ("kg pure", markets, each("consumed_kg", d), False)
    return out


def _raids(network: Any) -> tuple[Sum, ...]:
    """Raids by region of laboratories."""

    def of(region: int) -> Callable[[Any], Ints]:
        return lambda model: np.flatnonzero(model.base.lab_region[:-1] == region)

    return tuple(sum_of("raided", of(region)) for region in range(len(network.lab_regions)))
