"""From an exception to one line for the user, or None where the mistake is ours."""

from __future__ import annotations

import errno
import re
from collections.abc import Iterator, Sequence
from pathlib import Path
from traceback import walk_tb
from typing import Any

from hydra.errors import ConfigCompositionException, HydraException, MissingConfigException
from omegaconf import OmegaConf
from omegaconf.errors import OmegaConfBaseException
from yaml import YAMLError
from yaml.error import MarkedYAMLError

from flowsim.domain.errors import UserError, nearest

EXTRAS = {
    "joblib": "joblib",
    "ray": "ray",
    "ray_aws": "ray",
    "submitit_local": "slurm",
    "submitit_slurm": "slurm",
    "optuna": "tune",
}
MODULES = {
    "hydra_plugins": "tune",
    "optuna": "tune",
    "joblib": "joblib",
    "ray": "ray",
    "submitit": "slurm",
    "solara": "dashboard",
    "SALib": "analysis",
    "scipy": "analysis",
}
OF_THE_USER = (
    *(errno.ENOSPC, errno.EDQUOT, errno.EACCES, errno.EPERM, errno.EROFS, errno.ENOTDIR, errno.EISDIR),
    *(errno.EEXIST, errno.ENAMETOOLONG, errno.ENOENT, errno.EFBIG),
)
HOME = ("hydra", "omegaconf", "antlr4", "yaml")


def one_line(error: BaseException) -> str | None:
    """What the user did wrong, in one line.

    Parameters
    ----------
    error : BaseException
        As it left the program; its causes are searched too.

    Returns
    -------
    str or None
        None for a mistake of the program itself, which deserves its traceback.
    """
    chain = list(_chain(error))
    for explain in (_user, _choice, _value, _key, _yaml, _file, _extra, _hydra):
        for link in chain:
            if line := explain(link):
                line = " ".join(line.split())
                return line if explain is _user else _where(chain) + line
    return None


def _where(chain: Sequence[BaseException]) -> str:
    """The configuration file that hydra was reading, where it is not our own first one."""
    for link in chain:
        found = re.match(r"In '([^']+)'", str(link))
        if found and found[1] not in ("config", "hydra/config", "policy/rooms"):
            return f"in {found[1]}.yaml: "
    return ""


def _chain(error: BaseException | None) -> Iterator[BaseException]:
    seen: set[int] = set()
    while error is not None and id(error) not in seen:
        seen.add(id(error))
        yield error
        error = error.__cause__ or (None if error.__suppress_context__ else error.__context__)


def _user(error: BaseException) -> str | None:
    return str(error) if isinstance(error, UserError) else None


def _choice(error: BaseException) -> str | None:
    if not isinstance(error, MissingConfigException) or not error.missing_cfg_file:
        return None
    group, _, name = error.missing_cfg_file.rpartition("/")
    options = sorted(error.options or [])
    if name in EXTRAS and group.startswith("hydra/"):
        return f"{group}={name} needs an extra: pip install 'flowsim[{EXTRAS[name]}]'"
    if not group:
        return f"there is no configuration file {name!r}"
    hint = nearest(name, options)
    guess = f"; did you mean {hint!r}?" if hint else ""
    return f"unknown {group} {name!r}{guess}" + (f" (one of: {', '.join(options)})" if options else "")


def _value(error: BaseException) -> str | None:
    """A value that a typed key does not accept."""
    if not isinstance(error, OmegaConfBaseException):
        return None
    key = error.full_key or ""
    if key == "scenario" or key.startswith("scenario."):
        return "the scenario's file must begin with the line '# @package _global_'"
    if type(error).__name__ in ("ConfigKeyError", "ConfigAttributeError"):
        return f"unknown key {key!r}{_guess(key)}" if key else _first(error)
    if "is not a subclass of" in str(error):
        return f"{key} holds settings of its own: write {key}.<name>=value (see flowsim --cfg job --package {key})"
    if "is not a ListConfig" in str(error):
        return f"{key} is a list: write '{key}=[one,another]'"
    allowed = "; allowed: true or false" if "is not a valid bool" in str(error) else _allowed(key)
    return f"{key + ': ' if key else ''}{_first(error)}{allowed}"


def _key(error: BaseException) -> str | None:
    if not isinstance(error, ConfigCompositionException):
        return None
    first = _first(error)
    if first.startswith("Could not override '"):
        key = first.split("'")[1]
        return f"unknown key {key!r}{_guess(key)}"
    if first.startswith("In '"):
        first = first.partition(": ")[2] or first
    return first


def _yaml(error: BaseException) -> str | None:
    if not isinstance(error, YAMLError):
        return None
    if isinstance(error, MarkedYAMLError) and error.problem_mark is not None:
        mark = error.problem_mark
        return f"cannot read {mark.name}, line {mark.line + 1}: {error.problem}"
    return f"cannot read a configuration file: {_first(error)}"


def _file(error: BaseException) -> str | None:
    if not isinstance(error, OSError) or isinstance(error, HydraException) or error.errno not in OF_THE_USER:
        return None
    if error.errno == errno.ENOENT and (not error.filename or Path(str(error.filename)).is_relative_to(_package())):
        return None
    return f"{error.filename or 'file'}: {error.strerror}"


def _extra(error: BaseException) -> str | None:
    if not isinstance(error, ModuleNotFoundError) or not error.name:
        return None
    extra = MODULES.get(error.name.split(".")[0])
    return f"{error.name} is not installed: pip install 'flowsim[{extra}]'" if extra else None


def _hydra(error: BaseException) -> str | None:
    """Anything else that hydra or omegaconf raised themselves."""
    if isinstance(error, HydraException):
        return _first(error)
    frames = [frame.f_globals.get("__name__", "") for frame, _ in walk_tb(error.__traceback__)]
    return _first(error) if frames and frames[-1].split(".")[0] in HOME else None


def _guess(key: str) -> str:
    hint = nearest(key, _names())
    return f"; did you mean {hint!r}?" if hint else " (see flowsim --help, or flowsim task=list list=parameters)"


def _allowed(key: str) -> str:
    """Unit and limits of a parameter."""
    from flowsim.domain.params import flat
    from flowsim.experiments.schema import Config

    for fact in flat(Config()):
        if fact.name == key:
            low, high = fact.limits
            return f"; allowed: {low:g} to {high:g}, {fact.unit}"
    return ""


def _names() -> list[str]:
    from flowsim.experiments.catalogue import conf_dir, groups
    from flowsim.experiments.schema import schema

    return [*_dotted(schema()), *groups([conf_dir()]), "hydra/launcher", "hydra/sweeper"]


def _dotted(node: Any, prefix: str = "") -> Iterator[str]:
    if OmegaConf.is_dict(node):
        for key in node:
            yield f"{prefix}{key}"
            if not OmegaConf.is_interpolation(node, key):
                yield from _dotted(node[key], f"{prefix}{key}.")


def _first(error: BaseException) -> str:
    lines = [line.strip() for line in str(error).splitlines() if line.strip()]
    line = lines[0].rstrip(".") if lines else type(error).__name__
    return line + ("; quote choices named on, off, yes or no" if line.endswith("defaults : bool") else "")


def _package() -> Path:
    return Path(__file__).parents[1]
