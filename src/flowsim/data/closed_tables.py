"""Sizes and ties of groups from the user's own files, checked against one another."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from flowsim.data.checking import Checked, checked
from flowsim.data.inputs import Source, opened_at
from flowsim.domain.closed import TABLES, Closed
from flowsim.domain.errors import UserError, unknown


@dataclass(frozen=True)
class Network:
    """Groups and who is against whom.

    Attributes
    ----------
    names : tuple of str
    members : (group,) float64
        At the start, persons.
    rivals, allies : dict of (int, int) to float
        Weights of pairs by rows of the groups, the smaller row first.
    """

    names: tuple[str, ...]
    members: NDArray[np.float64]
    rivals: dict[tuple[int, int], float]
    allies: dict[tuple[int, int], float]


def sources(settings: Closed, folder: Path) -> dict[str, Source]:
    """The files that were given, by the last word of their setting, as they are now.

    Raises
    ------
    UserError
        If one cannot be read, or ties are given without the groups that they tie.
    """
    found = {}
    for name in TABLES:
        if path := str(getattr(settings, name)):
            found[name] = opened_at(f"closed.{name}", folder / path, f"closed.{name}={path}")
    if found and "sizes" not in found:
        given = next(iter(found.values())).said
        raise UserError(f"{given} needs closed.sizes=, the groups that it ties; drawn groups have no names")
    return found


def network(given: dict[str, Source]) -> Network:
    """The network in files from ``sources``; a file of ties that is missing has none.

    Raises
    ------
    UserError
        At the first mistake in any table, or between tables.
    """
    sizes = checked(given["sizes"])
    names = tuple(str(name) for name in sizes.frame["group"])
    members = sizes.frame["members"].to_numpy(np.float64)
    if not members.sum() > 0.0:
        raise UserError(f"{given['sizes'].said}, column members: no group has any")
    rivals, allies = (ties(checked(given[k]), names) if k in given else {} for k in ("rivals", "allies"))
    for pair in allies:
        if pair in rivals:
            a, b = (names[row] for row in pair)
            raise checked(given["allies"]).mistake(
                allies[pair].row,
                "b",
                f"{a!r} and {b!r} are rivals in line {checked(given['rivals']).lines[rivals[pair].row]} of "
                f"{given['rivals'].said}; a pair is rival or allied, not both",
            )
    return Network(names, members, *({pair: tie.weight for pair, tie in kind.items()} for kind in (rivals, allies)))


class Tie(NamedTuple):
    """Weight of a pair, and the row of its table that says so first."""

    weight: float
    row: int


def ties(table: Checked, names: Sequence[str]) -> dict[tuple[int, int], Tie]:
    """Ties by pair, each once; those of weight 0 are left out.

    Raises
    ------
    UserError
        If a group is unknown or tied to itself, or a pair that stands twice has two weights.
    """
    rows = {name: row for row, name in enumerate(names)}
    found: dict[tuple[int, int], Tie] = {}
    for row, (a, b, weight) in enumerate(table.frame[["a", "b", "weight"]].itertuples(index=False)):
        for column, name in (("a", a), ("b", b)):
            if name not in rows:
                raise table.mistake(row, column, str(unknown("group", name, rows)))
        if a == b:
            raise table.mistake(row, "b", f"{a!r} is tied to itself; a tie is between two groups")
        pair = min(rows[a], rows[b]), max(rows[a], rows[b])
        before = found.setdefault(pair, Tie(weight, row))
        if before.weight != weight:
            line = table.lines[before.row]
            raise table.mistake(
                row, "weight", f"{weight:g} is not the {before.weight:g} of line {line}; a tie is the same both ways"
            )
    return {pair: tie for pair, tie in found.items() if tie.weight > 0.0}
