"""Tables of a user's own, made from the packaged ones."""

from __future__ import annotations

import csv
from collections.abc import Callable
from pathlib import Path

from flowsim.data import TABLES

Rows = list[list[str]]
POPPY = ["poppy_michoacan", "Sierra de Michoacan", "poppy_region", "MX", "Michoacan", "18.5", "-102.5"]


def rows(name: str) -> Rows:
    """Header and rows of a packaged table."""
    with (TABLES / f"{name}.csv").open(encoding="utf-8", newline="") as stream:
        return list(csv.reader(stream))


def write(path: Path, table: Rows) -> Path:
    with path.open("w", encoding="utf-8", newline="") as stream:
        csv.writer(stream, lineterminator="\n").writerows(table)
    return path


def edited(path: Path, name: str, change: Callable[[Rows], Rows | None]) -> Path:
    """A copy of a packaged table with something changed in it."""
    table = rows(name)
    return write(path, change(table) or table)


def put(line: int, column: str, value: str) -> Callable[[Rows], None]:
    """One cell, by line of the file."""

    def change(table: Rows) -> None:
        table[line - 1][table[0].index(column)] = value

    return change


def without(column: str, *beginnings: str) -> Callable[[Rows], Rows]:
    """The rows whose cell does not begin so."""

    def change(table: Rows) -> Rows:
        at = table[0].index(column)
        return [row for row in table if not row[at].startswith(beginnings)]

    return change


def with_poppy(table: Rows) -> None:
    """One more poppy region."""
    table.append([*POPPY, *[""] * (len(table[0]) - len(POPPY))])


def line_of(name: str, cell: str) -> int:
    """Line of the packaged table whose first cell is this."""
    return next(i for i, row in enumerate(rows(name), 1) if row[0] == cell)
