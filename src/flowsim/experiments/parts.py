"""The four parts of a tile: their names, columns and file names."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import NamedTuple

import pyarrow as pa

PARTS = ("weekly", "places", "observed", "outcomes")
"""In the order in which they are written: the last one completes a tile."""

COLUMNS: dict[str, dict[str, pa.DataType]] = {
    "weekly": {"seed": pa.int64(), "date": pa.date32()},
    "places": {
        "seed": pa.int64(),
        "year": pa.int32(),
        "series": pa.string(),
        "place": pa.string(),
        "value": pa.float64(),
        "unit": pa.string(),
    },
    "observed": {
        "seed": pa.int64(),
        "series": pa.string(),
        "year": pa.int32(),
        "month": pa.float64(),
        "value": pa.float64(),
        "unit": pa.string(),
    },
    "outcomes": {
        "seed": pa.int64(),
        "outcome": pa.string(),
        "unit": pa.string(),
        "value": pa.float64(),
        "start": pa.float64(),
    },
}
"""Columns by part; ``weekly`` has one more float64 column per series, its unit in the field's metadata."""

TileTables = Mapping[str, pa.Table]

_NAME = re.compile(r"(weekly|places|observed|outcomes)-seeds-(\d{6,})-(\d{6,})\.parquet")


class Seeds(NamedTuple):
    """Consecutive seeds, both ends included."""

    first: int
    last: int

    def __str__(self) -> str:
        return str(self.first) if self.first == self.last else f"{self.first}-{self.last}"


def portions(seeds: Seeds, size: int) -> Iterator[Seeds]:
    """The same seeds, at most ``size`` at a time."""
    for first in range(seeds.first, seeds.last + 1, size):
        yield Seeds(first, min(first + size - 1, seeds.last))


def file_name(part: str, seeds: Seeds) -> str:
    """``weekly-seeds-000000-000015.parquet``."""
    return f"{part}-seeds-{seeds.first:06d}-{seeds.last:06d}.parquet"


def parse_name(name: str) -> tuple[str, Seeds] | None:
    """Part and seeds of a file name, or None for any other file."""
    match = _NAME.fullmatch(name)
    if not match or int(match[2]) > int(match[3]):
        return None
    return match[1], Seeds(int(match[2]), int(match[3]))


def fault(part: str, schema: pa.Schema) -> str | None:
    """What keeps a schema from being that of a part, or None.

    Strings may be dictionary-encoded or large; integers may have any width.
    """
    for name, kind in COLUMNS[part].items():
        if name not in schema.names:
            return f"no column {name!r}"
        if not _alike(schema.field(name).type, kind):
            return f"column {name!r} is {schema.field(name).type}, not {kind}"
    if part == "weekly":
        for field in schema:
            if field.name not in COLUMNS[part] and not pa.types.is_floating(field.type):
                return f"column {field.name!r} is {field.type}, not double"
    return None


def unit_of(field: pa.Field) -> str:
    """Unit of a weekly series, from the metadata of its column."""
    return (field.metadata or {}).get(b"unit", b"").decode()


def tile_seeds(tables: TileTables) -> Seeds:
    """The seeds of a tile, checked: all four parts, the right columns, consecutive seeds.

    Raises
    ------
    ValueError
        If a part is missing, has wrong columns or other seeds than ``weekly``.
    """
    missing = [part for part in PARTS if part not in tables]
    if missing or len(tables) != len(PARTS):
        raise ValueError(f"a tile has the parts {PARTS}, not {tuple(tables)}")
    for part in PARTS:
        if wrong := fault(part, tables[part].schema):
            raise ValueError(f"{part}: {wrong}")
    found = sorted(tables["weekly"]["seed"].unique().to_pylist())
    if not found or found[0] < 0 or found[-1] - found[0] + 1 != len(found):
        raise ValueError(f"the seeds of a tile are consecutive and not negative, not {found}")
    for part in PARTS[1:]:
        if not set(tables[part]["seed"].unique().to_pylist()) <= set(found):
            raise ValueError(f"{part}: seeds that are not in weekly")
    return Seeds(found[0], found[-1])


def _alike(given: pa.DataType, wanted: pa.DataType) -> bool:
    if pa.types.is_dictionary(given):
        given = given.value_type
    if pa.types.is_string(wanted):
        return bool(pa.types.is_string(given) or pa.types.is_large_string(given))
    if pa.types.is_integer(wanted):
        return bool(pa.types.is_integer(given))
    if pa.types.is_floating(wanted):
        return bool(pa.types.is_floating(given))
    return bool(pa.types.is_date(given))
