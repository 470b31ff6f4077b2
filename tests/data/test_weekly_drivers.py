"""Weekly inputs and how they go on after the last year of data."""

from __future__ import annotations

from dataclasses import fields

import numpy as np
import pytest

from flowsim.data.drivers import ANNUAL_LAST, TRAFFIC_LAST, load_drivers
from flowsim.data.geography import load_network
from flowsim.domain.calendar import fiscal_year, middle, monday, week_number
from flowsim.domain.codes import Mode

FIRST, LAST = -104, week_number("2028-01-03")
WEEKS = range(FIRST, LAST + 1)
ARRAYS = (
    *("traffic", "agents", "encounters", "mexico_share", "prescribing", "cocaine_t", "home_freedom"),
    *("mexicans", "traffic_beyond", "annual_beyond"),
)


@pytest.fixture(scope="module")
def drivers():
    return load_drivers(FIRST, LAST)


def test_the_arrays_are_all_that_there_is(drivers):
    assert {f.name for f in fields(drivers)} == {"first", *ARRAYS}
    assert drivers.first == FIRST


@pytest.mark.parametrize("name", ARRAYS)
def test_one_finite_row_per_week(drivers, name):
    array = getattr(drivers, name)
    assert len(array) == len(WEEKS)
    assert array.dtype == np.float64
    assert np.isfinite(array).all()
    assert (array >= 0.0).all()


def test_columns_are_corridors_and_sectors(drivers):
    network = load_network()
    assert drivers.traffic.shape[1] == len(network.corridors)
    assert drivers.agents.shape[1] == drivers.encounters.shape[1] == len(network.sectors)


def test_no_lawful_traffic_hides_loads_elsewhere_than_at_ports(drivers):
    elsewhere = load_network().corridors.mode > Mode.RAIL
    np.testing.assert_array_equal(drivers.traffic[:, elsewhere], 1.0)
    assert (drivers.traffic[:, ~elsewhere] > 0.0).all()


def test_traffic_of_2012_is_its_own_mean(drivers):
    months = {}
    for row, week in enumerate(WEEKS):
        day = middle(week)
        if day.year == 2012:
            months[day.month] = drivers.traffic[row]
    mean = np.mean([months[month] for month in range(1, 13)], axis=0)
    busy = (drivers.traffic > 0.1).all(axis=0)
    np.testing.assert_allclose(mean[busy], 1.0, rtol=1e-9)


def test_months_of_the_last_year_of_traffic_repeat(drivers):
    last = {}
    for row, week in enumerate(WEEKS):
        day = middle(week)
        if day.year == TRAFFIC_LAST.year:
            last[day.month] = drivers.traffic[row]
        elif day.year > TRAFFIC_LAST.year:
            np.testing.assert_array_equal(drivers.traffic[row], last[day.month])


@pytest.mark.parametrize(
    ("name", "last"),
    [("mexico_share", 2016), ("prescribing", 2016), ("agents", 2017), ("encounters", 2017)],
)
def test_yearly_inputs_are_level_after_their_last_year(drivers, name, last):
    late = np.array([fiscal_year(middle(week)) > last and middle(week).year > 2016 for week in WEEKS])
    values = getattr(drivers, name)[late]
    np.testing.assert_array_equal(values[1:], np.broadcast_to(values[-1], values[1:].shape))


@pytest.mark.parametrize("name", ARRAYS)
def test_the_spin_up_lives_in_the_conditions_of_2012(drivers, name):
    spin_up = getattr(drivers, name)[:-FIRST]
    np.testing.assert_array_equal(spin_up, np.broadcast_to(spin_up[0], spin_up.shape))


def test_traffic_is_1_in_the_spin_up(drivers):
    np.testing.assert_array_equal(drivers.traffic[:-FIRST], 1.0)


def test_shares_are_shares(drivers):
    assert (drivers.mexico_share > 0.0).all()
    assert (drivers.mexico_share <= 1.0).all()


def test_prescribing_is_1_in_mid_2012(drivers):
    assert drivers.prescribing[week_number("2012-06-25") - FIRST] == 1.0


@pytest.mark.parametrize(("name", "end"), [("traffic_beyond", TRAFFIC_LAST), ("annual_beyond", ANNUAL_LAST)])
def test_time_beyond_the_data_is_0_and_then_grows(drivers, name, end):
    beyond = getattr(drivers, name)
    after = np.array([monday(week) > end for week in WEEKS])
    np.testing.assert_array_equal(beyond[~after], 0.0)
    np.testing.assert_allclose(np.diff(beyond[after]), 7 / 365.25, rtol=1e-9)


def test_a_later_start_reads_the_same_weeks(drivers):
    later = load_drivers(0, LAST)
    for name in ARRAYS:
        np.testing.assert_array_equal(getattr(later, name), getattr(drivers, name)[-FIRST:], err_msg=name)


def test_inputs_do_not_depend_on_the_kind_of_market(drivers):
    states = load_drivers(FIRST, LAST, "states")
    for name in set(ARRAYS) - {"home_freedom"}:
        np.testing.assert_array_equal(getattr(states, name), getattr(drivers, name))


@pytest.mark.parametrize("markets", ["divisions", "states"])
def test_laws_on_marijuana_are_shares_of_people(markets):
    free, people = load_drivers(FIRST, LAST, markets).home_freedom, load_network(markets).population
    assert free.shape == (len(WEEKS), len(people), 3)
    retail, medical, country = free.transpose(2, 0, 1)
    assert (retail + medical <= 1.0 + 1e-12).all()
    np.testing.assert_array_equal(country, np.repeat(country[:, :1], len(people), axis=1))
    np.testing.assert_allclose(retail @ people, country[:, 0], atol=1e-9)
    assert (np.diff(retail, axis=0) >= 0.0).all()
    assert (np.diff(retail + medical, axis=0) >= -1e-12).all()


def test_a_state_sells_from_the_day_of_its_law():
    network, free = load_network("states"), load_drivers(FIRST, LAST, "states").home_freedom
    colorado, california, texas = (network.markets.names.index(x) for x in ("Colorado", "California", "Texas"))

    def law(day, market):
        return tuple(free[week_number(day) - FIRST, market, :2])

    assert law("2013-12-23", colorado) == (0.0, 1.0)
    assert law("2014-01-06", colorado) == (1.0, 0.0)
    assert law("2017-12-18", california) == (0.0, 1.0)
    assert law("2018-01-08", california) == (1.0, 0.0)
    assert law("2027-01-04", texas) == (0.0, 0.0)
    country = free[:, 0, 2]
    assert country[week_number("2013-12-23") - FIRST] == 0.0
    assert 0.03 < country[week_number("2015-01-05") - FIRST] < 0.06  # Colorado and Washington


def test_cocaine_of_colombia_follows_the_survey(drivers):
    """Annual values stand at the middle of their year."""
    for day, tonnes in (("2013-07-01", 290.0), ("2016-06-27", 1053.0), ("2027-06-28", 1379.0)):
        np.testing.assert_allclose(drivers.cocaine_t[week_number(day) - FIRST], tonnes, rtol=0.02)
    year = slice(week_number("2014-07-07") - FIRST, week_number("2015-06-22") - FIRST)
    assert (np.diff(drivers.cocaine_t[year]) > 0.0).all()


@pytest.mark.parametrize(("first", "last"), [(0, 20), (66, LAST)])
def test_the_base_of_prescribing_is_2012_whatever_the_window(drivers, first, last):
    rows = drivers.prescribing[first - FIRST : last - FIRST + 1]
    np.testing.assert_array_equal(load_drivers(first, last).prescribing, rows)
