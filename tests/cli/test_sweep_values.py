"""A sweep with one wrong value runs nothing at all."""

from __future__ import annotations

import subprocess
import sys

import pytest

from flowsim.cli.launching import check_overrides
from flowsim.domain.errors import UserError
from flowsim.experiments.build import conf_dir


@pytest.mark.parametrize(
    ("override", "says"),
    [
        ("policy.ports.intensity=0,9", "outside its limits: 0 to 1"),
        ("seed=1,-1", "outside its limits"),
        ("seed=abc,1", "not a number"),
        ("scenario=us_demnd,labs", "did you mean 'us_demand'"),
        ("chain.crops.eps_area=0.8,nan", "outside its limits"),
    ],
)
def test_every_value_is_checked_before_the_first_job(override, says):
    with pytest.raises(UserError, match=says):
        check_overrides([override], [conf_dir()])


@pytest.mark.parametrize("override", ["policy.ports.intensity=0,0.5,1", "seed=range(0,4)", "scenario=labs,us_demand"])
def test_good_sweeps_pass(override):
    check_overrides([override], [conf_dir()])


def test_nothing_is_left_behind(tmp_path):
    command = [sys.executable, "-m", "flowsim.cli", "-m", "task=run", "policy.ports.intensity=0,9", "out=here"]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False)
    assert done.returncode == 2
    assert done.stdout == ""
    assert len(done.stderr.splitlines()) == 1
    assert list(tmp_path.iterdir()) == []
