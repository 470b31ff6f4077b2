"""The ensemble of sixteen worlds against the published numbers of 2012-2016."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
import pytest

from flowsim.data import targets
from flowsim.domain.params import flat
from flowsim.domain.world_config import WorldConfig
from flowsim.experiments.fit import YEARS, fit, misses, points
from flowsim.experiments.tables import observed

pytestmark = pytest.mark.science

ANNUAL = (
    "deaths.us.heroin_t40_1",
    "deaths.us.synthetic_opioids_t40_4",
    "poppy.ondcp.cultivation_ha",
    "poppy.ondcp.potential_pure_heroin",
)
SEIZED = "ofo.southwest_border.seizure.heroin"
POINTS = 22


@pytest.fixture(scope="module")
def table(past: Any) -> pd.DataFrame:
    """Model beside data, one row per series and year."""
    model, snapshot = past
    model.branch(snapshot, model.config)
    frame = observed(model).to_pandas().rename(columns={"seed": "replicate"})
    return fit(frame.assign(scenario="baseline", strength="medium"), targets()).set_index(["series", "year"])


@pytest.mark.parametrize("year", range(YEARS[0], YEARS[1] + 1))
@pytest.mark.parametrize("series", ANNUAL)
def test_annual_series_within_a_quarter(table: pd.DataFrame, series: str, year: int) -> None:
    row = table.loc[(series, year)]
    assert row["n"] == 16
    assert abs(row["mean"] / row["data"] - 1.0) <= 0.25


@pytest.mark.parametrize("year", YEARS)
def test_heroin_seized_at_southwest_ports(table: pd.DataFrame, year: int) -> None:
    row = table.loc[(SEIZED, year)]
    assert abs(row["mean"] / row["data"] - 1.0) <= 0.40


def test_every_scored_point_is_one_of_those(table: pd.DataFrame) -> None:
    scored = table[table["scored"].astype(bool)]
    assert set(scored.index) == {(s, y) for s in ANNUAL for y in range(2012, 2017)} | {(SEIZED, y) for y in YEARS}
    assert points(table.reset_index()) == (POINTS, POINTS)
    assert misses(table.reset_index()) == []


def test_trends_of_five_years(table: pd.DataFrame) -> None:
    """Fentanyl deaths multiply, heroin deaths about double (2.6 times in the data), poppy area about triples."""
    growth = {s: table.loc[(s, 2016), "mean"] / table.loc[(s, 2012), "mean"] for s in ANNUAL}
    data = {s: table.loc[(s, 2016), "data"] / table.loc[(s, 2012), "data"] for s in ANNUAL}
    for series in ANNUAL:
        assert abs(np.log(growth[series] / data[series])) < np.log(1.5)
    assert growth["deaths.us.synthetic_opioids_t40_4"] > growth["deaths.us.heroin_t40_1"] > 1.8


def test_fewer_free_parameters_than_points() -> None:
    free = [fact.name for fact in flat(WorldConfig().chain) if fact.role == "free"]
    assert 0 < len(free) < POINTS, free


def test_worlds_differ_and_stay_near_one_another(table: pd.DataFrame) -> None:
    deaths = table.loc["deaths.us.heroin_t40_1"]
    assert (deaths["hi90"] > deaths["lo90"]).all()
    assert (deaths["hi90"] / deaths["lo90"]).max() < 1.5
