"""Made-up results of the right shape: nothing here comes from the model."""

from __future__ import annotations

from types import SimpleNamespace

import numpy as np
import pandas as pd

from flowsim.data import targets
from flowsim.data.banks import load_banks
from flowsim.data.geography import load_network
from flowsim.data.homicide import load_states
from flowsim.domain.chain import archetypes
from flowsim.domain.codes import COUNTRIES, DRUGS, LEGS, PRODUCTS, PURSES
from flowsim.experiments.contrast import COLUMNS, contrast
from flowsim.experiments.fit import SERIES
from flowsim.reporting import waits

SCENARIOS = {
    "baseline": (1.0, 1.0, 1.0),
    "eradication": (0.97, 1.06, 0.72),
    "alternatives": (0.99, 1.02, 0.86),
    "precursor_interception": (0.84, 1.03, 1.02),
    "us_demand": (0.88, 0.96, 0.97),
    "border_21st_century": (1.01, 1.05, 1.03),
}
"""Factors on deaths, price and poppy area."""
WEEKLY = {
    "deaths_overdose_opioid": ("deaths", 900.0, 0),
    "deaths_overdose_stimulant": ("deaths", 400.0, 0),
    "homicides_organised": ("deaths per week", 300.0, 0),
    "members": ("persons", 140000.0, 0),
    "recruits": ("persons per week", 400.0, 0),
    "poppy_ha": ("ha", 30000.0, 2),
    "seized_kg.heroin": ("kg pure", 60.0, 2),
    "seized_kg.fentanyl": ("kg pure", 3.0, 0),
    **{f"price_usd_per_pure_g.{drug}": ("USD per pure g", 850.0 + 90.0 * d, 1) for d, drug in enumerate(DRUGS)},
    **{f"purity.{product}": ("pure share at retail", 0.4, 1) for product in PRODUCTS[:-1]},
    **{course.series: ("minutes", 30.0, 2) for course in waits.COURSES},
    "export_revenue_usd": ("USD per week", 2e8, 0),
    "us_margin_usd": ("USD per week", 3e8, 0),
    "us_distribution_usd": ("USD per week", 2e9, 0),
    "profit_usd": ("USD per week", 1.5e8, 0),
    **{f"export_revenue_usd.{drug}": ("USD per week", 4e7, 0) for drug in DRUGS},
}
KILOGRAMS = {
    "produced_kg": 120.0, "raid_lost_kg": 2.0, "seized_roads_kg": 5.0, "seized_us_kg": 3.0,
    "elsewhere_kg": 40.0, "consumed_kg": 120.0,
}  # fmt: skip
WEEKLY |= {f"{name}.{drug}": ("kg pure per week", kg, 2) for name, kg in KILOGRAMS.items() for drug in DRUGS}
CLEAN = ("structured", "funnel", "exchange_house", "trade", "peso_broker", "new_broker")
PLACED = {
    "bulk_cash": 150, "structured": 30, "funnel": 40, "remittance": 20, "exchange_house": 30, "trade": 40,
    "peso_broker": 15, "new_broker": 3, "property": 10, "prepaid": 2, "hold": 20,
}  # fmt: skip
LOST = {"bulk_cash": 2}
MONEY = {
    "stolen_usd": 2, "seized_cash_us_usd": 3, "owners_usd": 100, "outlet_fee_usd": 2.1, "outlet_usd.window": 20,
    "outlet_usd.border_firm": 10, "outlet_usd.casa_de_cambio": 30, "laundered_usd": 150.1 + 9.5 + 30 - 0.9,
    "frozen_usd.us": 14.5, "released_usd.us": 2, "forfeited_usd.us": 12.5, "frozen_usd.mx": 3, "released_usd.mx": 1,
    "forfeited_usd.mx": 2, "paid_usd.distribution": 151, "paid_usd.goods": 100, "paid_usd.making": 20,
    "paid_usd.smuggling": 30, "paid_usd.wages": 60.4, "migrant_tolls_usd": 3,
    **{f"placed_usd.{c}": usd for c, usd in PLACED.items()},
    **{f"fee_usd.{c}": 0.05 * usd for c, usd in PLACED.items()},
    **{f"lost_usd.{c}": LOST.get(c, 0) for c in PLACED},
    **{f"delivered_usd.{c}": 0.95 * usd - LOST.get(c, 0) for c, usd in PLACED.items()},
    **{f"purse_usd.{purse}": 0 for purse in PURSES},
    **{f"transit_usd.{c}": 0 for c in PLACED},
}  # fmt: skip
"""Million USD a week; the books close with purses that stay empty."""
WEEKLY |= {name: ("USD per week", 1e6 * usd, 0) for name, usd in MONEY.items()}
CASES = {"alerts": 4e5, "drug_alerts": 800.0, "reports": 2e4, "true_reports": 1e3, "investigated": 170.0,
         "laundering_cases": 25.0, "laundering_charged": 20.0, "laundering_sentenced": 14.0}  # fmt: skip
WEEKLY |= {f"{name}.{country}": ("a week", a_week, 0) for name, a_week in CASES.items() for country in COUNTRIES}
START = pd.Timestamp("2018-01-01")

SCREENING = {"score_strength": 2.0, "kyc_exponent": 0.3, "systems_exponent": 0.3, "alert_rate": 0.005,
             "accounts_millions.us": 368.0, "accounts_millions.mx": 105.0}  # fmt: skip


def _case(scenario: str, level: float, which: int, dates: pd.DatetimeIndex, replicate: int) -> np.ndarray:
    rng = np.random.default_rng(1000 * replicate + which)
    grow = 1 / (1 + np.exp(-np.linspace(-3, 2, len(dates))))
    noise = np.exp(np.cumsum(rng.normal(0, 0.01, len(dates)))) * np.exp(rng.normal(0, 0.05, len(dates)))
    ramp = np.clip((dates - START).days / 730, 0, 1)
    factor = SCENARIOS.get(scenario, (0.95, 1.0, 1.0))[which] ** (ramp * (1 + 0.4 * rng.normal()))
    return level * grow * noise * factor


def weekly(scenarios: list[str], n: int, end: str = "2028-01-01") -> pd.DataFrame:
    dates = pd.date_range("2011-10-03", end, freq="7D").as_unit("s")
    parts = [
        pd.DataFrame(
            {"scenario": s, "strength": "medium", "replicate": r, "seed": r, "date": dates, "series": name,
             "place": "national", "value": _case(s, level, which, dates, r), "unit": unit}
        )
        for s in scenarios for r in range(n) for name, (unit, level, which) in WEEKLY.items()
    ]  # fmt: skip
    frame = pd.concat(parts, ignore_index=True)
    return frame.astype(dict.fromkeys(("scenario", "strength", "series", "place", "unit"), "category"))


def observed(scenarios: list[str], n: int, last: int = 2027) -> pd.DataFrame:
    data = targets()
    rows = []
    for spec in SERIES:
        known = data[(data["series"] == spec.name) & data["month"].isna()].set_index("year")["value"]
        unit = data.loc[data["series"] == spec.name, "unit"].iloc[0]
        for s in scenarios:
            for r in range(n):
                rng = np.random.default_rng(7 * r + len(spec.name))
                for year in range(2012, last + 1):
                    base = np.interp(year, known.index, known.to_numpy()) * (1 + 0.03 * max(0, year - 2016))
                    effect = 1 if year < 2018 else SCENARIOS.get(s, (0.95, 1, 1))[0]
                    value = base * effect * np.exp(rng.normal(0.05, 0.12))
                    rows.append((s, "medium", r, spec.name, year, np.nan, value, unit))
    columns = ["scenario", "strength", "replicate", "series", "year", "month", "value", "unit"]
    return pd.DataFrame(rows, columns=columns)


def places(scenarios: list[str], n: int, years: range = range(2016, 2020)) -> pd.DataFrame:
    network = load_network()
    rng = np.random.default_rng(3)
    size = np.exp(rng.normal(0, 1.2, len(network.corridors))) * (0.02 + network.corridors.openings) * 2000
    rows = []
    for s in scenarios:
        for r in range(n):
            for year in years:
                for drug, scale in zip(DRUGS, (1.0, 0.05, 4.0, 3.0, 60.0), strict=True):
                    for c, place in enumerate(network.corridors.ids):
                        kg = size[c] * scale * (0.0 if place == "mail" and drug != "fentanyl" else 1.0)
                        share = 0.02 + 0.25 * ((c * 37) % 10) / 10
                        rows.append((s, r, year, f"delivered_kg.{drug}", place, kg * (1 - share), "kg pure"))
                        rows.append((s, r, year, f"seized_kg.{drug}", place, kg * share, "kg pure"))
                    for i, place in enumerate(network.markets.ids):
                        kg = 5e4 * scale * network.markets.weight[i]
                        rows.append((s, r, year, f"consumed_kg.{drug}", place, kg, "kg pure"))
                for i, leg in enumerate(LEGS):
                    rows.append((s, r, year, "cocaine_leg_passed_kg", leg, 9000.0 - 100.0 * i, "kg pure"))
                    rows.append((s, r, year, "cocaine_leg_seized_kg", leg, 1000.0 + 50.0 * i, "kg pure"))
                for i, place in enumerate(load_states().ids):
                    rows.append(
                        (s, r, year, "homicides", place, SCENARIOS.get(s, (0.95,))[0] * 50.0 * (1 + i), "deaths")
                    )
                for place in load_banks().ids:
                    rows.append((s, r, year, "launderers_accounts", place, 300.0, "accounts"))
                for i, place in enumerate(archetypes()):
                    rows.append((s, r, year, "export_revenue_usd", place, 1e9 / (1 + i), "USD"))
                    rows.append((s, r, year, "profit_usd", place, 1.2e9 / (1 + i), "USD"))
                for i, place in enumerate(network.marijuana.ids):
                    rows.append((s, r, year, "marijuana_ha", place, 9000 * network.marijuana.weight[i], "ha"))
                for i, place in enumerate(network.poppy.ids):
                    rows.append((s, r, year, "poppy_ha", place, 30000 * network.poppy.weight[i], "ha"))
                for i, place in enumerate(network.lab_regions.ids):
                    rows.append((s, r, year, "labs_raided", place, 10.0 * i, "laboratories"))
                for i, place in enumerate(network.markets.ids):
                    rows.append((s, r, year, "users_opioid", place, 2e6 * network.markets.weight[i], "persons"))
                    rows.append(
                        (s, r, year, "deaths_overdose_opioid", place, 4e4 * network.markets.weight[i], "deaths")
                    )
    frame = pd.DataFrame(rows, columns=["scenario", "replicate", "year", "series", "place", "value", "unit"])
    frame.insert(1, "strength", "medium")
    frame.insert(3, "seed", frame["replicate"])
    return frame.astype(dict.fromkeys(("scenario", "strength", "series", "place", "unit"), "category"))


OUTCOMES = {
    "deaths_overdose_opioid": ("deaths", 420000.0, 0),
    "deaths_overdose": ("deaths", 500000.0, 0),
    "deaths_overdose_stimulant": ("deaths", 90000.0, 0),
    "users_opioid": ("persons", 2.1e6, 0),
    "consumed_kg.heroin": ("kg pure", 460000.0, 0),
    "consumed_kg.fentanyl": ("kg pure", 12000.0, 0),
    "price_usd_per_pure_g.heroin": ("USD per pure g", 850.0, 1),
    "price_usd_per_pure_g.fentanyl": ("USD per pure g", 2400.0, 1),
    "seized_kg.heroin": ("kg pure", 26000.0, 2),
    "seized_kg.fentanyl": ("kg pure", 1500.0, 2),
    "revenue_usd": ("USD", 4.1e11, 0),
    "export_revenue_usd": ("USD", 3.1e10, 0),
    "profit_usd": ("USD", 4.1e10, 0),
    "wait_hours": ("person-hours", 4e8, 2),
    "poppy_ha": ("ha", 31000.0, 2),
    "growers_income_usd": ("USD", 9e9, 2),
    "labs_raided": ("laboratories", 900.0, 0),
    "recovered_usd": ("USD", 3e9, 1),
    "customers_dropped": ("customers", 1e5, 0),
    "cost_usd.us": ("USD", 0.0, 0),
    "cost_usd.mexico": ("USD", 0.0, 0),
}


def comparison(scenarios: list[str], n: int) -> pd.DataFrame:
    rows = []
    for i, s in enumerate(scenarios):
        for r in range(n):
            for name, (unit, level, which) in OUTCOMES.items():
                rng = np.random.default_rng(100 * r + which)
                factor = SCENARIOS.get(s, (0.95, 1.0, 1.0))[which] ** (1 + 0.5 * rng.normal())
                value = level * (1 + 0.1 * rng.normal()) * factor
                if name.startswith("cost"):
                    value = 0.0 if s == "baseline" else 3e8 * (i + 1)
                rows.append((i, r, name, unit, value, level * 0.9))
    frame = pd.DataFrame(rows, columns=["case", "seed", "outcome", "unit", "value", "start"])
    table = contrast(frame, [0] * len(scenarios))
    table["scenario"] = [scenarios[i] for i in table["case"]]
    table["strength"] = "medium"
    return table[list(COLUMNS)]


class Results:
    """Stands in for ``flowsim.experiments.results.Results``."""

    def __init__(self, scenarios: list[str] | None = None, n: int = 6) -> None:
        names = list(SCENARIOS) if scenarios is None else scenarios
        self.tables = {
            "series": weekly(names, n),
            "observed": observed(names, n),
            "places": places(names, n),
            "comparison": comparison(names, n),
        }
        self.manifest = {
            "kind": "compare", "question": "Which policy averts most opioid deaths?", "seed": 0, "replicates": n,
            "scenarios": names, "strengths": ["medium"], "overrides": [], "code_version": "0123456789abcdef",
            "libraries": {"numpy": "2.3"}, "python": "3.11", "written": "2017-09-30T00:00:00+00:00",
            "data": {"targets.csv": "00ff"},
        }  # fmt: skip
        run = {
            "config": {"horizon": {"start": "2011-10-03", "policy_start": "2018-01-01", "end": "2028-01-01"}},
            "parameters": [
                {"name": "chain.use.mu", "value": 0.0037, "unit": "per year", "source": "prior", "low": 0.003,
                 "high": 0.0045, "role": "free", "changed": False, "by": "default"},
                {"name": "chain.crops.odd", "value": 9.0, "unit": "share", "source": "judgement: none better",
                 "low": 0.0, "high": 1.0, "role": "uncertain", "changed": True, "by": "command line",
                 "flagged": "outside the range of evidence"},
                *({"name": f"chain.screening.{name}", "value": value, "unit": "share", "source": "prior", "low": None,
                   "high": None, "role": "free", "changed": False, "by": "default"}
                  for name, value in SCREENING.items()),
            ],
        }  # fmt: skip
        self.cases = tuple(
            SimpleNamespace(
                scenario=s,
                strength="medium",
                overrides=(),
                run=SimpleNamespace(manifest=lambda: run, inputs=lambda: None),
            )
            for s in names
        )
        self.left_out = 0

    def _pick(self, kind: str, names: list[str] | str | None) -> pd.DataFrame:
        frame = self.tables[kind]
        wanted = [names] if isinstance(names, str) else names
        return frame if wanted is None else frame[frame["series"].isin(wanted)]

    def series(self, names: list[str] | str | None = None, scenario: str | None = None) -> pd.DataFrame:
        rows = self._pick("series", names)
        return rows if scenario is None else rows[rows["scenario"] == scenario]

    def observed(self, names: list[str] | str | None = None) -> pd.DataFrame:
        return self._pick("observed", names)

    def places(self, names: list[str] | str | None = None, scenario: str | None = None) -> pd.DataFrame:
        rows = self._pick("places", names)
        return rows if scenario is None else rows[rows["scenario"] == scenario]

    def comparison(self) -> pd.DataFrame:
        return self.tables["comparison"]
