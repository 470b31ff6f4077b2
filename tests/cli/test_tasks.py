"""The tasks through the real command, on short horizons."""

from __future__ import annotations

import json
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import pandas as pd
import pytest

import flowsim as package
from flowsim.data import TABLES as PACKAGED

SHORT = ("horizon.end=2013-01-07", "horizon.policy_start=2012-07-02", "threads=1")


def parts(out: Path) -> dict[str, bytes]:
    return {str(p.relative_to(out)): p.read_bytes() for p in sorted(out.rglob("*.parquet"))}


def test_run_then_larger_run_adds_and_never_rewrites(flowsim, tmp_path) -> None:
    one = flowsim("task=run", "scenario=us_demand", "strength=high", "seed=7", *SHORT, cwd=tmp_path)
    assert one.returncode == 0, one.stderr
    assert "us_demand high, seed 7" in one.stdout
    before = parts(tmp_path / "results" / "run")
    assert sorted(name.split("/")[-1] for name in before) == [
        f"{part}-seeds-000007-000007.parquet" for part in ("observed", "outcomes", "places", "weekly")
    ]
    more = flowsim("task=run", "scenario=us_demand", "strength=high", "seed=6", "replicates=3", *SHORT, cwd=tmp_path)
    assert more.returncode == 0, more.stderr
    after = parts(tmp_path / "results" / "run")
    assert before.items() <= after.items()
    results = package.load(tmp_path / "results" / "run")
    frame = results.outcomes(scenario="us_demand", strength="high")
    assert sorted(frame["seed"].unique()) == [6, 7, 8]


def test_replicate_r_of_seed_s_is_the_world_of_seed_s_plus_r(flowsim, tmp_path) -> None:
    assert flowsim("task=run", "seed=4", "out=a", *SHORT, cwd=tmp_path).returncode == 0
    assert flowsim("task=run", "seed=2", "replicates=4", "out=b", *SHORT, cwd=tmp_path).returncode == 0
    alone = package.load(tmp_path / "a").series()
    tile = package.load(tmp_path / "b").series()
    tile = tile[tile["seed"] == 4]
    columns = ["date", "series", "place", "value"]
    pd.testing.assert_frame_equal(
        alone[columns].reset_index(drop=True), tile[columns].reset_index(drop=True), check_categorical=False
    )


@pytest.fixture(scope="module")
def compared(flowsim, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("compared")
    done = flowsim("compare.scenarios=[baseline,us_demand]", "replicates=3", *SHORT, cwd=folder)
    assert done.returncode == 0, done.stderr
    assert "us_demand" in done.stdout
    assert done.stderr == ""
    return folder


def test_compare_leaves_everything_beside_the_runs(compared: Path) -> None:
    out = compared / "results" / "next_steps"
    assert {"comparison.csv", "manifest.json", "observed.parquet", "report.html", "runs"} <= {
        path.name for path in out.iterdir()
    }
    assert not list(out.rglob("*.tmp"))
    assert [path.name for path in compared.iterdir()] == ["results"]
    manifest = json.loads((out / "manifest.json").read_text())
    assert [case["scenario"] for case in manifest["cases"]] == ["baseline", "us_demand"]
    assert manifest["replicates"] == 3
    assert str(compared) not in (out / "manifest.json").read_text()
    table = package.load(out).comparison()
    assert set(table["scenario"]) == {"baseline", "us_demand"}
    assert set(table["strength"]) == {"medium"}


def test_nothing_is_computed_twice(compared: Path, flowsim) -> None:
    before = parts(compared / "results" / "next_steps" / "runs")
    done = flowsim("compare.scenarios=[us_demand]", "replicates=3", *SHORT, cwd=compared)
    assert done.returncode == 0, done.stderr
    assert parts(compared / "results" / "next_steps" / "runs") == before


def test_report_from_stored_results_is_the_same_from_two_processes(compared: Path, flowsim) -> None:
    page = compared / "results" / "next_steps" / "report.html"
    drawn = {path.name: path.read_bytes() for path in (page.parent / "figures").iterdir()}
    assert drawn
    shutil.rmtree(page.parent / "figures")
    page.unlink()
    done = flowsim("task=report", "from=results/next_steps", cwd=compared)
    assert done.returncode == 0, done.stderr
    assert "us_demand" in done.stdout
    assert page.stat().st_size > 10_000
    assert {path.name: path.read_bytes() for path in (page.parent / "figures").iterdir()} == drawn


ALERTS = ("task=payments", "payments.start=2012-03-05", "payments.weeks=2", "payments.sample=0.01", *SHORT)


def test_payments_are_two_files_that_pandas_reads(flowsim, tmp_path) -> None:
    done = flowsim(*ALERTS, "seed=7", cwd=tmp_path)
    assert (done.returncode, done.stderr) == (0, "")
    out = tmp_path / "results" / "payments"
    assert {path.name for path in out.iterdir()} == {"accounts.parquet", "payments.parquet", "manifest.json"}
    accounts, payments = (pd.read_parquet(out / f"{name}.parquet") for name in ("accounts", "payments"))
    assert f"{len(accounts):,} account-months" in done.stdout
    assert f"{len(payments):,} payments" in done.stdout
    assert set(accounts["class"]) == {"launderer", "customer"}
    assert list(accounts["week"].drop_duplicates().dt.strftime("%Y-%m-%d")) == ["2012-03-05", "2012-03-12"]
    deposits = payments[payments["leg"] == "deposit"]
    assert deposits["amount_usd"].sum() == pytest.approx(accounts["deposits_usd"].sum())
    again = flowsim(*ALERTS, "seed=8", cwd=tmp_path)
    assert again.returncode == 0, again.stderr
    assert set(pd.read_parquet(out / "accounts.parquet")["seed"]) == {8}
    assert not list(out.glob(".*"))


@pytest.mark.parametrize("launcher", ["basic", "joblib"])
def test_payments_of_a_sweep_need_folders_of_their_own(launcher: str, flowsim, tmp_path) -> None:
    sweep = ("-m", f"hydra/launcher={launcher}", "seed=1,2", "payments.weeks=1", *ALERTS[:2], *ALERTS[3:])
    done = flowsim(*sweep, "out=one", cwd=tmp_path)
    assert done.returncode == 2
    assert done.stderr.count("\n") == 1, done.stderr
    assert "folder of its own" in done.stderr
    assert len(set(pd.read_parquet(tmp_path / "one" / "accounts.parquet")["seed"])) == 1
    done = flowsim(*sweep, "out=own-${seed}", cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    for seed in (1, 2):
        assert set(pd.read_parquet(tmp_path / f"own-{seed}" / "accounts.parquet")["seed"]) == {seed}


@pytest.mark.parametrize(
    ("kind", "says"),
    [
        ("scenarios", ("precursor_interception", "us_demand")),
        ("levers", ("policy.precursors.intensity", "0 to 1", "share")),
        ("outcomes", ("deaths_overdose_opioid", "deaths", "displacement.routes")),
        ("parameters", ("chain.crops.area_2012_ha", "organisations.sinaloa.heroin", "networks.prepaid.fee", "ONDCP")),
        ("parameters", ("payments.weeks", "payments.sample")),
    ],
)
def test_lists(kind: str, says: tuple[str, ...], flowsim, tmp_path) -> None:
    done = flowsim("task=list", f"list={kind}", cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    for words in says:
        assert words in done.stdout
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("launcher", ["basic", "joblib"])
def test_sweeps_share_one_out(launcher: str, flowsim, tmp_path) -> None:
    done = flowsim(
        *("-m", "task=run", "scenario=baseline,us_demand", "seed=range(0,2)", f"hydra/launcher={launcher}", *SHORT),
        cwd=tmp_path,
    )
    assert done.returncode == 0, done.stderr
    out = tmp_path / "results" / "run"
    assert [path.name for path in tmp_path.iterdir()] == ["results"]
    assert {path.name for path in out.iterdir()} == {"runs", "sweep"}
    results = package.load(out)
    frame = results.outcomes()
    assert set(zip(frame["scenario"], frame["seed"], strict=True)) == {
        (scenario, seed) for scenario in ("baseline", "us_demand") for seed in (0, 1)
    }


def test_glob_sweeps_over_every_scenario(flowsim, tmp_path) -> None:
    (tmp_path / "my" / "scenario").mkdir(parents=True)
    (tmp_path / "my" / "scenario" / "us_mine.yaml").write_text(
        "# @package _global_\n# Mine\ndefaults: [us_demand, _self_]\npolicy: {ports: {intensity: 0.1}}\n"
    )
    done = flowsim(
        "-m", "task=run", "scenario=glob(us_*)", "--config-dir", "my", "policy.mail.intensity=0.5", *SHORT, cwd=tmp_path
    )
    assert done.returncode == 0, done.stderr
    assert set(package.load(tmp_path / "results" / "run").outcomes()["scenario"]) == {"us_demand", "us_mine"}


def test_a_scenario_of_ones_own_can_be_compared(flowsim, tmp_path) -> None:
    (tmp_path / "my" / "scenario").mkdir(parents=True)
    (tmp_path / "my" / "scenario" / "mine.yaml").write_text(
        "# @package _global_\n# Mine\ndose: {low: 0.1, medium: 0.2, high: 0.3}\n"
        'policy: {ports: {intensity: "${dose.${strength}}"}}\n'
    )
    done = flowsim(
        *("compare.scenarios=[baseline,mine]", "compare.strengths=[low,high]", "--config-dir", "my", *SHORT),
        *("replicates=2", "out=o"),
        cwd=tmp_path,
    )
    assert done.returncode == 0, done.stderr
    manifest = json.loads((tmp_path / "o" / "manifest.json").read_text())
    assert [(case["scenario"], case["strength"]) for case in manifest["cases"]] == [
        ("baseline", "medium"),
        ("mine", "low"),
        ("mine", "high"),
    ]


def test_ctrl_c_stops_cleanly_and_the_next_run_goes_on(flowsim, environment, tmp_path) -> None:
    arguments = ("task=run", "replicates=400", "tile=4", "threads=1", "out=o", "horizon.end=2013-01-07")
    process = subprocess.Popen(
        [sys.executable, "-m", "flowsim.cli", *arguments],
        cwd=tmp_path,
        env=environment,
        stderr=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),  # shells in the background pass it on ignored
    )
    deadline = time.monotonic() + 120
    while not list(tmp_path.glob("o/runs/run=*/outcomes-*.parquet")) and time.monotonic() < deadline:
        time.sleep(0.05)
    process.send_signal(signal.SIGINT)
    _, err = process.communicate(timeout=120)
    assert process.returncode == 130, err
    assert err.count("\n") == 1, err
    assert not list(tmp_path.rglob("*.tmp"))
    done = {p.name: p.stat().st_mtime_ns for p in tmp_path.rglob("outcomes-*.parquet")}
    assert 0 < len(done) < 100
    again = flowsim("task=run", f"replicates={4 * len(done)}", *arguments[2:], cwd=tmp_path)
    assert again.returncode == 0, again.stderr
    after = {p.name: p.stat().st_mtime_ns for p in tmp_path.rglob("outcomes-*.parquet")}
    assert done.items() <= after.items()


def test_a_comparison_with_places_of_ones_own_is_drawn_from_its_copies(flowsim, tmp_path) -> None:
    text = (PACKAGED / "geography.csv").read_text(encoding="utf-8")
    line = "poppy_michoacan,Sierra de Michoacan,poppy_region,MX,Michoacan,18.5,-102.5" + "," * 14
    (tmp_path / "mine.csv").write_text(f"{text}{line}\n", encoding="utf-8")
    where = ("compare.scenarios=[us_demand]", "replicates=1", "threads=1", "horizon.end=2014-01-06")
    given = ("files.geography=mine.csv", "horizon.policy_start=2012-07-02", "out=o")
    done = flowsim(*where, *given, cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    (tmp_path / "mine.csv").unlink()
    again = flowsim("task=report", "from=o", cwd=tmp_path)
    assert again.returncode == 0, again.stderr
    manifest = json.loads(next((tmp_path / "o" / "runs").glob("*/manifest.json")).read_text())
    (own,) = manifest["files"]
    assert (own["name"], own["path"], len(own["sha256"])) == ("geography", "mine.csv", 64)
    assert (
        (next((tmp_path / "o" / "runs").glob("*/inputs/geography.csv")))
        .read_text(encoding="utf-8")
        .endswith(f"{line}\n")
    )
    assert "Michoacan" in "".join(p.read_text() for p in (tmp_path / "o" / "figures").glob("shifts.svg"))
    assert flowsim(*where, *given, cwd=tmp_path).returncode == 2
