"""Packaged tables: whole, sourced, and silent about outcomes after 2016."""

from __future__ import annotations

import pandas as pd
import pytest

from flowsim.data import TABLES, hashes, table, targets

NAMES = sorted(path.stem for path in TABLES.glob("*.csv"))
SOURCED = ("targets", "drivers", "drivers_opioids")
MONEY = (
    "uif.mexico.unusual_operation_reports",
    "uif.mexico.complaints_to_prosecutor",
    "sar.us.total",
    "sar.us.depository_institutions",
    "finance.usd_cash_deposit_fall_after_caps",
    "finance.mexican_banks_unknown_origin_usd_cash",
)


def test_the_tables_that_the_program_reads_exist():
    assert {"targets", "drivers", "drivers_opioids", "geography", "border_crossings"} <= set(NAMES)


@pytest.mark.parametrize("name", NAMES)
def test_a_table_has_rows_and_named_columns(name):
    rows = table(name)
    assert len(rows) > 0
    assert rows.columns.is_unique
    assert not any(column.startswith("Unnamed") for column in rows.columns)
    assert not rows.duplicated().any()


def test_no_outcome_after_2016():
    rows = targets()
    late = rows[rows["year"] > 2016]
    assert [series for series in late["series"] if not series.startswith("seed.")] == []


@pytest.mark.parametrize("name", SOURCED)
def test_every_value_has_unit_source_and_confidence(name):
    rows = table(name)
    assert rows["value"].notna().all()
    assert pd.api.types.is_numeric_dtype(rows["value"])
    for column in ("series", "unit", "source", "confidence"):
        assert rows[column].notna().all(), column
        assert (rows[column].str.strip() != "").all(), column


@pytest.mark.parametrize("name", SOURCED)
def test_ranges_hold_their_value(name):
    rows = table(name)
    assert (rows["low"].isna() | (rows["low"] <= rows["value"])).all()
    assert (rows["high"].isna() | (rows["high"] >= rows["value"])).all()


@pytest.mark.parametrize("name", SOURCED)
def test_months_are_months_and_years_are_whole(name):
    rows = table(name)
    assert rows["month"].dropna().isin(range(1, 13)).all()
    assert (rows["year"] == rows["year"].round()).all()


def test_a_driver_has_one_value_per_year():
    for name in ("drivers", "drivers_opioids"):
        yearly = table(name)
        yearly = yearly[yearly["month"].isna()]
        twice = yearly[yearly.duplicated(["series", "year"])]
        assert sorted(set(twice["series"])) == []


def test_border_crossings_end_with_2017_and_deaths_with_2016():
    assert table("border_crossings")["year"].max() == 2017
    assert table("overdose_deaths_state_year")["year"].max() == 2016


def test_what_money_is_held_against_is_there():
    assert set(MONEY) <= set(targets()["series"])


def test_a_table_is_a_copy():
    rows = targets()
    rows["value"] = 0.0
    assert (targets()["value"] != 0.0).any()


def test_hashes_name_every_table():
    found = hashes()
    assert sorted(found) == [f"{name}.csv" for name in NAMES]
    assert all(len(digest) == 16 and int(digest, 16) >= 0 for digest in found.values())
