"""``task=fit``: the history against the data, on its own or as one trial of a tuning."""

from __future__ import annotations

import sys
from pathlib import Path

import pandas as pd
from hydra.core.hydra_config import HydraConfig
from hydra.types import RunMode
from rich.console import Console

from flowsim.experiments.build import Job

WIDE = 400  # characters: rows that go to a file or pipe stay on one line
FILE = "fit.csv"


def fit(asked: Job) -> float:
    """Run the history, and show it beside the data or, in a tuning, record the trial.

    Returns
    -------
    float
        The misfit (``experiments.fit.misfit``), always finite.
    """
    from flowsim.domain.errors import UserError

    if asked.config.source:
        raise UserError(f"from={asked.config.source} is for task=report; task=fit takes out=")
    return _trial(asked) if is_trial() else _shown(asked)


def is_trial() -> bool:
    """Whether hydra's optuna sweeper runs this job."""
    hydra = HydraConfig.get()
    return hydra.mode == RunMode.MULTIRUN and "optuna" in str(hydra.sweeper.get("_target_", ""))


def _shown(asked: Job) -> float:
    from flowsim.cli.progress import bar
    from flowsim.domain.params import check
    from flowsim.experiments.fit import misfit
    from flowsim.experiments.history import fitted, free_parameters, history
    from flowsim.experiments.tuning import write_text
    from flowsim.reporting.fit_table import fit_table

    for line in check(history(asked).world):
        print(f"flowsim: note: {line}", file=sys.stderr)  # noqa: T201
    with bar(Console(stderr=True), asked.config.replicates) as progress:
        table = fitted(asked, progress)
    value = misfit(table)
    console = Console()
    if not console.is_terminal:
        console.width = WIDE
    console.print(fit_table(table, free_parameters(asked.config.chain), value))
    path = Path(asked.config.out) / FILE
    write_text(path, table.to_csv(index=False, lineterminator="\n"))
    console.print(f"table: {path}", soft_wrap=True, highlight=False, markup=False)
    return value


def _trial(asked: Job) -> float:
    """One trial: recorded as soon as it is done; one that is recorded already is not computed again."""
    from flowsim.experiments.fit import misfit, points
    from flowsim.experiments.history import fit_key, fitted
    from flowsim.experiments.tuning import Trial, record, settings_of, trials

    hydra = HydraConfig.get()
    folder, key, number = folder_of(asked.config.out), fit_key(asked), int(hydra.job.num)
    values = _values(asked)
    found = next((t for t in trials(folder) if t.key == key), None)
    if found is None:
        table: pd.DataFrame = fitted(asked)
        found = Trial(number, misfit(table), *points(table), values, key)
    best = record(folder, found, settings_of(asked.config, values))
    errors = Console(stderr=True)
    if errors.is_terminal:
        errors.print(
            f"{number + 1} of {hydra.sweeper.n_trials}: misfit {found.misfit:.4g}, {found.inside} of "
            f"{found.scored} inside (best {best.misfit:.4g}, trial {best.number})",
            highlight=False,
        )
    return found.misfit


def folder_of(out: str) -> Path:
    """Where a tuning keeps what it finds."""
    return Path(out) / "tune"


def _values(asked: Job) -> dict[str, float]:
    """Parameters that the sweeper or the command line set, by dotted name."""
    from flowsim.experiments.history import tunable
    from flowsim.experiments.overrides import name_of

    facts = tunable(asked.config)
    given = dict.fromkeys(name_of(override) for override in asked.overrides)
    return {name: facts[name].value for name in given if name in facts}
