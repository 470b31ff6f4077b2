"""The ensemble of sixteen worlds against the published numbers of 2012-2016."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
import pytest

from flowsim.data import targets
from flowsim.domain.params import flat
from flowsim.domain.world_config import WorldConfig
from flowsim.experiments.fit import SERIES, YEARS, fit, misses, points
from flowsim.experiments.tables import observed

pytestmark = pytest.mark.science

SCORED = [(spec.name, spec.tolerance) for spec in SERIES if spec.tolerance is not None]
CHANGES = [(f"{spec.name}.2016_over_2012", spec.tolerance) for spec in SERIES if spec.change]
POINTS = 69
FREE = 25
OPIOIDS = ("deaths.us.heroin_t40_1", "deaths.us.synthetic_opioids_t40_4")


@pytest.fixture(scope="module")
def table(past: Any) -> pd.DataFrame:
    """Model beside data, one row per series and year."""
    model, snapshot = past
    model.branch(snapshot, model.config)
    frame = observed(model).to_pandas().rename(columns={"seed": "replicate"})
    return fit(frame.assign(scenario="baseline", strength="medium"), targets()).set_index(["series", "year"])


@pytest.mark.parametrize(("series", "tolerance"), SCORED + CHANGES, ids=lambda x: str(x))
def test_every_year_of_a_series_within_its_tolerance(table: pd.DataFrame, series: str, tolerance: float) -> None:
    rows = table.loc[series]
    assert (rows["n"] == 16).all()
    assert ((rows["mean"] / rows["data"] - 1.0).abs() <= tolerance).all(), rows[["data", "mean", "ratio"]]


def test_every_scored_point_is_one_of_those(table: pd.DataFrame) -> None:
    scored = table[table["scored"].astype(bool)]
    assert set(scored.index.get_level_values("series")) == {name for name, _ in SCORED + CHANGES}
    assert len(scored) == POINTS
    assert points(table.reset_index()) == (POINTS, POINTS)
    assert misses(table.reset_index()) == []


def test_the_years_asked_for_are_there(table: pd.DataFrame) -> None:
    """Every year of the data in the window, or the years that a series names."""
    for spec in SERIES:
        if spec.tolerance is not None and spec.years:
            assert set(table.loc[spec.name].index) == set(spec.years), spec.name
    assert set(table.loc["usbp.southwest_border.seizure.marijuana"].index) == set(range(YEARS[0], YEARS[1] + 1))


def test_trends_of_five_years(table: pd.DataFrame) -> None:
    """Deaths with fentanyl multiply; deaths with heroin rise by two thirds (2.6 times in the data)."""
    heroin, synthetic = (table.loc[(s, 2016), "mean"] / table.loc[(s, 2012), "mean"] for s in OPIOIDS)
    data = table.loc[(OPIOIDS[1], 2016), "data"] / table.loc[(OPIOIDS[1], 2012), "data"]
    assert 1.6 < heroin < 2.6
    assert abs(np.log(synthetic / data)) < np.log(1.25)


def test_fewer_free_parameters_than_points() -> None:
    free = [fact.name for fact in flat(WorldConfig().chain) if fact.role == "free"]
    assert len(free) == FREE < POINTS, free


def test_worlds_differ_and_stay_near_one_another(table: pd.DataFrame) -> None:
    deaths = table.loc["deaths.us.heroin_t40_1"]
    assert (deaths["hi90"] > deaths["lo90"]).all()
    assert (deaths["hi90"] / deaths["lo90"]).max() < 1.5
