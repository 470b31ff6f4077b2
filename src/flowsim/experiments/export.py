"""Account-months with an alert and their payments as two files and a manifest, world by world in order of seeds."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from threading import Event
from time import monotonic
from typing import TYPE_CHECKING, Any

import pandas as pd
import pyarrow as pa

from flowsim.domain.calendar import monday, week_number
from flowsim.domain.errors import UserError
from flowsim.domain.world_config import WorldConfig
from flowsim.experiments import payments
from flowsim.experiments.checks import named
from flowsim.experiments.files import locked, make_folder, sweep, write_json
from flowsim.experiments.foreign import refuse_foreign
from flowsim.experiments.keys import code_version, run_key
from flowsim.experiments.manifest import run_manifest
from flowsim.experiments.run import Work, threads_for
from flowsim.experiments.run_folder import MANIFEST
from flowsim.experiments.spool import Spool, join, spooled
from flowsim.experiments.workers import StoppedError, spread

if TYPE_CHECKING:
    from flowsim.experiments.build import Case, Job
    from flowsim.experiments.schema import Config, Payments

Progress = Callable[[int], None]
KIND = "payments"


@dataclass(frozen=True)
class Export:
    """A folder of account-months and payments; its methods read the files anew.

    Attributes
    ----------
    path : Path
    manifest : dict
        What was asked for, how much was found, what each column holds.
    """

    path: Path
    manifest: dict[str, Any]

    def accounts(self) -> pd.DataFrame:
        """Account-months with an alert, a row each."""
        return pd.read_parquet(self.path / "accounts.parquet")

    def payments(self) -> pd.DataFrame:
        """Their payments."""
        return pd.read_parquet(self.path / "payments.parquet")


def export(job: Job, case: Case, progress: Progress | None = None, replace: bool = True) -> Export:
    """Run a world for the seeds of a job and write the alerts of the weeks asked for.

    Parameters
    ----------
    job : Job
        Says which seeds and weeks, what share of customers, and where the files go.
    case : Case
        From ``build.cases``.
    progress : callable, optional
        Called with the number of worlds just finished.
    replace : bool
        Whether an export of other worlds or weeks in the same folder may be replaced.

    Raises
    ------
    UserError
        If the weeks lie outside the run, the folder holds other results, or the file system refuses.
    """
    config, began, out = job.config, monotonic(), Path(job.config.out)
    first = first_week(case.world, config.payments.start, config.payments.weeks)
    key = run_key(case.world, code_version())
    asked = {
        "key": key,
        "seed": config.seed,
        "replicates": config.replicates,
        "payments": {
            "start": monday(first).isoformat(),
            "weeks": config.payments.weeks,
            "sample": config.payments.sample,
            "matched": config.payments.matched,
        },
    }
    make_folder(out)
    with locked(out):
        refuse_foreign(out, KIND, asked, replace)
        sweep(out)
        seeds = range(config.seed, config.seed + config.replicates)
        works = [Work(tuple(seeds[i : i + config.tile]), ((key, case),)) for i in range(0, len(seeds), config.tile)]
        weeks = range(first, first + config.payments.weeks)
        pa.set_cpu_count(threads_for(config.threads))
        with spooled(out, seeds) as spools:
            write_spools(works, weeks, config, spools, progress)
            with suppress(FileNotFoundError):
                (out / MANIFEST).unlink()
            files = join(out, list(spools.values()))
        manifest = {
            **run_manifest(case, key, WorldConfig(policy=type(case.world.policy)())),
            **asked,
            "kind": KIND,
            "durations": [{"seeds": f"{seeds[0]}-{seeds[-1]}", "seconds": round(monotonic() - began, 3)}],
            "tables": files,
        }
        write_json(out / MANIFEST, manifest)
    return Export(out, manifest)


def first_week(world: WorldConfig, start: str, weeks: int) -> int:
    """The first week whose alerts are wanted.

    Raises
    ------
    UserError
        If it comes before the run begins, or the last one after it ends.
    """
    horizon = world.horizon
    first = week_number(named("payments.start", start).isoformat())
    if first < week_number(horizon.start):
        raise UserError(f"payments.start={start} is before the run begins: horizon.start={horizon.start}")
    if first >= week_number(horizon.end):
        raise UserError(f"payments.start={start} is not before the run ends: horizon.end={horizon.end}")
    if first + weeks > week_number(horizon.end):
        raise UserError(
            f"payments.weeks={weeks} from payments.start={start} go past the end of the run: "
            f"horizon.end={horizon.end} (at most {week_number(horizon.end) - first} weeks)"
        )
    return first


def write_spools(
    works: Sequence[Work], weeks: range, config: Config, spools: dict[int, Spool], progress: Progress | None
) -> None:
    """Simulate tile by tile, as many at a time as there are threads; what is found goes to the spools."""

    def found(work: Work, stop: Event) -> Iterator[int]:
        _, case = work.cases[0]
        for seed, tables in alerts(case.world, work.seeds, weeks, config.payments, stop):
            spools[seed].write(tables)
        for seed in work.seeds:
            spools[seed].close()
        yield len(work.seeds)

    spread(found, works, threads_for(config.threads), lambda _, worlds: (progress or (lambda worlds: None))(worlds))


def alerts(
    world: WorldConfig, seeds: Sequence[int], weeks: range, asked: Payments, stop: Event | None = None
) -> Iterator[tuple[int, tuple[pa.Table, pa.Table]]]:
    """Simulate a tile up to the last of the weeks; yields seed and tables, week by week.

    Parameters
    ----------
    world : WorldConfig
    seeds : sequence of int
    weeks : range
        Weeks whose alerts are wanted.
    asked : Payments
        Says which of customers' alerts are kept.
    stop : Event, optional
        Ends it early, with ``StoppedError``.
    """
    from flowsim.engine.model import FlowModel

    model = FlowModel(world, seeds)
    try:
        while model.week < weeks.stop:
            if stop is not None and stop.is_set():
                raise StoppedError
            model.step()
            if model.week > weeks.start:
                for lane, seed in enumerate(model.seeds):
                    for tables in payments.tables(model, lane, asked.sample, asked.matched):
                        yield seed, tables
    finally:
        model.close()
