"""The history up to the last year with targets, without policy, against the data."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from hashlib import sha256
from threading import Event
from typing import TYPE_CHECKING

import pandas as pd

from flowsim.data import targets
from flowsim.domain.chain import networks
from flowsim.domain.errors import UserError
from flowsim.domain.params import Fact, flat
from flowsim.experiments.build import Case, Job, to_world
from flowsim.experiments.fit import SERIES, YEARS, fit
from flowsim.experiments.keys import code_version, run_key
from flowsim.experiments.overrides import name_of
from flowsim.experiments.run import Progress, Work, long, simulate, threads_for
from flowsim.experiments.schema import BASELINE, Config
from flowsim.experiments.workers import spread

if TYPE_CHECKING:
    from flowsim.domain.world_config import WorldConfig

END = f"{YEARS[1] + 1}-01-01"
NO_PART = ("policy", "horizon.end", "horizon.policy_start", "strength", "compare")


def history(job: Job) -> Case:
    """The world of a job without policy, up to the first week after the data.

    Raises
    ------
    UserError
        If an override asks for what has no part in it, or the world makes no sense.
    """
    from flowsim.policy import neutral

    for override in job.overrides:
        name = name_of(override)
        if any(name == n or name.startswith(f"{n}.") for n in NO_PART) or (
            name == "scenario" and job.scenario != BASELINE
        ):
            raise UserError(
                f"{override} has no part in a fit: it runs the history without policy, from horizon.start to {END}"
            )
    dates = replace(job.config.horizon, end=END)
    return Case(BASELINE, "medium", to_world(replace(job.config, policy=neutral(), horizon=dates)), "history")


def observe(
    world: WorldConfig, seeds: Sequence[int], *, threads: int = 0, tile: int = 16, progress: Progress | None = None
) -> pd.DataFrame:
    """Run a world to its end for some seeds; nothing is stored.

    Parameters
    ----------
    world : WorldConfig
        From ``history``.
    seeds : sequence of int
        One world each; replicate 0 is the first.
    threads, tile : int
        As for a run; numbers do not depend on them.
    progress : callable, optional
        Called with the number of worlds just finished.

    Returns
    -------
    DataFrame
        What agencies would publish: scenario, strength, replicate, series, year, month, value, unit.
    """
    case = Case(BASELINE, "medium", world, "history")
    works = [Work(tuple(seeds[i : i + tile]), (("history", case),)) for i in range(0, len(seeds), tile)]
    found: dict[tuple[int, ...], pd.DataFrame] = {}

    def receive(work: Work, frame: pd.DataFrame) -> None:
        found[work.seeds] = frame
        (progress or (lambda worlds: None))(len(work.seeds))

    spread(published, works, threads_for(threads), receive, processes=long(works))
    frame = pd.concat([found[work.seeds] for work in works], ignore_index=True)
    frame.insert(0, "replicate", frame.pop("seed") - seeds[0])
    return frame.assign(scenario=case.scenario, strength=case.strength)


def published(work: Work, stop: Event) -> Iterator[pd.DataFrame]:
    """What the agencies of a tile would publish."""
    from flowsim.experiments.tables import observed

    for _, model in simulate(work, stop):
        yield observed(model).to_pandas()


def fitted(job: Job, progress: Progress | None = None) -> pd.DataFrame:
    """Model beside data (``fit.fit``) for the history of a job.

    Raises
    ------
    UserError
        If the horizon leaves no scored point, or for every mistake in the configuration.
    """
    config, world = job.config, history(job).world
    seeds = range(config.seed, config.seed + config.replicates)
    table = fit(observe(world, seeds, threads=config.threads, tile=config.tile, progress=progress), targets())
    if not len(table) or not table["scored"].any():
        raise UserError(f"no scored point lies between horizon.start={world.horizon.start} and {END}")
    return table


def fit_key(job: Job) -> str:
    """What decides the table of a fit, as 16 hexadecimal digits: world, code, data, seeds and what is scored."""
    config = job.config
    world = run_key(history(job).world, code_version())
    return sha256(f"{world} {config.seed} {config.replicates} {SERIES}".encode()).hexdigest()[:16]


def free_parameters(tree: object) -> list[str]:
    """Dotted names of the parameters that were fitted to the data."""
    return [fact.name for fact in flat(tree) if fact.role == "free"]


def tunable(config: Config) -> dict[str, Fact]:
    """Numbers that shape the history, by dotted name: those of the chain, of the organisations and of the networks."""
    found = list(flat(config.chain, "chain."))
    for name, organisation in config.organisations.items():
        found += flat(organisation, f"organisations.{name}.")
    for name, network in config.networks.items():
        found += networks.facts(name, network)
    return {fact.name: fact for fact in found if isinstance(fact.value, float)}
