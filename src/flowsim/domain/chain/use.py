"""Use, treatment, overdose, deaths and their codes, by product."""

from __future__ import annotations

from dataclasses import dataclass

from flowsim.domain.params import param

_TRIAL = "mean-field trial of this loop on 2012-2016"
_SOURCE = "SOURCE model, Lim et al. 2022"


@dataclass(frozen=True, kw_only=True)
class Params:
    """Use and deaths, on RAND's chronic users (marijuana: past-month users)."""

    users_2012: dict[str, float] = param(
        {"opioids": 1.59e6, "methamphetamine": 1950000.0, "cocaine": 2.4e6, "marijuana": 2.7e7},
        "persons, middle of 2012",
        {
            "opioids": "RAND RR3140, back from 2.3 M in 2016",
            "methamphetamine": "RAND RR3140, back from 3.2 M in 2016",
            "cocaine": "RAND RR3140: 2.4 M in 2015 and 2016",
            "marijuana": "RAND RR3140: 25 M in 2010, 32 M in 2016",
        },
        low={"opioids": 1.2e6, "methamphetamine": 1.4e6, "cocaine": 1.9e6, "marijuana": 2.4e7},
        high={"opioids": 2.0e6, "methamphetamine": 2.5e6, "cocaine": 2.8e6, "marijuana": 3.0e7},
        limits=(1e3, 1e8),
    )
    user_growth: dict[str, float] = param(
        {"opioids": 0.1057, "methamphetamine": 0.15, "cocaine": 0.0, "marijuana": 0.045},
        "per year at the conditions of 2012",
        {
            "opioids": "RAND: 10 % a year 2010-2016",
            "methamphetamine": "RAND: 12 % a year 2010-2016",
            "cocaine": "RAND: 2.4 M in 2015 and 2016",
            "marijuana": "RAND: 4.2 % a year 2010-2016",
        },
        low={"opioids": 0.07, "methamphetamine": 0.08, "cocaine": -0.03, "marijuana": 0.03},
        high={"opioids": 0.13, "methamphetamine": 0.18, "cocaine": 0.03, "marijuana": 0.06},
        limits=(-0.5, 1),
        role={"opioids": "free", "methamphetamine": "free"},
    )
    pool: dict[str, float] = param(
        {"opioids": 11.5e6, "methamphetamine": 1.3e7, "cocaine": 1.6e7, "marijuana": 1.2e8},
        "persons who use, used or may begin to use",
        {
            "opioids": "NSDUH: about 11.5 million misused opioids in 2016, recalled",
            "methamphetamine": "NSDUH: about 14 million ever used, recalled",
            "cocaine": "judgement: 39 million ever used, most of them never chronically",
            "marijuana": "NSDUH: about 118 million ever used, recalled",
        },
        low={"opioids": 7e6, "methamphetamine": 8e6, "cocaine": 8e6, "marijuana": 9e7},
        high={"opioids": 15e6, "methamphetamine": 18e6, "cocaine": 39e6, "marijuana": 1.5e8},
        limits=(1e4, 1e9),
    )
    powder_share: float = param(0.60, "share of opioid users", _TRIAL, low=0.5, high=0.7, limits=(0, 1))
    meth_west: float = param(
        2.5,
        "methamphetamine users per person in the west over the east",
        "judgement: NDTA 2013, availability by region",
        low=1.5,
        high=4.0,
        limits=(0.01, 100),
        role="constant",
    )
    mu_2012: dict[str, float] = param(
        {"opioids": 0.0042, "methamphetamine": 0.00165, "cocaine": 0.0018, "marijuana": 0.0},
        "deaths per user-year without fentanyl",
        {
            "opioids": "T40.1 2012 over RAND users",
            "methamphetamine": "T43.6 2013 over RAND users",
            "cocaine": "T40.5 2012 over RAND users",
            "marijuana": "no deadly overdose",
        },
        low={"opioids": 0.0030, "methamphetamine": 0.0010, "cocaine": 0.0014, "marijuana": 0.0},
        high={"opioids": 0.0045, "methamphetamine": 0.0020, "cocaine": 0.0022, "marijuana": 0.0},
        limits=(0, 1),
        role={"opioids": "free", "methamphetamine": "free", "cocaine": "uncertain", "marijuana": "constant"},
    )
    f_fentanyl: dict[str, float] = param(
        {"opioids": 5.0, "methamphetamine": 3.5, "cocaine": 6.5, "marijuana": 0.0},
        "risk of a dose with fentanyl over a dose without; of stimulants, further risk where all opioids are fentanyl",
        {
            "opioids": _TRIAL,
            "methamphetamine": "judgement: a third of cocaine's, few use both",
            "cocaine": "T40.5 2012-2016 against fentanyl's share; 0.012 over 0.0018 a year",
            "marijuana": "none",
        },
        low={"opioids": 3, "methamphetamine": 1, "cocaine": 4, "marijuana": 0},
        high={"opioids": 9, "methamphetamine": 5, "cocaine": 10, "marijuana": 0},
        limits=(0, 100),
        role={"opioids": "free", "methamphetamine": "uncertain", "cocaine": "uncertain", "marijuana": "constant"},
    )
    dose_exponent: dict[str, float] = param(
        {"opioids": 0.0, "methamphetamine": 1.0, "cocaine": 1.0, "marijuana": 0.0},
        "elasticity of deaths per user to grams per user",
        {
            "opioids": "judgement: tolerance and the mix decide; 1 is the rival",
            "methamphetamine": "Dobkin and Nicosia 2009: hospital admissions fell with use",
            "cocaine": "judgement, as methamphetamine",
            "marijuana": "none",
        },
        low=0,
        high=1,
        limits=(0, 3),
        role="constant",
    )
    spill_x: float = param(
        0.10,
        "fentanyl deaths of people who use neither opioids nor stimulants chronically, share",
        "judgement: what stimulant users leave of 0.15-0.45 in " + _TRIAL,
        low=0.0,
        high=0.25,
        limits=(0, 5),
    )
    code_h0: float = param(0.6, "share of mixed deaths also coded heroin", _TRIAL, low=0.4, high=1.0, limits=(0, 1))
    pharma_t404: float = param(
        2400.0, "deaths per year", "T40.4 before 2013", low=2100, high=2700, limits=(0, 1e6), role="constant"
    )
    quit_rate: dict[str, float] = param(
        {"opioids": 0.04, "methamphetamine": 0.06, "cocaine": 0.06, "marijuana": 0.1},
        "per user-year",
        "judgement: natural recovery",
        low={"opioids": 0.02, "methamphetamine": 0.03, "cocaine": 0.03, "marijuana": 0.05},
        high={"opioids": 0.08, "methamphetamine": 0.12, "cocaine": 0.12, "marijuana": 0.2},
        limits=(0, 5),
    )
    seek_rate: dict[str, float] = param(
        {"opioids": 0.28, "methamphetamine": 0.12, "cocaine": 0.12, "marijuana": 0.0},
        "treatment entries per user-year",
        {
            "opioids": "NSDUH 2013: 526,000 treated for heroin",
            "methamphetamine": "judgement: admissions under half of heroin's per user",
            "cocaine": "judgement: admissions under half of heroin's per user",
            "marijuana": "not modelled",
        },
        low={"opioids": 0.15, "methamphetamine": 0.06, "cocaine": 0.06, "marijuana": 0.0},
        high={"opioids": 0.45, "methamphetamine": 0.2, "cocaine": 0.2, "marijuana": 0.0},
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
    treatment_risk: float = param(0.3, "overdose risk over untreated", _TRIAL, low=0.2, high=0.6, limits=(0, 5))
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
        0.3, "elasticity of initiation to perceived risk", _TRIAL, low=0, high=0.93, limits=(0, 5)
    )
    risk_rise_weeks: float = param(
        104.0, "weeks", _SOURCE + ": risk perception rises over 2 years", low=52, high=208, limits=(1, 2080)
    )
    risk_fade_weeks: float = param(
        1040.0, "weeks", _SOURCE + ": fades over 20 years", low=520, high=1560, limits=(1, 5200)
    )
    witnessed: float = param(0.55, "share of overdoses seen by others", _SOURCE, low=0.4, high=0.75, limits=(0, 1))
    naloxone_strength: float = param(
        0.00085,
        "per kit per 100,000 people",
        "above SOURCE (0.00034), so that under 200 kits prevent a death (Coffin and Sullivan 2013: 164-227)",
        low=0.0001,
        high=0.001,
        limits=(0, 1),
    )
    naloxone_kits: float = param(
        300.0,
        "kits in circulation per 100,000 people",
        "judgement: community programmes about 2016, 150 a year that last two years",
        low=60,
        high=600,
        limits=(0, 1e5),
    )
    emergency: float = param(
        0.42, "chance that an ambulance is called in time", _SOURCE, low=0.3, high=0.6, limits=(0, 1)
    )
