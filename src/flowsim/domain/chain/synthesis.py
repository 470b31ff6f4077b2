"""Precursors, fentanyl and methamphetamine laboratories, raids, small laboratories in the US."""

from __future__ import annotations

from dataclasses import dataclass

from flowsim.domain.params import param

_TRIAL = "mean-field trial of this loop on 2012-2016"


@dataclass(frozen=True, kw_only=True)
class Params:
    """Precursor orders, seaports, laboratories; tables by chemistry or drug."""

    precursor_per_kg: dict[str, float] = param(
        {"fentanyl": 1.3, "p2p": 2.0, "ephedrine": 1.6},
        "kg precursor per kg pure drug",
        {
            "fentanyl": "judgement: NPP or 4-ANPP route at usual yields",
            "p2p": "judgement: phenylacetic acid at usual yields",
            "ephedrine": "judgement: reduction at usual yields",
        },
        low={"fentanyl": 1.0, "p2p": 1.5, "ephedrine": 1.2},
        high={"fentanyl": 2.0, "p2p": 3.0, "ephedrine": 2.0},
        limits=(0.1, 100),
    )
    cover_precursor_weeks: float = param(6.0, "weeks", _TRIAL, low=3, high=10, limits=(1, 104))
    lead_weeks: float = param(
        6.0, "weeks", "ship from China to a Pacific port", low=4, high=10, limits=(1, 12), role="constant"
    )
    shipment_kg: dict[str, float] = param(
        {"fentanyl": 25.0, "p2p": 800.0, "ephedrine": 300.0},
        "kg per shipment",
        {
            "fentanyl": "one fibre drum",
            "p2p": "judgement: drums in part of a container",
            "ephedrine": "judgement: bags in a diverted consignment",
        },
        low={"fentanyl": 5, "p2p": 200, "ephedrine": 100},
        high={"fentanyl": 100, "p2p": 5000, "ephedrine": 1000},
        limits=(0.1, 1e5),
    )
    shipment_sigma: float = param(0.6, "log", "judgement", low=0.2, high=1.0, limits=(0, 3))
    intercept_base: float = param(
        0.04,
        "probability per shipment",
        "judgement: unlisted chemicals were rarely stopped before 2017",
        low=0.01,
        high=0.15,
        limits=(0, 1),
    )
    supplier_sub_median_weeks: float = param(
        27.0,
        "weeks until half of a loss has found suppliers of the same chemical",
        "recovery after precursor shocks, Dobkin and Nicosia 2009",
        low=15,
        high=31,
        limits=(1, 520),
    )
    supplier_sub_spread_weeks: float = param(
        3.0, "weeks from a tenth to a half of a loss replaced", _TRIAL, low=2, high=12, limits=(0.5, 260)
    )
    route_sub_median_weeks: float = param(
        55.0, "weeks to change the chemistry after a lasting loss", _TRIAL, low=40, high=70, limits=(1, 1040)
    )
    route_pull: float = param(
        4.0, "log odds of a chemistry per log of its supply", "judgement", low=1, high=8, limits=(0, 50)
    )
    p2p_share_2012: float = param(
        0.94,
        "share of Mexican methamphetamine made from P2P",
        "DEA profiling: nine tenths and more after 2011, recalled",
        low=0.85,
        high=0.98,
        limits=(0.001, 0.999),
    )
    lab_kg_per_week: dict[str, float] = param(
        {"heroin": 12.0, "fentanyl": 0.6, "methamphetamine": 4.5},
        "kg pure per week and laboratory",
        {
            "heroin": "judgement: field kitchens",
            "fentanyl": "judgement: small batch laboratories",
            "methamphetamine": "judgement: about 500 laboratories make what 2012 used",
        },
        low={"heroin": 4, "fentanyl": 0.2, "methamphetamine": 1.5},
        high={"heroin": 30, "fentanyl": 2, "methamphetamine": 15},
        limits=(0.01, 1e4),
    )
    lab_build_weeks: float = param(10.0, "weeks", "judgement: site, equipment, cook", low=4, high=26, limits=(1, 260))
    raid_hazard_per_year: float = param(
        0.20,
        "per laboratory and year",
        "judgement; 887 laboratories in 2007-2012 of all drugs",
        low=0.05,
        high=0.5,
        limits=(0, 10),
    )
    cover_stock_weeks: float = param(2.5, "weeks", _TRIAL, low=2, high=4, limits=(0.5, 52))
    process_usd_per_kg: dict[str, float] = param(
        {"fentanyl": 5000.0, "methamphetamine": 1500.0},
        "USD per pure kg",
        {
            "fentanyl": "Chinese price of pure fentanyl, below 5,000 in 2016",
            "methamphetamine": "judgement: chemicals, cooks, sites",
        },
        low={"fentanyl": 2000, "methamphetamine": 500},
        high={"fentanyl": 8000, "methamphetamine": 3000},
        limits=(0, 1e6),
    )
    us_lab_share_2012: float = param(
        0.3767,
        "share of US methamphetamine made in US laboratories, 2012",
        "judgement: DEA, most of the supply is Mexican",
        low=0.1,
        high=0.4,
        limits=(0, 0.95),
        role="free",
    )
    us_lab_usd_per_kg: float = param(
        24000.0,
        "USD per pure kg, cost of a small US laboratory",
        "judgement: pills at retail price; above the wholesale price of Mexican product",
        low=15000,
        high=40000,
        limits=(1, 1e6),
    )
    us_lab_elasticity: float = param(
        1.5,
        "elasticity of US laboratories to price over cost",
        "judgement: many small makers of unlike cost; Dobkin, Nicosia and Weinberg 2014: -36 % under pill laws",
        low=0.8,
        high=3.0,
        limits=(0, 10),
    )
    us_lab_exit: float = param(
        0.8,
        "share of the gap closed per year",
        "judgement: incidents fell by a sixth a year after 2010",
        low=0.3,
        high=2.0,
        limits=(0, 10),
    )
    us_lab_kg_per_year: float = param(
        1.7,
        "kg pure per laboratory and year",
        "judgement: 13,000 incidents in 2012, recalled, are most of the laboratories",
        low=0.5,
        high=5,
        limits=(0.01, 1e3),
        role="constant",
    )
