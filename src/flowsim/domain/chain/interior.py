"""Seizures away from the border: roads in Mexico, and the US interior."""

from __future__ import annotations

from dataclasses import dataclass

from flowsim.domain.params import param


@dataclass(frozen=True, kw_only=True)
class Params:
    """Chances of loads and stocks away from the border."""

    road_detect: float = param(
        0.02,
        "chance on Mexican roads of a load of 6 kg gross",
        "heroin seized in Mexico: 362 kg in 2011, 546 kg in 2015",
        low=0.008,
        high=0.05,
        limits=(0, 1),
    )
    us_seized: float = param(
        0.015,
        "share of what moves from importers to wholesalers",
        "judgement: seizures away from the border are of the size of those between ports",
        low=0.005,
        high=0.04,
        limits=(0, 0.5),
    )
    us_seized_sd: float = param(1.0, "log per week", "judgement: few large cases", low=0.5, high=1.5, limits=(0, 3))
    enforcement_price: float = param(
        0.04,
        "elasticity of the retail margin to domestic enforcement",
        "Kuziemko and Levitt 2004: fifteen times the prison, prices up 5-15 %",
        low=0.02,
        high=0.06,
        limits=(0, 2),
    )
    disruption: float = param(
        1.5,
        "overdose risk per share of a week's supply seized",
        "judgement after Ray et al. 2023: overdoses rise near an opioid seizure for three weeks",
        low=0.3,
        high=4.0,
        limits=(0, 100),
    )
    disruption_weeks: float = param(3.0, "weeks", "Ray et al. 2023: 7 to 21 days", low=1, high=4, limits=(1, 52))
