"""Every mistake of a user: exit code 2, one line on stderr that names key and remedy, nothing written."""

from __future__ import annotations

import errno
import json
import pickle
import subprocess
import sys
from pathlib import Path

import pytest
from mistakes import MISTAKES, TABLES

from flowsim.data import TABLES as PACKAGED
from flowsim.domain.errors import UserError


@pytest.fixture(scope="module")
def answers(tmp_path_factory: pytest.TempPathFactory, environment: dict[str, str]) -> dict[str, dict[str, object]]:
    folder = tmp_path_factory.mktemp("mistakes")
    (folder / "commands.json").write_text(json.dumps([command.split(" ") for command, *_ in MISTAKES]))
    for name, (table, old, new) in TABLES.items():
        text = (PACKAGED / f"{table}.csv").read_text(encoding="utf-8").replace(old, new, 1)
        (folder / name).write_bytes(text.encode("latin-1", "replace"))
    driver = Path(__file__).with_name("many.py")
    subprocess.run(
        [sys.executable, str(driver), str(folder / "commands.json"), str(folder / "found.json")],
        env=environment,
        check=True,
        timeout=600,
    )
    found = json.loads((folder / "found.json").read_text())
    return {command: answer for (command, *_), answer in zip(MISTAKES, found, strict=True)}


@pytest.mark.parametrize(("command", "says"), [(c, says) for c, *says in MISTAKES], ids=[c for c, *_ in MISTAKES])
def test_one_line_and_exit_2(command: str, says: list[str], answers: dict[str, dict[str, object]]) -> None:
    answer = answers[command]
    text = str(answer["err"])
    assert answer["code"] == 2, text
    assert text.count("\n") == 1, text
    assert text.startswith("flowsim: ")
    for words in says:
        assert words in text
    assert answer["out"] == ""
    assert [path for path in answer["left"] if not path.endswith("multirun.yaml")] == []


def test_mistakes_travel_home_from_launchers() -> None:
    assert str(pickle.loads(pickle.dumps(UserError("one  line")))) == "one line"


@pytest.mark.parametrize("launcher", ["basic", "joblib"])
def test_a_mistake_in_a_swept_job_is_one_line(launcher, flowsim, tmp_path) -> None:
    done = flowsim("-m", "task=run", f"hydra/launcher={launcher}", "policy.ports.intensity=2,3", "out=o", cwd=tmp_path)
    assert done.returncode == 2
    assert done.stderr.count("\n") == 1, done.stderr
    assert "policy.ports.intensity=2" in done.stderr
    assert not (tmp_path / "o/runs").exists()


def test_traceback_on_demand(flowsim, tmp_path) -> None:
    done = flowsim("seed=-1", "hydra.verbose=true", cwd=tmp_path)
    assert done.returncode == 1
    assert "Traceback" in done.stderr


def test_missing_extras_say_what_to_install() -> None:
    from hydra.errors import MissingConfigException

    from flowsim.cli.messages import one_line

    for launcher, extra in (("ray", "ray"), ("submitit_slurm", "slurm")):
        error = MissingConfigException(
            "Could not find", missing_cfg_file=f"hydra/launcher/{launcher}", options=["basic"]
        )
        assert f"pip install 'flowsim[{extra}]'" in (one_line(error) or "")
    assert "flowsim[analysis]" in (one_line(ModuleNotFoundError("no", name="SALib")) or "")


def test_full_disk_is_the_users_and_a_bug_is_ours() -> None:
    from flowsim.cli.messages import one_line

    full = OSError(errno.ENOSPC, "No space left on device", "results/a.parquet")
    assert one_line(full) == "results/a.parquet: No space left on device"
    assert one_line(ZeroDivisionError("division by zero")) is None
    assert one_line(ValueError("ours")) is None


def test_broken_files_of_the_user_are_named(flowsim, tmp_path) -> None:
    folder = tmp_path / "conf" / "scenario"
    folder.mkdir(parents=True)
    (folder / "broken.yaml").write_text("# @package _global_\npolicy: {ports: {intensity: 1\n")
    (folder / "headless.yaml").write_text("policy: {ports: {intensity: 1}}\n")
    (folder / "boolean.yaml").write_text("# @package _global_\ndefaults: [off]\n")
    (folder / "typo.yaml").write_text("# @package _global_\npolicy: {ports: {intensty: 1}}\n")
    for name, says in (
        ("broken", "broken.yaml"),
        ("headless", "# @package _global_"),
        ("boolean", "quote"),
        ("typo", "scenario/typo.yaml"),
    ):
        done = flowsim("--config-dir", "conf", "task=run", f"scenario={name}", cwd=tmp_path)
        assert (done.returncode, done.stderr.count("\n")) == (2, 1), done.stderr
        assert says in done.stderr


def test_damaged_results_are_refused(flowsim, tmp_path) -> None:
    runs = tmp_path / "o" / "runs" / "run=0123456789abcdef"
    runs.mkdir(parents=True)
    for part in ("weekly", "places", "observed", "outcomes"):
        (runs / f"{part}-seeds-000000-000000.parquet").write_bytes(b"PAR1 not really")
    (tmp_path / "o" / "manifest.json").write_text("{")
    done = flowsim("task=report", "from=o", cwd=tmp_path)
    assert (done.returncode, done.stderr.count("\n")) == (2, 1), done.stderr
    (tmp_path / "o" / "manifest.json").unlink()
    done = flowsim("task=report", "from=o", cwd=tmp_path)
    assert (done.returncode, done.stderr.count("\n")) == (2, 1), done.stderr
