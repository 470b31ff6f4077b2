"""Constants of a run that follow from parameters and places: what the equilibrium of 2012 implies."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from flowsim.agents.grower import gum_margin
from flowsim.domain.calendar import WEEKS_PER_YEAR
from flowsim.domain.codes import DRUGS, MODES, Mode
from flowsim.domain.network import Floats, Network
from flowsim.kernels.lanes import sum_over, total

EARTH_KM = 6371.0
MAIL_SELLER = 200


@dataclass(frozen=True)
class Base:
    """Per-lane constants.

    Attributes
    ----------
    planted_ha, erad_rate, margin : (region, L)
        Planted area, weekly eradication rate and margin at the equilibrium of 2012.
    route_cost, toll : (sender, D, C, L)
        USD per pure kg without toll; 1 where a toll is due, else 0.
    openings : (D, C, L)
        Openings bundled by a route, sum 1 over routes; 0 for the mail.
    load_kg : (D, C, L), sigma : (D, L)
        Mean kg pure of a load; log spread.
    least_stock : (sender, D, L)
        Two usual loads for those who sell a drug, kg pure.
    landed_ref : (D, L)
        USD per pure kg at the border at the conditions of 2012.
    users, users_kg : (market, L)
        Users in the middle of 2012; kg heroin-equivalent per week of one user.
    initiation : (L,)
        Per user and week at the conditions of 2012.
    not_averted : (L,)
        Share of overdoses that stay deadly with the naloxone of the base.
    weights : (sender, D, L)
        Shares of exports.
    number : (sender,) uint64
        Stable ids.
    """

    planted_ha: Floats
    erad_rate: Floats
    margin: Floats
    route_cost: Floats
    toll: Floats
    openings: Floats
    load_kg: Floats
    sigma: Floats
    least_stock: Floats
    landed_ref: Floats
    users: Floats
    users_kg: Floats
    initiation: Floats
    not_averted: Floats
    weights: Floats
    number: np.ndarray
    lab_region: np.ndarray


def distance_km(lat: Any, lon: Any, lats: Floats, lons: Floats) -> Floats:
    """Great-circle distance from one point to many."""
    a, b = np.radians(lat), np.radians(lats)
    h = np.sin((b - a) / 2) ** 2 + np.cos(a) * np.cos(b) * np.sin(np.radians(lons - lon) / 2) ** 2
    return np.asarray(2 * EARTH_KM * np.arcsin(np.sqrt(h)))


def landed_cost(p: Any, gum_price: Floats, premium: Floats) -> Floats:
    """Cost of supply at the border, (D, L) USD per pure kg: making, plus smuggling at its risk premium."""
    heroin = gum_price * p.crops.gum_per_heroin + p.crops.process_usd_per_kg
    making = np.stack([heroin, p.synthesis.process_usd_per_kg])
    return making + p.trafficking.smuggling_usd_per_kg * premium


def not_averted(p: Any, kits: Floats) -> Floats:
    """Share of overdoses not averted: ``1 - Pw (1 - (1 - Pnx)(1 - Pem))`` (SOURCE), (L,)."""
    naloxone = 1.0 - np.exp(-p.naloxone_strength * kits)
    return np.asarray(1.0 - p.witnessed * (1.0 - (1.0 - naloxone) * (1.0 - p.emergency)))


def make_base(config: Any, params: Any, network: Network, lanes: int) -> Base:
    """Everything that stays constant in a run."""
    corridors, organisations = network.corridors, list(config.organisations.values())
    crops, use, traffic = params.crops, params.use, params.trafficking
    ones = np.ones(lanes)
    share = network.poppy.weight[:, None] * ones
    standing = share * crops.area_2012_ha
    rate = share * crops.eradication_ha_per_week / standing
    rate = 1.0 - np.exp(-rate)
    belief = 1.0 - np.exp(-crops.growth_weeks * rate)
    per_load = np.stack([getattr(traffic, f"load_kg_{d}") for d in DRUGS])[:, corridors.mode]
    size = traffic.mode_size[corridors.mode] * corridors.openings[:, None]
    size = np.where((corridors.mode == Mode.MAIL)[:, None], 0.0, size)
    senders = len(organisations) + 1
    cost = np.zeros((senders, len(DRUGS), len(corridors), lanes))
    toll = np.zeros_like(cost)
    weights = np.zeros((senders, len(DRUGS), lanes))
    for k, org in enumerate(organisations):
        km = distance_km(org.home_lat, org.home_lon, corridors.lat, corridors.lon)
        cost[k] = traffic.mode_usd_per_kg[corridors.mode] + km[:, None] / 1000 * traffic.transport_usd_per_kg_1000km
        due = np.array([s != "" and s not in org.plazas for s in corridors.state], dtype=float)
        toll[k] = due[:, None]
        for d, drug in enumerate(DRUGS):
            weights[k, d] = getattr(org, drug)
    weights /= np.maximum(sum_over(weights, 0), 1e-300)
    powder = network.powder[:, None]
    users = network.markets.weight[:, None] * ones
    part = np.where(network.powder, 1.0, 0.0) @ network.markets.weight
    users = users * np.where(powder, use.powder_share / part, (1.0 - use.powder_share) / (1.0 - part)) * use.users_2012
    leaving = (use.quit_rate + use.seek_rate * (1.0 - (1.0 - use.treatment_success))) / WEEKS_PER_YEAR
    back = use.relapse_rate * use.recovered_ratio / WEEKS_PER_YEAR
    growth = np.log1p(use.user_growth) / WEEKS_PER_YEAR
    return Base(
        planted_ha=standing + share * crops.eradication_ha_per_week * crops.replant_weeks,
        erad_rate=rate,
        margin=np.stack([gum_margin(crops, crops.gum_cost_usd_per_kg, b) for b in belief]),
        route_cost=cost,
        toll=toll,
        openings=np.repeat((size / total(size))[None], len(DRUGS), axis=0),
        load_kg=np.ascontiguousarray(per_load),
        sigma=traffic.load_sigma,
        least_stock=np.where(
            weights > 0.0, 2.0 * per_load[:, int(np.argmax(corridors.mode == Mode.PERSONAL_VEHICLE))], 0.0
        ),
        landed_ref=landed_cost(params, crops.gum_cost_usd_per_kg, np.ones((len(DRUGS), lanes))),
        users=users,
        users_kg=np.repeat((params.market.grams_per_user_year / 1000 / WEEKS_PER_YEAR)[None], len(users), axis=0),
        initiation=growth + leaving - back + use.mu_2012 / WEEKS_PER_YEAR,
        not_averted=not_averted(use, use.naloxone_kits),
        weights=weights,
        number=np.array([o.id for o in organisations] + [MAIL_SELLER], dtype=np.uint64),
        lab_region=np.array([network.lab_regions.ids.index(o.lab_region) for o in organisations] + [-1]),
    )


def sizes(network: Network, senders: int) -> dict[str, int]:
    """Axis lengths of World."""
    return {
        "region": len(network.poppy),
        "sender": senders,
        "drug": len(DRUGS),
        "corridor": len(network.corridors),
        "seaport": len(network.seaports),
        "market": len(network.markets),
        "level": 3,
        "lead": 13,
        "mode": len(MODES),
    }
