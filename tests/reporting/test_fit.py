"""The join of model and data."""

from __future__ import annotations

import pandas as pd
import pytest

from flowsim.data import targets
from flowsim.domain.errors import UserError
from flowsim.experiments.fit import SERIES, WORST, fit, misfit, misses, points, remarks

HEROIN = "deaths.us.heroin_t40_1"
UNIT = "deaths per calendar year"


def model(values: dict[int, tuple[float, float]], unit: str = UNIT) -> pd.DataFrame:
    rows = [
        ("baseline", "medium", r, HEROIN, year, float("nan"), value, unit)
        for year, pair in values.items()
        for r, value in enumerate(pair)
    ]
    columns = ["scenario", "strength", "replicate", "series", "year", "month", "value", "unit"]
    return pd.DataFrame(rows, columns=columns)


def test_mean_beside_data_with_ratio_and_verdict():
    data = {2012: 5925.0, 2013: 8257.0}
    table = fit(model({2012: (1.1 * 5925, 1.3 * 5925), 2013: (1.2 * 8257, 1.4 * 8257)}), targets()).set_index("year")
    assert table["data"].to_dict() == data
    assert table["ratio"].to_dict() == pytest.approx({2012: 1.2, 2013: 1.3})
    assert table["inside"].to_dict() == {2012: True, 2013: False}
    assert (table["n"] == 2).all()


def test_points_and_misses_name_the_worst_year():
    table = fit(model({2012: (5925.0, 5925.0), 2015: (12989.0 / 3,) * 2, 2016: (2 * 15469.0,) * 2}), targets())
    assert points(table) == (1, 3)
    (line,) = misses(table)
    assert "2 of 3 years" in line
    assert "worst in 2015" in line
    assert "0.33 times" in line


def scored(*points: tuple[float, float, bool]) -> pd.DataFrame:
    return pd.DataFrame(points, columns=["ratio", "tolerance", "scored"])


def test_misfit_is_the_mean_square_distance_in_tolerances():
    assert misfit(scored((1.0, 0.25, True))) == 0.0
    assert misfit(scored((1.25, 0.25, True))) == pytest.approx(1.0)
    assert misfit(scored((1 / 1.4, 0.4, True))) == pytest.approx(1.0)
    assert misfit(scored((1.25**2, 0.25, True), (1.0, 0.4, True))) == pytest.approx(2.0)
    assert misfit(scored((1.25, 0.25, True), (9.0, float("nan"), False))) == pytest.approx(1.0)


@pytest.mark.parametrize("ratio", [float("nan"), 0.0, -1.0, float("inf"), float("-inf"), 1e300, 1e-300])
def test_misfit_is_finite_whatever_the_model_says(ratio):
    assert misfit(scored((ratio, 0.25, True))) == WORST
    assert misfit(scored((ratio, 0.25, True), (1.0, 0.25, True))) == WORST / 2


def test_misfit_without_points_is_the_worst():
    assert misfit(fit(model({}), targets())) == WORST
    assert misfit(scored((1.0, float("nan"), False))) == WORST


def test_misfit_of_a_real_table():
    table = fit(model({2012: (5925.0,) * 2, 2013: (1.25 * 8257,) * 2, 2014: (float("nan"), 1.0)}), targets())
    table.loc[table["year"] == 2014, "ratio"] = float("nan")
    assert misfit(table) == pytest.approx((0 + 1 + WORST) / 3)


def test_series_that_are_not_scored_are_remarked_on_when_far_off():
    mine = model({2016: (68.0, 68.0)}, unit="lb per US fiscal year (Oct-Sep)")
    table = fit(mine.assign(series="usbp.southwest_border.seizure.heroin"), targets())
    assert points(table) == (0, 0)
    (line,) = remarks(table)
    assert "not scored" in line
    assert "2016 the model has 0.12 times" in line


def test_years_outside_the_window_do_not_count():
    table = fit(model({2011: (4397.0, 4397.0), 2016: (15469.0,) * 2, 2020: (1.0, 1.0)}), targets())
    assert table["year"].tolist() == [2016]


def test_other_units_are_refused():
    with pytest.raises(UserError, match="disagree on the unit"):
        fit(model({2012: (1.0, 1.0)}, unit="thousand deaths"), targets())


def test_policies_do_not_enter():
    mine = model({2012: (5925.0, 5925.0)})
    other = mine.assign(scenario="eradication", value=1.0)
    assert fit(pd.concat([other, mine]), targets())["ratio"].tolist() == pytest.approx([1.0])


def test_nothing_observed_gives_an_empty_table():
    table = fit(model({}), targets())
    assert len(table) == 0
    assert points(table) == (0, 0)
    assert misses(table) == []


def test_every_series_has_data_in_the_window():
    data = targets()
    for spec in SERIES:
        rows = data[(data["series"] == spec.name) & data["year"].between(2012, 2016)]
        assert len(rows), spec.name
        if spec.tolerance is not None:
            rows = rows[rows["year"].isin(spec.years)] if spec.years else rows
            assert (rows["confidence"] == "verified").all() or spec.name == "poppy.ondcp.cultivation_ha"
