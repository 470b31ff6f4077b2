"""Precursors, fentanyl laboratories, raids."""

from __future__ import annotations

from dataclasses import dataclass

from flowsim.domain.params import param


@dataclass(frozen=True, kw_only=True)
class Params:
    """Precursor orders, seaports, laboratories."""

    precursor_per_kg: float = param(
        1.3,
        "kg precursor per kg pure fentanyl",
        "judgement: NPP or 4-ANPP route at usual yields",
        low=1.0,
        high=2.0,
        limits=(0.1, 100),
    )
    cover_precursor_weeks: float = param(
        6.0, "weeks", "mean-field trial of this loop on 2012-2016", low=3, high=10, limits=(1, 104)
    )
    lead_weeks: float = param(
        6.0, "weeks", "ship from China to a Pacific port", low=4, high=10, limits=(1, 12), role="constant"
    )
    shipment_kg: float = param(25.0, "kg per shipment", "one fibre drum", low=5, high=100, limits=(0.1, 1e5))
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
        23.0, "weeks", "recovery after precursor shocks, Dobkin and Nicosia 2009", low=15, high=31, limits=(1, 520)
    )
    lab_kg_per_week: float = param(
        0.6,
        "kg pure fentanyl per week and laboratory",
        "judgement: small batch laboratories",
        low=0.2,
        high=2,
        limits=(0.01, 1e3),
    )
    heroin_lab_kg_per_week: float = param(
        12.0, "kg pure heroin per week and laboratory", "judgement: field kitchens", low=4, high=30, limits=(0.1, 1e4)
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
    cover_stock_weeks: float = param(
        2.5, "weeks", "mean-field trial of this loop on 2012-2016", low=2, high=4, limits=(0.5, 52)
    )
    process_usd_per_kg: float = param(
        5000.0,
        "USD per pure kg fentanyl",
        "Chinese price of pure fentanyl, below 5,000 in 2016",
        low=2000,
        high=8000,
        limits=(0, 1e6),
    )
