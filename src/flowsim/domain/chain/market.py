"""US markets: stocks, prices, purity, demand, fentanyl adoption."""

from __future__ import annotations

from dataclasses import dataclass

from flowsim.domain.params import param

_TRIAL = "mean-field trial of this loop on 2012-2016"


@dataclass(frozen=True, kw_only=True)
class Params:
    """Price by weeks of cover at import, wholesale and retail; tables by product."""

    price_adjust_a: float = param(0.35, "per week", _TRIAL, low=0.25, high=0.5, limits=(0, 1))
    price_gamma: float = param(1.5, "elasticity of price to cover", _TRIAL, low=1, high=2.2, limits=(0, 5))
    cover_weeks: float = param(2.5, "weeks at each level", _TRIAL, low=2, high=4, limits=(0.5, 52))
    eps_short: dict[str, float] = param(
        {"opioids": -0.30, "methamphetamine": -0.42, "cocaine": -0.50, "marijuana": -0.40},
        "elasticity of demand within weeks",
        "Gallet 2014; " + _TRIAL,
        low={"opioids": -0.6, "methamphetamine": -0.63, "cocaine": -1.0, "marijuana": -0.7},
        high={"opioids": -0.15, "methamphetamine": -0.28, "cocaine": -0.25, "marijuana": -0.2},
        limits=(-3, 0),
    )
    eps_long: dict[str, float] = param(
        {"opioids": -0.6, "methamphetamine": -0.64, "cocaine": -0.9, "marijuana": -0.7},
        "elasticity of demand in the long run",
        "Gallet 2014; " + _TRIAL,
        low={"opioids": -1.5, "methamphetamine": -0.85, "cocaine": -2.5, "marijuana": -1.3},
        high={"opioids": -0.3, "methamphetamine": -0.42, "cocaine": -0.5, "marijuana": -0.4},
        limits=(-5, 0),
    )
    eps_memory_weeks: float = param(70.0, "weeks", _TRIAL, low=33, high=102, limits=(1, 520))
    spend_cap: float = param(2.5, "times baseline spending per user", _TRIAL, low=1.4, high=3.7, limits=(1, 20))
    retail_usd_per_kg: dict[str, float] = param(
        {"opioids": 915000.0, "methamphetamine": 158000.0, "cocaine": 165000.0, "marijuana": 7400.0},
        "USD per pure kg (opioids: heroin; marijuana: gross)",
        {
            "opioids": "RAND 2016: 43 bn USD over 47 t",
            "methamphetamine": "RAND 2016: 27 bn USD over 171 t",
            "cocaine": "RAND 2016: 24 bn USD over 145 t",
            "marijuana": "RAND 2010: 42 bn USD over about 5,700 t",
        },
        low={"opioids": 640000, "methamphetamine": 110000, "cocaine": 115000, "marijuana": 5000},
        high={"opioids": 1200000, "methamphetamine": 210000, "cocaine": 220000, "marijuana": 10000},
        limits=(1, 1e9),
    )
    wholesale_usd_per_kg: dict[str, float] = param(
        {"opioids": 80000.0, "methamphetamine": 11500.0, "cocaine": 30000.0, "marijuana": 1300.0},
        "USD per pure kg (opioids: heroin; marijuana: gross)",
        {
            "opioids": "US interior wholesale, 2016",
            "methamphetamine": "San Diego 3,500 USD/lb in 2014, and the way inland",
            "cocaine": "25,500 USD/kg in 2013 at 85 %",
            "marijuana": "judgement after RAND OP-325",
        },
        low={"opioids": 50000, "methamphetamine": 8000, "cocaine": 25000, "marijuana": 900},
        high={"opioids": 110000, "methamphetamine": 20000, "cocaine": 36000, "marijuana": 2000},
        limits=(1, 1e9),
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
        0.3, "elasticity of other supply to the import price", _TRIAL, low=0.1, high=0.5, limits=(0, 0.5)
    )
    supply_lag_weeks: float = param(16.0, "weeks", _TRIAL, low=12, high=26, limits=(1, 260))
    grams_per_user_year: dict[str, float] = param(
        {"opioids": 20.2, "methamphetamine": 53.0, "cocaine": 60.0, "marijuana": 215.0},
        "g pure per user and year (opioids: heroin-equivalent; marijuana: gross)",
        {
            "opioids": "RAND 2016: 47 t over 2.3 M users",
            "methamphetamine": "RAND 2016: 171 t over 3.2 M users",
            "cocaine": "RAND 2016: 145 t over 2.4 M users",
            "marijuana": "RAND 2010: about 5,700 t over 25 M users, recalled",
        },
        low={"opioids": 15, "methamphetamine": 35, "cocaine": 45, "marijuana": 150},
        high={"opioids": 26, "methamphetamine": 70, "cocaine": 80, "marijuana": 280},
        limits=(0.1, 1e4),
    )
    purity_2012: dict[str, float] = param(
        {"opioids": 0.31, "methamphetamine": 0.92, "cocaine": 0.46, "marijuana": 1.0},
        "pure share at retail, 2012",
        "DEA price and purity tables, 2012",
        role="constant",
        limits=(0.01, 1),
    )
    purity_exponent: float = param(
        0.8,
        "fall of log purity per log price",
        "judgement: most of a shortage shows as adulteration (Caulkins 1994)",
        low=0.5,
        high=1.0,
        limits=(0, 2),
    )
    equivalents: float = param(
        25.0,
        "kg heroin per kg fentanyl, both pure",
        "judgement: potency at the consumer level",
        low=20,
        high=50,
        limits=(1, 1000),
    )
    fent_r: float = param(1.149, "per year", _TRIAL, low=0.95, high=1.35, limits=(0, 10), role="free")
    fent_f0_powder: float = param(
        0.00703, "share of doses, January 2012", _TRIAL, low=0.003, high=0.01, limits=(0, 1), role="free"
    )
    fent_f0_tar_ratio: float = param(0.1, "of the powder share", "judgement", low=0.03, high=0.3, limits=(0, 1))
    fent_smax: float = param(0.65, "share of doses", "not identified by 2012-2016", low=0.3, high=1.0, limits=(0.01, 1))
    fent_tar_speed: float = param(
        0.5, "of the powder speed", "not identified by 2012-2016", low=0.05, high=1.0, limits=(0, 1)
    )
    mail_landed_usd_per_kg: float = param(
        105000.0,
        "USD per pure kg delivered",
        "judgement: under 5,000 USD/kg at source, plus small lots, fraud and reshippers",
        low=10000,
        high=120000,
        limits=(1, 1e7),
    )
    mail_choice: float = param(3.0, "logit slope in log price", "judgement", low=1, high=6, limits=(0, 20))
