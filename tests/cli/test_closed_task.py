"""``task=closed`` through the real command and from Python."""

from __future__ import annotations

import json

import pandas as pd
import pytest

import flowsim as package

SHORT = ("closed.end=2013-01-07", "closed.policy_from=2012-07-02", "replicates=2")
FILES = {"groups.parquet", "national.csv", "manifest.json", "members.svg", "members.png"}


def test_weeks_table_and_figure(flowsim, tmp_path) -> None:
    done = flowsim("task=closed", *SHORT, cwd=tmp_path)
    assert (done.returncode, done.stderr) == (0, "")
    for words in ("Status quo", "Half recruitment", "Double arrests", "deaths a week", "115,000"):
        assert words in done.stdout
    out = tmp_path / "results" / "closed"
    assert {path.name for path in out.iterdir()} == FILES
    nation, groups = pd.read_csv(out / "national.csv"), pd.read_parquet(out / "groups.parquet")
    assert list(nation["scenario"].unique()) == ["status_quo", "half_recruitment", "double_arrests"]
    assert len(nation) == 3 * 2 * 53
    assert len(groups) == len(nation) * 150
    whole = groups.groupby(["scenario", "seed", "date"], observed=True, sort=False)["deaths"].sum()
    assert whole.to_numpy(float) == pytest.approx(nation["deaths"].to_numpy(), rel=1e-5)
    one = nation[(nation["scenario"] == "double_arrests") & (nation["seed"] == 1)]
    after = one["members"] + one["recruits"] - one["arrests"] - one["deaths"] - one["left"]
    assert after.to_numpy()[:-1] == pytest.approx(one["members"].to_numpy()[1:], rel=1e-9)


def test_files_of_ones_own_and_another_scenario(flowsim, tmp_path) -> None:
    (tmp_path / "sizes.csv").write_text("group,members\nunion,60000\nnorte,55000\n")
    (tmp_path / "rivals.csv").write_text("a,b,weight\nunion,norte,2\n")
    given = ("closed.sizes=sizes.csv", "closed.rivals=rivals.csv", "closed.recruitment=0.7", "closed=dice")
    done = flowsim("task=closed", *given, *SHORT, "out=mine", cwd=tmp_path)
    assert (done.returncode, done.stderr) == (0, "")
    assert "Own" in done.stdout
    manifest = json.loads((tmp_path / "mine" / "manifest.json").read_text())
    assert [(one["name"], one["path"]) for one in manifest["files"]] == [
        ("sizes", "sizes.csv"),
        ("rivals", "rivals.csv"),
    ]
    assert manifest["scenarios"]["own"] == {"recruitment": 0.7, "arrests": 1.0}
    (changed,) = (row for row in manifest["parameters"] if row["name"] == "closed.recruitment")
    assert (changed["value"], changed["by"], changed["unit"]) == (0.7, "command line", "times recruitment")
    assert set(pd.read_parquet(tmp_path / "mine" / "groups.parquet")["group"]) == {"union", "norte"}
    assert str(tmp_path) not in json.dumps(manifest)


def test_a_mistake_in_a_table_leaves_what_was_there(flowsim, tmp_path) -> None:
    (tmp_path / "sizes.csv").write_text("group,members\nunion,-1\n")
    assert flowsim("task=closed", *SHORT, "out=o", cwd=tmp_path).returncode == 0
    done = flowsim("task=closed", "closed.sizes=sizes.csv", *SHORT, "out=o", cwd=tmp_path)
    assert (done.returncode, done.stderr.count("\n")) == (2, 1), done.stderr
    assert "closed.sizes=sizes.csv, line 2, column members: -1 is out of range" in done.stderr
    assert {path.name for path in (tmp_path / "o").iterdir()} == FILES


@pytest.mark.parametrize(
    ("name", "text", "says"),
    [
        ("sizes", "group,members\nunion,nan\n", "line 2, column members: 'nan' is not a finite number"),
        ("sizes", "group\nunion\n", "line 1, column members: there is no such column"),
        ("sizes", "group,members\nsur,5\nsur,5\n", "line 3, column group: group sur stands in line 2 already"),
        ("rivals", "a,b,weight\nsur,sur,1\n", "line 2, column b: 'sur' is tied to itself"),
        ("rivals", "a,b,weight\nsur,nort,1\n", "line 2, column b: unknown group 'nort'; did you mean 'norte'?"),
        ("rivals", "a,b,weight\nsur,norte,1\nnorte,sur,2\n", "line 3, column weight: 2 is not the 1 of line 2"),
        ("allies", "a,b,weight\nnorte,sur,1\n", "line 2, column b: 'sur' and 'norte' are rivals in line 2 of"),
    ],
    ids=lambda text: text.rsplit(": ")[-1],
)
def test_a_mistake_in_a_network_leaves_nothing(name, text, says, tmp_path, monkeypatch) -> None:
    from flowsim.domain.errors import UserError

    texts = {"sizes": "group,members\nsur,40\nnorte,60\n", "rivals": "a,b,weight\nsur,norte,1\n", name: text}
    for table, content in texts.items():
        (tmp_path / f"{table}.csv").write_text(content)
    monkeypatch.chdir(tmp_path)
    with pytest.raises(UserError) as told:
        package.closed(closed={table: f"{table}.csv" for table in texts}, out="o")
    assert str(told.value).startswith(f"closed.{name}={name}.csv, {says}")
    assert {path.name for path in tmp_path.iterdir()} == {f"{table}.csv" for table in texts}


def test_a_sweep_needs_a_folder_for_each_job(flowsim, tmp_path) -> None:
    sweep = ("-m", "task=closed", "closed.arrests=flow,rate", "closed.by_group=false", *SHORT)
    done = flowsim(*sweep, "out=one", cwd=tmp_path)
    assert (done.returncode, done.stderr.count("\n")) == (2, 1), done.stderr
    assert "folder of its own" in done.stderr
    done = flowsim(*sweep, "out=own-${closed.arrests}", cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    for how in ("flow", "rate"):
        assert {path.name for path in (tmp_path / f"own-{how}").iterdir() if path.is_file()} == FILES - {
            "groups.parquet"
        }


def test_folders_of_other_tasks_are_left_alone(flowsim, tmp_path) -> None:
    (tmp_path / "o" / "runs").mkdir(parents=True)
    done = flowsim("task=closed", *SHORT, "out=o", cwd=tmp_path)
    assert done.returncode == 2
    assert "holds results of another task; give task=closed a folder of its own" in done.stderr


def test_from_python_and_in_tiles(tmp_path, monkeypatch) -> None:
    monkeypatch.chdir(tmp_path)
    settings = {"end": "2013-01-07", "policy_from": "2012-07-02", "stochastic": True}
    found = package.closed(closed=settings, replicates=3, out="a")
    tiled = package.closed(closed=settings, replicates=3, tile=1, out="b")
    pd.testing.assert_frame_equal(found.national(), tiled.national())
    pd.testing.assert_frame_equal(found.groups(), tiled.groups())
    table = found.summary().set_index(["scenario", "quantity", "date"])
    assert table.loc[("status_quo", "members", "2012-07-02"), "change"] == 0.0
    assert len(table) == 3 * 2 * 3


@pytest.mark.parametrize("given", [{"scenario": "us_demand"}, {"closed": {"recruitment": -1.0}}, {"closed": {"x": 1}}])
def test_mistakes_from_python_are_user_errors(given, tmp_path, monkeypatch) -> None:
    from flowsim.domain.errors import UserError

    monkeypatch.chdir(tmp_path)
    with pytest.raises(UserError):
        package.closed(**given)
    assert list(tmp_path.iterdir()) == []


def test_a_run_that_ends_before_policy_and_groups_that_die_out(tmp_path, monkeypatch) -> None:
    from flowsim.reporting.closed import table

    monkeypatch.chdir(tmp_path)
    (tmp_path / "s.csv").write_text("group,members\nunion,200\n")
    history = package.closed(closed={"end": "2014-01-06", "by_group": False}, replicates=1, out="a")
    assert [str(day)[:10] for day in history.summary()["date"].unique()] == ["2012-01-02", "2013-12-09"]
    gone = package.closed(closed={"sizes": "s.csv"}, replicates=1, out="b")
    assert gone.national()["members"].iloc[-1] == 0.0
    assert table(gone.summary(), gone.manifest).row_count == 6
