"""Poppy, eradication, alternatives, gum, heroin making."""

from __future__ import annotations

from dataclasses import dataclass

from flowsim.domain.params import param


@dataclass(frozen=True, kw_only=True)
class Params:
    """Crops and gum."""

    area_2012_ha: float = param(
        10500.0, "ha", "ONDCP 2012, recalled", low=9000, high=12500, limits=(100, 1e6), role="constant"
    )
    yield_pure_kg_per_ha: float = param(
        2.5,
        "kg pure heroin per ha and year",
        "ONDCP potential over area 2012-2016",
        low=2.36,
        high=2.53,
        limits=(0, 50),
    )
    gum_per_heroin: float = param(8.5, "kg gum per kg pure heroin", "UNODC range 7-10", low=7, high=10, limits=(1, 50))
    saleable_share: float = param(
        0.5961,
        "share of ONDCP potential",
        "discrepancy between potential, RAND consumption and seizures",
        low=0.5,
        high=0.8,
        limits=(0.05, 1),
        role="free",
    )
    eps_area: float = param(
        1.463,
        "elasticity of target area to margin",
        "mean-field trial of this loop on 2012-2016",
        low=0.6,
        high=1.55,
        limits=(0, 5),
        role="free",
    )
    lambda_area: float = param(
        0.35,
        "share of the gap closed per season",
        "mean-field trial of this loop on 2012-2016",
        low=0.15,
        high=0.42,
        limits=(0, 1),
        role="free",
    )
    exit_asymmetry: float = param(
        0.6,
        "speed of exit over speed of entry",
        "mean-field trial of this loop on 2012-2016",
        low=0.15,
        high=1,
        limits=(0, 2),
    )
    price_lag_weeks: float = param(40.0, "weeks", "one crop year of price memory", low=20, high=52, limits=(1, 520))
    cost_usd_per_ha: float = param(
        2070.0,
        "USD per ha and year",
        "judgement: inputs and hired labour; family labour is paid by the margin",
        low=500,
        high=2500,
        limits=(0, 1e6),
        role="free",
    )
    replant_weeks: float = param(
        7.0,
        "weeks",
        "judgement: eradicated plots are resown within a season",
        low=3,
        high=16,
        limits=(1, 104),
    )
    growth_weeks: float = param(
        16.0, "weeks", "sowing to lancing, UNODC Mexico survey", low=14, high=20, limits=(4, 40), role="constant"
    )
    gum_cost_usd_per_kg: float = param(
        950.0,
        "USD per kg gum",
        "judgement below the 1,500 USD farm price of 2014",
        low=600,
        high=1500,
        limits=(10, 1e5),
    )
    gum_a: float = param(
        0.17, "per week", "mean-field trial of this loop on 2012-2016", low=0.07, high=0.27, limits=(0, 1)
    )
    gum_gamma: float = param(
        1.2,
        "elasticity of price to cover",
        "mean-field trial of this loop on 2012-2016",
        low=0.7,
        high=1.4,
        limits=(0, 5),
    )
    gum_cover_weeks: float = param(
        37.0, "weeks of demand", "mean-field trial of this loop on 2012-2016", low=28, high=56, limits=(1, 208)
    )
    lancing: float = param(
        0.6,
        "elasticity of gum per ha to its price",
        "judgement: capsules are lanced three to six times, fields near villages first",
        low=0.55,
        high=0.9,
        limits=(0, 2),
    )
    season_depth: float = param(
        0.7,
        "share",
        "judgement: two harvests a year, February-April and September-November",
        low=0.3,
        high=1,
        limits=(0, 1),
    )
    weather_sd: float = param(
        0.08, "log", "judgement: spread of yield by region and year", low=0, high=0.2, limits=(0, 1)
    )
    eradication_ha_per_week: float = param(
        300.0,
        "ha per week at the area of 2012",
        "SEDENA eradication 2012 over 52 weeks, recalled",
        low=270,
        high=330,
        limits=(0, 1e5),
    )
    search_sd: float = param(
        0.25, "log per week and region", "judgement: weather and access", low=0.1, high=0.5, limits=(0, 2)
    )
    eradication_response: float = param(
        0.5,
        "elasticity of effort to the area seen",
        "judgement from eradicated hectares 2012-2016",
        low=0,
        high=1,
        limits=(0, 3),
    )
    eradication_learning: float = param(
        0.6, "weight of new evidence", "NarcoLogic interdiction allocation", low=0.2, high=0.9, limits=(0, 1)
    )
    dispersal: float = param(
        0.3,
        "fall of search efficiency per doubling of eradication",
        "judgement: smaller plots",
        low=0,
        high=0.6,
        limits=(0, 1),
    )
    belief_weeks: float = param(
        26.0, "weeks", "judgement: growers remember the last season", low=13, high=78, limits=(1, 520)
    )
    alternatives_lag_weeks: float = param(
        104.0,
        "weeks",
        "judgement: legal income takes 1-3 years to grow",
        low=52,
        high=156,
        limits=(1, 1040),
        role="uncertain",
    )
    process_usd_per_kg: float = param(
        1500.0, "USD per pure kg heroin", "judgement: acetic anhydride, labour", low=500, high=3000, limits=(0, 1e6)
    )
