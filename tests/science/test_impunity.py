"""Homicide in court against the data of 2015-16, and the J-curve of the reform; run with -s to see the numbers."""

from __future__ import annotations

import numpy as np
import pytest
from shocks import interval, ran, series, world

from flowsim.data import targets
from flowsim.domain.calendar import middle, week_number
from flowsim.engine.model import FlowModel

WORLDS = 8
YEARS = range(2012, 2025)


@pytest.fixture(scope="module")
def history() -> FlowModel:
    """Eight worlds from 2012 to the end of 2024."""
    return ran(world(), 0, WORLDS, start=week_number("2025-01-06"))


def by_year(model: FlowModel, name: str, how: str = "sum") -> dict[int, np.ndarray]:
    """Weekly values of a series by calendar year, (L,)."""
    year = np.array([middle(week).year for week in model.records.weeks])
    weekly = series(model, name, 0)
    return {y: getattr(weekly[: len(year)][year == y], how)(0) for y in YEARS}


def test_impunity_of_2015_and_2016(history: FlowModel) -> None:
    """Within 3 % of the published shares, and rising."""
    rows = targets().query("series == 'justice.impunity_homicide'").set_index("year")["value"]
    published = history.observation.published(history)
    found = {year: float(published["justice.impunity_homicide", year].mean()) for year in (2015, 2016)}
    print(f"\nimpunity {found[2015]:.1f} (data {rows[2015]:g}), {found[2016]:.1f} (data {rows[2016]:g})")
    for year, value in found.items():
        assert value == pytest.approx(rows[year], rel=0.03)
    rise = published["justice.impunity_homicide", 2016] - published["justice.impunity_homicide", 2015]
    assert interval(rise)[0] > 2.0


def test_arrests_fall_in_2016_as_admissions_to_prison_did(history: FlowModel) -> None:
    """Data: 106,930 to 89,232 for all crimes, -17 %."""
    arrests = by_year(history, "homicide_arrests")
    change = arrests[2016] / arrests[2015] - 1.0
    print(f"\narrests 2015 {arrests[2015].mean():.0f}, 2016 {arrests[2016].mean():.0f}, {change.mean():+.1%}")
    assert -0.25 < change.mean() < -0.10


def test_the_reform_is_a_j_curve(history: FlowModel) -> None:
    """Arrests fall while courts learn, and end above where they began though nothing else was done."""
    arrests = {year: value.mean() for year, value in by_year(history, "homicide_arrests").items()}
    low = min(arrests, key=lambda year: arrests[year])
    print("\narrests " + ", ".join(f"{year} {value:.0f}" for year, value in arrests.items()))
    assert low in (2016, 2017)
    assert arrests[low] < 0.85 * arrests[2012]
    assert arrests[2024] > 1.05 * arrests[2012]


def test_fewer_wait_in_prison_without_a_sentence(history: FlowModel) -> None:
    """The Mexico Peace Index 2017 says -13 % in 2016, for all crimes."""
    detained = by_year(history, "detained_without_conviction", "mean")
    change = (detained[2016] / detained[2015] - 1.0).mean()
    print(f"\ndetained without conviction in 2016 {change:+.1%}")
    assert -0.25 < change < -0.05


def test_smuggling_of_migrants_is_worth_what_was_estimated(history: FlowModel) -> None:
    """RAND RR2852: others than Mexicans paid 0.2-2.3 bn USD in 2017, 30-180 million of it to organisations."""
    p, others = history.params.migration, by_year(history, "migrants.others")[2017]
    fees = (others * p.smuggled[1] * p.fee_usd[1]).mean()
    tolls = (others * p.toll_usd[1]).mean()
    print(
        f"\nothers in 2017: {others.mean():,.0f} crossings, fees {fees / 1e9:.2f} bn USD, tolls {tolls / 1e6:.0f} m USD"
    )
    assert 0.2e9 < fees < 2.3e9
    assert 30e6 < tolls < 180e6


BOTTLENECKS = {
    "police": {"investigators": 1.5},
    "prosecutors": {"prosecutors": 1.5},
    "courts": {"courts": 1.5},
    "all three": {"investigators": 1.5, "prosecutors": 1.5, "courts": 1.5},
}


def test_capacity_helps_together(history: FlowModel) -> None:
    """Convictions three to six years on: each part by itself meets the next queue."""
    gain = {}
    for name, effects in BOTTLENECKS.items():
        convicted = by_year(ran(world(), 364, 4, effects), "homicide_convictions")
        base = by_year(history, "homicide_convictions")
        gain[name] = (
            sum(convicted[y] for y in range(2021, 2025)) / sum(base[y][:4] for y in range(2021, 2025)) - 1
        ).mean()
    print("\nconvictions " + ", ".join(f"{name} {value:+.0%}" for name, value in gain.items()))
    assert gain["all three"] > max(gain[name] for name in ("police", "prosecutors", "courts")) + 0.1
    assert gain["police"] < 0.1
