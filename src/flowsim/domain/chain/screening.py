"""Accounts of launderers, and how banks look for them: score, analyst, report."""

from __future__ import annotations

from dataclasses import dataclass

from flowsim.domain.chain.entries import by_country
from flowsim.domain.params import param


@dataclass(frozen=True, kw_only=True)
class Params:
    """Signals, thresholds, analysts; accounts and what their closure costs."""

    score_strength: float = param(
        2.0,
        "standard deviations between launderers and customers on all features, in the best system",
        "prototype: 1.8 at a false-positive rate of 0.5 % lets 4 % of alerts become reports (BPI 2018)",
        low=1.7,
        high=2.4,
        limits=(0, 10),
    )
    analyst_strength: float = param(
        1.5, "standard deviations", "prototype: the analyst's own look at an alert", low=1.0, high=2.0, limits=(0, 10)
    )
    kyc_exponent: float = param(
        0.3, "elasticity of strength to depth of KYC", "judgement", low=0.1, high=0.6, limits=(0, 3)
    )
    systems_exponent: float = param(
        0.3, "elasticity of strength to systems", "judgement", low=0.1, high=0.6, limits=(0, 3)
    )
    alert_rate: float = param(
        0.005,
        "alerts per monitored customer account in four weeks",
        "BPI 2018, by arithmetic",
        low=0.003,
        high=0.01,
        limits=(1e-6, 0.5),
    )
    prevalence: float = param(
        1e-4,
        "launderers of all crime per monitored account",
        "prototype: with it 4 % (BPI) of alerts are reported and 5-10 % of reports are used (Europol 2017)",
        low=5e-5,
        high=3e-4,
        limits=(0, 0.1),
    )
    accounts_millions: dict[str, float] = param(
        by_country(368.0, 130.0),
        "million accounts",
        "US: 0.96 million reports in 2016 at 4 %; Mexico: what 7,400 analysts can watch; arithmetic",
        limits=(0.001, 1e5),
    )
    analysts_2012: dict[str, float] = param(
        by_country(21_000.0, 1_500.0),
        "persons",
        "1,143 alerts per analyst-year (BPI 2018); uif series of 2012",
        limits=(0, 1e6),
    )
    analysts_wanted: dict[str, float] = param(
        by_country(21_000.0, 7_400.0),
        "persons at the fines expected since the law of October 2012",
        "calibrated to uif.mexico.unusual_operation_reports 2012-2016",
        low={"mx": 4_500.0},
        high={"mx": 8_000.0},
        role={"us": "constant", "mx": "free"},
        limits=(0, 1e6),
    )
    hire_rate: float = param(
        0.17,
        "share of the gap per year, from 2013-01",
        "calibrated to the same series",
        low=0.15,
        high=0.28,
        role="free",
        limits=(0, 52),
    )
    alerts_per_week: float = param(
        22.0, "alerts an analyst reads in a week", "1,143 a year (BPI 2018)", low=18, high=27, limits=(0.1, 1e4)
    )
    hiring_exponent: float = param(
        0.5, "elasticity of analysts wanted to expected fines", "judgement", low=0.2, high=1.0, limits=(0, 3)
    )
    fatigue: float = param(
        0.15,
        "loss of an analyst's strength where twice a week's work waits",
        "judgement",
        low=0.0,
        high=0.3,
        limits=(0, 1),
    )
    report_cost_usd: float = param(150.0, "USD of a report", "BPI 2018; judgement", low=60, high=400, limits=(0, 1e6))
    fine_multiple: float = param(
        3.0,
        "fine over what an unreported account moves in four weeks",
        "fines of 1.5-4.6 times (HSBC 2012 and others)",
        low=1.5,
        high=4.6,
        limits=(0.001, 1e5),
    )
    found: float = param(
        0.135,
        "chance that what was not reported is found otherwise",
        "calibrated to 4 % of alerts reported",
        low=0.02,
        high=0.2,
        role="free",
        limits=(0, 1),
    )
    fined: float = param(0.8, "chance of a fine when found", "judgement", low=0.5, high=1.0, limits=(0, 1))
    exit_after_report: float = param(
        0.8,
        "chance that a reported account is closed",
        "judgement: exit policies after one or two reports",
        low=0.3,
        high=0.9,
        limits=(0, 1),
    )
    throughput_usd: float = param(
        20_000.0,
        "USD through a launderer's account in four weeks",
        "judgement",
        low=10_000,
        high=40_000,
        limits=(100, 1e7),
    )
    account_usd: float = param(
        400.0,
        "USD of an account in four weeks",
        "judgement: its holder, its courier",
        low=200,
        high=1_200,
        limits=(0, 1e5),
    )
    closure_usd: float = param(
        1_850.0,
        "USD lost with a closed account",
        "judgement: a new holder 600, what is stuck 1,250",
        low=800,
        high=6_000,
        limits=(0, 1e6),
    )
    scheme_accounts: float = param(
        2.0, "banks that a scheme spreads over at the start", "prototype", low=1.0, high=4.0, limits=(1, 12)
    )
    theta_bank: float = param(
        40.0, "per unit of value", "prototype: choice of bank by cost", low=12, high=100, limits=(0, 1000)
    )
    custom: float = param(
        0.7, "weight of own accounts over size of the bank in openings", "prototype", low=0.0, high=0.9, limits=(0, 1)
    )
    concentration: float = param(
        0.05,
        "cost, share of value, of having all accounts at one bank",
        "prototype; without it one bank takes all",
        low=0.02,
        high=0.2,
        limits=(0, 10),
    )
    closure_memory_weeks: float = param(
        52.0, "weeks", "judgement: networks remember closures", low=26, high=104, limits=(1, 1040)
    )
    window_usd: float = param(
        20_000.0,
        "USD in notes of an account in four weeks without a cap, lognormal",
        "calibrated to the fall of 75 %",
        low=15_000,
        high=30_000,
        limits=(100, 1e7),
    )
    firm_usd: float = param(
        40_000.0,
        "USD in notes of a border firm in four weeks without a cap, lognormal",
        "judgement",
        low=20_000,
        high=80_000,
        limits=(100, 1e7),
    )
    smurf_growth: float = param(
        0.01, "growth of window accounts a week", "judgement", low=0.005, high=0.03, limits=(0, 1)
    )
    explore: float = param(0.05, "share of new accounts opened anywhere", "prototype", role="constant", limits=(0, 1))
    law_from: str = param(
        "2012-10-17", "date", "federal law on operations with illicit resources, Diario Oficial", role="constant"
    )
    service_share: float = param(
        0.1, "share of a country's accounts held by money services", "judgement", role="constant", limits=(0, 1)
    )
