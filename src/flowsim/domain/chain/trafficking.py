"""Routes, loads, learned risk."""

from __future__ import annotations

from dataclasses import dataclass

from flowsim.domain.params import param

_MODES = {
    "personal_vehicle": 0.0,
    "commercial_truck": 0.0,
    "pedestrian": 0.0,
    "rail": 0.0,
    "foot_between_ports": 0.0,
    "vehicle_between_ports": 0.0,
    "tunnel": 0.0,
    "maritime": 0.0,
    "mail": 0.0,
}


@dataclass(frozen=True, kw_only=True)
class Params:
    """Route choice by salience, loads, learning (NarcoLogic; Bordalo, Gennaioli and Shleifer 2012)."""

    beta_route: float = param(
        8.0, "per unit of V over value", "mean-field trial of this loop on 2012-2016", low=4, high=12, limits=(0, 20)
    )
    inertia: float = param(
        0.5, "weight of last shares", "mean-field trial of this loop on 2012-2016", low=0.3, high=0.8, limits=(0, 1)
    )
    salience_delta: float = param(
        0.45, "discount per rank", "Bordalo et al. 2012", low=0.35, high=0.5, limits=(0.01, 1)
    )
    prior_hits: float = param(
        0.6, "loads", "mean-field trial of this loop on 2012-2016", low=0.3, high=1.2, limits=(0, 100)
    )
    prior_passes: float = param(
        5.4, "loads", "mean-field trial of this loop on 2012-2016", low=3, high=12, limits=(0.1, 1000)
    )
    memory_months: float = param(
        13.0, "months", "mean-field trial of this loop on 2012-2016", low=6, high=26, limits=(0.5, 240)
    )
    premium_smoothing: float = param(
        0.36, "weight per decision", "mean-field trial of this loop on 2012-2016", low=0.2, high=0.6, limits=(0, 1)
    )
    smuggling_usd_per_kg: dict[str, float] = param(
        {"heroin": 15000.0, "fentanyl": 45000.0, "methamphetamine": 5500.0, "cocaine": 7000.0, "marijuana": 540.0},
        "USD per pure kg at the risk of 2012",
        {
            "heroin": "border price 25,000 USD/kg in 2015 less making it",
            "fentanyl": "landed about 50,000-60,000 USD per pure kg",
            "methamphetamine": "San Diego 3,500 USD/lb in 2014 less making it",
            "cocaine": "16,000 USD/kg at the border (2013) at 85 %, less southern Mexico",
            "marijuana": "RAND OP-325: about 600 USD/kg landed less the farm price",
        },
        low={"heroin": 5000, "fentanyl": 30000, "methamphetamine": 3000, "cocaine": 4000, "marijuana": 300},
        high={"heroin": 25000, "fentanyl": 90000, "methamphetamine": 9000, "cocaine": 11000, "marijuana": 900},
        limits=(0, 1e7),
    )
    toll_share: float = param(
        0.08, "share of load value", "judgement: piso paid to the holder of a plaza", low=0.02, high=0.2, limits=(0, 1)
    )
    transport_usd_per_kg_1000km: float = param(
        600.0,
        "USD per kg and 1,000 km",
        "judgement: drivers, guards, bribes on the road",
        low=100,
        high=2000,
        limits=(0, 1e6),
    )
    mode_usd_per_kg: dict[str, float] = param(
        _MODES
        | {
            "personal_vehicle": 1500.0,
            "commercial_truck": 1500.0,
            "pedestrian": 2500.0,
            "rail": 2500.0,
            "foot_between_ports": 2500.0,
            "vehicle_between_ports": 2500.0,
            "tunnel": 3000.0,
            "maritime": 3000.0,
        },
        "USD per pure kg",
        "judgement: courier fees reported for loads of this size",
        limits=(0, 1e6),
        role="constant",
    )
    fee_scale: dict[str, float] = param(
        {"heroin": 1.0, "fentanyl": 1.0, "methamphetamine": 0.35, "cocaine": 0.6, "marijuana": 0.04},
        "fees and transport per kg over heroin's",
        "judgement: a courier is paid by the load; loads of cheap drugs are larger",
        limits=(0, 1e3),
        role="constant",
    )
    load_kg_heroin: dict[str, float] = param(
        _MODES
        | {
            "personal_vehicle": 3.0,
            "commercial_truck": 6.0,
            "pedestrian": 0.6,
            "rail": 5.0,
            "foot_between_ports": 3.0,
            "vehicle_between_ports": 5.0,
            "tunnel": 12.0,
            "maritime": 8.0,
            "mail": 0.2,
        },
        "kg pure per load",
        "judgement from press reports of seizures by mode",
        limits=(0.001, 1e5),
        role="constant",
    )
    load_kg_fentanyl: dict[str, float] = param(
        _MODES
        | {
            "personal_vehicle": 0.4,
            "commercial_truck": 0.8,
            "pedestrian": 0.08,
            "rail": 0.8,
            "foot_between_ports": 0.3,
            "vehicle_between_ports": 0.5,
            "tunnel": 1.0,
            "maritime": 0.8,
            "mail": 0.63,
        },
        "kg pure per load",
        "mail: 0.7 kg at 90 % (2018); land loads under 10 % pure",
        limits=(0.001, 1e5),
        role="constant",
    )
    load_kg_methamphetamine: dict[str, float] = param(
        _MODES
        | {
            "personal_vehicle": 12.0,
            "commercial_truck": 30.0,
            "pedestrian": 1.5,
            "rail": 15.0,
            "foot_between_ports": 9.0,
            "vehicle_between_ports": 18.0,
            "tunnel": 40.0,
            "maritime": 40.0,
            "mail": 0.5,
        },
        "kg pure per load",
        "judgement from press reports of seizures by mode",
        limits=(0.001, 1e5),
        role="constant",
    )
    load_kg_cocaine: dict[str, float] = param(
        _MODES
        | {
            "personal_vehicle": 15.0,
            "commercial_truck": 45.0,
            "pedestrian": 1.5,
            "rail": 25.0,
            "foot_between_ports": 8.0,
            "vehicle_between_ports": 18.0,
            "tunnel": 120.0,
            "maritime": 90.0,
            "mail": 0.5,
        },
        "kg pure per load",
        "judgement from press reports of seizures by mode",
        limits=(0.001, 1e5),
        role="constant",
    )
    load_kg_marijuana: dict[str, float] = param(
        _MODES
        | {
            "personal_vehicle": 45.0,
            "commercial_truck": 700.0,
            "pedestrian": 3.0,
            "rail": 300.0,
            "foot_between_ports": 120.0,
            "vehicle_between_ports": 450.0,
            "tunnel": 2000.0,
            "maritime": 800.0,
            "mail": 1.0,
        },
        "kg per load",
        "judgement: groups of five with packs of 20-25 kg on foot; press reports of seizures by mode",
        limits=(0.001, 1e5),
        role="constant",
    )
    load_sigma: dict[str, float] = param(
        {"heroin": 0.9, "fentanyl": 1.0, "methamphetamine": 0.9, "cocaine": 0.9, "marijuana": 0.9},
        "log",
        "judgement: spread of seizure sizes",
        low=0.5,
        high=1.3,
        limits=(0, 3),
    )
    mode_size: dict[str, float] = param(
        _MODES
        | {
            "personal_vehicle": 1.0,
            "commercial_truck": 0.12,
            "pedestrian": 0.10,
            "rail": 0.01,
            "foot_between_ports": 0.12,
            "vehicle_between_ports": 0.06,
            "tunnel": 0.04,
            "maritime": 0.03,
        },
        "relative number of openings",
        "aggregate-alternatives logit; DEA: most heroin crosses in private cars",
        limits=(0, 100),
        role="constant",
    )
    ally_toll: float = param(
        0.3, "toll among allies over the full toll", "judgement: allies pay less", low=0, high=0.8, limits=(0, 1)
    )
    crowding: float = param(
        0.15,
        "fall of log odds of a route per doubling of its use over the openings that hide it",
        "judgement: drivers, lanes and hours run short before officers notice",
        low=0.0,
        high=0.5,
        limits=(0, 5),
    )
    between_openings: dict[str, float] = param(
        {"heroin": 1.0, "fentanyl": 1.0, "methamphetamine": 1.47, "cocaine": 0.555, "marijuana": 23.3},
        "openings between ports over those in mode_size",
        {
            "heroin": "reference",
            "fentanyl": "as heroin",
            "methamphetamine": "latent, fitted to what Border Patrol seizes",
            "cocaine": "latent, fitted to what Border Patrol seizes",
            "marijuana": "latent, fitted; packs and off-road cars too bulky to hide cross anywhere",
        },
        low={"methamphetamine": 0.5, "cocaine": 0.2, "marijuana": 1.0},
        high={"methamphetamine": 5.0, "cocaine": 3.0, "marijuana": 40.0},
        limits=(0, 1e3),
        role={
            "heroin": "constant",
            "fentanyl": "constant",
            "methamphetamine": "free",
            "cocaine": "free",
            "marijuana": "free",
        },
    )
    decide_weeks: int = param(4, "weeks", "design", low=1, high=13, limits=(1, 52), role="design")
