"""The tasks that compute: one run, or a comparison. Pictures and reports are drawn from what they leave."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager, ExitStack
from pathlib import Path
from time import monotonic
from typing import TYPE_CHECKING, Any

from flowsim.domain.errors import UserError
from flowsim.experiments.build import Case, Job, cases, command_folder, composed, session
from flowsim.experiments.bundle import opened, write_compare
from flowsim.experiments.compiling import compiling
from flowsim.experiments.files import make_folder
from flowsim.experiments.keys import code_version, run_key
from flowsim.experiments.overrides import written
from flowsim.experiments.results import Results
from flowsim.experiments.run import execute

if TYPE_CHECKING:
    from flowsim.experiments.closed import ClosedRun
    from flowsim.experiments.export import Export

Progress = Callable[[int], None]


def compute(job: Job, worlds: Sequence[Case], progress: Progress | None = None) -> Results:
    """Compute what is missing of some worlds, and store it.

    Parameters
    ----------
    job : Job
        Says where results go, which seeds are run and how many threads may be used.
    worlds : sequence of Case
        From ``build.cases``; of a comparison the baseline comes first.
    progress : callable, optional
        Called with the number of worlds just finished.

    Returns
    -------
    Results
        A comparison with its tables, or one run.

    Raises
    ------
    UserError
        If the file system refuses or a stored file is unreadable.
    """
    config, out, began = job.config, Path(job.config.out), monotonic()
    make_folder(out)
    seeds = range(config.seed, config.seed + config.replicates)
    execute(worlds, seeds=seeds, threads=config.threads, tile=config.tile, out=out, progress=progress)
    keyed = [(case, run_key(case.world, code_version())) for case in worlds]
    if config.task == "run":
        return opened(out, keyed, config.seed, config.replicates)
    info = {
        "name": config.compare.name,
        "question": config.compare.question,
        "overrides": list(job.overrides),
        "seconds": round(monotonic() - began, 3),
    }
    return write_compare(out, keyed, config.seed, config.replicates, info)


def run(
    overrides: Sequence[str] = (),
    *,
    config_dir: str | Path | None = None,
    progress: Progress | None = None,
    **settings: Any,
) -> Results:
    """Run one scenario: ``flowsim.run(scenario="us_demand", strength="high", seed=7, horizon={"end": "2030-01-01"})``.

    Parameters
    ----------
    overrides : sequence of str
        As on the command line, for example ``["policy.ports.intensity=0.5"]``.
    config_dir : str or Path, optional
        A folder with scenarios of your own.
    progress : callable, optional
        Called with the number of worlds just finished.
    **settings
        The same by keyword; nested mappings become dotted names.

    Raises
    ------
    UserError
        For every mistake that the command line reports in one line.
    """
    return _perform("run", overrides, config_dir, progress, settings)


def compare(
    overrides: Sequence[str] = (),
    *,
    config_dir: str | Path | None = None,
    progress: Progress | None = None,
    **settings: Any,
) -> Results:
    """Compare scenarios with the baseline: ``flowsim.compare(compare="next_steps", replicates=200)``.

    Parameters and errors are those of ``run``. The choice of a group (``compare="next_steps"``) and its values
    (``compare={"scenarios": ["us_demand"]}``) are both understood.
    """
    return _perform("compare", overrides, config_dir, progress, settings)


def payments(
    overrides: Sequence[str] = (),
    *,
    config_dir: str | Path | None = None,
    progress: Progress | None = None,
    **settings: Any,
) -> Export:
    """Write the alerts of some weeks: ``flowsim.payments(seed=7, payments={"weeks": 4, "sample": 0.01}, out="mine")``.

    Parameters and errors are those of ``run``. What it returns reads ``accounts()`` and ``payments()`` as data frames.
    """
    from flowsim.experiments.export import export

    job, worlds = _asked("payments", overrides, config_dir, settings)
    return export(job, worlds[0], progress)


def closed(
    overrides: Sequence[str] = (),
    *,
    config_dir: str | Path | None = None,
    progress: Progress | None = None,
    **settings: Any,
) -> ClosedRun:
    """Run the organisations alone: ``flowsim.closed(closed={"recruitment": 0.7}, replicates=20, out="mine")``.

    Parameters and errors are those of ``run``; other settings than ``closed``, ``seed``, ``replicates``, ``tile`` and
    ``out`` have no part in it. What it returns reads ``national()``, ``groups()`` and ``summary()`` as data frames.
    """
    from flowsim.experiments import closed as alone

    with _session(overrides, config_dir) as extra:
        job = composed([*extra, *overrides, *written(settings), "task=closed"])
    return alone.run(job, command_folder(), progress)


def _perform(
    task: str,
    overrides: Sequence[str],
    config_dir: str | Path | None,
    progress: Progress | None,
    settings: dict[str, Any],
) -> Results:
    with ExitStack() as stack:
        with _session(overrides, config_dir) as extra:
            job = composed([*extra, *overrides, *written(settings), f"task={task}"])
            stack.enter_context(compiling(job.config.threads))
            worlds = cases(job)
        return compute(job, worlds, progress)


def _asked(
    task: str, overrides: Sequence[str], config_dir: str | Path | None, settings: dict[str, Any]
) -> tuple[Job, list[Case]]:
    with _session(overrides, config_dir) as extra:
        job = composed([*extra, *overrides, *written(settings), f"task={task}"])
        return job, cases(job)


def _session(overrides: Sequence[str], config_dir: str | Path | None) -> AbstractContextManager[list[str]]:
    if isinstance(overrides, str):
        raise UserError(f"overrides={overrides!r}: give a list of overrides")
    return session(config_dir)
