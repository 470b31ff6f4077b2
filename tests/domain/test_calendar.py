"""Weeks, dates and fiscal years."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from flowsim.domain.calendar import EPOCH, fiscal_year, middle, monday, parse, week_number, year_fraction
from flowsim.domain.errors import UserError

FEW = settings(max_examples=50, deadline=None, derandomize=True)
WEEKS = st.integers(-300, 2000)


def test_week_0_is_the_first_monday_of_fiscal_year_2012():
    assert monday(0) == EPOCH == date(2011, 10, 3)
    assert EPOCH.weekday() == 0
    assert fiscal_year(EPOCH) == 2012
    assert fiscal_year(EPOCH - timedelta(days=3)) == 2011


@pytest.mark.parametrize(
    ("day", "week"),
    [("2011-10-03", 0), ("2011-10-04", 1), ("2011-10-10", 1), ("2011-10-02", 0), ("2011-09-27", 0), ("2011-09-26", -1)],
)
def test_a_date_belongs_to_the_first_week_that_begins_on_or_after_it(day, week):
    assert week_number(day) == week


def test_policies_of_new_year_2018_begin_on_that_monday():
    assert monday(week_number("2018-01-01")) == date(2018, 1, 1)


@FEW
@given(day=st.dates(date(2000, 1, 1), date(2040, 1, 1)))
def test_weeks_begin_on_or_after_their_date_within_a_week(day):
    start = monday(week_number(day.isoformat()))
    assert day <= start < day + timedelta(days=7)
    assert start.weekday() == 0


@FEW
@given(week=WEEKS)
def test_weeks_and_mondays_undo_each_other(week):
    assert week_number(monday(week).isoformat()) == week
    assert monday(week + 1) - monday(week) == timedelta(days=7)


@FEW
@given(week=WEEKS)
def test_the_middle_is_a_thursday(week):
    assert middle(week).weekday() == 3
    assert middle(week).isocalendar().year == middle(week).year


@pytest.mark.parametrize(
    ("first", "year", "fiscal"),
    [
        ("2012-12-31", 2013, 2013),  # Thursday 2013-01-03
        ("2015-12-28", 2015, 2016),  # Thursday 2015-12-31
        ("2015-09-28", 2015, 2016),  # Thursday 2015-10-01
        ("2016-09-26", 2016, 2016),  # Thursday 2016-09-29
        ("2016-10-03", 2016, 2017),
    ],
)
def test_a_week_belongs_to_the_years_of_its_thursday(first, year, fiscal):
    day = middle(week_number(first))
    assert (day.year, fiscal_year(day)) == (year, fiscal)


@pytest.mark.parametrize(
    ("day", "year"),
    [((2016, 9, 30), 2016), ((2016, 10, 1), 2017), ((2016, 12, 31), 2017), ((2017, 1, 1), 2017), ((2017, 9, 30), 2017)],
)
def test_fiscal_years_begin_in_october(day, year):
    assert fiscal_year(date(*day)) == year


def test_every_fiscal_year_has_52_or_53_weeks():
    years = [fiscal_year(middle(week)) for week in range(1000)]
    assert years == sorted(years)
    assert {years.count(year) for year in set(years[:-1]) - {years[-1]}} == {52, 53}


@FEW
@given(week=WEEKS)
def test_year_fractions_stay_in_their_year_and_grow(week):
    assert middle(week).year <= year_fraction(week) < middle(week).year + 1
    assert 0.0 < year_fraction(week + 1) - year_fraction(week) < 0.02


def test_mid_2012_is_half_a_year():
    assert abs(year_fraction(week_number("2012-07-02")) - 2012.5) < 0.02


@pytest.mark.parametrize("text", ["tomorrow", "2018-02-30", "2018-13-01", "", "01/02/2018", None, 2018, 20180101])
def test_what_is_no_date_is_a_mistake_of_the_user(text):
    for function in (parse, week_number):
        with pytest.raises(UserError, match="write YYYY-MM-DD"):
            function(text)
