"""Processes that share one folder are killed at random; one full run later every seed is there exactly once."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

import flowsim
from flowsim.domain.errors import UserError
from flowsim.experiments.store import Store

SEEDS = 1600
WRITER = Path(__file__).with_name("writer.py")


def _writers(out, sizes):
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(p for p in sys.path if p)}
    return [
        subprocess.Popen([sys.executable, str(WRITER), str(out), str(size), str(SEEDS)], env=environment)
        for size in sizes
    ]


def _wait_for_a_tile(out):
    """Until a tile stands, a minute at most: importing takes its time on a busy machine."""
    for _ in range(600):
        if any(out.rglob("outcomes-*.parquet")):
            return
        time.sleep(0.1)


@pytest.mark.slow
@pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="needs kill -9")
def test_nothing_is_lost_doubled_or_half_written(tmp_path):
    chance = random.Random(3)
    interrupted = 0
    for _ in range(3):
        writers = _writers(tmp_path, [4, 4, 6])
        _wait_for_a_tile(tmp_path)
        for writer in writers:
            time.sleep(chance.uniform(0, 0.3))
            writer.kill()
            interrupted += writer.wait() == -signal.SIGKILL
        try:
            found = flowsim.load(tmp_path).outcomes()
        except UserError:
            continue
        assert not found.duplicated(["scenario", "seed"]).any()
    assert interrupted > 0
    assert len(Store(tmp_path).done("aaaa")) > 0
    for writer in _writers(tmp_path, [4]):
        assert writer.wait(timeout=60) == 0
    results = flowsim.load(tmp_path)
    outcomes = results.outcomes()
    for scenario in ("baseline", "ports"):
        rows = outcomes[outcomes.scenario == scenario]
        assert rows.seed.tolist() == list(range(SEEDS))
        assert (rows.value == 100.0 + rows.seed).all()
    series = results.series("poppy_ha", scenario="ports")
    weeks = series[series.place == "national"]
    assert len(weeks) == SEEDS * 4
    assert weeks.groupby("seed").value.sum().eq(4 * 1000 + 40 * weeks.groupby("seed").seed.first() + 6).all()
    assert all(
        path.name.endswith((".parquet", ".tmp", "manifest.json")) for path in tmp_path.rglob("*") if path.is_file()
    )
