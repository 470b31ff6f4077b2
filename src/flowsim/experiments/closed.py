"""The organisations alone, run and written: every week of the nation and of every group, and a manifest."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, fields
from pathlib import Path
from time import monotonic
from typing import TYPE_CHECKING, Any

import pandas as pd
import pyarrow.parquet as pq

from flowsim.data.closed_tables import Network, network, sources
from flowsim.domain.closed import Closed
from flowsim.engine.closed import Arm, Weeks, simulate
from flowsim.experiments import closed_tables as tables
from flowsim.experiments.closed_checks import checked
from flowsim.experiments.closed_summary import OWN, STATUS_QUO, summary
from flowsim.experiments.files import locked, make_folder, replacing, sweep, write_json
from flowsim.experiments.foreign import refuse_foreign
from flowsim.experiments.keys import plain
from flowsim.experiments.manifest import FORMAT, parameters, provenance
from flowsim.experiments.overrides import without
from flowsim.experiments.run_folder import MANIFEST

if TYPE_CHECKING:
    from flowsim.experiments.build import Job

Progress = Callable[[int], None]
KIND = "closed"
ARMS = {STATUS_QUO: Arm(), "half_recruitment": Arm(recruitment=0.5), "double_arrests": Arm(arrests=2.0)}


@dataclass(frozen=True)
class ClosedRun:
    """A folder of weeks of the organisations alone; its methods read the files anew.

    Attributes
    ----------
    path : Path
    manifest : dict
        What was asked for, the scenarios, what each column holds.
    """

    path: Path
    manifest: dict[str, Any]

    def national(self) -> pd.DataFrame:
        """Scenario, seed, date, and members, recruits, arrests, deaths and leavers of all groups; a row per week."""
        return pd.read_csv(self.path / "national.csv", parse_dates=["date"])

    def groups(self) -> pd.DataFrame:
        """Scenario, seed, group, date, and members, recruits, arrests and deaths of one group; a row per week."""
        rows = pd.read_parquet(self.path / "groups.parquet")
        return rows.assign(date=pd.to_datetime(rows["date"]))

    def summary(self) -> pd.DataFrame:
        """Members and deaths at the start, when policy starts and five years on; see ``closed_summary``."""
        known = {f.name for f in fields(Closed)}
        settings = Closed(**{name: value for name, value in self.manifest["config"].items() if name in known})
        return summary(self.national(), settings)


def arms(settings: Closed) -> dict[str, Arm]:
    """What is compared: the three published scenarios, and the multipliers of one's own where they are others."""
    own = Arm(settings.recruitment, settings.arrest_multiplier)
    return ARMS if own in ARMS.values() else {**ARMS, OWN: own}


def run(job: Job, folder: Path, progress: Progress | None = None, replace: bool = True) -> ClosedRun:
    """Run the worlds of a job and write them.

    Parameters
    ----------
    job : Job
        Says which seeds, and where the files go.
    folder : Path
        Where relative paths of tables start.
    progress : callable, optional
        Called with the number of seeds just finished.
    replace : bool
        Whether other results of this task in the same folder may be replaced.

    Raises
    ------
    UserError
        For settings and tables that make no sense, a folder with other results, or what the file system refuses.
    """
    config, settings, began = job.config, checked(job), monotonic()
    given = sources(settings, folder)
    own = network(given) if given else None
    files = [{"name": name, "path": getattr(settings, name), "sha256": one.sha256} for name, one in given.items()]
    asked = {"seed": config.seed, "replicates": config.replicates, "config": plain(settings), "files": files}
    out, chosen = Path(config.out), arms(settings)
    make_folder(out)
    with locked(out):
        refuse_foreign(out, KIND, asked, replace)
        sweep(out)
        with suppress(FileNotFoundError):
            (out / MANIFEST).unlink()
        seeds = range(config.seed, config.seed + config.replicates)
        tiles = [seeds[i : i + config.tile] for i in range(0, len(seeds), config.tile)]
        _write(out, settings, own, tiles, chosen, progress or (lambda seeds: None))
        manifest = {
            "kind": KIND,
            "format": FORMAT,
            **asked,
            "scenarios": {name: arm._asdict() for name, arm in chosen.items()},
            "parameters": parameters({KIND: settings}, {KIND: Closed()}, KIND, job.overrides),
            "overrides": without(job.overrides, "out", "hydra"),
            "tables": tables.described(settings.by_group),
            "seconds": round(monotonic() - began, 3),
            **provenance(),
        }
        write_json(out / MANIFEST, manifest)
    return ClosedRun(out, manifest)


def _write(
    out: Path,
    settings: Closed,
    own: Network | None,
    tiles: Sequence[Sequence[int]],
    chosen: Mapping[str, Arm],
    progress: Progress,
) -> None:
    """Both tables, each whole; worlds are run tile by tile, so that many need no more memory."""

    def worlds() -> Iterator[tuple[Sequence[int], Weeks]]:
        for seeds in tiles:
            yield seeds, simulate(settings, seeds, list(chosen.values()), own)
            progress(len(seeds))

    names, nation = list(chosen), []
    if settings.by_group:
        with replacing(out / "groups.parquet") as path, pq.ParquetWriter(path, **tables.FORMAT) as writer:
            for seeds, found in worlds():
                nation.append(tables.national(found, seeds, names))
                for table in tables.groups(found, seeds, names):
                    writer.write_table(table)
    else:
        with suppress(FileNotFoundError):
            (out / "groups.parquet").unlink()
        nation = [tables.national(found, seeds, names) for seeds, found in worlds()]
    with replacing(out / "national.csv") as path:
        pd.concat(nation).to_csv(path, index=False, lineterminator="\n", float_format="%.10g")
