"""The series that a run remembers, and how each is read from the model."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np

from flowsim.domain.codes import DRUGS, GOVERNMENTS, LEGS, LEVELS, PRODUCT_OF, PRODUCTS, Crop, Drug, Mode
from flowsim.domain.network import Floats
from flowsim.engine.accounts import retail_usd, us_margin
from flowsim.engine.fields import income_usd
from flowsim.engine.home import us_labs
from flowsim.kernels.lanes import sum_over, total, weighted

Reader = Callable[[Any], Floats]


def _opioid_deaths(model: Any) -> Floats:
    """Deaths with an opioid, (market, L): of users of opioids, of stimulants with fentanyl, of others."""
    w = model.world
    return np.asarray(w.deaths_alone[0] + sum_over(w.deaths_fentanyl, 0) + w.deaths_spill + w.deaths_pharma)


def _stimulant_deaths(model: Any) -> Floats:
    """Deaths with methamphetamine or cocaine, (market, L)."""
    w = model.world
    return sum_over(w.deaths_alone[1:] + w.deaths_fentanyl[1:], 0)


def _all_deaths(model: Any) -> Floats:
    """Overdose deaths, each counted once, (market, L)."""
    return np.asarray(_opioid_deaths(model) + sum_over(model.world.deaths_alone[1:], 0))


def _mean_price(model: Any, level: int, drug: int) -> Floats:
    """Mean over markets weighted by users, (L,) USD per pure kg."""
    w, p = model.world, PRODUCT_OF[drug]
    return np.asarray(total(w.price[level, drug] * w.users[p]) / total(w.users[p]))


def _doses_share(model: Any) -> Floats:
    w = model.world
    fentanyl = total(w.consumed_kg[1]) * model.params.market.equivalents
    return np.asarray(fentanyl / np.maximum(total(w.consumed_kg[0]) + fentanyl, 1e-12))


def _purity(product: int) -> Reader:
    def read(model: Any) -> Floats:
        w = model.world
        return np.asarray(total(w.purity[product] * w.users[product]) / total(w.users[product]))

    return read


def _row(name: str, row: int) -> Reader:
    """One row of an array of the world."""
    return lambda model: np.array(getattr(model.world, name)[row], copy=True)


def _all_of(name: str, row: int | None = None) -> Reader:
    """An array of the world, or one row of it, summed over its places."""
    if row is None:
        return lambda model: total(getattr(model.world, name))
    return lambda model: total(getattr(model.world, name)[row])


def _crop(name: str, crop: Crop) -> Reader:
    return lambda model: total(getattr(model.world, name)[model.crop_rows[crop]])


def _maker(name: str, drug: int) -> Reader:
    return lambda model: total(getattr(model.world, name)[:, drug])


def _seized(drug: int) -> Reader:
    """Seized on Mexican roads, at the border and in the US; cocaine also on its way to Mexico."""

    def read(model: Any) -> Floats:
        w = model.world
        kg = total(w.seized_kg[drug]) + total(w.road_seized_kg[drug]) + total(w.interior_kg[drug])
        return np.asarray(kg + total(w.leg_seized_kg)) if drug == Drug.COCAINE else kg

    return read


def _price(level: int, drug: int) -> Reader:
    return lambda model: _mean_price(model, level, drug) / 1000.0


def _export(drug: int) -> Reader:
    """What crossed for the organisations at import prices."""
    return lambda model: total(model.world.passed_kg[:-1, drug]) * model.import_price[drug]


def _bill(government: int) -> Reader:
    return lambda model: np.array(model.levers.cost_usd[government], copy=True)


def _income(crop: Crop) -> Reader:
    return lambda model: income_usd(model, crop)


def _people() -> dict[str, tuple[str, Reader]]:
    out: dict[str, tuple[str, Reader]] = {
        "deaths_overdose": ("deaths per week", lambda m: total(_all_deaths(m))),
        "deaths_overdose_opioid": ("deaths per week", lambda m: total(_opioid_deaths(m))),
        "deaths_overdose_stimulant": ("deaths per week", lambda m: total(_stimulant_deaths(m))),
        "deaths_t40_1": ("deaths per week", _all_of("t401")),
        "deaths_t40_4": ("deaths per week", _all_of("t404")),
        "in_treatment": ("persons", _all_of("treated")),
        "in_recovery": ("persons", lambda m: total(m.world.recovered[:-1])),
        "initiates_opioid": ("persons per week", _all_of("initiated", 0)),
        "fentanyl_share": ("share of opioid doses", _doses_share),
        "unmet_kg": ("kg heroin-equivalent per week", _all_of("unmet_kg", 0)),
    }
    for p, product in enumerate(PRODUCTS):
        name = "opioid" if p == 0 else product
        out[f"users_{name}"] = ("persons", _all_of("users", p))
        if p < len(PRODUCTS) - 1:
            out[f"purity.{product}"] = ("pure share at retail", _purity(p))
    return out


def _making() -> dict[str, tuple[str, Reader]]:
    return {
        "poppy_ha": ("ha", _crop("standing_ha", Crop.POPPY)),
        "eradicated_ha": ("ha per week", _crop("eradicated_ha", Crop.POPPY)),
        "marijuana_ha": ("ha", _crop("standing_ha", Crop.MARIJUANA)),
        "marijuana_eradicated_ha": ("ha per week", _crop("eradicated_ha", Crop.MARIJUANA)),
        "gum_price_usd_per_kg": ("USD per kg", _row("farm_price", Crop.POPPY)),
        "marijuana_farm_usd_per_kg": ("USD per kg", _row("farm_price", Crop.MARIJUANA)),
        "gum_stock_kg": ("kg", _crop("farm_kg", Crop.POPPY)),
        "growers_income_usd": ("USD per week", _income(Crop.POPPY)),
        "labs": ("laboratories", _all_of("labs")),
        "labs.methamphetamine": ("laboratories", _maker("labs", Drug.METHAMPHETAMINE)),
        "us_labs": ("laboratories", us_labs),
        "labs_raided": ("laboratories per week", _all_of("raided")),
        "precursors_intercepted_kg": ("kg per week", _all_of("precursor_seized_kg")),
        "p2p_share": ("share of methamphetamine", lambda m: 1.0 / (1.0 + np.exp(-m.world.p2p_odds))),
        "coca_price_usd_per_kg": ("USD per pure kg in Colombia", lambda m: m.world.coca_price.copy()),
        "coca_made_kg": ("kg pure per week", lambda m: m.world.coca_made_kg.copy()),
        "coca_world_kg": ("kg pure per week to other markets", lambda m: m.world.coca_world_kg.copy()),
        "mailed_kg.fentanyl": ("kg pure per week", _all_of("mailed_kg")),
    }


def _money() -> dict[str, tuple[str, Reader]]:
    return {
        "revenue_usd": ("USD per week", retail_usd),
        "export_revenue_usd": ("USD per week", _all_of("export_usd")),
        "us_margin_usd": ("USD per week", _all_of("us_margin_usd")),
        "us_distribution_usd": ("USD per week", lambda m: total(us_margin(m))),
        "laundering_cost_usd": ("USD per week", _all_of("laundering_usd")),
        "tolls_usd": ("USD per week", _all_of("toll_paid_usd")),
        "profit_usd": ("USD per week", _all_of("profit_usd")),
    }


def weekly_series() -> dict[str, tuple[str, Reader]]:
    """Weekly national series: name to unit and reader."""
    out = _people() | _making() | _money() | _traffic()
    for d, drug in enumerate(DRUGS):
        unit = "kg pure per week"
        out[f"produced_kg.{drug}"] = (unit, _maker("produced_kg", d))
        out[f"raid_lost_kg.{drug}"] = (unit, _maker("raid_lost_kg", d))
        out[f"sent_kg.{drug}"] = (unit, _maker("sent_kg", d))
        out[f"seized_kg.{drug}"] = (unit, _seized(d))
        out[f"seized_border_kg.{drug}"] = (unit, _all_of("seized_kg", d))
        out[f"seized_roads_kg.{drug}"] = (unit, _all_of("road_seized_kg", d))
        out[f"seized_us_kg.{drug}"] = (unit, _all_of("interior_kg", d))
        for flow in ("delivered_kg", "elsewhere_kg", "consumed_kg"):
            out[f"{flow}.{drug}"] = (unit, _all_of(flow, d))
        out[f"export_revenue_usd.{drug}"] = ("USD per week", _export(d))
        out[f"learned_risk.{drug}"] = ("chance per load", _row("risk_smooth", d))
        for i, level in enumerate(LEVELS):
            name = "price_usd_per_pure_g" if level == "retail" else f"price_{level}_usd_per_pure_g"
            out[f"{name}.{drug}"] = ("USD per pure g", _price(i, d))
    for i, leg in enumerate(LEGS):
        out[f"leg_seized_kg.{leg}"] = ("kg pure per week", _row("leg_seized_kg", i))
    for g, government in enumerate(GOVERNMENTS):
        out[f"cost_usd.{government}"] = ("USD per week", _bill(g))
    return out


def _traffic() -> dict[str, tuple[str, Reader]]:
    """Waits at ports of entry; hours and USD in both directions."""
    out: dict[str, tuple[str, Reader]] = {
        "wait_hours": ("person-hours per week", lambda m: total(m.world.wait_hours)),
        "people_delay_usd": ("USD per week", lambda m: total(m.world.people_delay_usd)),
        "trade_delay_usd": ("USD per week", lambda m: total(m.world.trade_delay_usd)),
        "crossings_put_off": ("crossings per week", lambda m: total(m.world.put_off)),
    }
    for mode in (Mode.PERSONAL_VEHICLE, Mode.COMMERCIAL_TRUCK, Mode.PEDESTRIAN):
        out[f"wait_minutes_mean.{mode.name.lower()}"] = ("minutes", _mean_wait("wait_minutes", mode))
    for mode in (Mode.PERSONAL_VEHICLE, Mode.COMMERCIAL_TRUCK):
        out[f"wait_minutes_south_mean.{mode.name.lower()}"] = ("minutes", _mean_wait("wait_minutes_south", mode))
    return out


def _mean_wait(name: str, mode: Mode) -> Reader:
    """Mean over ports of one mode, weighted by northbound crossings, (L,)."""

    def read(model: Any) -> Floats:
        rows = model.network.corridors.mode == mode
        return weighted(getattr(model.world, name)[rows], model.world.crossings[rows])

    return read


def place_series(network: Any, organisations: Sequence[str]) -> dict[str, tuple[str, tuple[str, ...], Reader, bool]]:
    """Series by place: name to unit, places, reader (place, L), and whether the year's mean is meant, not its sum."""
    corridors, markets = network.corridors.ids, network.markets.ids
    poppy, marijuana, names = network.poppy.ids, network.marijuana.ids, tuple(organisations)
    out: dict[str, tuple[str, tuple[str, ...], Reader, bool]] = {
        "poppy_ha": ("ha", poppy, lambda m: m.world.standing_ha[m.crop_rows[Crop.POPPY]], True),
        "eradicated_ha": ("ha", poppy, lambda m: m.world.eradicated_ha[m.crop_rows[Crop.POPPY]], False),
        "marijuana_ha": ("ha", marijuana, lambda m: m.world.standing_ha[m.crop_rows[Crop.MARIJUANA]], True),
        "precursors_intercepted_kg": (
            "kg",
            network.seaports.ids,
            lambda m: sum_over(m.world.precursor_seized_kg, 0),
            False,
        ),
        "labs_raided": ("laboratories", network.lab_regions.ids, _raids, False),
        "fentanyl_share": ("share of opioid doses", markets, lambda m: m.world.fentanyl_share, True),
        "deaths_overdose": ("deaths", markets, _all_deaths, False),
        "deaths_overdose_opioid": ("deaths", markets, _opioid_deaths, False),
        "deaths_overdose_stimulant": ("deaths", markets, _stimulant_deaths, False),
        "cocaine_leg_passed_kg": ("kg pure", LEGS, lambda m: m.world.leg_passed_kg, False),
        "cocaine_leg_seized_kg": ("kg pure", LEGS, lambda m: m.world.leg_seized_kg, False),
        "export_revenue_usd": ("USD", names, lambda m: m.world.export_usd[:-1], False),
        "revenue_usd": ("USD", names, lambda m: (m.world.export_usd + m.world.us_margin_usd)[:-1], False),
        "profit_usd": ("USD", names, lambda m: m.world.profit_usd[:-1], False),
    }
    ports = np.flatnonzero(network.corridors.port >= 0)
    lawful = tuple(corridors[row] for row in ports)
    out["wait_minutes"] = ("minutes", lawful, lambda m: m.world.wait_minutes[ports], True)
    for p, product in enumerate(PRODUCTS):
        out[f"users_{'opioid' if p == 0 else product}"] = ("persons", markets, _row("users", p), True)
    for d, drug in enumerate(DRUGS):
        for flow in ("delivered_kg", "seized_kg"):
            out[f"{flow}.{drug}"] = ("kg pure", corridors, _row(flow, d), False)
        out[f"consumed_kg.{drug}"] = ("kg pure", markets, _row("consumed_kg", d), False)
    return out


def _raids(model: Any) -> Floats:
    out = np.zeros((len(model.network.lab_regions), model.lanes))
    np.add.at(out, model.base.lab_region[:-1], sum_over(model.world.raided[:-1], 1))
    return out
