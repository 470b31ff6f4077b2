"""Help, version and flags: quick, and nothing heavy is imported."""

from __future__ import annotations

import subprocess
import sys
from time import perf_counter

from flowsim.cli.arguments import tidy

HEAVY = ("mesa", "numba", "pandas", "pyarrow", "matplotlib", "hydra", "jinja2")


def test_help_lists_what_there_is_and_stays_light(environment, tmp_path) -> None:
    (tmp_path / "mine" / "scenario").mkdir(parents=True)
    (tmp_path / "mine" / "scenario" / "toll_road.yaml").write_text("# @package _global_\n# A toll on the road\n")
    code = (
        "import sys; sys.argv[1:] = ['--config-dir', 'mine', 'seed=1', '--help']; "
        "from flowsim.cli import main; main(); "
        f"sys.stderr.write(' '.join(m for m in {HEAVY} if m in sys.modules))"
    )
    began = perf_counter()
    done = subprocess.run(
        [sys.executable, "-W", "error", "-c", code], cwd=tmp_path, env=environment, capture_output=True, text=True
    )
    assert done.returncode == 0, done.stderr
    assert perf_counter() - began < 20
    assert done.stderr == ""
    for words in (
        *("compare", "report", "payments.sample", "closed.recruitment", "list=scenarios"),
        *("precursor_interception", "us_demand", "toll_road", "A toll on the road"),
        *("policy.precursors.intensity", "share of the full programme, 0 to 1", "expected_value", "next_steps"),
    ):
        assert words in done.stdout


def test_importing_flowsim_imports_nothing_heavy(environment, tmp_path) -> None:
    code = f"import flowsim, sys; dir(flowsim); print([m for m in {HEAVY} + ('numpy',) if m in sys.modules])"
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=tmp_path, env=environment, capture_output=True, text=True, check=True
    )
    assert done.stdout.strip() == "[]"


def test_composing_imports_no_model(environment, tmp_path) -> None:
    code = (
        "import sys; sys.argv[1:] = ['--cfg', 'job']; from flowsim.cli import main; main(); "
        "sys.stderr.write(' '.join(m for m in ('mesa', 'numba', 'matplotlib') if m in sys.modules))"
    )
    done = subprocess.run([sys.executable, "-c", code], cwd=tmp_path, env=environment, capture_output=True, text=True)
    assert (done.returncode, done.stderr) == (0, "")
    assert "policy_start: '2018-01-01'" in done.stdout


def test_version(flowsim, tmp_path) -> None:
    from flowsim import __version__

    done = flowsim("--version", cwd=tmp_path)
    assert (done.returncode, done.stdout) == (0, f"flowsim {__version__}\n")


def test_flags_may_stand_between_overrides() -> None:
    flags, overrides = tidy(["seed=1", "--config-dir", "my", "task=run", "-m", "from=x", "--cfg=job"])
    assert flags == ["--config-dir", "my", "--multirun", "--cfg", "job"]
    assert overrides == ["seed=1", "task=run", "source=x"]
    assert tidy(["compare.grid.policy.ports.intensity=[1]"])[1] == ["++compare.grid.policy.ports.intensity=[1]"]


def test_info_takes_its_value_only_if_it_is_one() -> None:
    assert tidy(["--info", "plugins", "seed=1"]) == (["--info", "plugins"], ["seed=1"])
    assert tidy(["-i", "seed=1"]) == (["--info", "all"], ["seed=1"])


def test_completion_knows_scenarios(flowsim, tmp_path) -> None:
    line = {"COMP_LINE": "flowsim scenario=us_", "COMP_POINT": "20"}
    done = flowsim("-sc", "query=bash", cwd=tmp_path, env=line)
    assert done.returncode == 0, done.stderr
    assert "scenario=us_demand" in done.stdout
