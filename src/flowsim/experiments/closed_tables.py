"""Weeks of the organisations alone as tables, with the unit of each column."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

import numpy as np
import pandas as pd
import pyarrow as pa

from flowsim.domain.calendar import monday
from flowsim.engine.closed import FLOWS, Weeks

UNITS = {
    "members": "persons at the start of the week",
    "recruits": "persons per week",
    "arrests": "persons per week",
    "deaths": "persons per week",
    "left": "persons per week who leave because their group is large",
}
WORD = pa.dictionary(pa.int32(), pa.string())
SCHEMA = pa.schema(
    [
        pa.field("scenario", WORD),
        pa.field("seed", pa.int64()),
        pa.field("group", WORD),
        pa.field("date", pa.date32()),
        *(pa.field(name, pa.float32(), metadata={"unit": UNITS[name]}) for name in FLOWS[:-1]),
    ]
)
FORMAT: dict[str, Any] = {
    "schema": SCHEMA,
    "compression": "zstd",
    "compression_level": 1,
    "use_dictionary": [field.name for field in SCHEMA if not pa.types.is_floating(field.type)],
    "column_encoding": dict.fromkeys(FLOWS[:-1], "BYTE_STREAM_SPLIT"),
    "write_page_checksum": True,
}


def national(found: Weeks, seeds: Sequence[int], scenarios: Sequence[str]) -> pd.DataFrame:
    """A row per scenario, seed and week."""
    days = [monday(week) for week in found.weeks]
    return pd.concat(
        pd.DataFrame({"scenario": name, "seed": seed, "date": days, **dict(zip(FLOWS, flows, strict=True))})
        for seed, name, flows in _lanes(found.national, seeds, scenarios)
    )


def groups(found: Weeks, seeds: Sequence[int], scenarios: Sequence[str]) -> Iterator[pa.Table]:
    """A row per scenario, seed, group and week, seed by seed and scenario by scenario."""
    if found.groups is None:
        return
    days = np.array([monday(week) for week in found.weeks], dtype="datetime64[D]")
    many = found.groups.shape[2]
    for lane, (seed, name, flows) in enumerate(_lanes(found.groups.transpose(0, 2, 1, 3), seeds, scenarios)):
        rows = many * len(days)
        row = np.repeat(np.arange(many, dtype=np.int32), len(days))
        columns = [
            pa.DictionaryArray.from_arrays(np.zeros(rows, np.int32), [name]),
            pa.array(np.full(rows, seed, np.int64)),
            pa.DictionaryArray.from_arrays(row, list(found.names[lane // len(scenarios)])),
            pa.array(np.tile(days, many)),
            *(pa.array(np.ascontiguousarray(flow).ravel()) for flow in flows),
        ]
        yield pa.table(columns, schema=SCHEMA)


def described(by_group: bool) -> dict[str, dict[str, str]]:
    """Files and their columns with units, for the manifest."""
    keys = {"scenario": "", "seed": "", "date": "Monday on which the week begins"}
    files = {"national.csv": {**keys, **UNITS}}
    if by_group:
        files["groups.parquet"] = {**keys, "group": "", **{name: UNITS[name] for name in FLOWS[:-1]}}
    return files


def _lanes(array: Any, seeds: Sequence[int], scenarios: Sequence[str]) -> Iterator[tuple[int, str, Any]]:
    """Seed, scenario and the part of an array ending in lanes, lane by lane."""
    lanes = ((seed, name) for seed in seeds for name in scenarios)
    for lane, (seed, name) in enumerate(lanes):
        yield seed, name, array[..., lane]
