"""One view of the two crops: the same facts under the same names."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from flowsim.domain.network import Floats


@dataclass(frozen=True)
class Farming:
    """A crop's parameters as the fields, the farm gate and the growers need them; every number (L,)."""

    area_ha: Floats
    kg_per_ha: Floats
    cost_usd_per_ha: Floats
    eps_area: Floats
    lambda_area: Floats
    exit_asymmetry: Floats
    replant_weeks: Floats
    growth_weeks: Floats
    belief_weeks: Floats
    usd_per_kg: Floats
    a: Floats
    gamma: Floats
    cover_weeks: Floats
    price_lag_weeks: Floats
    lancing: Floats
    season_depth: Floats
    weather_sd: Floats
    search_ha_per_week: Floats
    search_sd: Floats
    response: Floats
    dispersal: Floats


def _of(room: Any, kg_per_ha: Floats, usd_per_kg: Floats, a: Floats, gamma: Floats, cover_weeks: Floats) -> Farming:
    return Farming(
        area_ha=room.area_2012_ha,
        kg_per_ha=kg_per_ha,
        cost_usd_per_ha=room.cost_usd_per_ha,
        eps_area=room.eps_area,
        lambda_area=room.lambda_area,
        exit_asymmetry=room.exit_asymmetry,
        replant_weeks=room.replant_weeks,
        growth_weeks=room.growth_weeks,
        belief_weeks=room.belief_weeks,
        usd_per_kg=usd_per_kg,
        a=a,
        gamma=gamma,
        cover_weeks=cover_weeks,
        price_lag_weeks=room.price_lag_weeks,
        lancing=room.lancing,
        season_depth=room.season_depth,
        weather_sd=room.weather_sd,
        search_ha_per_week=room.eradication_ha_per_week,
        search_sd=room.search_sd,
        response=room.eradication_response,
        dispersal=room.dispersal,
    )


def farming(chain: Any) -> tuple[Farming, Farming]:
    """Poppy and marijuana, in the order of ``codes.Crop``, from a stacked chain.

    Poppy gives gum: yield of pure heroin x gum per heroin x the saleable share.
    """
    poppy, cannabis = chain.crops, chain.cannabis
    gum = poppy.yield_pure_kg_per_ha * poppy.gum_per_heroin * poppy.saleable_share
    return (
        _of(poppy, gum, poppy.gum_cost_usd_per_kg, poppy.gum_a, poppy.gum_gamma, poppy.gum_cover_weeks),
        _of(
            cannabis,
            cannabis.yield_kg_per_ha,
            cannabis.farm_usd_per_kg,
            cannabis.farm_a,
            cannabis.farm_gamma,
            cannabis.farm_cover_weeks,
        ),
    )
