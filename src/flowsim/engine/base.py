"""Constants of a run that follow from parameters and places: what the equilibrium of 2012 implies."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from flowsim.agents.grower import crop_margin
from flowsim.domain.calendar import WEEKS_PER_YEAR
from flowsim.domain.chain.farming import farming
from flowsim.domain.codes import (
    CHEMISTRIES,
    COUNTRIES,
    CROPS,
    DRUGS,
    DUES,
    LEGS,
    MIGRANTS,
    MODES,
    OUTLETS,
    PRODUCTS,
    PURSES,
    SEGMENTS,
    Drug,
    Mode,
)
from flowsim.domain.network import Floats, Ints, Network
from flowsim.engine.routes import MAIL_SELLER, Routes, make_routes
from flowsim.kernels.lanes import sum_over
from flowsim.kernels.supply import Making, find_coca_cost, land
from flowsim.policy import REGISTRY

FRONTS = 192  # fronts hotter than their state that a lane can remember


@dataclass(frozen=True)
class Base:
    """Per-lane constants.

    Attributes
    ----------
    planted_ha, erad_rate, margin : (region, L)
        Planted area, weekly eradication rate and margin at the equilibrium of 2012.
    routes : Routes
        What organisations and corridors bring to the choice of routes.
    load_kg : (D, C, L), sigma : (D, L)
        Mean kg pure of a load; log spread.
    bulk : (D, C, L)
        Hazard of a find over that of 6 kg gross.
    scan_finds, search_finds : (D, port row, L)
        Chance that a scan and a search of a load find it.
    least_stock : (sender, D, L)
        Two usual loads for those who sell a drug, kg pure.
    landed_ref : (D, L)
        USD per pure kg at the border at the conditions of 2012.
    leg_loss : (L,)
        Share of cocaine lost on its way to Mexico at the conditions of 2012.
    users, users_kg : (product, market, L)
        Users in the middle of 2012; kg pure per week of one user (opioids: heroin-equivalent).
    initiation, free : (product, L)
        Initiates per user and week at the conditions of 2012; share of the pool not yet drawn in, middle of 2012.
    not_averted : (L,)
        Share of overdoses that stay deadly with the naloxone of the base.
    weights : (sender, D, L)
        Shares of exports.
    number : (sender,) uint64
        Stable ids.
    lab_region : (sender,)
        Row of the laboratory region, -1 for the mail.
    """

    planted_ha: Floats
    erad_rate: Floats
    margin: Floats
    routes: Routes
    load_kg: Floats
    sigma: Floats
    bulk: Floats
    scan_finds: Floats
    search_finds: Floats
    least_stock: Floats
    landed_ref: Floats
    leg_loss: Floats
    users: Floats
    users_kg: Floats
    initiation: Floats
    free: Floats
    not_averted: Floats
    weights: Floats
    number: np.ndarray
    lab_region: Ints


def landed_cost(p: Any, farm_price: Floats, coca_usd: Floats, premium: Floats) -> Floats:
    """Cost of supply at the border, (D, L) USD per pure kg: making, plus smuggling at its risk premium.

    Parameters
    ----------
    farm_price : (crop, L)
        USD per kg of gum and of marijuana.
    coca_usd : (L,)
        USD per pure kg of cocaine in southern Mexico.
    premium : (D, L)
        Learned risk over that of 2012.
    """
    out = np.empty_like(premium)
    land(farm_price, coca_usd, premium, making_usd(p), out)
    return out


def making_usd(p: Any) -> Making:
    """Parameters of the cost of supply at the border."""
    poppy, synthetic = p.crops, p.synthesis.process_usd_per_kg
    return Making(poppy.gum_per_heroin, poppy.process_usd_per_kg, synthetic, p.trafficking.smuggling_usd_per_kg)


def cocaine_usd(p: Any, price: Floats, loss: Floats, loss_2012: Floats) -> Floats:
    """Cocaine in southern Mexico, (L,) USD per pure kg: what arrives pays for what is lost on the way."""
    out = np.empty_like(loss)
    find_coca_cost(price, p.leg_usd_per_kg, loss, loss_2012, out)
    return out


def leg_loss(p: Any) -> Floats:
    """Share of cocaine lost on the legs at the conditions of 2012, (L,)."""
    pacific, central, south = p.detect
    first = p.openings / p.openings.sum(0)
    return np.asarray(first[0] * pacific + first[1] * (1.0 - (1.0 - central) * (1.0 - south)))


def not_averted(p: Any, kits: Floats) -> Floats:
    """Share of overdoses not averted: ``1 - Pw (1 - (1 - Pnx)(1 - Pem))`` (SOURCE), (L,)."""
    naloxone = 1.0 - np.exp(-p.naloxone_strength * kits)
    return np.asarray(1.0 - p.witnessed * (1.0 - (1.0 - naloxone) * (1.0 - p.emergency)))


def users_2012(p: Any, network: Network) -> Floats:
    """Users by product and market, (product, market, L).

    Opioids by overdose deaths of 2013 within powder and tar markets; the rest by population, methamphetamine more
    of it in the west, where heroin is tar.
    """
    powder = network.powder[:, None]
    deaths = network.markets.weight[:, None] * np.ones_like(p.powder_share)
    part = np.where(network.powder, 1.0, 0.0) @ network.markets.weight
    opioids = deaths * np.where(powder, p.powder_share / part, (1.0 - p.powder_share) / (1.0 - part))
    people = network.population[:, None] * np.ones_like(p.powder_share)
    meth = people * np.where(powder, 1.0, p.meth_west)
    shares = np.stack([opioids, meth / sum_over(meth, 0), people, people])
    return np.ascontiguousarray(shares * p.users_2012[:, None, :])


def make_base(config: Any, params: Any, network: Network, lanes: int) -> Base:
    """Everything that stays constant in a run."""
    organisations = list(config.organisations.values())
    use, traffic = params.use, params.trafficking
    crops = farming(params)
    ones = np.ones(lanes)
    share, of = network.crop_weight[:, None] * ones, network.crop
    area = np.stack([p.area_ha for p in crops])[of]
    search = np.stack([p.search_ha_per_week for p in crops])[of]
    replant = np.stack([p.replant_weeks for p in crops])[of]
    rate = 1.0 - np.exp(-search / area)
    margin = []
    for region, crop in enumerate(of):
        belief = 1.0 - np.exp(-crops[crop].growth_weeks * rate[region])
        margin.append(crop_margin(crops[crop], crops[crop].usd_per_kg, belief))
    weights = np.zeros((len(organisations) + 1, len(DRUGS), lanes))
    for k, org in enumerate(organisations):
        for d, drug in enumerate(DRUGS):
            weights[k, d] = getattr(org, drug)
    weights /= np.maximum(sum_over(weights, 0), 1e-300)
    mode = network.corridors.mode
    load = np.ascontiguousarray(np.stack([getattr(traffic, f"load_kg_{d}") for d in DRUGS])[:, mode])
    gross = load / params.border.purity[:, None, :]
    by_car = load[:, int(np.argmax(mode == Mode.PERSONAL_VEHICLE))]
    least = np.where(weights > 0.0, 2.0 * by_car, 0.0)
    coca_load = 2.0 * params.coca.load_kg[0]
    least[:, Drug.COCAINE] = np.where(weights[:, Drug.COCAINE] > 0.0, coca_load, 0.0)
    bulk = (gross / 6.0) ** params.border.bulk_exponent
    at_port = bulk[:, np.flatnonzero(network.corridors.port >= 0)]
    people = users_2012(use, network)
    loss = leg_loss(params.coca)
    farm = np.stack([p.usd_per_kg for p in crops])
    coca = cocaine_usd(params.coca, params.coca.source_usd_per_kg, loss, loss)
    grams = params.market.grams_per_user_year / 1000 / WEEKS_PER_YEAR
    return Base(
        planted_ha=share * (area + search * replant),
        erad_rate=rate,
        margin=np.stack(margin),
        routes=make_routes(organisations, list(config.organisations), traffic, network, lanes),
        load_kg=load,
        sigma=traffic.load_sigma,
        bulk=bulk,
        scan_finds=-np.expm1(at_port * np.log1p(-params.border.detect_scan)),
        search_finds=-np.expm1(at_port * np.log1p(-params.border.detect_search)),
        least_stock=least,
        landed_ref=landed_cost(params, farm, coca, np.ones((len(DRUGS), lanes))),
        leg_loss=loss,
        users=people,
        users_kg=np.repeat(grams[:, None, :], people.shape[1], axis=1),
        initiation=initiation(use),
        free=1.0 - use.users_2012 * (1.0 + treated_ratio(use) + use.recovered_ratio) / use.pool,
        not_averted=not_averted(use, use.naloxone_kits),
        weights=weights,
        number=np.array([o.id for o in organisations] + [MAIL_SELLER], dtype=np.uint64),
        lab_region=np.array([network.lab_regions.ids.index(o.lab_region) for o in organisations] + [-1]),
    )


def treated_ratio(p: Any) -> Floats:
    """People in treatment per user, 2012, (product, L)."""
    return np.asarray(p.seek_rate / WEEKS_PER_YEAR * p.treatment_weeks)


def initiation(p: Any) -> Floats:
    """Initiates per user and week at the conditions of 2012, (product, L): growth and leavers less returners."""
    leaving = (p.quit_rate + p.seek_rate * p.treatment_success) / WEEKS_PER_YEAR
    back = p.relapse_rate * p.recovered_ratio / WEEKS_PER_YEAR
    return np.asarray(np.log1p(p.user_growth) / WEEKS_PER_YEAR + leaving - back + p.mu_2012 / WEEKS_PER_YEAR)


def sizes(network: Network, senders: int, providers: int, holders: int, banks: int, groups: Any) -> dict[str, int]:
    """Axis lengths of World."""
    return {
        "region": len(network.crop),
        "crop": len(CROPS),
        "sender": senders,
        "drug": len(DRUGS),
        "product": len(PRODUCTS),
        "chemistry": len(CHEMISTRIES),
        "leg": len(LEGS),
        "way": len(LEGS) - 1,
        "plaza": len(network.plazas),
        "corridor": len(network.corridors),
        "seaport": len(network.seaports),
        "market": len(network.markets),
        "level": 3,
        "lead": 13,
        "mode": len(MODES),
        "due": len(DUES),
        "purse": len(PURSES),
        "provider": providers,
        "outlet": len(OUTLETS),
        "holder": holders,
        "bank": banks,
        "segment": len(SEGMENTS),
        "alert": 6,
        "bin": 3,
        "report": 3,
        "country": len(COUNTRIES),
        "mx_state": groups.states,
        "group": groups.count,
        "cell": groups.cells,
        "front": FRONTS,
        "reach": 2,
        "sector": len(network.sectors),
        "migrant": len(MIGRANTS),
        "instrument": len(REGISTRY),
    }
