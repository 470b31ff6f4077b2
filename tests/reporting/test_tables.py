"""The ranked table and the headline, on a comparison small enough to check by hand."""

from __future__ import annotations

from io import StringIO

import numpy as np
import pandas as pd
import pytest
from rich.console import Console

from flowsim.experiments.contrast import COLUMNS
from flowsim.reporting import frames, tables
from flowsim.reporting.brief import headline

DEATHS = "deaths_overdose_opioid"


def row(scenario, outcome=DEATHS, strength="medium", versus="baseline", base=1000.0, change=0.0, cost=0.0):
    gain, spread, n = -change, 50.0, 16
    return {
        "scenario": scenario, "strength": strength, "outcome": outcome, "unit": "deaths", "baseline": base,
        "value": base + change, "difference": change, "ratio": (base + change) / base, "lo50": change - spread / 2,
        "hi50": change + spread / 2, "lo90": change - spread, "hi90": change + spread,
        "p_improves": 0.5 if change == 0 else float(gain > 0), "cost_usd": cost,
        "cost_per_unit": cost / gain if gain > 0 else np.nan, "versus": versus, "n": n,
    }  # fmt: skip


@pytest.fixture
def small() -> pd.DataFrame:
    rows = [
        row("baseline"),
        row("alternatives", change=-10.0, cost=1e6),
        row("us_demand", change=-200.0, cost=4e6),
        row("eradication", change=100.0, cost=2e6),
        row("us_demand", "poppy_ha", base=30000.0, change=1500.0),
        row("baseline", versus="start", base=800.0, change=200.0),
        row("us_demand", versus="start", base=800.0, change=0.0),
        row("alternatives", versus="start", base=800.0, change=190.0),
    ]
    return pd.DataFrame(rows)[list(COLUMNS)]


def test_rows_are_ranked_by_deaths_averted(small):
    found = tables.rows(small, ["poppy_ha"])
    assert [r.scenario for r in found] == ["us_demand", "alternatives", "eradication"]
    best = found[0]
    assert (best.averted, best.low, best.high) == (200.0, 150.0, 250.0)
    assert (best.share, best.chance, best.cost, best.each) == ("20 %", "100 %", "$4M", "$20k")
    assert best.moves == ("+5.0 %",)
    assert [r.gain for r in found] == [1, 0, -1]
    assert found[2].each == "–"
    assert found[2].share == "−10 %"


def test_strengths_are_named_only_where_they_differ(small):
    assert {r.strength for r in tables.rows(small)} == {""}
    both = pd.concat([small, pd.DataFrame([row("us_demand", strength="high", change=-300.0)])])
    assert [(r.scenario, r.strength) for r in tables.rows(both)][:2] == [("us_demand", "high"), ("us_demand", "medium")]


def test_terminal_table_fits_80_columns(small, results):
    for what in (small, results):
        console = Console(width=80, record=True, file=StringIO())
        console.print(tables.ranked(what))
        text = console.export_text()
        assert "us_demand" in text
        assert "…" not in text
        assert max(map(len, text.splitlines())) <= 80


def test_a_baseline_alone_shows_levels(small):
    console = Console(width=80, record=True, file=StringIO())
    console.print(tables.ranked(small[small["scenario"] == "baseline"]))
    text = console.export_text()
    assert "no policy to compare" in text
    assert "Opioid overdose deaths" in text


def test_headline_says_who_leads_who_is_unclear_and_who_harms(small):
    text = " ".join(headline(small, tables.rows(small), "2018–2027"))
    assert "Of 3 policies, US demand averts most opioid deaths over 2018–2027: 200 (middle 90 % of worlds" in text
    assert "zero: alternatives for growers." in text
    assert "eradication (100 more)" in text
    assert "25 % above" in text
    assert "still rise with alternatives for growers" in text
    assert "rests on" not in text


def test_headline_warns_of_few_worlds_and_admits_nothing_helps(small):
    harm = small[small["scenario"].isin(["baseline", "eradication"])].assign(n=1)
    text = " ".join(headline(harm, tables.rows(harm), "2018"))
    assert text.startswith("None of the policies")
    assert "a single simulated world" in text


def test_a_trifle_is_no_effect_however_sure():
    rows = [row("baseline", base=1e6), row("us_demand", base=1e6, change=-60.0, cost=1e6)]
    table = pd.DataFrame(rows)
    (found,) = tables.rows(table)
    assert found.gain == 0
    text = " ".join(headline(table, [found], "2018"))
    assert "None of the policies" in text
    assert "Next to no effect on deaths, under 0.1 % of the baseline's: US demand." in text
    assert "cost" not in text


def test_headline_of_a_baseline_alone():
    only = pd.DataFrame([row("baseline")])
    assert "nothing to rank" in headline(only, tables.rows(only), "2018")[0]


@pytest.mark.parametrize(
    ("value", "text"),
    [(56432.0, "56,400"), (-3533.0, "−3,530"), (7.2, "7"), (0.0, "0"), (float("nan"), "–"), (-0.2, "0")],
)
def test_counts(value, text):
    assert tables.count(value) == text


def test_ranking_puts_arms_without_the_main_outcome_last(small):
    extra = pd.concat([small, pd.DataFrame([row("labs", "poppy_ha", change=-5.0)])])
    assert frames.ranked(frames.versus(extra))[-1] == ("labs", "medium")
