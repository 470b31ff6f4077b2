"""US markets: stocks, prices, demand, fentanyl adoption."""

from __future__ import annotations

from dataclasses import dataclass

from flowsim.domain.params import param


@dataclass(frozen=True, kw_only=True)
class Params:
    """Price by weeks of cover at import, wholesale and retail."""

    price_adjust_a: float = param(
        0.35, "per week", "mean-field trial of this loop on 2012-2016", low=0.25, high=0.5, limits=(0, 1)
    )
    price_gamma: float = param(
        1.5,
        "elasticity of price to cover",
        "mean-field trial of this loop on 2012-2016",
        low=1,
        high=2.2,
        limits=(0, 5),
    )
    cover_weeks: float = param(
        2.5, "weeks at each level", "mean-field trial of this loop on 2012-2016", low=2, high=4, limits=(0.5, 52)
    )
    eps_short: float = param(
        -0.30,
        "elasticity",
        "heroin, mean-field trial of this loop on 2012-2016; Gallet 2014",
        low=-0.6,
        high=-0.15,
        limits=(-3, 0),
    )
    eps_long: float = param(
        -0.6,
        "elasticity",
        "heroin, mean-field trial of this loop on 2012-2016; Gallet 2014",
        low=-1.5,
        high=-0.3,
        limits=(-5, 0),
    )
    eps_memory_weeks: float = param(
        70.0, "weeks", "mean-field trial of this loop on 2012-2016", low=33, high=102, limits=(1, 520)
    )
    spend_cap: float = param(
        2.5,
        "times baseline spending per user",
        "mean-field trial of this loop on 2012-2016",
        low=1.4,
        high=3.7,
        limits=(1, 20),
    )
    retail_usd_per_kg: float = param(
        915000.0, "USD per pure kg heroin", "RAND 2016: 43 bn USD over 47 t", low=640000, high=1200000, limits=(1, 1e9)
    )
    wholesale_usd_per_kg: float = param(
        80000.0, "USD per pure kg heroin", "US interior wholesale, 2016", low=50000, high=110000, limits=(1, 1e9)
    )
    passthrough: float = param(
        0.15,
        "multiplicative share, wholesale to retail",
        "structural; Caulkins and Reuter",
        low=0,
        high=0.5,
        limits=(0, 1),
    )
    supply_elasticity: float = param(
        0.3,
        "elasticity of other countries' supply to the import price",
        "mean-field trial of this loop on 2012-2016",
        low=0.1,
        high=0.5,
        limits=(0, 0.5),
    )
    supply_lag_weeks: float = param(
        16.0, "weeks", "mean-field trial of this loop on 2012-2016", low=12, high=26, limits=(1, 260)
    )
    grams_per_user_year: float = param(
        20.2,
        "g pure heroin-equivalent per chronic user and year",
        "RAND 2016: 47 t over 2.3 M users",
        low=15,
        high=26,
        limits=(0.1, 1e4),
    )
    equivalents: float = param(
        25.0,
        "kg heroin per kg fentanyl, both pure",
        "judgement: potency at the consumer level",
        low=20,
        high=50,
        limits=(1, 1000),
    )
    fent_r: float = param(
        1.13, "per year", "mean-field trial of this loop on 2012-2016", low=0.95, high=1.35, limits=(0, 10), role="free"
    )
    fent_f0_powder: float = param(
        0.0055,
        "share of doses, January 2012",
        "mean-field trial of this loop on 2012-2016",
        low=0.003,
        high=0.01,
        limits=(0, 1),
        role="free",
    )
    fent_f0_tar_ratio: float = param(0.1, "of the powder share", "judgement", low=0.03, high=0.3, limits=(0, 1))
    fent_smax: float = param(0.65, "share of doses", "not identified by 2012-2016", low=0.3, high=1.0, limits=(0.01, 1))
    fent_tar_speed: float = param(
        0.5, "of the powder speed", "not identified by 2012-2016", low=0.05, high=1.0, limits=(0, 1)
    )
    mail_landed_usd_per_kg: float = param(
        80000.0,
        "USD per pure kg delivered",
        "judgement: under 5,000 USD/kg at source, plus small lots, fraud and reshippers",
        low=10000,
        high=120000,
        limits=(1, 1e7),
    )
    mail_choice: float = param(3.0, "logit slope in log price", "judgement", low=1, high=6, limits=(0, 20))
