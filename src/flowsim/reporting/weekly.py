"""Weekly series of many names, read a few at a time and reduced at once to what a figure needs."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pandas as pd

from flowsim.experiments.frames import NATIONAL
from flowsim.reporting import frames

ARM = ["scenario", "strength"]
AT_ONCE = 8


def _read(results: Any, names: Sequence[str]) -> pd.DataFrame:
    rows = frames.labelled(results.series(list(names)))
    rows = rows[rows["place"] == NATIONAL]
    return frames.texts(rows, *ARM, "series")


def means(results: Any, names: Sequence[str]) -> pd.DataFrame:
    """Means over worlds: index scenario, strength, date; a column for each series that the results hold."""
    parts = []
    for first in range(0, len(names), AT_ONCE):
        rows = _read(results, names[first : first + AT_ONCE])
        if len(rows):
            parts.append(rows.groupby([*ARM, "date", "series"], sort=False)["value"].mean().unstack("series"))
    return pd.concat(parts, axis=1) if parts else pd.DataFrame()


def sums(results: Any, names: Sequence[str], begin: pd.Timestamp) -> pd.DataFrame:
    """Sums over the weeks from ``begin`` on: index scenario, strength, replicate; a column for each series."""
    parts = []
    for first in range(0, len(names), AT_ONCE):
        rows = _read(results, names[first : first + AT_ONCE])
        rows = rows[rows["date"] >= begin]
        if len(rows):
            parts.append(rows.groupby([*ARM, "replicate", "series"], sort=False)["value"].sum().unstack("series"))
    return pd.concat(parts, axis=1) if parts else pd.DataFrame()


def arms(table: pd.DataFrame) -> list[tuple[str, str]]:
    """Arms of a table from ``means`` or ``sums``, the baseline first."""
    return frames.arms(table.index.to_frame(index=False)) if len(table) else []


def of(table: pd.DataFrame, arm: tuple[str, str]) -> pd.DataFrame:
    """Rows of one arm, without its levels of the index."""
    scenario, strength = (table.index.get_level_values(level) for level in ARM)
    return table[(scenario == arm[0]) & (strength == arm[1])].droplevel([*ARM])
