"""Members and homicides of 2012-2016 beside the data, mean of sixteen worlds; run with -s to see the numbers.

Inputs by state end with 2014; the state pattern of 2016 is not an input.
"""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from flowsim.data import targets
from flowsim.domain.calendar import middle, week_number
from flowsim.engine.model import FlowModel

pytestmark = pytest.mark.science

YEARS = range(2012, 2017)
CASE_FILES_2016 = np.array(
    [
        *(37, 1180, 192, 84, 225, 524, 468, 1232),
        *(952, 238, 961, 2213, 151, 1153, 2111, 1288),
        *(616, 39, 644, 870, 590, 119, 165, 306),
        *(961, 570, 276, 595, 77, 1258, 50, 460),
    ],
    dtype=float,
)
"""Intentional homicide by state in the order of the table, SESNSP, old method."""


@pytest.fixture(scope="module")
def model(past: Any) -> FlowModel:
    model, snapshot = past
    model.branch(snapshot, model.config)
    return model  # type: ignore[no-any-return]


def data(series: str) -> np.ndarray:
    """Published values of 2012-2016."""
    rows = targets().query("series == @series").set_index("year")["value"]
    return np.array([rows.get(year, np.nan) for year in YEARS])


def published(model: FlowModel, series: str) -> np.ndarray:
    """What the model publishes, mean of worlds."""
    found = model.observation.published(model)
    return np.array([found[series, year].mean() for year in YEARS])


def at(model: FlowModel, series: str, day: str) -> np.ndarray:
    """Weekly value on a day, (L,)."""
    return np.asarray(model.records.weekly[week_number(day), list(model.records.series).index(series)])


def by_year(model: FlowModel, series: str) -> np.ndarray:
    """Weekly mean by year, mean of worlds."""
    values = model.records.weekly[:, list(model.records.series).index(series)].mean(1)
    year = np.array([middle(week).year for week in model.records.weeks])
    return np.array([values[year == y].mean() for y in YEARS])


def test_registered_homicides_of_every_year(model: FlowModel) -> None:
    """Calibrated by hand: inherited heat, rise while courts learn."""
    mean, real = published(model, "homicide.inegi"), data("homicide.inegi")
    print("\nhomicides", mean.round(0), "data", real, "error", (mean / real - 1.0).round(3))
    assert (np.abs(mean / real - 1.0) <= 0.15).all()


def test_homicide_falls_and_rises_again(model: FlowModel) -> None:
    mean = published(model, "homicide.inegi")
    assert mean[1:4].min() < min(mean[0], mean[4])


def test_share_by_firearm(model: FlowModel) -> None:
    """Two constants, for organised and other homicides; the test has little power."""
    mean = published(model, "homicide.sesnsp_old.case_files.firearm_share")
    real = data("homicide.sesnsp_old.case_files.firearm_share")
    print("\nfirearm", mean.round(1), "case files", real)
    assert (np.abs(mean / real - 1.0) <= 0.15).all()


def test_members(model: FlowModel) -> None:
    first, last = (at(model, "members", f"{year}-01-02").mean() for year in (2012, 2016))
    recruits, killed = by_year(model, "recruits"), by_year(model, "members_killed")
    print(f"\nmembers {first:,.0f} (115,000), {last:,.0f} (135,200 by the published model)")
    print("recruits", recruits.round(0), "(291 to 342)", "killed", killed.round(0), "(68 to 84)")
    assert first == pytest.approx(115_000, rel=0.02)
    assert last == pytest.approx(135_000, rel=0.15)
    assert recruits[0] == pytest.approx(291, rel=0.10)


def test_state_pattern_of_2016(model: FlowModel) -> None:
    """Beside what population alone, and the mean of 2011-14, give."""
    from scipy.stats import spearmanr

    states = model.states
    real = CASE_FILES_2016
    found = model.records.years["homicides", 2016].mean(1)
    plain = {"model": found, "population": states.people, "mean of 2011-14": states.lately}
    counts = {name: spearmanr(x, real)[0] for name, x in plain.items()}
    per_head = {
        "model": found / states.people,
        "population": states.people,
        "mean of 2011-14": states.lately / states.people,
    }
    rates = {name: spearmanr(x, real / states.people)[0] for name, x in per_head.items()}
    print("\ncounts", {k: round(v, 3) for k, v in counts.items()}, "rates", {k: round(v, 3) for k, v in rates.items()})
    assert counts["model"] > 0.80
    assert rates["model"] > 0.55
