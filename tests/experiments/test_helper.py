"""A helper ends with what it helps, and does only what its name says."""

from __future__ import annotations

import gc
import os
import signal
import subprocess
import sys
import time
from contextlib import contextmanager
from pathlib import Path

import numba
import pytest

from flowsim.experiments import compiling, helper
from flowsim.kernels import keeping

IDLE = """
import time
from pathlib import Path
from flowsim.experiments.helper import obey
obey()
try:
    Path("began").touch()
    time.sleep(60)
finally:
    Path("cleared").touch()
"""
STARTED = """
import os, time
from flowsim.experiments.helper import helper
with helper("idle") as process:
    time.sleep(60)
"""


@pytest.fixture
def idle(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with a helper that does nothing for a minute; it is where commands run."""
    (tmp_path / "idle.py").write_text(IDLE)
    monkeypatch.chdir(tmp_path)
    return tmp_path


def _wait(path: Path, seconds: float = 30) -> None:
    end = time.monotonic() + seconds
    while not path.exists() and time.monotonic() < end:
        time.sleep(0.02)
    assert path.exists()


def test_a_helper_ends_with_its_block_and_clears_up(idle):
    with helper.helper("idle") as process:
        assert process is not None
        _wait(idle / "began")
        assert process.poll() is None
    assert process.poll() is not None
    assert (idle / "cleared").exists()


def test_a_helper_ends_with_its_block_when_that_fails(idle):
    with pytest.raises(KeyboardInterrupt), helper.helper("idle") as process:
        raise KeyboardInterrupt
    assert process is not None
    assert process.poll() is not None


@pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="needs kill -9")
def test_a_helper_ends_when_what_it_helps_is_killed(idle):
    environment = {**os.environ, "PYTHONPATH": str(helper.ROOT)}
    parent = subprocess.Popen([sys.executable, "-c", STARTED], cwd=idle, env=environment)
    _wait(idle / "began")
    parent.kill()
    parent.wait()
    _wait(idle / "cleared")


def test_a_helper_that_cannot_start_is_done_without(monkeypatch):
    monkeypatch.setattr(sys, "executable", "/nowhere/python")
    with helper.helper("idle") as process:
        assert process is None


def test_one_thread_is_one_process():
    assert not helper.spare(1)


@pytest.mark.skipif(numba.config.DISABLE_JIT, reason="nothing is compiled")
def test_a_helper_compiles_only_into_an_empty_cache(tmp_path, monkeypatch):
    asked, before = [], gc.get_threshold()

    @contextmanager
    def watched(module, **kwargs):
        asked.append((module, kwargs["env"]))
        yield

    monkeypatch.setattr(compiling, "helper", watched)
    monkeypatch.setattr(compiling, "spare", lambda threads: threads != 1)
    monkeypatch.setattr(keeping, "CACHE", tmp_path / "kernels")
    for threads in (1, 2):
        with compiling.compiling(threads):
            assert gc.get_threshold() == compiling.SELDOM
        assert gc.get_threshold() == before
    assert asked == [("flowsim.experiments.compiling", {"FLOWSIM_CACHE": str(tmp_path)})]
    for file in keeping.HERE.glob("*.py"):
        keeping.folder_of(file).mkdir(parents=True)
        (keeping.folder_of(file) / "code.nbi").touch()
    with compiling.compiling(2):
        assert gc.get_threshold() == before
    assert len(asked) == 1


@pytest.mark.filterwarnings("ignore")
def test_the_helper_gets_through_every_phase():
    assert compiling.backwards() == []
