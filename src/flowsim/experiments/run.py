"""Compute worlds: tiles of seeds, one shared history per group of scenarios, tiles shared out over the cores."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from threading import Event, Lock
from time import monotonic
from typing import TYPE_CHECKING, Any

from flowsim.domain.calendar import week_number
from flowsim.domain.world_config import WorldConfig
from flowsim.experiments.keys import code_version, determined, run_key
from flowsim.experiments.manifest import run_manifest
from flowsim.experiments.store import Store
from flowsim.experiments.tables import tile_tables
from flowsim.experiments.workers import StoppedError, spread

if TYPE_CHECKING:
    from flowsim.engine.model import FlowModel
    from flowsim.experiments.build import Case

Progress = Callable[[int], None]

LONG = 2000
"""Weeks of tiles that are worth a second process."""
WRITING = Lock()


@dataclass(frozen=True)
class Work:
    """One tile of seeds and the cases to compute on it; they share history up to their first policy."""

    seeds: tuple[int, ...]
    cases: tuple[tuple[str, Case], ...]


def history_key(world: WorldConfig) -> str:
    """What must agree for two worlds to share their history: all but the policy."""
    return repr(determined(replace(world, policy=None)))


def first_policy_week(world: WorldConfig) -> int:
    """The first week in which any instrument acts; the end of the horizon if none does."""
    end = week_number(world.horizon.end)
    if world.policy is None:
        return end
    rooms = [getattr(world.policy, name) for name in world.policy.__dataclass_fields__]
    return min([week_number(room.start) for room in rooms if room.intensity != 0.0], default=end)


def to_do(store: Store, cases: Iterable[Case], seeds: Iterable[int], tile: int) -> list[Work]:
    """Tiles still to compute, grouped so that cases with one history are simulated together."""
    code = code_version()
    wanted = list(seeds)
    groups: dict[tuple[str, tuple[int, ...]], dict[str, Case]] = {}
    for case in cases:
        key = run_key(case.world, code)
        for found in store.todo(key, wanted, tile):
            groups.setdefault((history_key(case.world), tuple(found)), {}).setdefault(key, case)
    return [Work(seeds, tuple(found.items())) for (_, seeds), found in groups.items()]


def parts(works: Iterable[Work], threads: int) -> list[Work]:
    """Tiles cut by cases where there are fewer of them than threads; every part computes the history anew, alike."""
    found = list(works)
    while found and len(found) < threads:
        largest = max(found, key=lambda work: len(work.cases))
        middle = len(largest.cases) // 2
        if not middle:
            break
        at = found.index(largest)
        found[at : at + 1] = [replace(largest, cases=part) for part in (largest.cases[:middle], largest.cases[middle:])]
    return found


def threads_for(threads: int) -> int:
    """Threads to use: as asked, else NUMBA_NUM_THREADS, else all cores."""
    return threads or int(os.environ.get("NUMBA_NUM_THREADS", 0)) or os.cpu_count() or 1


def long(works: Sequence[Work]) -> bool:
    """Whether there is enough to do for processes, and compiled code for them to find."""
    from flowsim.kernels import keeping

    horizons = [case.world.horizon for work in works for _, case in work.cases]
    weeks = sum(week_number(horizon.end) - week_number(horizon.start) for horizon in horizons)
    return weeks >= LONG and not keeping.cold()


def simulate(work: Work, stop: Event | None = None) -> Iterable[tuple[str, FlowModel]]:
    """Run one tile: the shared history once, then each case from it; yields the model at each case's end."""
    from flowsim import policy
    from flowsim.engine.model import FlowModel

    worlds = [case.world for _, case in work.cases]
    model = FlowModel(replace(worlds[0], policy=policy.neutral()), work.seeds)
    try:
        fork = min(first_policy_week(world) for world in worlds)
        _advance(model, min(fork, model.last), stop)
        snapshot = model.snapshot()
        for key, case in work.cases:
            model.branch(snapshot, case.world)
            _advance(model, model.last, stop)
            yield key, model
    finally:
        model.close()


def _advance(model: FlowModel, week: int, stop: Event | None) -> None:
    while model.week < week:
        if stop is not None and stop.is_set():
            raise StoppedError
        model.step()


def execute(
    cases: Sequence[Case],
    *,
    seeds: Iterable[int],
    threads: int = 0,
    tile: int = 16,
    out: str | Path,
    progress: Progress | None = None,
) -> None:
    """Compute and store what is missing.

    Parameters
    ----------
    cases : sequence of Case
    seeds : iterable of int
        Seeds of the worlds.
    threads : int
        Most threads used; 0 for NUMBA_NUM_THREADS or all cores.
    tile : int
        Lanes per tile.
    out : str or Path
        Folder of the results; finished tiles are never computed again.
    progress : callable, optional
        Called with the number of worlds just finished.

    Raises
    ------
    UserError
        If the file system refuses.
    """
    import pyarrow as pa

    from flowsim.policy import neutral

    count = threads_for(threads)
    pa.set_cpu_count(count)
    pa.set_io_thread_count(max(count, 1))
    store, wanted = Store(out), list(seeds)
    works = parts(to_do(store, cases, wanted, tile), count)
    report = progress or (lambda worlds: None)
    report(len(cases) * len(wanted) - sum(len(w.seeds) * len(w.cases) for w in works))
    base = WorldConfig(policy=neutral())
    for case in cases:
        key = run_key(case.world, code_version())
        store.write_manifest(key, run_manifest(case, key, base))
        store.write_inputs(key, case.world.files)
    chores = [Chore(str(out), work) for work in works]
    spread(compute, chores, count, lambda _, worlds: report(worlds), processes=long(works))


@dataclass(frozen=True)
class Chore:
    """A tile and where it is stored."""

    out: str
    work: Work


def compute(chore: Chore, stop: Event) -> Iterator[int]:
    """Compute and store a tile case by case; yields the number of worlds just finished."""
    import pyarrow as pa

    from flowsim.policy import neutral

    store, base, work = Store(chore.out), WorldConfig(policy=neutral()), chore.work
    cases, began = dict(work.cases), monotonic()
    for key, model in simulate(work, stop):
        tables: dict[str, Any] = tile_tables(model)
        took = {"seeds": f"{work.seeds[0]}-{work.seeds[-1]}", "seconds": round(monotonic() - began, 3)}
        with WRITING:
            store.write_tile(key, tables)
            store.write_manifest(key, run_manifest(cases[key], key, base, [took]))
        del tables
        pa.default_memory_pool().release_unused()  # two tables of the next case would not fit into what is kept
        yield len(work.seeds)
        began = monotonic()
