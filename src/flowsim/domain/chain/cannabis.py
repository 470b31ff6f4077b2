"""Marijuana: fields in Mexico, and supply grown lawfully or otherwise inside the United States."""

from __future__ import annotations

from dataclasses import dataclass

from flowsim.domain.params import param


@dataclass(frozen=True, kw_only=True)
class Params:
    """Marijuana fields, farm gate, supply grown at home."""

    area_2012_ha: float = param(
        12000.0, "ha", "ONDCP 2011, recalled", low=8000, high=17500, limits=(100, 1e6), role="constant"
    )
    yield_kg_per_ha: float = param(
        700.0,
        "kg per ha and year, sold",
        "judgement: what fields of 12,000 ha must give for the consumption and seizures of 2012",
        low=250,
        high=1800,
        limits=(1, 1e4),
        role="constant",
    )
    eps_area: float = param(
        0.5, "elasticity of target area to margin", "judgement, after poppy", low=0.3, high=0.8, limits=(0, 5)
    )
    lambda_area: float = param(
        0.3, "share of the gap closed per season", "judgement, after poppy", low=0.15, high=0.45, limits=(0, 1)
    )
    exit_asymmetry: float = param(
        0.6, "speed of exit over speed of entry", "judgement, after poppy", low=0.15, high=1, limits=(0, 2)
    )
    price_lag_weeks: float = param(40.0, "weeks", "one crop year of price memory", low=20, high=52, limits=(1, 520))
    cost_usd_per_ha: float = param(
        5000.0, "USD per ha and year", "judgement: labour and inputs", low=1000, high=8000, limits=(0, 1e6)
    )
    replant_weeks: float = param(
        10.0, "weeks", "judgement: plots are resown within a season", low=4, high=20, limits=(1, 104)
    )
    growth_weeks: float = param(
        18.0, "weeks", "sowing to harvest outdoors", low=14, high=24, limits=(4, 40), role="constant"
    )
    farm_usd_per_kg: float = param(
        60.0, "USD per kg", "press: 100 in 2010, below 25 in 2014", low=40, high=100, limits=(1, 1e4)
    )
    farm_a: float = param(0.17, "per week", "as for opium gum", low=0.07, high=0.27, limits=(0, 1))
    farm_gamma: float = param(
        0.8, "elasticity of price to cover", "judgement, below opium gum", low=0.5, high=1.0, limits=(0, 5)
    )
    farm_cover_weeks: float = param(
        26.0, "weeks of demand", "judgement: one harvest in store", low=20, high=52, limits=(1, 208)
    )
    lancing: float = param(
        0.5,
        "elasticity of the harvest per ha to its price",
        "judgement, below poppy: what is not worth carrying stays on the field",
        low=0.4,
        high=0.8,
        limits=(0, 2),
    )
    season_depth: float = param(
        0.6, "share", "judgement: an autumn harvest and a smaller one in spring", low=0.2, high=1, limits=(0, 1)
    )
    weather_sd: float = param(0.08, "log", "judgement, after poppy", low=0, high=0.2, limits=(0, 1))
    eradication_ha_per_week: float = param(
        170.0,
        "ha per week at the area of 2012",
        "SEDENA 2012: about 9,000 ha, recalled",
        low=100,
        high=250,
        limits=(0, 1e5),
        role="constant",
    )
    eradication_response: float = param(
        0.5, "elasticity of effort to the area seen", "as for poppy", low=0, high=1, limits=(0, 3)
    )
    search_sd: float = param(0.25, "log per week and region", "as for poppy", low=0.1, high=0.5, limits=(0, 2))
    dispersal: float = param(
        0.3, "fall of search efficiency per doubling of eradication", "as for poppy", low=0, high=0.6, limits=(0, 1)
    )
    belief_weeks: float = param(26.0, "weeks", "as for poppy", low=13, high=78, limits=(1, 520))
    home_share_2012: float = param(
        0.55,
        "share of US consumption grown in the US or Canada, 2012",
        "RAND OP-325: Mexico 40-67 % of 2010",
        low=0.33,
        high=0.65,
        limits=(0, 0.99),
    )
    home_growth: float = param(
        1.45,
        "per year of the log odds of supply grown at home, where retail sale is lawful",
        "judgement: sales in Colorado and Washington about tripled in the first two years",
        low=0.4,
        high=2.0,
        limits=(0, 5),
        role="free",
    )
    medical_freedom: float = param(
        0.5,
        "growth of supply under a medical law over that under retail sale",
        "judgement: grey supply leaves medical states",
        low=0.1,
        high=0.7,
        limits=(0, 1),
    )
    leakage: float = param(
        0.25,
        "share of other states' demand reached by supply of free ones",
        "judgement: diversion across state lines, OP-315",
        low=0.05,
        high=0.5,
        limits=(0, 1),
    )
