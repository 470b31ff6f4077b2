"""Composed configurations as typed dataclasses; whatever has no place or is past its limits is refused."""

from __future__ import annotations

from dataclasses import fields, is_dataclass, replace
from typing import Any

from omegaconf import DictConfig, OmegaConf
from omegaconf.errors import ConfigKeyError, InterpolationKeyError, OmegaConfBaseException

from flowsim.domain.chain import Organisation
from flowsim.domain.chain.network import Network
from flowsim.domain.errors import UserError, unknown
from flowsim.domain.params import check
from flowsim.experiments import checks
from flowsim.experiments.schema import LISTS, STRENGTHS, TASKS, Config, thaw


def to_config(cfg: DictConfig) -> Config:
    """The typed configuration behind a composed one.

    Raises
    ------
    UserError
        For unknown keys, tasks and strengths, doses that a scenario does not state, and values past hard limits.
    """
    strict(cfg)
    if not str(cfg.out).strip():
        raise UserError("out= is empty; give a folder, for example out=results/mine")
    checks.one_of("task", str(cfg.task), TASKS)
    checks.one_of("list", str(cfg.list), LISTS)
    checks.one_of("strength", str(cfg.strength), {*STRENGTHS, *_doses(cfg.dose)})
    try:
        config: Any = OmegaConf.to_object(cfg)
    except InterpolationKeyError as error:
        if "dose" not in str(error):
            raise
        raise UserError(f"{error.full_key}: the scenario states no dose for strength {str(cfg.strength)!r}") from None
    check(config)
    found = {name: member(Organisation, "organisations", name, table) for name, table in config.organisations.items()}
    networks = {name: member(Network, "networks", name, table) for name, table in config.networks.items()}
    return replace(config, organisations=found, networks=networks)


def member(kind: type[Any], group: str, name: str, table: Any) -> Any:
    """One organisation or network from its table.

    Raises
    ------
    UserError
        If it is no table, or has an unknown field, a value of the wrong type or one past its limits.
    """
    if not isinstance(table, dict):
        raise UserError(f"{group}.{name} holds settings of its own: write {group}.{name}.<name>=value")
    try:
        typed = OmegaConf.merge(thaw(OmegaConf.structured(kind)), table)
        made: Any = OmegaConf.to_object(typed)
        check(made)
    except UserError as mistake:
        raise UserError(f"{group}.{name}.{mistake}") from None
    except ConfigKeyError as error:
        raise unknown(f"key of {group}.{name}", error.full_key, [f.name for f in fields(kind)]) from None
    except (OmegaConfBaseException, ValueError) as error:
        key = getattr(error, "full_key", None)
        raise UserError(f"{group}.{name}{'.' + key if key else ''}: {str(error).splitlines()[0]}") from None
    return made


def strict(node: Any, prefix: str = "") -> None:
    """Refuse keys that a typed node does not have; hydra lets ``+key=value`` and ``++key=value`` through.

    Raises
    ------
    UserError
        At the first such key.
    """
    kind = OmegaConf.get_type(node)
    known = {f.name for f in fields(kind)} if is_dataclass(kind) else None
    for key in node:
        name = f"{prefix}{key}"
        if known is not None and key not in known:
            raise unknown("key", name, [f"{prefix}{other}" for other in known])
        if OmegaConf.is_missing(node, key) or OmegaConf.is_interpolation(node, key):
            continue
        if OmegaConf.is_dict(child := node[key]):
            strict(child, f"{name}.")


def _doses(node: Any) -> set[str]:
    """Strengths that a scenario states a dose for."""
    found = set()
    for key in node:
        if OmegaConf.is_dict(node[key]):
            found |= _doses(node[key])
        else:
            found.add(str(key))
    return found
