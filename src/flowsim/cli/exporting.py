"""``task=payments``: account-months with an alert and their payments, for people who train detectors."""

from __future__ import annotations

import sys

from hydra.core.hydra_config import HydraConfig
from hydra.types import RunMode
from rich.console import Console

from flowsim.domain.errors import UserError
from flowsim.experiments.build import Job, cases


def export(asked: Job) -> None:
    """Run the worlds, write the files, say what is in them.

    Raises
    ------
    UserError
        For every mistake of the user.
    """
    if asked.config.source:
        raise UserError(f"from={asked.config.source} is for task=report; task=payments takes out=")
    case = cases(asked)[0]
    from flowsim.cli.progress import bar
    from flowsim.domain.params import check
    from flowsim.experiments import export as files

    for line in check(case.world):
        print(f"flowsim: note: {line}", file=sys.stderr)  # noqa: T201
    with bar(Console(stderr=True), asked.config.replicates) as progress:
        found = files.export(asked, case, progress, replace=HydraConfig.get().mode != RunMode.MULTIRUN)
    tables = found.manifest["tables"]
    classes = ", ".join(f"{many:,} of {name}s" for name, many in tables["accounts"]["classes"].items())
    Console().print(
        f"{case.label}, seed {asked.config.seed}, {asked.config.replicates} world(s), "
        f"{found.manifest['durations'][0]['seconds']:.1f} s: {tables['accounts']['rows']:,} account-months with an "
        f"alert ({classes}), {tables['payments']['rows']:,} payments: {found.path}",
        soft_wrap=True,
        highlight=False,
        markup=False,
    )
