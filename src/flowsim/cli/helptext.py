"""``flowsim --help``: read from folders and dataclasses, without composing anything."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import fields
from pathlib import Path

from flowsim.experiments.catalogue import about, choices, groups

HEAD = """\
flowsim: drug flows from Mexico to the United States, and what cooperation would change

usage: flowsim [flags] [name=value ...]

  flowsim                                                compare the Next Steps with the baseline
  flowsim task=run scenario=us_demand strength=high seed=7
  flowsim 'compare.scenarios=[baseline,us_demand]' replicates=200 horizon.end=2030-01-01
  flowsim -m task=run 'scenario=glob(*)' 'seed=range(0,10)' hydra/launcher=joblib
  flowsim task=payments payments.start=2016-01-04 payments.weeks=4 payments.sample=0.01
  flowsim task=closed closed.recruitment=0.7             the organisations alone, 2012 to 2027
  flowsim sweep=tune                                     tune the parameters named in conf/sweep/tune.yaml (optuna)
"""
TASKS = {
    "compare": "scenarios against the baseline, seed by seed: table, figures, report.html (the default)",
    "run": "one scenario, one world (replicates=N for more)",
    "payments": "account-months with an alert and their payments, labelled, as two Parquet files in out=",
    "closed": "members of the organisations alone: a table, weekly numbers and a figure in out=",
    "fit": "the history without policy against the data of 2012-2016: a table, and fit.csv in out=",
    "report": "draw the report of stored results again: from=results/next_steps",
    "list": "list=scenarios, levers, outcomes or parameters",
}
SETTINGS = {
    "strength": "low, medium or high: the dose of a scenario",
    "seed": "first seed; replicate r is the world of seed + r",
    "replicates": "worlds per scenario (16; 1 for task=run and task=payments; 5 for task=closed)",
    "threads": "threads to use (all cores)",
    "tile": "worlds computed together in one thread (16)",
    "horizon": "horizon.start, horizon.policy_start, horizon.end (YYYY-MM-DD), horizon.spinup_weeks",
    "payments": (
        "payments.start (YYYY-MM-DD), payments.weeks, payments.sample (share of customers' alerts kept), "
        "payments.matched (customers in the proportions of launderers)"
    ),
    "closed": (
        "closed.recruitment and closed.arrest_multiplier from closed.policy_from on; closed.sizes, closed.rivals, "
        "closed.allies: tables of yours"
    ),
    "out": "folder of the results (results/<comparison>)",
}
FLAGS = {
    "--config-dir DIR": "add scenarios and other groups of your own",
    "-m": "one job per combination of comma-separated values, range(...) and glob(...)",
    "--cfg job": "show what would run",
    "--hydra-help": "more flags, and shell completion",
    "--version": "print the version",
}


def helptext(folders: Sequence[Path]) -> str:
    """The whole help.

    Parameters
    ----------
    folders : sequence of Path
        Folders of configuration files, the user's own last.
    """
    sections = {
        "tasks (task=...)": TASKS,
        "settings": SETTINGS,
        "scenarios (scenario=..., compare.scenarios=[...])": _described("scenario", folders),
        "other groups (group=choice)": {
            group: ", ".join(choices(group, folders)) for group in groups(folders) if _is_shown(group)
        },
        "levers": dict(_levers()),
        "flags": FLAGS,
    }
    return HEAD + "".join(f"\n{title}:\n{_table(rows)}" for title, rows in sections.items())


def _described(group: str, folders: Sequence[Path]) -> dict[str, str]:
    return {name: about(path) for name, path in choices(group, folders).items()}


def _is_shown(group: str) -> bool:
    return group != "scenario" and not group.startswith("policy/")


def _levers() -> Iterator[tuple[str, str]]:
    from flowsim.policy import REGISTRY

    for name, room in REGISTRY.items():
        what = (room.__doc__ or "").strip().splitlines()[0]
        for f in fields(room.Params):
            if f.metadata.get("role") == "lever":
                low, high = f.metadata["limits"]
                words = f"; {what}" if f.name == "intensity" else ""
                yield f"policy.{name}.{f.name}", f"{f.metadata['unit']}, {low:g} to {high:g}{words}"


def _table(rows: dict[str, str]) -> str:
    width = min(max(map(len, rows), default=0), 34)
    return "".join(f"  {name:<{width}}  {text}".rstrip() + "\n" for name, text in rows.items())
