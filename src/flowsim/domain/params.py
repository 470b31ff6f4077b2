"""Parameters as frozen dataclasses whose fields carry unit, source, range and role.

A value is a choice and stands in YAML; unit, range and source are facts of the quantity and stand here, in
``field(metadata=...)``. One dotted name (``policy.precursors.intensity``) is override, sweep key, prior, manifest
row and label.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, fields, is_dataclass, replace
from math import inf, isfinite
from typing import Any

import numpy as np

from flowsim.domain.errors import UserError, unknown

ROLES = ("constant", "uncertain", "free", "lever", "design")


@dataclass(frozen=True)
class Fact:
    """One leaf of a parameter tree: its dotted name, its value and its facts."""

    name: str
    value: Any
    unit: str
    source: str
    low: float | None
    high: float | None
    role: str
    limits: tuple[float, float]


ByEntry = dict[str, Any]
"""Facts that differ by entry of a table; entries that are not named have none, or the role ``uncertain``."""


def param(
    default: Any,
    unit: str,
    source: str | ByEntry,
    *,
    low: float | ByEntry | None = None,
    high: float | ByEntry | None = None,
    role: str | ByEntry = "uncertain",
    limits: tuple[float, float] = (-inf, inf),
) -> Any:
    """Declare a parameter field.

    Parameters
    ----------
    default : float, int, str, bool or dict
        Neutral or best-known value; a dict is a table by drug, mode or market. Source, range and role of a table
        may be dicts by entry too.
    unit, source : str
        Unit of the value and short reference (``docs/references.md``), or ``judgement: why``.
    low, high : float, optional
        Range supported by evidence; values outside are allowed and flagged.
    role : {"constant", "uncertain", "free", "lever", "design"}
        ``free`` parameters are fitted to 2012-2016, ``uncertain`` ones sampled, ``lever`` ones chosen by users,
        ``design`` ones choose how the program runs.
    limits : tuple of float
        Hard limits; values outside them, nan included, are refused.
    """
    for one in role.values() if isinstance(role, dict) else [role]:
        if one not in ROLES:
            raise ValueError(f"role {one!r} is not one of {ROLES}")
    meta = {"unit": unit, "source": source, "low": low, "high": high, "role": role, "limits": limits}
    if isinstance(default, dict):
        return field(default_factory=lambda: dict(default), metadata=meta)
    return field(default=default, metadata=meta)


def flat(tree: Any, prefix: str = "") -> Iterator[Fact]:
    """Every declared parameter of a tree of dataclasses, in order of declaration, tables entry by entry."""
    for f in fields(tree):
        value, name = getattr(tree, f.name), f"{prefix}{f.name}"
        if is_dataclass(value):
            yield from flat(value, f"{name}.")
        elif "unit" in f.metadata:
            if isinstance(value, dict):
                for key, item in value.items():
                    yield Fact(f"{name}.{key}", item, **{fact: entry(fact, v, key) for fact, v in f.metadata.items()})
            else:
                yield Fact(name, value, **f.metadata)


def entry(fact: str, value: Any, key: str) -> Any:
    """What a fact of a table says of one entry."""
    if not isinstance(value, dict):
        return value
    return value.get(key, "uncertain" if fact == "role" else None)


def check(tree: Any) -> list[str]:
    """Refuse values outside hard limits; return one line per value outside its evidence range.

    Raises
    ------
    UserError
        If a number is nan, infinite or outside ``limits``.
    """
    flagged = []
    for fact in flat(tree):
        if isinstance(fact.value, bool | str) or fact.value is None:
            continue
        low, high = fact.limits
        if not (isfinite(fact.value) and low <= fact.value <= high):
            raise UserError(f"{fact.name}={fact.value} is outside its limits: {low:g} to {high:g} {fact.unit}")
        if (fact.low is not None and fact.value < fact.low) or (fact.high is not None and fact.value > fact.high):
            flagged.append(f"{fact.name}={fact.value:g} is outside the range of evidence {fact.low} to {fact.high}")
    return flagged


def put(tree: Any, name: str, value: Any) -> Any:
    """A copy of the tree with one dotted parameter replaced.

    Raises
    ------
    UserError
        If no parameter has that name.
    """
    head, _, rest = name.partition(".")
    if isinstance(tree, dict):
        if name not in tree:
            raise unknown("entry", name, tree)
        return {**tree, name: value}
    if not is_dataclass(tree) or isinstance(tree, type):
        raise UserError(f"{name!r} asks for a part of {tree!r}, which is a plain value")
    names = [f.name for f in fields(tree)]
    if head not in names:
        raise unknown("parameter", name, [fact.name for fact in flat(tree)] or names)
    return replace(tree, **{head: put(getattr(tree, head), rest, value) if rest else value})


def stack(trees: Sequence[Any]) -> Any:
    """One tree for a tile of lanes: every number becomes an array ending in the lane axis.

    Parameters
    ----------
    trees : sequence of dataclass
        One tree per lane, all of the same shape; strings and booleans must agree.

    Returns
    -------
    dataclass
        Numbers as ``(L,)`` and tables as ``(entry, L)`` float64, C-contiguous and writable.
    """
    first = trees[0]
    return replace(first, **{f.name: _stacked(f.name, [getattr(t, f.name) for t in trees]) for f in fields(first)})


def _stacked(name: str, values: list[Any]) -> Any:
    first = values[0]
    if is_dataclass(first):
        return stack(values)
    if isinstance(first, dict):
        if all(isinstance(item, int | float) for item in first.values()):
            return np.array([[v[key] for v in values] for key in first], dtype=np.float64)
        return first
    if isinstance(first, bool | str) or first is None or isinstance(first, list | tuple):
        if any(v != first for v in values):
            raise UserError(f"{name} must be the same in every world of one tile")
        return first
    return np.array(values, dtype=np.float64)
