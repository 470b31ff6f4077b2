"""Small made-up tiles through the real store."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pyarrow as pa
import pytest

from flowsim.domain.chain import Horizon
from flowsim.domain.params import param
from flowsim.domain.world_config import WorldConfig
from flowsim.experiments.keys import run_key
from flowsim.experiments.manifest import run_manifest
from flowsim.experiments.parts import COLUMNS
from flowsim.experiments.store import Store

DATES = [date(2017, 12, 25) + timedelta(weeks=week) for week in range(4)]
UNITS = {"deaths_overdose": "deaths per week", "poppy_ha": "ha"}


@dataclass(frozen=True, kw_only=True)
class Ports:
    intensity: float = param(0.0, "share", "lever", low=0, high=1, role="lever", limits=(0, 1))
    cost_usd_per_year: float = param(1e8, "USD per year", "a budget", low=5e7, high=2e8)
    start: str = "2018-01-01"


@dataclass(frozen=True, kw_only=True)
class Policy:
    ports: Ports = field(default_factory=Ports)


@dataclass(frozen=True)
class FakeCase:
    scenario: str
    strength: str
    world: WorldConfig
    label: str = ""
    overrides: tuple[str, ...] = ()


def long_table(part: str, rows: Sequence[Mapping[str, Any]]) -> pa.Table:
    return pa.Table.from_pylist([dict(row) for row in rows], schema=pa.schema(list(COLUMNS[part].items())))


def tile_tables(
    seeds: Sequence[int],
    outcome: Callable[[int], Mapping[str, tuple[float, float]]] = lambda seed: {
        "deaths_overdose": (100.0 + seed, 90.0)
    },
    places: Callable[[int], Mapping[tuple[str, str, int], float]] = lambda seed: {("poppy_ha", "north", 2018): 5.0},
) -> dict[str, pa.Table]:
    """A tile whose numbers tell seed and week: ``outcome``: (value, start); ``places``: by (series, place, year)."""
    seed = [s for s in seeds for _ in DATES]
    weekly = [pa.array(seed, pa.int64()), pa.array(DATES * len(seeds), pa.date32())]
    weekly += [pa.array([1000.0 * k + 10 * s + w for s in seeds for w in range(len(DATES))]) for k in range(len(UNITS))]
    schema = pa.schema(
        [
            *COLUMNS["weekly"].items(),
            *(pa.field(name, pa.float64(), metadata={b"unit": unit.encode()}) for name, unit in UNITS.items()),
        ]
    )
    observed = [
        {"seed": s, "series": name, "year": 2017, "month": month, "value": 1.0 * s, "unit": unit}
        for s in seeds
        for name, month, unit in (("poppy.ondcp.cultivation_ha", float("nan"), "ha"), ("homicide.inegi", 3.0, "deaths"))
    ]
    found = [
        {"seed": s, "outcome": name, "unit": "unit", "value": value, "start": start}
        for s in seeds
        for name, (value, start) in outcome(s).items()
    ]
    by_place = [
        {"seed": s, "year": year, "series": series, "place": place, "value": value, "unit": "ha"}
        for s in seeds
        for (series, place, year), value in places(s).items()
    ]
    return {
        "weekly": pa.Table.from_arrays(weekly, schema=schema),
        "places": long_table("places", by_place),
        "observed": long_table("observed", observed),
        "outcomes": long_table("outcomes", found),
    }


def case(scenario: str, intensity: float = 0.0, strength: str = "medium", overrides: Sequence[str] = ()) -> FakeCase:
    world = WorldConfig(policy=Policy(ports=Ports(intensity=intensity)), horizon=Horizon(end="2020-01-01"))
    return FakeCase(scenario, strength, world, scenario, tuple(overrides))


def stored(out: Path, one: FakeCase, seeds: Sequence[int], code: str = "code", **functions: Any) -> str:
    """Store a case whole; returns its key."""
    key, store = run_key(one.world, code), Store(out)
    store.write_manifest(key, run_manifest(one, key))
    store.write_tile(key, tile_tables(seeds, **functions))
    return key


@pytest.fixture
def made() -> Any:
    """The makers of this file, by name."""

    class Made:
        pass

    for maker in (tile_tables, case, stored, long_table, replace):
        setattr(Made, maker.__name__, staticmethod(maker))
    return Made
