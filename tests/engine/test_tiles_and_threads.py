"""The stored numbers do not depend on how many threads and how large tiles computed them."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pyarrow.parquet as pq
import pytest
from worlds import under, world

from flowsim.experiments import run
from flowsim.experiments.build import Case
from flowsim.experiments.parts import PARTS
from flowsim.experiments.run import execute, first_policy_week, to_do
from flowsim.experiments.store import Store
from flowsim.kernels import keeping

SEEDS = range(4)
BASE = world(end="2013-01-07", spinup=24)
CASES = [
    Case("baseline", "medium", BASE, "baseline"),
    Case("everything", "high", under(BASE), "everything high"),
    Case("ports", "high", under(BASE, "ports"), "ports high"),
]
Frames = dict[tuple[str, str], pd.DataFrame]


def stored(out: Path) -> Frames:
    """All parts of all runs, sorted by seed."""
    frames = {}
    for one in Store(out).runs():
        for part in PARTS:
            tables = [pq.read_table(path).to_pandas() for path in sorted(one.path.glob(f"{part}-*.parquet"))]
            frame = pd.concat(tables).sort_values("seed", kind="stable").reset_index(drop=True)
            frames[one.path.name, part] = frame
    return frames


@pytest.fixture(scope="module")
def plain(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Frames]:
    out = tmp_path_factory.mktemp("plain")
    execute(CASES, seeds=SEEDS, threads=1, tile=4, out=out)
    return out, stored(out)


def test_every_case_is_stored_whole(plain: tuple[Path, Frames]) -> None:
    _, frames = plain
    assert len(frames) == len(CASES) * len(PARTS)
    assert all(set(frame["seed"]) == set(SEEDS) for frame in frames.values())


@pytest.mark.parametrize(("threads", "tile", "worth"), [(2, 2, run.LONG), (1, 1, run.LONG), (2, 3, 0)])
def test_same_numbers(
    plain: tuple[Path, Frames], tmp_path: Path, threads: int, tile: int, worth: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """One thread, threads, and a process beside this one (``worth`` weeks of work are worth it)."""
    monkeypatch.setattr(run, "LONG", worth)
    monkeypatch.setattr(keeping, "cold", lambda: False)
    execute(CASES, seeds=SEEDS, threads=threads, tile=tile, out=tmp_path)
    found = stored(tmp_path)
    assert found.keys() == plain[1].keys()
    for name, frame in plain[1].items():
        pd.testing.assert_frame_equal(found[name], frame, check_exact=True)


def test_files_are_the_same_to_the_byte(tmp_path: Path) -> None:
    for threads in (1, 2):
        execute(CASES[:2], seeds=SEEDS, threads=threads, tile=2, out=tmp_path / str(threads))
    files = sorted(path.relative_to(tmp_path / "1") for path in (tmp_path / "1").rglob("*.parquet"))
    assert len(files) == 2 * 2 * len(PARTS)
    for file in files:
        assert (tmp_path / "1" / file).read_bytes() == (tmp_path / "2" / file).read_bytes(), file


def test_a_case_alone_equals_the_case_among_others(plain: tuple[Path, Frames], tmp_path: Path) -> None:
    execute(CASES[1:2], seeds=SEEDS, threads=1, tile=4, out=tmp_path)
    for name, frame in stored(tmp_path).items():
        pd.testing.assert_frame_equal(frame, plain[1][name], check_exact=True)


def test_finished_tiles_are_not_computed_again(plain: tuple[Path, Frames]) -> None:
    out, _ = plain
    done: list[int] = []
    assert to_do(Store(out), CASES, SEEDS, 4) == []
    execute(CASES, seeds=SEEDS, threads=2, tile=4, out=out, progress=done.append)
    assert done == [len(CASES) * len(SEEDS)]


def test_cases_of_one_history_are_one_work(tmp_path: Path) -> None:
    works = to_do(Store(tmp_path), CASES, SEEDS, 2)
    assert [work.seeds for work in works] == [(0, 1), (2, 3)]
    assert {len(work.cases) for work in works} == {len(CASES)}
    assert first_policy_week(CASES[1].world) == 26 < first_policy_week(BASE)
