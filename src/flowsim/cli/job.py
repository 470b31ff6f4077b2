"""One hydra job: the task it asks for."""

from __future__ import annotations

import logging
import sys
from pathlib import Path
from time import monotonic

from omegaconf import DictConfig
from rich.console import Console

from flowsim.cli.alone import closed
from flowsim.cli.exporting import export
from flowsim.cli.fitting import fit
from flowsim.cli.messages import one_line
from flowsim.domain.errors import UserError
from flowsim.experiments.build import Job, cases, current

log = logging.getLogger(__name__)
UNFOLDED = 400  # characters: rows of lists that go to a file or pipe stay on one line


def job(cfg: DictConfig) -> float | None:
    """Perform the task of a composed configuration; a fit returns its misfit, which a sweeper may minimise.

    Mistakes of the user travel home as UserError, which pickles: a launcher may run this in another process.

    Raises
    ------
    UserError
        For every mistake of the user.
    """
    try:
        asked = current(cfg)
        tasks = {
            "compare": compute,
            "run": compute,
            "payments": export,
            "closed": closed,
            "fit": fit,
            "report": report,
            "list": listing,
        }
        return tasks[asked.config.task](asked)
    except Exception as error:
        line = one_line(error)
        if line is None or isinstance(error, UserError):
            raise
        raise UserError(line) from error


def compute(asked: Job) -> None:
    """Run what is missing, then show and draw the results."""
    if asked.config.source:
        raise UserError(f"from={asked.config.source} is for task=report; task={asked.config.task} takes out=")
    from flowsim.cli.progress import bar
    from flowsim.domain.params import check
    from flowsim.experiments import tasks
    from flowsim.experiments.compiling import compiling

    console, errors = Console(), Console(stderr=True)
    with compiling(asked.config.threads):
        worlds = cases(asked)
        for line in dict.fromkeys(line for case in worlds for line in check(case.world)):
            print(f"flowsim: note: {line}", file=sys.stderr)  # noqa: T201
        began = monotonic()
        with bar(errors, len(worlds) * asked.config.replicates) as progress:
            results = tasks.compute(asked, worlds, progress)
    log.info("computed %s worlds in %.1f s", len(worlds) * asked.config.replicates, monotonic() - began)
    if asked.config.task == "run":
        case = worlds[0]
        took = f"{monotonic() - began:.1f} s"
        console.print(
            f"{case.label}, seed {asked.config.seed}, {asked.config.replicates} world(s), {took}: {results.path}",
            soft_wrap=True,
            highlight=False,
            markup=False,
        )
        return
    from flowsim.reporting import tables

    console.print(tables.ranked(results))
    _draw(Path(asked.config.out), asked.config.threads, console)


def report(asked: Job) -> None:
    """Draw figures and report of stored results again."""
    where = asked.config.source
    if not where:
        raise UserError("task=report needs from=: the folder of stored results, for example from=results/next_steps")
    from flowsim.experiments.results import load
    from flowsim.reporting import tables

    console = Console()
    console.print(tables.ranked(load(where)))
    _draw(Path(where), asked.config.threads, console)


def listing(asked: Job) -> None:
    """Print one of the lists."""
    from flowsim.cli.listing import listed

    console = Console()
    if not console.is_terminal:
        console.width = UNFOLDED
    console.print(listed(asked.config, console.width))


def _draw(folder: Path, threads: int, console: Console) -> None:
    from flowsim.reporting.report import write

    files = write(folder, threads)
    page = next((path for path in files if path.suffix == ".html"), folder)
    console.print(f"report: {page}", soft_wrap=True, highlight=False, markup=False)
