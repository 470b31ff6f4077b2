"""Dated rules on cash, week by week."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import numpy as np
import pytest
from own import edited, line_of, put

from flowsim.data import table
from flowsim.data.agreement import opened
from flowsim.data.kinds import RULES
from flowsim.data.money_rules import load_money_rules
from flowsim.domain.calendar import middle, week_number
from flowsim.domain.codes import Country
from flowsim.domain.errors import UserError
from flowsim.domain.files import Files

FIRST, LAST = week_number("2010-01-04"), week_number("2016-01-04")


@pytest.fixture(autouse=True)
def _in_a_folder(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)


def value(rule: str, day: str, country: Country = Country.MX, first: int = FIRST, last: int = LAST) -> float:
    """Value in the week whose Thursday is this day."""
    at = [middle(week) for week in range(first, last + 1)].index(date.fromisoformat(day))
    return float(load_money_rules(first, last).of(rule, country)[at])


@pytest.mark.parametrize(
    ("rule", "day", "expected"),
    [
        ("account_cap", "2010-06-17", np.inf),
        ("account_cap", "2010-06-24", 4000.0),
        ("account_cap", "2015-12-31", 4000.0),
        ("visitor_cap", "2010-06-24", 1500.0),
        ("firm_cap", "2010-09-09", np.inf),
        ("firm_cap", "2010-09-16", 7000.0),
        ("firm_cap", "2010-12-16", 7000.0),
        ("firm_cap", "2010-12-23", 14000.0),
        ("firm_exempt", "2014-09-11", 0.0),
        ("firm_exempt", "2014-09-18", 1.0),
        ("exchange_cap", "2010-09-16", 1500.0),
    ],
)
def test_caps_of_mexico_begin_on_their_days(rule, day, expected):
    assert value(rule, day) == expected


def test_the_threshold_of_reports_in_the_united_states_never_changes():
    assert set(load_money_rules(FIRST, LAST).of("cash_report", Country.US)) == {10_000.0}


def test_weeks_are_the_same_wherever_one_begins():
    whole, part = load_money_rules(FIRST, LAST), load_money_rules(FIRST + 20, LAST - 5)
    assert part.first == FIRST + 20
    for name in RULES:
        assert whole.values[name].shape == (LAST - FIRST + 1, len(Country))
        assert whole.values[name].dtype == np.float64
        np.testing.assert_array_equal(whole.values[name][20:-5], part.values[name])


def test_what_the_law_of_a_country_lacks_is_absent():
    rules = load_money_rules(0, 9)
    assert np.isinf(rules.of("account_cap", Country.US)).all()
    assert (rules.of("firm_exempt", Country.US) == 0.0).all()


def test_every_rule_says_where_it_is_from():
    rows = table("money_rules")
    assert (rows["source"].str.len() > 20).all()
    assert set(rows["confidence"]) == {"verified", "recalled"}
    assert rows.loc[rows["confidence"] == "verified", "address"].notna().all()
    assert rows["rule"].isin(list(RULES)).all()


def test_rules_that_contradict_each_other_are_told():
    line = line_of("money_rules", "MX")

    def twice(rows):
        copy = rows[line - 1].copy()
        copy[rows[0].index("start")] = "2012-01-01"
        return [*rows, copy]

    edited_path = edited(Path("my.csv"), "money_rules", twice)
    last = len(edited_path.read_text(encoding="utf-8").splitlines())
    with pytest.raises(UserError) as caught:
        opened(Files(money_rules="my.csv"))
    assert str(caught.value) == (
        f"files.money_rules=my.csv, line {last}, column start: on 2012-01-01 account_cap of MX stands in line {line} "
        "already; rules of one name may not overlap"
    )


def test_the_cap_can_be_lifted(tmp_path):
    edited(tmp_path / "my.csv", "money_rules", put(line_of("money_rules", "MX"), "end", "2013-01-01"))
    rules = load_money_rules(FIRST, LAST, opened(Files(money_rules="my.csv")))
    assert np.isinf(rules.of("account_cap", Country.MX)[-1])
    assert (rules.of("account_cap", Country.MX) == 4000.0).any()
