"""``task=fit`` and ``sweep=tune`` through the real command."""

from __future__ import annotations

import signal
import subprocess
import sys
import time
from pathlib import Path

import pandas as pd
import pytest
import yaml

from flowsim.domain.chain import Chain
from flowsim.domain.errors import UserError
from flowsim.experiments.fit import misfit, points
from flowsim.experiments.history import free_parameters
from flowsim.experiments.tuning import best, trials

pytestmark = pytest.mark.slow
TUNE = ("sweep=tune", "replicates=1", "threads=1")
FREE = free_parameters(Chain())
SWEPT = ("chain.use.f_fentanyl.opioids=interval(3,9)", "chain.border.referral=0.05")


def files(folder: Path) -> list[str]:
    return sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file())


@pytest.fixture(scope="module")
def tuned(flowsim, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("tuned")
    done = flowsim(*TUNE, *SWEPT, "hydra.sweeper.n_trials=2", cwd=folder)
    assert done.returncode == 0, done.stderr
    assert done.stderr == ""
    assert "best of 2 trials: misfit" in done.stdout
    assert "use it: flowsim --config-dir results/fit/tune chain=tuned" in done.stdout
    return folder


def test_fit_prints_the_table_and_writes_one_file(flowsim, tmp_path) -> None:
    done = flowsim("task=fit", "replicates=2", "chain.use.mu_2012.opioids=0.003", "threads=1", cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    assert done.stderr == ""
    assert files(tmp_path) == ["results/fit/fit.csv"]
    table = pd.read_csv(tmp_path / "results/fit/fit.csv")
    inside, scored = points(table)
    assert 0 < inside < scored
    lines = done.stdout.splitlines()
    assert lines[1].split() == ["series", "year", "data", "model", "ratio", "within"]
    assert f"{inside} of {scored} scored points within tolerance, {len(FREE)} free parameters, 2 worlds" in done.stdout
    assert f"misfit {misfit(table):.3g}" in done.stdout
    assert sum(line.startswith("deaths.us.heroin_t40_1 ") for line in lines) == 5
    assert sum("no (±" in line for line in lines) == scored - inside
    assert any(line.startswith("miss: Deaths with heroin") for line in lines)


def test_both_the_ranges_and_the_best_values_are_kept(tuned: Path) -> None:
    folder = tuned / "results/fit/tune"
    kept = ["best.yaml", "chain/tuned.yaml", "optimization_results.yaml", "sweep/tuned.yaml", "trials.csv"]
    assert files(tuned) == [f"results/fit/tune/{name}" for name in kept]
    found = trials(folder)
    assert [one.number for one in found] == [0, 1]
    leader = best(found)
    content = yaml.safe_load((folder / "best.yaml").read_text())
    assert content["chain"]["border"]["referral"] == 0.05
    assert set(leader.values) == {f"chain.{name}" for name in FREE}
    for name, value in leader.values.items():
        found = content
        for part in name.split("."):
            found = found[part]
        assert found == value, name
    assert 3 < leader.values["chain.use.f_fentanyl.opioids"] < 9
    assert leader.values["chain.use.f_fentanyl.opioids"] != round(leader.values["chain.use.f_fentanyl.opioids"])
    ranges = yaml.safe_load((folder / "sweep/tuned.yaml").read_text())["hydra"]["sweeper"]["params"]
    assert ranges["chain.use.f_fentanyl.opioids"] == "interval(3.0, 9.0)"
    assert ranges["chain.border.referral"] == "0.05"
    assert set(ranges) == {f"chain.{name}" for name in FREE}


def test_the_best_is_a_chain_that_gives_its_misfit_again(tuned: Path, flowsim) -> None:
    leader = best(trials(tuned / "results/fit/tune"))
    done = flowsim(
        *("--config-dir", "results/fit/tune", "chain=tuned", "task=fit", "replicates=1", "out=again"), cwd=tuned
    )
    assert done.returncode == 0, done.stderr
    assert misfit(pd.read_csv(tuned / "again/fit.csv")) == pytest.approx(leader.misfit, rel=1e-12)
    done = flowsim(
        *("--config-dir", "results/fit/tune", "chain=tuned", "compare.scenarios=[us_demand]", "--cfg", "job"), cwd=tuned
    )
    assert yaml.safe_load(done.stdout)["chain"]["border"]["referral"] == 0.05


def test_the_ranges_are_a_sweep_that_gives_the_same_trials_again(tuned: Path, flowsim) -> None:
    done = flowsim("--config-dir", "results/fit/tune", "sweep=tuned", "out=repeated", cwd=tuned)
    assert done.returncode == 0, done.stderr
    again = (tuned / "repeated/tune/trials.csv").read_bytes()
    assert again == (tuned / "results/fit/tune/trials.csv").read_bytes()


def test_more_trials_go_on_and_another_tuning_is_refused(tuned: Path, flowsim) -> None:
    before = trials(tuned / "results/fit/tune")
    more = flowsim(*TUNE, *SWEPT, "hydra.sweeper.n_trials=3", cwd=tuned)
    assert more.returncode == 0, more.stderr
    assert "best of 3 trials, 2 of them from before" in more.stdout
    assert trials(tuned / "results/fit/tune")[:2] == before
    other = flowsim(*TUNE, "hydra.sweeper.n_trials=2", cwd=tuned)
    assert (other.returncode, other.stderr.count("\n")) == (2, 1), other.stderr
    assert "another tuning" in other.stderr


def test_ctrl_c_keeps_the_finished_trials(environment, tmp_path) -> None:
    process = subprocess.Popen(
        [sys.executable, "-m", "flowsim.cli", *TUNE, "hydra.sweeper.n_trials=500", "out=o"],
        cwd=tmp_path,
        env=environment,
        stderr=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),  # shells in the background pass it on ignored
    )
    deadline = time.monotonic() + 120
    while len(done := trials(tmp_path / "o/tune")) < 2 and time.monotonic() < deadline:
        time.sleep(0.05)
    process.send_signal(signal.SIGINT)
    out, err = process.communicate(timeout=120)
    assert process.returncode == 130, err
    assert err.count("\n") == 1, err
    found = trials(tmp_path / "o/tune")
    assert found[: len(done)] == done
    assert len(found) < 500
    assert f"best of {len(found)} trials" in out
    assert yaml.safe_load((tmp_path / "o/tune/best.yaml").read_text())["chain"]
    assert not list(tmp_path.rglob("*.tmp"))


@pytest.mark.parametrize(
    ("params", "says"),
    [
        ("{chain.border.referral: low}", "no range of numbers"),
        ("{chain.border.referral: 'interval(0.1, 3)'}", "hard limits: 0 to 1"),
        ("{chain.border.refferal: 'interval(0.1, 0.3)'}", "did you mean 'chain.border.referral'"),
        ("{policy.ports.intensity: 'interval(0.0, 1.0)'}", "cannot be tuned"),
        ("{chain.border.referral: 0.1}", "nothing to tune"),
        ("{}", "nothing to tune"),
    ],
)
def test_a_file_with_a_mistake_runs_no_trial(params: str, says: str, tmp_path) -> None:
    from flowsim.cli.tuning import tuned

    (tmp_path / "sweep").mkdir()
    (tmp_path / "sweep" / "mine.yaml").write_text(
        "# @package _global_\n# Mine\ndefaults: [override /hydra/sweeper: optuna]\ntask: fit\n"
        f"hydra: {{mode: MULTIRUN, sweeper: {{params: {params}}}}}\n"
    )
    with pytest.raises(UserError, match=says), tuned(["sweep=mine", f"out={tmp_path / 'o'}"], [tmp_path]):
        raise AssertionError("not reached")
    assert not (tmp_path / "o").exists()


def test_without_the_extra_the_line_says_what_to_install(environment, tmp_path) -> None:
    import hydra_plugins

    home = Path(pd.__file__).parents[1]
    (tmp_path / "site" / "hydra_plugins").mkdir(parents=True)
    for path in home.iterdir():
        if path.name not in ("hydra_plugins", "optuna"):
            (tmp_path / "site" / path.name).symlink_to(path)
    for folder in hydra_plugins.__path__:
        for path in Path(folder).iterdir():
            if path.name != "hydra_optuna_sweeper":
                (tmp_path / "site" / "hydra_plugins" / path.name).symlink_to(path)
    done = subprocess.run(
        [sys.executable, "-S", "-m", "flowsim.cli", "sweep=tune"],
        cwd=tmp_path,
        env={**environment, "PYTHONPATH": f"{environment['PYTHONPATH']}:{tmp_path / 'site'}"},
        capture_output=True,
        text=True,
    )
    assert (done.returncode, done.stderr.count("\n")) == (2, 1), done.stderr
    assert "pip install 'flowsim[tune]'" in done.stderr
