"""The tables of one finished tile: weekly, places, observed, outcomes."""

from __future__ import annotations

from typing import Any

import numpy as np
import pyarrow as pa

from flowsim.domain.calendar import monday, week_number
from flowsim.domain.outcomes import OUTCOMES, Outcome

YEAR = 52


def tile_tables(model: Any) -> dict[str, pa.Table]:
    """The four parts of a tile (``experiments.parts``) from a model at the end of its run."""
    return {
        "weekly": weekly(model),
        "places": places(model),
        "observed": observed(model),
        "outcomes": outcomes(model),
    }


def _seeds(model: Any, repeat: int) -> pa.Array:
    return pa.array(np.repeat(np.array(model.seeds, dtype=np.int64), repeat))


def weekly(model: Any) -> pa.Table:
    """One row per seed and week, one column per series, its unit in the field's metadata."""
    records = model.records
    dates = [monday(week) for week in records.weeks]
    fields = [pa.field("seed", pa.int64()), pa.field("date", pa.date32())]
    columns = [_seeds(model, len(dates)), pa.array(dates * model.lanes, pa.date32())]
    for i, (name, (unit, _)) in enumerate(records.series.items()):
        fields.append(pa.field(name, pa.float64(), metadata={"unit": unit}))
        columns.append(pa.array(np.ascontiguousarray(records.weekly[:, i].T).ravel()))
    return pa.Table.from_arrays(columns, schema=pa.schema(fields))


def _words(words: list[str]) -> pa.Array:
    return pa.array(words, pa.string())


def _said(index: list[np.ndarray], words: list[str]) -> pa.Array:
    """Words by their number, each kept once."""
    once = {word: i for i, word in enumerate(dict.fromkeys(words))}
    number = np.array([once[word] for word in words], np.int32)
    numbers = number[np.concatenate(index)] if index else np.zeros(0, np.int32)
    return pa.DictionaryArray.from_arrays(pa.array(numbers, pa.int32()), _words(list(once)))


def places(model: Any) -> pa.Table:
    """Calendar-year values by place; a year that is not whole counts the weeks it has."""
    records, lanes = model.records, model.lanes
    own = np.array(model.seeds, dtype=np.int64)
    names = list(records.places)
    units, first = [records.places[name][0] for name in names], {}
    words: list[str] = []
    for name in names:
        first[name] = len(words)
        words += records.places[name][1]
    seeds, years, series, place, values = [], [], [], [], []
    for (name, year), summed in records.years.items():
        value = summed / records.in_year[year] if records.places[name][3] else summed
        count = len(value)
        values.append(value.T.ravel())
        seeds.append(np.repeat(own, count))
        years.append(np.full(count * lanes, year, np.int32))
        series.append(np.full(count * lanes, names.index(name), np.int32))
        place.append(np.tile(np.arange(first[name], first[name] + count, dtype=np.int32), lanes))
    return pa.table(
        {
            "seed": pa.array(np.concatenate(seeds) if seeds else np.zeros(0, np.int64)),
            "year": pa.array(np.concatenate(years) if years else np.zeros(0, np.int32)),
            "series": _said(series, names),
            "place": _said(place, words),
            "value": pa.array(np.concatenate(values) if values else np.zeros(0)),
            "unit": _said(series, units),
        }
    )


def observed(model: Any) -> pa.Table:
    """What agencies would publish, whole years only."""
    found = model.observation.published(model)
    keys = list(found)
    lanes = model.lanes
    return pa.table(
        {
            "seed": pa.array(np.tile(np.array(model.seeds, dtype=np.int64), len(keys))),
            "series": _words([series for series, _ in keys for _ in range(lanes)]),
            "year": pa.array([year for _, year in keys for _ in range(lanes)], pa.int32()),
            "month": pa.array(np.full(len(keys) * lanes, np.nan), from_pandas=False),
            "value": pa.array(np.concatenate([found[key] for key in keys]) if keys else np.zeros(0)),
            "unit": _words([model.observation.units[series] for series, _ in keys for _ in range(lanes)]),
        }
    )


def summary(values: np.ndarray, how: str) -> np.ndarray:
    """One number per lane from weekly values, (week, L): their sum, the last, or the mean of the last 52."""
    if how == "sum":
        return np.asarray(np.add.accumulate(values)[-1])
    if how == "last":
        return np.asarray(values[-1])
    recent = values[-YEAR:]
    return np.asarray(np.add.accumulate(recent)[-1] / len(recent))


def before(values: np.ndarray, outcome: Outcome, weeks: int) -> np.ndarray:
    """The same quantity had the last 52 weeks before the policy gone on for ``weeks`` weeks."""
    value = summary(values[-YEAR:], outcome.how)
    return value * weeks / min(YEAR, len(values)) if outcome.how == "sum" else value


def outcomes(model: Any) -> pa.Table:
    """Outcomes over the weeks from ``policy_start`` on, beside what the year before it would have come to.

    A run that ends before the policy starts is summed over all its weeks and has no start value.
    """
    records, lanes = model.records, model.lanes
    weeks = np.array(records.weeks)
    cut = int(np.searchsorted(weeks, week_number(model.config.horizon.policy_start)))
    history_only = cut >= len(weeks)
    names = list(records.series)
    rows = [OUTCOMES[name] for name in names if name in OUTCOMES]
    values, starts = [], []
    for outcome in rows:
        series = records.weekly[:, names.index(outcome.name)]
        after = series if history_only else series[cut:]
        values.append(summary(after, outcome.how))
        past = np.full(lanes, np.nan) if history_only or cut == 0 else before(series[:cut], outcome, len(after))
        starts.append(past)
    return pa.table(
        {
            "seed": pa.array(np.tile(np.array(model.seeds, dtype=np.int64), len(rows))),
            "outcome": _words([o.name for o in rows for _ in range(lanes)]),
            "unit": _words([o.unit for o in rows for _ in range(lanes)]),
            "value": pa.array(np.concatenate(values)),
            "start": pa.array(np.concatenate(starts), from_pandas=False),
        }
    )
