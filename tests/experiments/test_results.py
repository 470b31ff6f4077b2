"""Stored runs as data frames: exact columns, exact rows, errors in one line."""

from __future__ import annotations

import json

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

import flowsim
from flowsim.domain.errors import UserError
from flowsim.experiments.bundle import opened, write_compare
from flowsim.experiments.contrast import COLUMNS
from flowsim.experiments.keys import run_key
from flowsim.experiments.manifest import run_manifest
from flowsim.experiments.parts import Seeds, file_name
from flowsim.experiments.results import read_comparison
from flowsim.experiments.store import Store

SERIES = ["scenario", "strength", "replicate", "seed", "date", "series", "place", "value", "unit"]
OBSERVED = ["scenario", "strength", "replicate", "series", "year", "month", "value", "unit"]


@pytest.fixture
def compared(tmp_path, made):
    """Baseline and two scenarios, seeds 5 to 10 wanted, more in the folder, one seed missing."""
    cases = [made.case("baseline"), made.case("ports", 0.5), made.case("ports", 1.0, "high")]
    keys = [
        made.stored(tmp_path, one, range(4, 12), outcome=lambda s, i=i: {"deaths_overdose": (100.0 + s - i, 90.0)})
        for i, one in enumerate(cases[:2])
    ]
    keys.append(made.stored(tmp_path, cases[2], range(5, 10)))
    write_compare(tmp_path, list(zip(cases, keys, strict=True)), 5, 6, {"question": "which"})
    return tmp_path


def test_series_has_national_weeks_and_years_by_place(compared):
    frame = flowsim.load(compared).series()
    assert list(frame.columns) == SERIES
    weeks, years = frame[frame.place == "national"], frame[frame.place != "national"]
    assert len(weeks) == (6 + 6 + 5) * 4 * 2
    assert len(years) == 6 + 6 + 5
    assert set(years.date) == {pd.Timestamp("2018-12-31")}
    assert set(years.series) == {"poppy_ha"}
    row = weeks[(weeks.scenario == "ports") & (weeks.strength == "medium") & (weeks.seed == 7)]
    row = row[(row.date == pd.Timestamp("2018-01-01")) & (row.series == "poppy_ha")]
    assert row.value.tolist() == [1071.0]
    assert row.unit.tolist() == ["ha"]
    assert row.replicate.tolist() == [2]
    assert (frame.replicate == frame.seed - 5).all()
    assert frame.date.dt.year.isin([2017, 2018]).all()


def test_less_is_read_when_less_is_asked(compared):
    results = flowsim.load(compared)
    few = results.series("poppy_ha", scenario="ports", strength="high")
    assert set(few.series) == {"poppy_ha"}
    assert set(zip(few.scenario, few.strength, strict=True)) == {("ports", "high")}
    assert len(few) == 5 * 4 + 5
    assert results.series(["no_such"]).empty
    assert list(results.series(["no_such"]).columns) == SERIES
    assert set(results.observed("homicide.inegi").month) == {3.0}
    with pytest.raises(UserError, match="did you mean 'ports'"):
        results.places(scenario="port")


def test_observed_joins_data_on_equal_names(compared):
    frame = flowsim.load(compared).observed()
    assert list(frame.columns) == OBSERVED
    assert frame.month.isna().sum() == len(frame) / 2
    data = pd.DataFrame({"series": ["homicide.inegi"], "year": [2017], "target": [1.0]})
    joined = frame.merge(data, on=["series", "year"])
    assert len(joined) == 6 + 6 + 5
    assert frame.year.dtype == np.int64
    beside = pd.read_parquet(compared / "observed.parquet")
    pd.testing.assert_frame_equal(beside, frame, check_dtype=False)


def test_places_and_outcomes(compared):
    results = flowsim.load(compared)
    places, outcomes = results.places(), results.outcomes()
    assert list(places.columns) == [*SERIES[:4], "year", "series", "place", "value", "unit"]
    assert list(outcomes.columns) == [*SERIES[:4], "outcome", "unit", "value", "start"]
    assert outcomes[(outcomes.scenario == "baseline") & (outcomes.seed == 6)].value.tolist() == [106.0]
    assert len(places) == len(outcomes) == 17


def test_the_stored_comparison_is_returned_to_the_bit(compared):
    results = flowsim.load(compared)
    table = results.comparison()
    assert list(table.columns) == list(COLUMNS)
    (compared / "comparison.csv").unlink()
    pd.testing.assert_frame_equal(table, flowsim.load(compared).comparison(), check_exact=True, check_dtype=False)


def test_a_truncated_comparison_is_computed_again(compared):
    table = flowsim.load(compared).comparison()
    path = compared / "comparison.csv"
    path.write_text(path.read_text()[:200])
    pd.testing.assert_frame_equal(table, flowsim.load(compared).comparison(), check_exact=True, check_dtype=False)


@pytest.mark.parametrize("content", ["", "a,b\n1,2\n", "scenario,value\nx,abc\n"])
def test_a_foreign_comparison_is_one_line(tmp_path, content):
    path = tmp_path / "comparison.csv"
    path.write_text(content)
    with pytest.raises(UserError, match=r"comparison\.csv: (damaged or )?not a comparison"):
        read_comparison(path)


def test_the_manifest_names_seeds_keys_and_question(compared):
    manifest = json.loads((compared / "manifest.json").read_text())
    assert manifest["scenarios"] == ["baseline", "ports"]
    assert manifest["strengths"] == ["medium", "high"]
    assert (manifest["seed"], manifest["replicates"], manifest["question"]) == (5, 6, "which")
    assert {case["key"] for case in manifest["cases"]} == {run.key for run in Store(compared).runs()}
    assert flowsim.load(compared).manifest == manifest


def test_what_is_shown_says_what_is_missing(compared):
    text = repr(flowsim.load(compared))
    assert "ports high: 5 replicates, 1 still missing" in text
    assert "baseline medium: 6 replicates" in text
    assert "comparison()" in text


def test_one_run_folder(compared, made):
    key = run_key(made.case("ports", 0.5).world, "code")
    folder = compared / "runs" / f"run={key}"
    one = flowsim.load(str(folder))
    assert set(one.series().scenario) == {"ports"}
    assert one.outcomes().replicate.tolist() == list(range(8))
    assert one.manifest["key"] == key
    assert set(one.comparison().versus) == {"start"}
    moved = compared / "elsewhere"
    moved.mkdir()
    folder.rename(moved / folder.name)
    assert len(flowsim.load(moved / folder.name).outcomes()) == 8
    asked = opened(compared, [(made.case("baseline"), run_key(made.case("baseline").world, "code"))], 7, 2)
    assert asked.outcomes().seed.tolist() == [7, 8]
    assert asked.outcomes().replicate.tolist() == [0, 1]
    assert asked.manifest["kind"] == "run"


def test_a_sweep_shows_every_run_and_tells_levers_apart(tmp_path, made):
    for intensity in (0, 0.5, 1):
        one = made.case("baseline", intensity, overrides=[f"policy.ports.intensity={intensity}", "seed=3"])
        made.stored(tmp_path, one, range(3, 5), outcome=lambda s, x=intensity: {"deaths_overdose": (s - x, 0.0)})
    results = flowsim.load(tmp_path)
    frame = results.outcomes()
    assert list(frame.columns)[-1] == "overrides"
    assert not frame.duplicated(["scenario", "strength", "overrides", "seed"]).any()
    assert set(frame.replicate) == {0, 1}
    table = results.comparison()
    table = table[(table.versus == "baseline") & (table.outcome == "deaths_overdose")]
    against = table.set_index("overrides").difference
    assert against.to_dict() == {f"policy.ports.intensity={x}": -x for x in (0, 0.5, 1)}
    assert set(results.manifest["runs"]) == {case.key for case in results.cases}
    assert flowsim.load(tmp_path / "runs").outcomes().equals(frame)


def test_a_folder_of_outs_is_one_sweep(tmp_path, made):
    made.stored(tmp_path / "a", made.case("baseline"), range(2))
    made.stored(tmp_path / "b" / "c", made.case("ports", 0.5), range(2))
    found = flowsim.load(tmp_path)
    assert [case.scenario for case in found.cases] == ["baseline", "ports"]
    assert set(found.comparison().versus) == {"baseline", "start"}
    (tmp_path / "d").mkdir()
    with pytest.raises(UserError, match="no runs folder"):
        flowsim.load(tmp_path / "d")


def test_of_runs_by_several_versions_of_code_the_newest_is_shown(tmp_path, made):
    made.stored(tmp_path, made.case("baseline"), range(2), code="old")
    new = made.stored(tmp_path, made.case("baseline"), range(3), code="new")
    run = Store(tmp_path).run(new)
    (run.path / "manifest.json").write_text(json.dumps({**run.manifest(), "written": "2999"}))
    found = flowsim.load(tmp_path)
    assert [case.key for case in found.cases] == [new]
    assert "1 older run" in repr(found)


def test_cases_with_equal_worlds_share_a_run(tmp_path, made):
    cases = [made.case("baseline", strength=s) for s in ("low", "high")] + [made.case("idle")]
    keys = [made.stored(tmp_path, one, range(2)) for one in cases]
    assert len(set(keys)) == 1
    frame = flowsim.load(tmp_path).outcomes()
    assert frame.groupby(["scenario", "strength"]).seed.nunique().to_dict() == {
        ("baseline", "high"): 2,
        ("baseline", "low"): 2,
        ("idle", "medium"): 2,
    }


def test_a_run_killed_before_its_manifest_stands_under_its_key(tmp_path, made):
    Store(tmp_path).write_tile("abc", made.tile_tables([0]))
    assert set(flowsim.load(tmp_path).series().scenario) == {"abc"}


def test_mistakes_are_one_line(tmp_path, made, compared):
    (tmp_path / "empty" / "runs").mkdir(parents=True)
    (tmp_path / "loose.parquet").touch()
    (tmp_path / "foreign").mkdir()
    (tmp_path / "foreign" / "manifest.json").write_text('{"kind": "compare"}')
    for path, words in (
        ("nowhere", "there is no folder"),
        ("foreing", "did you mean"),
        ("loose.parquet", "give the folder"),
        ("empty", "holds no finished run"),
        ("foreign", "not written by flowsim"),
    ):
        with pytest.raises(UserError, match=words):
            flowsim.load(tmp_path / path)
    case = flowsim.load(compared).cases[1]
    bad = case.run.path / file_name("weekly", Seeds(4, 11))
    bad.write_bytes(bad.read_bytes()[:100])
    with pytest.raises(UserError, match="truncated"):
        flowsim.load(compared).series()
    (case.run.path / "manifest.json").write_text('{"cases": [3]}')
    with pytest.raises(UserError, match="not written by flowsim"):
        flowsim.load(case.run.path)


def test_a_file_beside_the_runs_opens_its_folder(compared):
    assert len(flowsim.load(compared / "comparison.csv").cases) == 3


def test_dictionary_encoded_texts_are_read_the_same(tmp_path, made):
    tables = made.tile_tables(range(3))
    coded = {}
    for part, table in tables.items():
        for i, field in enumerate(table.schema):
            if pa.types.is_string(field.type):
                table = table.set_column(i, field.name, table[field.name].dictionary_encode())
        coded[part] = table
    one = made.case("baseline")
    for out, version in (("plain", tables), ("coded", coded)):
        Store(tmp_path / out).write_manifest("k", run_manifest(one, "k"))
        Store(tmp_path / out).write_tile("k", version)
    plain, other = (flowsim.load(tmp_path / out) for out in ("plain", "coded"))
    for kind in ("series", "places", "observed", "outcomes"):
        pd.testing.assert_frame_equal(getattr(plain, kind)(), getattr(other, kind)())
    assert set(other.series("poppy_ha").series) == {"poppy_ha"}


def test_history_only_is_valid(tmp_path, made):
    one = made.case("baseline")
    key = made.stored(tmp_path, one, range(2), outcome=lambda s: {}, places=lambda s: {})
    results = write_compare(tmp_path, [(one, key)], 0, 2)
    assert results.comparison().empty
    again = flowsim.load(tmp_path)
    assert list(again.comparison().columns) == list(COLUMNS)
    assert len(again.series()) == 2 * 4 * 2


def test_other_programs_can_read_the_parts(compared):
    path = next((compared / "runs").glob("run=*/weekly-*.parquet"))
    assert {"seed", "date", "poppy_ha"} <= set(pd.read_parquet(path).columns)
    assert pq.read_schema(path).field("poppy_ha").metadata[b"unit"] == b"ha"
