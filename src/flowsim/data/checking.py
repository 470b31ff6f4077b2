"""One table against its declaration, and its rows as a frame."""

from __future__ import annotations

import csv
import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from io import StringIO
from math import isfinite

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from flowsim.data.columns import DECLARED
from flowsim.data.inputs import Source
from flowsim.data.shapes import Column
from flowsim.domain.errors import UserError, nearest, unknown

_NUMBER = re.compile(r"[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?")
_SEPARATORS = {";": "semicolons", "\t": "tabs", "|": "bars"}
Row = tuple[int, list[str]]


@dataclass(frozen=True)
class Checked:
    """A table that holds what its declaration asks for.

    Attributes
    ----------
    frame : DataFrame
        Declared columns in their types; not to be changed.
    lines : (n,) int64
        Line of the file that each row stands in.
    """

    source: Source
    frame: pd.DataFrame
    lines: NDArray[np.int64]

    def mistake(self, row: int, column: str, what: str) -> UserError:
        """A mistake in one cell."""
        return mistake(self.source, int(self.lines[row]), column, what)


def mistake(source: Source, line: int, column: str, what: str) -> UserError:
    """One line that names file, line and column (0 and empty where there is none)."""
    where = [source.said, *([f"line {line}"] if line else []), *([f"column {column}"] if column else [])]
    return UserError(f"{', '.join(where)}: {what}")


@lru_cache(maxsize=32)
def checked(source: Source) -> Checked:
    """A table, looked through once per content.

    Raises
    ------
    UserError
        At the first mistake: not UTF-8, not CSV, cut short, a column missing, a cell of the wrong type or outside its
        range, a row twice.
    """
    spec = DECLARED[source.name]
    header, rows = _rows(source)
    at = _places(source, header)
    for column in spec.columns:
        if column.name in at:
            for line, row in rows:
                if what := _wrong(row[at[column.name]], column):
                    raise mistake(source, line, column.name, what)
    _once(source, rows, at, spec.key)
    frame = _frame(source, header, rows)
    return Checked(source, frame, np.array([line for line, _ in rows], dtype=np.int64))


def _rows(source: Source) -> tuple[list[str], list[Row]]:
    """Header and rows with the line each begins in."""
    reader = csv.reader(StringIO(_text(source), newline=""), strict=True)
    found: list[Row] = []
    begins = 1
    try:
        for row in reader:
            if row:
                found.append((begins, row))
            begins = reader.line_num + 1
    except csv.Error as error:
        unclosed = "unexpected end" in str(error)
        what = "a quotation mark is never closed; is the file cut short?" if unclosed else f"not CSV: {error}"
        raise mistake(source, begins, "", what) from None
    if not found:
        raise UserError(f"{source.said}: the file is empty")
    (line, header), rows = found[0], found[1:]
    for sign, word in _SEPARATORS.items():
        if len(header) == 1 and sign in header[0]:
            raise mistake(source, line, "", f"columns are separated by {word}; save the file with commas")
    if not rows:
        raise UserError(f"{source.said}: there is no row below the header")
    for line, row in rows:
        if len(row) != len(header):
            short = "; is the file cut short?" if len(row) < len(header) else "; quote cells that hold commas"
            raise mistake(source, line, "", f"{_many(len(row), 'cell')} where the header has {len(header)}{short}")
    return header, rows


def _text(source: Source) -> str:
    if b"\0" in source.content:
        raise UserError(f"{source.said}: this is not a CSV file in UTF-8; save it as one")
    try:
        return source.content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = source.content.count(b"\n", 0, error.start) + 1
        byte = source.content[error.start]
        raise mistake(source, line, "", f"byte 0x{byte:02x} is not UTF-8; save the file as UTF-8") from None


def _places(source: Source, header: Sequence[str]) -> dict[str, int]:
    """Where each column stands."""
    at: dict[str, int] = {}
    for i, name in enumerate(header):
        if name in at:
            raise mistake(source, 1, name, "this column stands there twice")
        at[name] = i
    declared = [column.name for column in DECLARED[source.name].columns]
    for column in DECLARED[source.name].columns:
        if column.needed and column.name not in at:
            near = nearest(column.name, [name for name in header if name not in declared])
            guess = f"; did you mean {near!r}?" if near else ""
            raise mistake(source, 1, column.name, f"there is no such column{guess}")
    return at


def _wrong(cell: str, column: Column) -> str:
    """What is wrong with a cell; empty if nothing."""
    if not cell.strip():
        return "" if column.blank else f"empty; {_allowed(column)} is needed"
    if column.names and cell not in column.names:
        return str(unknown(column.name, cell, column.names))
    if column.kind == "text" or cell in column.words:
        return ""
    if not _NUMBER.fullmatch(cell):
        finite = cell.strip().lower().lstrip("+-") not in ("nan", "inf", "infinity")
        return f"{cell!r} is not a {'' if finite else 'finite '}number; allowed: {_allowed(column)}"
    value = float(cell)
    if not isfinite(value):
        return f"{cell!r} is not a finite number; allowed: {_allowed(column)}"
    if not column.low <= value <= column.high:
        return f"{cell} is out of range; allowed: {_allowed(column)}"
    if column.kind == "whole" and value != int(value):
        return f"{cell} is not a whole number; allowed: {_allowed(column)}"
    return ""


def _allowed(column: Column) -> str:
    """What may stand in a column, in words."""
    if column.kind == "text":
        return " or ".join(column.names) or "a text"
    low, high = column.low, column.high
    span = f"{low:g} to {high:g}" if isfinite(high) else f"{low:g} or more" if isfinite(low) else "any number"
    unit = f" {column.unit}" if column.unit and column.unit not in ("year", "month", "any", "as in unit") else ""
    return span + unit + (", or empty" if column.blank else "") + "".join(f", or {word}" for word in column.words)


def _once(source: Source, rows: Sequence[Row], at: dict[str, int], key: Sequence[str]) -> None:
    """No two rows may have one key."""
    kinds = {column.name: column.kind for column in DECLARED[source.name].columns}
    seen: dict[tuple[str | float, ...], int] = {}
    for line, row in rows:
        cells = [(name, row[at[name]]) for name in key]
        mine = tuple(cell if kinds[name] == "text" or not cell else float(cell) for name, cell in cells)
        if (before := seen.setdefault(mine, line)) != line:
            said = ", ".join(f"{name} {cell}" for name, cell in cells if cell)
            raise mistake(source, line, key[0], f"{said} stands in line {before} already")


def _frame(source: Source, header: Sequence[str], rows: Sequence[Row]) -> pd.DataFrame:
    """The rows, declared columns in their types; other columns are texts."""
    declared = {column.name: column for column in DECLARED[source.name].columns}
    data: dict[str, pd.Series] = {}
    for i, name in enumerate(header):
        cells = [row[i] if row[i].strip() else None for _, row in rows]
        column = declared.get(name)
        if column is None or column.kind == "text" or column.words:
            data[name] = pd.Series(cells)
        elif column.kind == "whole" and None not in cells:
            data[name] = pd.Series([int(float(cell or 0)) for cell in cells], dtype="int64")
        else:
            data[name] = pd.Series([np.nan if cell is None else float(cell) for cell in cells], dtype="float64")
    return pd.DataFrame(data)


def _many(count: int, word: str) -> str:
    return f"{count} {word}{'' if count == 1 else 's'}"
