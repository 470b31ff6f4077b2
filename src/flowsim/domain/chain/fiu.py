"""After a report: the financial intelligence unit, prosecutors, freezes, forfeiture."""

from __future__ import annotations

from dataclasses import dataclass

from flowsim.domain.chain.entries import by_country
from flowsim.domain.params import param


@dataclass(frozen=True, kw_only=True)
class Params:
    """Capacities, signals, lags, recoveries."""

    signal: float = param(
        1.0,
        "standard deviations",
        "prototype: what the unit knows beside the report; about a triage power of 0.4",
        low=0.75,
        high=1.5,
        limits=(0, 10),
    )
    power: float = param(
        0.4,
        "exponent a of (K/R)^(1-a), structural alternative",
        "Takats 2011; prototype",
        low=0.3,
        high=0.6,
        limits=(0, 1),
    )
    reads_per_year: dict[str, float] = param(
        by_country(38_000.0, 3_000.0),
        "reports read",
        "4 % of reports followed up (BPI 2018); Mexico by judgement",
        low=by_country(20_000.0, 1_500.0),
        high=by_country(60_000.0, 8_000.0),
        limits=(0, 1e8),
    )
    cases_most: dict[str, float] = param(
        by_country(1_480.0, 180.0),
        "cases a year that prosecutors could open at most",
        "IRS-CI 2014-2016: 1,200-1,440 initiated; UIF: 35, 84, 87, 109 complaints in 2012-2015; the US an eighth "
        "above that, Mexico twice",
        low=by_country(1_350.0, 120.0),
        high=by_country(1_640.0, 250.0),
        limits=(0, 1e6),
    )
    case_yield: float = param(
        0.3, "cases that a true report which is read could lead to", "judgement", low=0.15, high=0.6, limits=(0, 1)
    )
    indicted: dict[str, float] = param(
        by_country(0.80, 0.30),
        "share of cases charged",
        "IRS-CI 2014-2016; Mexico: FATF 2018, far less",
        limits=(0, 1),
    )
    sentenced: dict[str, float] = param(
        by_country(0.70, 0.15),
        "share of those charged",
        "IRS-CI 2014-2016: 0.55-0.85; Mexico by judgement",
        limits=(0, 1),
    )
    case_weeks: float = param(78.0, "weeks from case to sentence", "judgement", low=40, high=156, limits=(1, 1040))
    freeze_weeks: dict[str, float] = param(
        by_country(5.0, 6.0),
        "weeks from report to freeze",
        "judgement",
        low=by_country(2.0, 2.0),
        high=by_country(10.0, 12.0),
        limits=(0, 520),
    )
    recovery_median_usd: dict[str, float] = param(
        by_country(80_000.0, 60_000.0),
        "USD per case",
        "Mexico: 32.5 million USD a year over 100 cases; US 0.2-0.5 million a sentence by judgement",
        low=by_country(40_000.0, 30_000.0),
        high=by_country(160_000.0, 120_000.0),
        limits=(0, 1e10),
    )
    recovery_sigma: float = param(
        1.8, "log spread", "prototype: few large cases hold most", low=1.5, high=2.1, limits=(0, 4)
    )
    forfeit_weeks: float = param(
        130.0,
        "weeks from freeze to forfeiture or release",
        "judgement: two to three years",
        low=52,
        high=260,
        limits=(1, 2080),
    )
    released: float = param(
        0.25,
        "share of frozen money given back",
        "judgement: about a quarter of freezes",
        low=0.1,
        high=0.5,
        limits=(0, 1),
    )
