"""``task=closed``: the organisations alone, as a table on the terminal and files in ``out=``."""

from __future__ import annotations

import sys
from pathlib import Path

from hydra.core.hydra_config import HydraConfig
from hydra.types import RunMode
from rich.console import Console

from flowsim.experiments.build import Job, command_folder


def closed(asked: Job) -> None:
    """Run the worlds, write the files, show members and deaths, draw the figure.

    Raises
    ------
    UserError
        For every mistake of the user.
    """
    from flowsim.cli.progress import bar
    from flowsim.domain.params import check
    from flowsim.experiments.closed import run
    from flowsim.reporting import closed as pictures
    from flowsim.reporting.style import save

    for line in check(asked.config.closed):
        print(f"flowsim: note: closed.{line}", file=sys.stderr)  # noqa: T201
    with bar(Console(stderr=True), asked.config.replicates) as progress:
        found = run(asked, command_folder(), progress, replace=HydraConfig.get().mode != RunMode.MULTIRUN)
    console = Console()
    console.print(pictures.table(found.summary(), found.manifest))
    save(pictures.weeks(found.national(), found.manifest), Path(found.path) / "members")
    console.print(f"weeks, figure and manifest: {found.path}", soft_wrap=True, highlight=False, markup=False)
