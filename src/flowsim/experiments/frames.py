"""From the parts of run folders to data frames."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence

import numpy as np
import pandas as pd
import pyarrow as pa

from flowsim.experiments.cases import CaseRun
from flowsim.experiments.parts import COLUMNS, unit_of

Reader = Callable[[CaseRun, "list[str] | None"], "pd.DataFrame | None"]

NATIONAL = "national"
FRAMES: dict[str, tuple[str, ...]] = {
    "series": ("replicate", "seed", "date", "series", "place", "value", "unit"),
    "places": ("replicate", *COLUMNS["places"]),
    "observed": ("replicate", "series", "year", "month", "value", "unit"),
    "outcomes": ("replicate", *COLUMNS["outcomes"]),
}
"""Columns of every kind of frame after scenario and strength."""
LONG = ("series", "places")
"""Kinds with so many rows that their texts are categoricals."""


def gather(kind: str, cases: Sequence[CaseRun], names: list[str] | None, beside: Sequence[CaseRun]) -> pd.DataFrame:
    """One kind of frame over some cases, stacked and labelled.

    Parameters
    ----------
    kind : {"series", "places", "observed", "outcomes"}
    cases : sequence of CaseRun
        Cases to read.
    names : list of str or None
        Only these series or outcomes.
    beside : sequence of CaseRun
        All cases of the results: where two of them share scenario and strength, a column ``overrides`` is added.
    """
    ambiguous = shared_labels(beside)
    read = _READERS[kind]
    found = [(case, frame) for case in cases if (frame := read(case, names)) is not None]
    if not found:
        return pd.DataFrame(columns=["scenario", "strength", *FRAMES[kind], *(["overrides"] if ambiguous else [])])
    lengths = [len(frame) for _, frame in found]
    whole = _stack([frame for _, frame in found])
    labels = {
        "scenario": [case.scenario for case, _ in found],
        "strength": [case.strength for case, _ in found],
        "overrides": [" ".join(case.overrides) for case, _ in found],
    }
    for name, texts in labels.items():
        if name != "overrides" or ambiguous:
            whole[name] = _repeated(texts, lengths, kind in LONG)
    return whole[["scenario", "strength", *FRAMES[kind], *(["overrides"] if ambiguous else [])]]


def shared_labels(cases: Sequence[CaseRun]) -> bool:
    """Whether two cases share scenario and strength."""
    return any(n > 1 for n in Counter((case.scenario, case.strength) for case in cases).values())


def series(case: CaseRun, names: list[str] | None) -> pd.DataFrame | None:
    """National weeks, then years by place, in long form."""
    weekly = _weekly(case, names)
    yearly = places(case, names) if names is None or case.run.by_place() & set(names) else None
    if yearly is not None:
        years = yearly.pop("year").to_numpy(dtype=np.int64)
        yearly.insert(2, "date", pd.Series(_last_day(years), index=yearly.index))
    found = [frame for frame in (weekly, yearly) if frame is not None and len(frame)]
    return _stack(found) if found else None


def places(case: CaseRun, names: list[str] | None) -> pd.DataFrame | None:
    """Calendar years by place."""
    table = _long_part(case, "places", "series", names)
    if table is None:
        return None
    frame = table.to_pandas(strings_to_categorical=True)
    frame.insert(0, "replicate", frame["seed"] - case.base_seed)
    frame["year"] = frame["year"].astype(np.int64)
    return frame[list(FRAMES["places"])]


def observed(case: CaseRun, names: list[str] | None) -> pd.DataFrame | None:
    """What agencies would publish."""
    table = _long_part(case, "observed", "series", names)
    if table is None:
        return None
    frame = _texts(table).to_pandas()
    frame.insert(0, "replicate", frame.pop("seed") - case.base_seed)
    frame["year"] = frame["year"].astype(np.int64)
    return frame[list(FRAMES["observed"])]


def outcomes(case: CaseRun, names: list[str] | None) -> pd.DataFrame | None:
    """One number per replicate and outcome."""
    table = _long_part(case, "outcomes", "outcome", names)
    if table is None:
        return None
    frame = _texts(table).to_pandas()
    frame.insert(0, "replicate", frame["seed"] - case.base_seed)
    return frame[list(FRAMES["outcomes"])]


_READERS: dict[str, Reader] = {"series": series, "places": places, "observed": observed, "outcomes": outcomes}


def _weekly(case: CaseRun, names: list[str] | None) -> pd.DataFrame | None:
    table = case.run.table("weekly", None if names is None else ["seed", "date", *names], wanted=case.wanted)
    if table is None:
        return None
    fields = [field for field in table.schema if field.name not in COLUMNS["weekly"]]
    rows, count = table.num_rows, len(fields)
    if not count:
        return None
    seed = np.tile(table["seed"].to_numpy(), count)
    categories = pd.Index([field.name for field in fields])
    units = list(dict.fromkeys(unit_of(field) for field in fields))
    unit = np.array([units.index(unit_of(field)) for field in fields], dtype=np.int16)
    return pd.DataFrame(
        {
            "replicate": seed - case.base_seed,
            "seed": seed,
            "date": np.tile(table["date"].to_numpy().astype("datetime64[s]"), count),
            "series": pd.Categorical.from_codes(np.repeat(np.arange(count, dtype=np.int16), rows), categories),
            "place": pd.Categorical.from_codes(np.zeros(rows * count, dtype=np.int8), pd.Index([NATIONAL])),
            "value": np.concatenate([table[field.name].to_numpy() for field in fields]),
            "unit": pd.Categorical.from_codes(np.repeat(unit, rows), pd.Index(units)),
        }
    )


def _long_part(case: CaseRun, part: str, column: str, names: list[str] | None) -> pa.Table | None:
    import pyarrow.dataset as ds

    where = None if names is None else ds.field(column).cast(pa.string()).isin(names)
    return case.run.table(part, list(COLUMNS[part]), where, case.wanted)


def _texts(table: pa.Table) -> pa.Table:
    """Dictionary-encoded columns as plain strings."""
    for position, field in enumerate(table.schema):
        if pa.types.is_dictionary(field.type):
            table = table.set_column(position, field.name, table[field.name].cast(pa.string()))
    return table


def _last_day(years: np.ndarray) -> np.ndarray:
    following = (years - 1969).astype("datetime64[Y]").astype("datetime64[D]")
    return (following - np.timedelta64(1, "D")).astype("datetime64[s]")


def _repeated(labels: Sequence[str], lengths: Sequence[int], categorical: bool) -> pd.Series:
    kinds = list(dict.fromkeys(labels))
    codes = np.repeat(np.array([kinds.index(label) for label in labels], dtype=np.int16), lengths)
    texts = pd.Series(pd.Categorical.from_codes(codes, pd.Index(kinds)))
    return texts if categorical else texts.astype(str)


def _stack(found: list[pd.DataFrame]) -> pd.DataFrame:
    """Frames one below the other; categoricals stay so, over the union of their categories."""
    for name in found[0].columns:
        if isinstance(found[0][name].dtype, pd.CategoricalDtype):
            union = list(dict.fromkeys(text for frame in found for text in frame[name].cat.categories))
            for frame in found:
                frame[name] = frame[name].cat.set_categories(union)
    return pd.concat(found, ignore_index=True)
