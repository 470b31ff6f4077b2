"""Finished trials of a tuning, and the best of them as a configuration file.

A folder ``<out>/tune`` holds

    trials.csv          number, misfit, inside, scored, values by dotted name, key; one row per finished trial
    best.yaml           every setting of the best trial that differs from the code's defaults, and the tuned ones
    chain/tuned.yaml    the same: ``flowsim --config-dir <out>/tune chain=tuned``
    sweep/tuned.yaml    what was tuned, over which ranges: ``flowsim --config-dir <out>/tune sweep=tuned`` repeats it

Processes may share it. Every file is whole at any time.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pandas as pd
import yaml

from flowsim.domain.errors import UserError
from flowsim.domain.world_config import WorldConfig
from flowsim.experiments.files import locked, make_folder, refusal, replacing
from flowsim.experiments.manifest import facts

TRIALS, BEST = "trials.csv", "best.yaml"
CHAIN, SWEEP = Path("chain/tuned.yaml"), Path("sweep/tuned.yaml")
FIXED = ("number", "misfit", "inside", "scored")
TREES = ("chain", "organisations", "networks", "structure")


@dataclass(frozen=True)
class Trial:
    """One finished trial.

    Attributes
    ----------
    number : int
        Counted from 0 in the order in which the sampler asked.
    misfit : float
        From ``fit.misfit``.
    inside, scored : int
        Scored points inside their tolerance, and scored points in all.
    values : dict of str to float
        Tuned and fixed parameters by dotted name.
    key : str
        What decides its misfit (``history.fit_key``).
    """

    number: int
    misfit: float
    inside: int
    scored: int
    values: dict[str, float]
    key: str


def trials(folder: Path) -> list[Trial]:
    """The finished trials of a tuning, by number; none where there is no file.

    Raises
    ------
    UserError
        If the file is unreadable or not written by a tuning.
    """
    path = folder / TRIALS
    try:
        frame = pd.read_csv(path, dtype=str, keep_default_na=False)
        if missing := {*FIXED, "key"} - set(frame.columns):
            raise ValueError(f"no column {min(missing)}")
        names = [name for name in frame.columns if name not in (*FIXED, "key")]
        return [
            Trial(
                *(int(row["number"]), float(row["misfit"]), int(row["inside"]), int(row["scored"])),
                {name: float(row[name]) for name in names if row[name]},
                str(row["key"]),
            )
            for row in frame.to_dict("records")
        ]
    except FileNotFoundError:
        return []
    except OSError as error:
        raise refusal("read", path, error) from error
    except ValueError as error:
        raise UserError(f"cannot read {path}: damaged or not written by a tuning; delete it and run again") from error


def best(found: Iterable[Trial]) -> Trial | None:
    """The trial with the smallest misfit, the first of equals."""
    return min(found, key=lambda trial: (trial.misfit, trial.number), default=None)


def record(folder: Path, trial: Trial, settings: Mapping[str, Any]) -> Trial:
    """Add a finished trial; where it is the best so far, write its configuration.

    Parameters
    ----------
    folder : Path
        ``<out>/tune``; made if need be.
    trial : Trial
        Takes the place of an earlier one with its number.
    settings : mapping
        Its configuration file, from ``settings_of``.

    Returns
    -------
    Trial
        The best so far.

    Raises
    ------
    UserError
        If the file system refuses.
    """
    make_folder(folder)
    with locked(folder):
        found = sorted([*(t for t in trials(folder) if t.number != trial.number), trial], key=lambda t: t.number)
        rows = [{**{n: getattr(t, n) for n in FIXED}, **t.values, "key": t.key} for t in found]
        names = dict.fromkeys(name for t in found for name in t.values)
        frame = pd.DataFrame(rows, columns=[*FIXED, *names, "key"])
        leader = best(found)
        if leader == trial:
            text = _config(trial, settings)
            for path in (folder / CHAIN, folder / BEST):
                write_text(path, text)
        write_text(folder / TRIALS, frame.to_csv(index=False, lineterminator="\n"))
    assert leader is not None
    return leader


def settings_of(config: Any, names: Iterable[str]) -> dict[str, Any]:
    """Chain, organisations, networks and structure as far as they differ from the defaults or are named, nested.

    Parameters
    ----------
    config : Config
        A whole configuration.
    names : iterable of str
        Dotted names that are written in any case.
    """
    kept: dict[str, Any] = {}
    base, wanted = WorldConfig(), set(names)
    for tree in TREES:
        before = {fact.name: _plain(fact.value) for fact in facts(getattr(base, tree), f"{tree}.")}
        for fact in facts(getattr(config, tree), f"{tree}."):
            value = _plain(fact.value)
            if fact.name in wanted or fact.name not in before or before[fact.name] != value:
                *rooms, leaf = fact.name.split(".")
                place = kept
                for room in rooms:
                    place = place.setdefault(room, {})
                place[leaf] = value
    return kept


def _plain(value: Any) -> Any:
    return list(value) if isinstance(value, tuple | list) else value


def write_text(path: Path, text: str) -> None:
    """Write a text file whole.

    Raises
    ------
    UserError
        If the file system refuses.
    """
    with replacing(path) as temporary:
        temporary.write_text(text, encoding="utf-8")


def dumped(content: Mapping[str, Any]) -> str:
    """A mapping as YAML, names in their order, numbers to the bit."""
    text: str = yaml.safe_dump(dict(content), sort_keys=False, allow_unicode=True, width=10_000)
    return text


def _config(trial: Trial, settings: Mapping[str, Any]) -> str:
    head = (
        "# @package _global_\n"
        f"# Tuned to 2012-2016: misfit {trial.misfit:.4g}, {trial.inside} of {trial.scored} points inside, "
        f"trial {trial.number}\n"
    )
    return head + dumped(settings)
