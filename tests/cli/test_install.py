"""The wheel alone, in an empty folder; and what it takes to add a scenario or an instrument."""

from __future__ import annotations

import shutil
import subprocess
import sys
import sysconfig
import venv
import zipfile
from pathlib import Path

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


def test_the_wheel_runs_where_no_checkout_exists(installed: Path, environment, tmp_path) -> None:
    env = {k: v for k, v in environment.items() if k != "PYTHONPATH"}
    env["FLOWSIM_CACHE"] = str(installed.parent / "cache")
    arguments = ["compare.scenarios=[baseline,us_demand]", *SHORT]
    done = subprocess.run([installed, *arguments], cwd=tmp_path, env=env, capture_output=True, text=True, timeout=600)
    assert done.returncode == 0, done.stderr
    assert (tmp_path / "results" / "next_steps" / "report.html").stat().st_size > 10_000
    assert [path.name for path in tmp_path.iterdir()] == ["results"]
    listed = subprocess.run([installed, "--help"], cwd=tmp_path, env=env, capture_output=True, text=True, timeout=60)
    assert "precursor_interception" in listed.stdout


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


def test_a_scenario_is_one_file_and_an_instrument_one_module_and_one_folder(checkout: Path, flowsim) -> None:
    env = {"PYTHONPATH": str(checkout / "src"), "FLOWSIM_CACHE": str(checkout / "cache")}
    told = flowsim("--help", cwd=checkout, env=env).stdout
    assert "A toll on the road" in told
    assert "policy.kits_by_post.intensity" in told
    arguments = ("compare.scenarios=[us_demand,toll]", "policy.kits_by_post.intensity=0.5", "out=o")
    done = flowsim(*arguments, *SHORT, cwd=checkout, env=env, timeout=600)
    assert done.returncode == 0, done.stderr
    table = pd.read_csv(checkout / "o" / "comparison.csv")
    assert set(table["scenario"]) == {"baseline", "us_demand", "toll"}
    assert (table.loc[table["scenario"] == "toll", "cost_usd"] > 0).any()
