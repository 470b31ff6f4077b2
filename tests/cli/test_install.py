"""The wheel alone, in an empty folder; and what it takes to add a scenario or an instrument."""

from __future__ import annotations

import shutil
import subprocess
import sys
import sysconfig
import venv
import zipfile
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import NamedTuple

import pandas as pd
import pytest

ROOT = Path(__file__).parents[2]
SHORT = ("horizon.end=2013-01-07", "horizon.policy_start=2012-07-02", "replicates=2", "threads=1")


@pytest.fixture(scope="module")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A fresh environment with the wheel; its dependencies are those of the environment that runs the tests."""
    folder = tmp_path_factory.mktemp("wheel")
    source = folder / "source"
    for name in ("src", "conf"):
        shutil.copytree(ROOT / name, source / name, ignore=shutil.ignore_patterns("__pycache__"))
    for name in ("pyproject.toml", "README.md", "LICENSE"):
        shutil.copy(ROOT / name, source / name)
    pip = [sys.executable, "-m", "pip", "--disable-pip-version-check", "-q"]
    build = [*pip, "wheel", "--no-deps", "--no-build-isolation", "--no-index", "-w", str(folder), str(source)]
    subprocess.run(build, check=True, timeout=300)
    (wheel,) = folder.glob("flowsim-*.whl")
    names = zipfile.ZipFile(wheel).namelist()
    assert {"flowsim/conf/config.yaml", "flowsim/data/tables/targets.csv", "flowsim/py.typed"} <= set(names)
    assert not [name for name in names if name.startswith(("tests", "conf/"))]
    venv.create(folder / "venv", with_pip=False, symlinks=True)
    python = folder / "venv" / "bin" / "python"
    subprocess.run(
        [*pip, "--python", str(python), "install", "--no-deps", "--no-index", str(wheel)], check=True, timeout=300
    )
    (site,) = (folder / "venv" / "lib").glob("python*/site-packages")
    (site / "dependencies.pth").write_text(sysconfig.get_path("purelib") + "\n")
    shutil.rmtree(source)
    return folder / "venv" / "bin" / "flowsim"


@pytest.fixture(scope="module")
def checkout(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of this checkout with one scenario and one instrument more: two files and a folder."""
    folder = tmp_path_factory.mktemp("checkout")
    for name in ("src", "conf"):
        shutil.copytree(ROOT / name, folder / name, ignore=shutil.ignore_patterns("__pycache__"))
    (folder / "conf" / "scenario" / "toll.yaml").write_text(
        "# @package _global_\n# A toll on the road\ndose: {low: 0.1, medium: 0.2, high: 0.3}\n"
        'policy: {patrol: {intensity: "${dose.${strength}}"}}\n'
    )
    shutil.copy(ROOT / "src/flowsim/policy/naloxone.py", folder / "src/flowsim/policy/kits_by_post.py")
    (folder / "conf" / "policy" / "kits_by_post").mkdir()
    (folder / "conf" / "policy" / "kits_by_post" / "none.yaml").write_text("{}\n")
    return folder


class Finished(NamedTuple):
    """Both comparisons, side by side."""

    wheel: subprocess.CompletedProcess[str]
    checkout: subprocess.CompletedProcess[str]
    folder: Path
    env: dict[str, str]


@pytest.fixture(scope="module")
def finished(
    installed: Path, checkout: Path, flowsim, environment, tmp_path_factory: pytest.TempPathFactory
) -> Finished:
    folder, env = tmp_path_factory.mktemp("nowhere"), {k: v for k, v in environment.items() if k != "PYTHONPATH"}
    plain = [installed, "compare.scenarios=[baseline,us_demand]", *SHORT]
    further = ("compare.scenarios=[us_demand,toll]", "policy.kits_by_post.intensity=0.5", "out=o", *SHORT)
    with ThreadPoolExecutor(2) as both:
        one = both.submit(subprocess.run, plain, cwd=folder, env=env, capture_output=True, text=True, timeout=600)
        other = both.submit(flowsim, *further, cwd=checkout, env=of_checkout(checkout), timeout=600)
        return Finished(one.result(), other.result(), folder, env)


def of_checkout(checkout: Path) -> dict[str, str]:
    """The environment of commands of the copied checkout."""
    return {"PYTHONPATH": str(checkout / "src")}


def test_the_wheel_runs_where_no_checkout_exists(installed: Path, finished: Finished) -> None:
    done, folder = finished.wheel, finished.folder
    assert done.returncode == 0, done.stderr
    assert (folder / "results" / "next_steps" / "report.html").stat().st_size > 10_000
    assert [path.name for path in folder.iterdir()] == ["results"]
    listed = subprocess.run(
        [installed, "--help"], cwd=folder, env=finished.env, capture_output=True, text=True, timeout=60
    )
    assert "precursor_interception" in listed.stdout


def test_a_scenario_is_one_file_and_an_instrument_one_module_and_one_folder(
    checkout: Path, flowsim, finished: Finished
) -> None:
    told = flowsim("--help", cwd=checkout, env=of_checkout(checkout)).stdout
    assert "A toll on the road" in told
    assert "policy.kits_by_post.intensity" in told
    done = finished.checkout
    assert done.returncode == 0, done.stderr
    table = pd.read_csv(checkout / "o" / "comparison.csv")
    assert set(table["scenario"]) == {"baseline", "us_demand", "toll"}
    assert (table.loc[table["scenario"] == "toll", "cost_usd"] > 0).any()
