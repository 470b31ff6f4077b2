"""From overrides to worlds: compose with hydra, convert to dataclasses, refuse mistakes, list the cases."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any, NamedTuple

from hydra import compose, initialize_config_dir
from hydra.core.global_hydra import GlobalHydra
from hydra.core.hydra_config import HydraConfig
from hydra.core.object_type import ObjectType
from hydra.errors import HydraException, MissingConfigException
from omegaconf import DictConfig, open_dict
from omegaconf.errors import OmegaConfBaseException

from flowsim.data.inputs import sealed
from flowsim.domain.errors import UserError, unknown
from flowsim.domain.params import put
from flowsim.domain.world_config import WorldConfig
from flowsim.experiments import checks, portfolio
from flowsim.experiments.catalogue import conf_dir
from flowsim.experiments.overrides import grid_points, name_of, refuse_deletions, without
from flowsim.experiments.schema import BASELINE, STRENGTHS, Config, register
from flowsim.experiments.typed import to_config

NOT_OF_A_CASE = (
    *("task", "list", "source", "out", "threads", "tile", "seed", "replicates"),
    *("scenario", "strength", "compare", "payments", "closed", "sweep", "hydra"),
)


@dataclass(frozen=True)
class Case:
    """One world of an experiment, apart from its seed.

    Attributes
    ----------
    scenario : str
        Bare name of the scenario file.
    strength : str
        Dose of the scenario.
    label : str
        Words for tables: the scenario, its strength where it is not medium, and its point of the grid.
    overrides : tuple of str
        What the command line and the grid changed in it.
    """

    scenario: str
    strength: str
    world: WorldConfig
    label: str
    overrides: tuple[str, ...] = ()


class Job(NamedTuple):
    """A composed configuration with the choices that hydra made."""

    config: Config
    scenario: str
    overrides: list[str]


def current(cfg: DictConfig) -> Job:
    """The job that hydra is running now."""
    refuse_deletions(_asked())
    choices = HydraConfig.get().runtime.choices
    return Job(to_config(cfg), Path(str(choices["scenario"])).name, _asked())


def composed(overrides: Sequence[str]) -> Job:
    """Compose one configuration; hydra must be initialised (a running job, or ``session``)."""
    refuse_deletions(overrides)
    cfg = compose("config", overrides=list(overrides), return_hydra_config=True)
    name = Path(str(cfg.hydra.runtime.choices["scenario"])).name
    with open_dict(cfg):
        del cfg["hydra"]
    return Job(to_config(cfg), name, list(overrides))


@contextmanager
def session(config_dir: str | Path | None = None) -> Iterator[list[str]]:
    """Hydra over our configuration files outside a hydra job; leaves no global state behind.

    Parameters
    ----------
    config_dir : str or Path, optional
        A folder with scenarios and other groups of your own.

    Yields
    ------
    list of str
        Overrides that every composition in this session needs.

    Raises
    ------
    UserError
        If the folder does not exist, or for what hydra refuses.
    """
    if config_dir is not None and not Path(config_dir).is_dir():
        raise UserError(f"config_dir: there is no folder {config_dir}")
    register()
    extra = [] if config_dir is None else [f"hydra.searchpath=['file://{Path(config_dir).resolve()}']"]
    with initialize_config_dir(str(conf_dir()), job_name="flowsim", version_base="1.3"):
        try:
            yield extra
        except MissingConfigException as error:
            group, _, name = str(error.missing_cfg_file or "").rpartition("/")
            raise unknown(group or "file", name.removesuffix(".yaml"), error.options or []) from error
        except (HydraException, OmegaConfBaseException) as error:
            if wrong := re.match(r"Could not override '([^'.]+)'", str(error)):
                raise unknown("setting", wrong[1], [f.name for f in fields(Config)]) from error
            lines = [str(e).strip().splitlines()[0].rstrip(".") for e in (error, error.__cause__) if e]
            raise UserError(": ".join(dict.fromkeys(lines))) from error


def cases(job: Job) -> list[Case]:
    """The worlds of a job: one for task=run; for task=compare the baseline first, then every scenario, dose and point.

    Overrides of policy are questions to the scenarios: the baseline of a comparison keeps every intensity at zero.

    Raises
    ------
    UserError
        If a scenario, strength or lever does not exist, or a world makes no sense.
    """
    config = job.config
    if config.task != "compare":
        return [_case(job.scenario, config.strength, config, job.overrides)]
    asked, fixed = config.compare, without(job.overrides, "task", "scenario", "strength", "compare.scenarios")
    names = _scenarios(job)
    points = grid_points(asked.grid)
    alone = names == [BASELINE] and not asked.portfolio
    if alone and not any(points) and (given := [o for o in fixed if name_of(o).startswith("policy.")]):
        raise UserError(
            f"{given[0]} has nothing to act on: a comparison keeps its baseline without policy; add a scenario"
        )
    neutral = [*without(fixed, "policy"), f"scenario={BASELINE}", "strength=medium"]
    base = composed(neutral)
    found = [_case(BASELINE, "medium", base.config, without(neutral, "scenario", "strength"))]
    for name in names:
        if name == BASELINE and not (alone and any(points)):
            continue
        for strength in ["medium"] if name == BASELINE else dict.fromkeys(asked.strengths):
            one = composed([*fixed, f"scenario={name}", f"strength={strength}"])
            found += [_at(one, name, strength, fixed, point) for point in points]
    return found + _portfolio(config, fixed, points)


def _portfolio(config: Config, fixed: Sequence[str], points: Sequence[Mapping[str, Any]]) -> list[Case]:
    """The worlds of ``compare.portfolio``: some Next Steps in one, at every strength and point."""
    found = []
    if numbers := portfolio.steps(config.compare.portfolio):
        for strength in dict.fromkeys(config.compare.strengths):
            parts = [
                composed([*fixed, f"scenario={portfolio.NEXT_STEPS[number]}", f"strength={strength}"])
                for number in numbers
            ]
            whole = parts[0]._replace(config=portfolio.combined([part.config for part in parts]))
            found += [_at(whole, portfolio.title(numbers), strength, fixed, point) for point in points]
    return found


def to_world(config: Config) -> WorldConfig:
    """What determines a world, checked.

    Raises
    ------
    UserError
        At the first mistake.
    """
    settings = {f.name: getattr(config, f.name) for f in fields(WorldConfig)}
    world = WorldConfig(**{**settings, "files": sealed(config.files, command_folder())})
    checks.world(world, WorldConfig(policy=Config().policy))
    return world


def _scenarios(job: Job) -> list[str]:
    """Scenarios of a comparison; ``scenario=name`` on the command line stands for a list of that one."""
    listed = any(name_of(o) == "compare.scenarios" for o in job.overrides)
    chosen = [o for o in job.overrides if name_of(o) == "scenario"]
    if chosen and listed:
        raise UserError(f"{chosen[-1]} and compare.scenarios= contradict each other; give one of them")
    names = [job.scenario] if chosen else list(dict.fromkeys(job.config.compare.scenarios))
    if job.config.compare.portfolio and not (chosen or listed):
        names = [BASELINE]
    if not names:
        raise UserError("compare.scenarios is empty; give at least one, for example [baseline,us_demand]")
    known = options("scenario", job.overrides)
    for name in names:
        if name not in known:
            raise unknown("scenario", name, known)
    if not job.config.compare.strengths:
        raise UserError(f"compare.strengths is empty; give at least one of {', '.join(STRENGTHS)}")
    if names == [BASELINE]:
        for strength in job.config.compare.strengths:
            checks.one_of("compare.strengths", strength, STRENGTHS)
    return names


def options(group: str, overrides: Sequence[str] = ()) -> list[str]:
    """The choices of a configuration group, those of the user's own folders included."""
    hydra = GlobalHydra.instance().hydra
    if hydra is None:
        return []
    folders = [o for o in overrides if name_of(o) == "hydra.searchpath"]
    return list(hydra.config_loader.get_group_options(group, ObjectType.CONFIG, "config", folders))


def command_folder() -> Path:
    """The folder of the command, also where hydra has gone elsewhere."""
    return Path(HydraConfig.get().runtime.cwd if HydraConfig.initialized() else Path.cwd())


def _at(job: Job, name: str, strength: str, fixed: Sequence[str], point: Mapping[str, Any]) -> Case:
    config: Any = job.config
    for lever, value in point.items():
        config = put(config, lever, float(value))
    return _case(name, strength, config, fixed, point)


def _case(
    scenario: str, strength: str, config: Config, overrides: Sequence[str], point: Mapping[str, Any] | None = None
) -> Case:
    grid = [f"{lever}={value:g}" for lever, value in (point or {}).items()]
    label = " ".join([scenario, *([strength] if strength != "medium" else []), *grid])
    own = without(overrides, *NOT_OF_A_CASE, *(point or {}))
    return Case(scenario, strength, to_world(config), label, (*own, *grid))


def _asked() -> list[str]:
    """Overrides of the running job, and the search path that found its files."""
    given = HydraConfig.get().overrides
    return [*given.task, *(o for o in given.hydra if name_of(o) == "hydra.searchpath")]
