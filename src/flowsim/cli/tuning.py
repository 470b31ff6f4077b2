"""A sweep with hydra's optuna sweeper: checked whole before the first trial, its result told after the last."""

from __future__ import annotations

import logging
import sys
import warnings
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Any

import yaml
from hydra import initialize_config_dir
from hydra.core.global_hydra import GlobalHydra
from hydra.types import RunMode
from omegaconf import DictConfig, OmegaConf, open_dict
from rich.console import Console
from rich.table import Table

from flowsim.cli.fitting import folder_of
from flowsim.cli.ranges import Range, check_range, read
from flowsim.domain.errors import UserError, unknown
from flowsim.domain.params import check, flat
from flowsim.experiments.build import Job
from flowsim.experiments.catalogue import conf_dir
from flowsim.experiments.fit import SERIES
from flowsim.experiments.history import history, tunable
from flowsim.experiments.keys import code_version
from flowsim.experiments.schema import Config
from flowsim.experiments.tuning import CHAIN, SWEEP, TREES, best, dumped, trials, write_text
from flowsim.experiments.typed import to_config


@dataclass(frozen=True)
class Tuning:
    """What is going to be tuned.

    Attributes
    ----------
    folder : Path
        ``<out>/tune``.
    ranges : dict of str to Range
        What the sweeper may move, by dotted name.
    content : dict
        The sweep as a configuration file.
    repeatable : bool
        Whether the sampler's draws are fixed by a seed.
    """

    folder: Path
    ranges: dict[str, Range]
    content: dict[str, Any]
    repeatable: bool


@contextmanager
def tuned(overrides: Sequence[str], folders: Sequence[Path], many: bool = False) -> Iterator[list[str]]:
    """Around a sweep: refuse its mistakes, keep its ranges, and tell what came of it, even when it is interrupted.

    Parameters
    ----------
    overrides : sequence of str
        Overrides of the command line.
    folders : sequence of Path
        The user's own folders of configuration files.
    many : bool
        Whether ``-m`` asks for a sweep; a sweep file may say so itself.

    Yields
    ------
    list of str
        Further overrides: intervals written with whole numbers, made continuous. Empty for another sweeper.

    Raises
    ------
    UserError
        For an unknown parameter, a range that is none or leaves hard limits, and trials of another tuning in the way.
    """
    cfg = _composed(overrides, folders)
    many = many or cfg.hydra.mode == RunMode.MULTIRUN
    if not many or "optuna" not in str(cfg.hydra.sweeper.get("_target_", "")):
        yield []
        return
    asked = _read(cfg)
    _quiet()
    _keep(asked)
    before = len(trials(asked.folder))
    try:
        yield [f"{name}={found.text}" for name, found in asked.ranges.items()]
    finally:
        if found := trials(asked.folder):
            _tell(asked, found, before)


def _composed(overrides: Sequence[str], folders: Sequence[Path]) -> DictConfig:
    search = [f"hydra.searchpath=['file://{folder.resolve()}']" for folder in folders[-1:]]
    with initialize_config_dir(str(conf_dir()), job_name="flowsim", version_base="1.3"):
        hydra = GlobalHydra.instance().hydra
        assert hydra is not None
        return hydra.compose_config("config", [*search, *overrides], RunMode.MULTIRUN, validate_sweep_overrides=False)


def _quiet() -> None:
    """Only optuna's warnings, and nothing of the libraries below it; failed trials speak for themselves."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        import optuna

    optuna.logging.set_verbosity(logging.WARNING)
    for module in ("optuna", "sqlalchemy", "hydra_plugins"):
        warnings.filterwarnings("ignore", module=rf"{module}(\..*)?")
    logging.getLogger("hydra_plugins.hydra_optuna_sweeper").addHandler(logging.NullHandler())


def _read(cfg: DictConfig) -> Tuning:
    """The tuning of a composed configuration, checked."""
    sweeper, choices = cfg.hydra.sweeper, cfg.hydra.runtime.choices
    for setting in ("n_trials", "n_jobs"):
        if sweeper[setting] < 1:
            raise UserError(f"hydra.sweeper.{setting}={sweeper[setting]} must be at least 1")
    if sweeper.get("search_space"):
        raise UserError("hydra.sweeper.search_space: write the ranges in hydra.sweeper.params")
    plain = cfg.copy()
    with open_dict(plain):
        del plain["hydra"]
    config = to_config(plain)
    if config.task != "fit":
        raise UserError(f"the optuna sweeper needs task=fit, which returns a number; got task={config.task}")
    fixed = [str(o) for o in cfg.hydra.overrides.task]
    world = history(Job(config, Path(str(choices["scenario"])).name, [o for o in fixed if not read(o).sweeps])).world
    params = {str(name): str(text) for name, text in (sweeper.params or {}).items()}
    facts = tunable(config)
    found = {name: read(f"{name}={text}", "hydra.sweeper.params: ") for name, text in params.items()}
    given = {one.name: one for one in map(read, fixed) if one.sweeps or one.name in facts}
    merged = {**found, **given}
    known = {fact.name for fact in flat(Config())}
    others = {*choices, *Config.__dataclass_fields__} - set(TREES)
    for name, one in merged.items():
        if name not in facts:
            if name in known or name.partition(".")[0] in others:
                raise UserError(f"{one.written} cannot be tuned: it is no number that shapes the history")
            raise unknown("parameter", name, facts)
    for line in [*check(world), *(line for n, one in merged.items() for line in check_range(one, facts[n]))]:
        print(f"flowsim: note: {line}", file=sys.stderr)  # noqa: T201
    ranges = {name: one for name, one in merged.items() if one.sweeps}
    if not ranges:
        raise UserError("nothing to tune: hydra.sweeper.params names no range, or the command line fixes every one")
    return Tuning(
        folder_of(config.out),
        ranges,
        _content(config, sweeper, choices, merged),
        repeatable=sweeper.sampler.get("seed") is not None or "Grid" in str(sweeper.sampler.get("_target_")),
    )


def _content(config: Config, sweeper: Any, choices: Mapping[str, Any], merged: Mapping[str, Range]) -> dict[str, Any]:
    """The tuning as a sweep file: what the command line changed is in it."""
    sampler = OmegaConf.to_container(sweeper.sampler)
    assert isinstance(sampler, dict)
    groups = {f"override /{g}": str(choices[g]) for g in TREES if str(choices.get(g, "default")) != "default"}
    chosen = {**groups, "override /hydra/sweeper": "optuna"}
    return {
        "defaults": [
            *({name: choice} for name, choice in chosen.items()),
            {"override /hydra/sweeper/sampler": str(choices["hydra/sweeper/sampler"])},
        ],
        "task": "fit",
        "seed": config.seed,
        "replicates": config.replicates,
        "sweep": {"version": sha256(f"{code_version()} {SERIES}".encode()).hexdigest()[:16]},
        "hydra": {
            "mode": "MULTIRUN",
            "sweep": {"dir": "${out}/tune"},
            "sweeper": {
                "n_trials": int(sweeper.n_trials),
                "n_jobs": int(sweeper.n_jobs),
                "sampler": {str(k): v for k, v in sampler.items() if not str(k).startswith("_") and v is not None},
                "params": {name: one.text for name, one in merged.items()},
            },
        },
    }


def _keep(asked: Tuning) -> None:
    """Write the ranges beside the trials; trials of another tuning are never mixed in or overwritten."""
    path = asked.folder / SWEEP
    if trials(asked.folder):
        try:
            before = yaml.safe_load(path.read_text(encoding="utf-8"))
            same = _identity(before) == _identity(asked.content)
        except (OSError, ValueError, KeyError, TypeError, yaml.YAMLError):
            same = False
        if not (same and asked.repeatable):
            why = "another tuning, or of another version" if not same else "a sampler without a seed"
            raise UserError(f"{asked.folder} holds the trials of {why}; give another out=, or delete that folder")
    write_text(path, f"# @package _global_\n# What was tuned, over which ranges\n{dumped(asked.content)}")


def _identity(content: Mapping[str, Any]) -> Any:
    """All that decides the trials but their number."""
    hydra = {**content["hydra"], "sweeper": {**content["hydra"]["sweeper"], "n_trials": None}}
    return {**content, "hydra": hydra}


def _tell(asked: Tuning, found: Sequence[Any], before: int) -> None:
    leader = best(found)
    assert leader is not None
    kept = f", {before} of them from before" if before else ""
    table = Table("parameter", "tuned", "range", box=None, pad_edge=False)
    for name, one in asked.ranges.items():
        table.add_row(name, f"{leader.values[name]:.4g}", one.text)
    console = Console()
    console.print(
        f"best of {len(found)} trials{kept}: misfit {leader.misfit:.4g}, {leader.inside} of {leader.scored} scored "
        f"points within tolerance (trial {leader.number})",
        soft_wrap=True,
        highlight=False,
    )
    console.print(table)
    console.print(
        f"use it: flowsim --config-dir {asked.folder} chain={CHAIN.stem}", soft_wrap=True, highlight=False, markup=False
    )
