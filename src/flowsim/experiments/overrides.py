"""Override strings: written from Python values, and read for their names."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from itertools import product
from typing import Any

from flowsim.domain.errors import UserError


def name_of(override: str) -> str:
    """The dotted name that an override sets: ``+policy/ports@x=none`` is about ``policy.ports``."""
    return override.partition("=")[0].lstrip("+~").partition("@")[0].replace("/", ".").strip()


def without(overrides: Sequence[str], *names: str) -> list[str]:
    """Overrides that set neither these names nor anything below them."""
    return [o for o in overrides if not any(name_of(o) == n or name_of(o).startswith(f"{n}.") for n in names)]


def refuse_deletions(overrides: Sequence[str]) -> None:
    """Settings cannot be deleted: hydra would silently bring the default back.

    Raises
    ------
    UserError
        If an override starts with ``~``.
    """
    for override in overrides:
        if override.startswith("~") and not name_of(override).startswith("hydra"):
            raise UserError(f"{override}: a setting cannot be deleted; set it with {name_of(override)}=value")


def written(settings: Mapping[str, Any]) -> list[str]:
    """Python values as overrides; nested mappings become dotted names.

    Raises
    ------
    UserError
        If a value has no spelling on a command line.
    """
    return [f"{name}={spelled(name, value)}" for name, value in flatten(settings).items()]


def spelled(name: str, value: Any) -> str:
    """One value as it would be typed.

    Raises
    ------
    UserError
        If it is neither text, number, truth value, None nor a list of these.
    """
    if hasattr(value, "item"):
        value = value.item()
    if value is None:
        return "null"
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, int | float):
        return repr(value)
    if isinstance(value, list | tuple):
        return f"[{','.join(spelled(name, item) for item in value)}]"
    if isinstance(value, str) or hasattr(value, "__fspath__") or hasattr(value, "isoformat"):
        return "'" + re.sub(r"(\\*)('|$)", lambda end: end[1] * 2 + end[2].replace("'", "\\'"), str(value)) + "'"
    raise UserError(f"{name}={value!r} is a {type(value).__name__}; give text, a number, true or false, or a list")


def flatten(settings: Mapping[str, Any], prefix: str = "") -> dict[str, Any]:
    """Nested mappings as one mapping with dotted names."""
    found: dict[str, Any] = {}
    for name, value in settings.items():
        if isinstance(value, Mapping):
            found |= flatten(value, f"{prefix}{name}.")
        else:
            found[f"{prefix}{name}"] = value
    return found


def grid_points(grid: Mapping[str, Any]) -> list[dict[str, Any]]:
    """Every combination of a grid of levers; one empty point for an empty grid.

    Raises
    ------
    UserError
        If a name is not a lever's or its values are not a list of numbers.
    """
    axes = flatten(grid)
    for name, values in axes.items():
        if not name.startswith("policy."):
            raise UserError(f"compare.grid.{name}: a grid is over levers, for example policy.ports.intensity")
        if not isinstance(values, list | tuple) or not values:
            raise UserError(f"compare.grid.{name}={values}: give a list of values, for example [0,0.5,1]")
        for value in values:
            if isinstance(value, bool) or not isinstance(value, int | float):
                raise UserError(f"compare.grid.{name}: {value!r} is not a number")
    return [dict(zip(axes, values, strict=True)) for values in product(*axes.values())]
