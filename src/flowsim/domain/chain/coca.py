"""Cocaine before Mexico: Colombian output, other world markets, the legs by sea and through Central America."""

from __future__ import annotations

from dataclasses import dataclass

from flowsim.domain.params import param


@dataclass(frozen=True, kw_only=True)
class Params:
    """Supply of cocaine to Mexico's organisations; kilograms pure."""

    purity_hcl: float = param(
        0.82, "pure share of potential hydrochloride", "UNODC Colombia survey", low=0.78, high=0.86, limits=(0.1, 1)
    )
    seized_at_source: float = param(
        0.20,
        "share of output seized in Colombia",
        "judgement: 362 t seized in 2016 of over 1,000 t",
        low=0.1,
        high=0.4,
        limits=(0, 0.95),
    )
    mexico_share: float = param(
        0.87, "share of US cocaine that comes by Mexico", "NDTA 2013-2016: 80-95 %", low=0.8, high=0.95, limits=(0, 1)
    )
    source_usd_per_kg: float = param(
        2700.0,
        "USD per pure kg in Colombia",
        "2,200 USD/kg in the interior (2013) at 82 %",
        low=2000,
        high=3500,
        limits=(1, 1e6),
    )
    source_gamma: float = param(
        0.7, "elasticity of price to cover", "judgement, below opium gum: many buyers", low=0.3, high=1.0, limits=(0, 5)
    )
    source_a: float = param(0.1, "per week", "judgement: contracts by the season", low=0.05, high=0.3, limits=(0, 1))
    source_cover_weeks: float = param(
        20.0, "weeks of demand in store", "judgement: harvest to export", low=14, high=40, limits=(1, 208)
    )
    world_elasticity: float = param(
        -1.0,
        "elasticity of other markets' purchases to the price in Colombia",
        "Caulkins and Hao 2008: other markets absorb shortfalls first",
        low=-2,
        high=-0.5,
        limits=(-10, 0),
    )
    world_memory_weeks: float = param(
        104.0, "weeks", "judgement: new markets open in about two years", low=52, high=260, limits=(1, 1040)
    )
    policy_lag_weeks: float = param(
        78.0, "weeks from field to export", "judgement: replanting, stocks, seasons", low=26, high=156, limits=(1, 520)
    )
    replanting: float = param(
        0.6,
        "share of eradicated output that comes back elsewhere",
        "judgement: Mejia, Restrepo and Rozo 2017, one hectare sprayed removes about 0.02-0.3 ha",
        low=0.3,
        high=0.95,
        limits=(0, 1),
    )
    leg_usd_per_kg: float = param(
        9600.0,
        "USD per pure kg from Colombia to southern Mexico at the risk of 2012",
        "12,000 USD/kg in southern Mexico less 2,400 (2013)",
        low=7000,
        high=12000,
        limits=(0, 1e6),
    )
    load_kg: dict[str, float] = param(
        {"pacific": 700.0, "central_america": 300.0, "southern_border": 60.0},
        "kg pure per load",
        "judgement: go-fast boats, short hops, trucks",
        low={"pacific": 400, "central_america": 150, "southern_border": 20},
        high={"pacific": 1500, "central_america": 600, "southern_border": 150},
        limits=(1, 1e5),
    )
    load_sigma: float = param(0.7, "log", "judgement: spread of seizure sizes", low=0.4, high=1.1, limits=(0, 3))
    detect: dict[str, float] = param(
        {"pacific": 0.16, "central_america": 0.13, "southern_border": 0.05},
        "chance that a load is seized, 2012",
        "judgement: about a fifth of documented flow removed (JIATF-South, recalled)",
        low={"pacific": 0.08, "central_america": 0.06, "southern_border": 0.02},
        high={"pacific": 0.28, "central_america": 0.22, "southern_border": 0.1},
        limits=(0, 1),
    )
    openings: dict[str, float] = param(
        {"pacific": 0.55, "central_america": 0.45},
        "relative number of openings",
        "judgement: air and sea to Central America fell after 2011, the Pacific grew",
        limits=(0, 1),
        role="constant",
    )
