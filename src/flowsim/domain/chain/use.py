"""Opioid use, treatment, overdose, deaths and their codes."""

from __future__ import annotations

from dataclasses import dataclass

from flowsim.domain.params import param


@dataclass(frozen=True, kw_only=True)
class Params:
    """Use and deaths, on RAND's chronic users."""

    users_2012: float = param(
        1.59e6,
        "persons, middle of 2012",
        "RAND RR3140, back from 2.3 M in 2016",
        low=1.2e6,
        high=2.0e6,
        limits=(1e3, 1e8),
    )
    user_growth: float = param(
        0.125,
        "per year at the conditions of 2012",
        "RAND: 10 % a year 2010-2016",
        low=0.07,
        high=0.13,
        limits=(-0.5, 1),
        role="free",
    )
    pool: float = param(
        11.5e6,
        "persons who use, used or may begin to use chronically",
        "NSDUH: about 11.5 million misused opioids in 2016, recalled",
        low=7e6,
        high=15e6,
        limits=(1e4, 1e9),
    )
    powder_share: float = param(
        0.60, "share of users", "mean-field trial of this loop on 2012-2016", low=0.5, high=0.7, limits=(0, 1)
    )
    mu_2012: float = param(
        0.0042,
        "deaths per user-year without fentanyl",
        "T40.1 2012 over RAND users",
        low=0.0030,
        high=0.0045,
        limits=(0, 1),
        role="free",
    )
    f_fentanyl: float = param(
        6.5,
        "risk of a fentanyl dose over a heroin dose",
        "mean-field trial of this loop on 2012-2016",
        low=3,
        high=9,
        limits=(0.1, 100),
        role="free",
    )
    spill_x: float = param(
        0.28,
        "fentanyl deaths outside chronic users, share",
        "mean-field trial of this loop on 2012-2016",
        low=0.15,
        high=0.45,
        limits=(0, 5),
    )
    code_h0: float = param(
        0.6,
        "share of mixed deaths also coded heroin",
        "mean-field trial of this loop on 2012-2016",
        low=0.4,
        high=1.0,
        limits=(0, 1),
    )
    pharma_t404: float = param(
        2400.0, "deaths per year", "T40.4 before 2013", low=2100, high=2700, limits=(0, 1e6), role="constant"
    )
    quit_rate: float = param(0.04, "per user-year", "judgement: natural recovery", low=0.02, high=0.08, limits=(0, 5))
    seek_rate: float = param(
        0.28,
        "treatment entries per user-year",
        "NSDUH 2013: 526,000 treated for heroin",
        low=0.15,
        high=0.45,
        limits=(0, 10),
    )
    treatment_weeks: float = param(
        26.0, "weeks", "judgement: mean stay with drop-out", low=13, high=52, limits=(1, 520)
    )
    treatment_success: float = param(0.25, "share leaving in recovery", "judgement", low=0.1, high=0.4, limits=(0, 1))
    treatment_capacity: float = param(
        1.1,
        "places over the need of 2012",
        "judgement: waiting lists are short nationally",
        low=1.0,
        high=1.5,
        limits=(0, 100),
    )
    treatment_risk: float = param(
        0.3,
        "overdose risk over untreated",
        "mean-field trial of this loop on 2012-2016",
        low=0.2,
        high=0.6,
        limits=(0, 5),
    )
    relapse_rate: float = param(0.20, "per person-year in recovery", "judgement", low=0.1, high=0.35, limits=(0, 10))
    recovered_ratio: float = param(
        0.25,
        "people in recovery per user, 2012",
        "judgement: quits and relapses in balance",
        low=0.1,
        high=0.5,
        limits=(0, 10),
    )
    initiation_price_exponent: float = param(
        -0.2, "elasticity of initiation to price", "judgement", low=-0.5, high=0, limits=(-5, 0)
    )
    risk_exponent: float = param(
        0.3,
        "elasticity of initiation to perceived risk",
        "mean-field trial of this loop on 2012-2016",
        low=0,
        high=0.93,
        limits=(0, 5),
    )
    risk_rise_weeks: float = param(
        104.0,
        "weeks",
        "SOURCE model, Lim et al. 2022: risk perception rises over 2 years",
        low=52,
        high=208,
        limits=(1, 2080),
    )
    risk_fade_weeks: float = param(
        1040.0, "weeks", "SOURCE model, Lim et al. 2022: fades over 20 years", low=520, high=1560, limits=(1, 5200)
    )
    witnessed: float = param(
        0.55, "share of overdoses seen by others", "SOURCE model, Lim et al. 2022", low=0.4, high=0.75, limits=(0, 1)
    )
    naloxone_strength: float = param(
        0.00034, "per kit per 100,000 people", "SOURCE model, Lim et al. 2022", low=0.0001, high=0.001, limits=(0, 1)
    )
    naloxone_kits: float = param(
        150.0,
        "kits per 100,000 people",
        "judgement: community programmes about 2016",
        low=30,
        high=300,
        limits=(0, 1e5),
    )
    emergency: float = param(
        0.42,
        "chance that an ambulance is called in time",
        "SOURCE model, Lim et al. 2022",
        low=0.3,
        high=0.6,
        limits=(0, 1),
    )
