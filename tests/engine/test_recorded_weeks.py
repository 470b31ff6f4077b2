"""What a run remembers: the spin-up is not recorded, weeks and years count what they hold."""

from __future__ import annotations

import numpy as np
import pytest
from worlds import world

from flowsim.domain.calendar import middle, week_number
from flowsim.domain.codes import DRUGS, Crop
from flowsim.domain.outcomes import OUTCOMES
from flowsim.engine.model import FlowModel
from flowsim.engine.series import place_series, weekly_series
from flowsim.experiments.parts import COLUMNS, fault
from flowsim.experiments.tables import before, summary, tile_tables

END = "2013-07-01"


@pytest.fixture(scope="module")
def model() -> FlowModel:
    return FlowModel(world(end=END, spinup=12), [0, 1, 2]).run()


def test_spin_up_is_not_recorded(model: FlowModel) -> None:
    early = FlowModel(world(spinup=12), [0]).run("2011-10-03")
    assert early.records.weeks == []
    assert early.observation.sums == {}
    assert model.records.weeks == list(range(week_number(END)))
    assert model.records.weekly.shape == (week_number(END), len(weekly_series()), 3)


def test_recorder_grows_past_its_first_length(model: FlowModel) -> None:
    longer = FlowModel(world(end=END, spinup=12), [0, 1, 2])
    longer.records.store = longer.records.store[:5].copy()
    longer.run("2012-06-04")
    weeks = len(longer.records.weeks)
    assert weeks == week_number("2012-06-04")
    assert longer.records.weekly.tobytes() == model.records.weekly[:weeks].tobytes()


def test_years_hold_their_thursdays(model: FlowModel) -> None:
    years = [middle(week).year for week in model.records.weeks]
    assert model.records.in_year == {year: years.count(year) for year in (2011, 2012, 2013)}
    assert model.records.in_year[2012] == 52


def test_places_sum_to_the_nation(model: FlowModel) -> None:
    records = model.records
    names, years = list(records.series), np.array([middle(week).year for week in records.weeks])
    people = ("deaths_overdose", "deaths_overdose_opioid", "deaths_overdose_stimulant")
    money = ("export_revenue_usd", "profit_usd")
    for name in ("eradicated_ha", "precursors_intercepted_kg", "labs_raided", *people, *money):
        weekly = records.weekly[years == 2012, names.index(name)].sum(0)
        np.testing.assert_allclose(records.years[name, 2012].sum(0), weekly, rtol=1e-12)
    for drug in DRUGS:
        for flow in ("delivered_kg", "consumed_kg"):
            weekly = records.weekly[years == 2012, names.index(f"{flow}.{drug}")].sum(0)
            np.testing.assert_allclose(records.years[f"{flow}.{drug}", 2012].sum(0), weekly, rtol=1e-12)


def test_each_seizure_is_counted_once(model: FlowModel) -> None:
    """At the border, on Mexican roads, inside the US; cocaine also on its way to Mexico."""
    records, names = model.records, list(model.records.series)

    def weekly(name: str) -> np.ndarray:
        return records.weekly[:, names.index(name)]

    legs = weekly("leg_seized_kg.pacific") + weekly("leg_seized_kg.central_america")
    legs = legs + weekly("leg_seized_kg.southern_border")
    for drug in DRUGS:
        parts = sum(weekly(f"seized_{where}_kg.{drug}") for where in ("border", "roads", "us"))
        parts = parts + legs if drug == "cocaine" else parts
        np.testing.assert_allclose(weekly(f"seized_kg.{drug}"), parts, rtol=1e-12, err_msg=drug)
        assert (weekly(f"seized_us_kg.{drug}").sum(0) > 0.0).all()


def test_outcomes_are_recorded_every_week() -> None:
    assert OUTCOMES.keys() <= weekly_series().keys()
    for outcome in OUTCOMES.values():
        unit, _ = weekly_series()[outcome.name]
        assert unit in (outcome.unit, f"{outcome.unit} per week"), outcome.name


def test_place_series_have_a_value_per_place(model: FlowModel) -> None:
    places = place_series(model.network, tuple(model.config.organisations), model.banks.ids, model.reform.ids)
    for name, (_, ids, _, _) in places.items():
        assert model.records.years[name, 2012].shape == (len(ids), 3)
        assert len(set(ids)) == len(ids)


def test_tables_have_the_columns_of_their_part(model: FlowModel) -> None:
    tables = tile_tables(model)
    for part, columns in COLUMNS.items():
        assert fault(part, tables[part].schema) is None
        assert [name for name in tables[part].column_names if name in columns] == list(columns)
        assert set(tables[part].column("seed").to_pylist()) == {0, 1, 2}
    weekly = tables["weekly"].to_pandas()
    assert list(weekly.columns[2:]) == list(weekly_series())
    last = weekly[weekly["seed"] == 1].iloc[-1]
    np.testing.assert_array_equal(last["poppy_ha"], model.world.standing_ha[model.crop_rows[Crop.POPPY], 1].sum())


def test_outcomes_count_from_the_start_of_policy(model: FlowModel) -> None:
    frame = tile_tables(model)["outcomes"].to_pandas().set_index(["outcome", "seed"])
    names, weeks = list(model.records.series), np.array(model.records.weeks)
    cut = week_number(model.config.horizon.policy_start)
    deaths = model.records.weekly[:, names.index("deaths_overdose_opioid"), 2]
    row = frame.loc["deaths_overdose_opioid", 2]
    np.testing.assert_allclose(row["value"], deaths[weeks >= cut].sum(), rtol=1e-12)
    np.testing.assert_allclose(row["start"], deaths[:cut].mean() * (weeks >= cut).sum(), rtol=1e-12)
    area = model.records.weekly[:, names.index("poppy_ha"), 2]
    np.testing.assert_allclose(frame.loc["poppy_ha", 2]["value"], area[-52:].mean(), rtol=1e-12)


def test_summaries_of_a_short_series() -> None:
    values = np.arange(60.0)[:, None]
    assert [summary(values, how)[0] for how in ("sum", "last", "mean_last_year")] == [1770.0, 59.0, 33.5]
    assert before(values, OUTCOMES["deaths_overdose"], 104)[0] == 2 * values[-52:].sum()
