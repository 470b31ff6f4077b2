"""From result tables to what a figure draws: arms in order, trailing years, bands."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import pandas as pd

from flowsim.experiments.contrast import better
from flowsim.experiments.frames import NATIONAL

BASELINE = "baseline"
MAIN = "deaths_overdose_opioid"
"""The outcome by which scenarios are ranked."""
LEVELS = {"lo90": 0.05, "lo50": 0.25, "mid": 0.5, "hi50": 0.75, "hi90": 0.95}


def arms(frame: pd.DataFrame) -> list[tuple[str, str]]:
    """Pairs (scenario, strength) in order of appearance, the baseline first and once."""
    seen = frame[["scenario", "strength"]].drop_duplicates().astype(str)
    pairs = list(zip(seen["scenario"], seen["strength"], strict=True))
    base = [p for p in pairs if p[0] == BASELINE][:1]
    return base + [p for p in pairs if p[0] != BASELINE]


def tag(arm: tuple[str, str], among: Sequence[tuple[str, str]]) -> str:
    """The strength, where it tells two arms of one comparison apart; else nothing."""
    strengths = {strength for scenario, strength in among if scenario != BASELINE}
    return arm[1] if len(strengths) > 1 and arm[0] != BASELINE else ""


def texts(frame: pd.DataFrame, *names: str) -> pd.DataFrame:
    """Categoricals as plain texts, which for many rows is faster than ``astype``."""
    columns = {}
    for name in names:
        column = frame[name]
        if isinstance(column.dtype, pd.CategoricalDtype):
            words = column.cat.categories.astype(str).take(column.cat.codes.to_numpy())
            columns[name] = pd.Series(words, index=frame.index)
        else:
            columns[name] = column.astype(str)
    return frame.assign(**columns)


def pick(frame: pd.DataFrame, arm: tuple[str, str]) -> pd.DataFrame:
    """Rows of one arm."""
    return frame[(frame["scenario"] == arm[0]) & (frame["strength"] == arm[1])]


def records(frame: pd.DataFrame) -> list[dict[str, Any]]:
    """Rows as dictionaries by column."""
    return [{str(name): value for name, value in row.items()} for row in frame.to_dict("records")]


def worlds(frame: pd.DataFrame) -> int:
    """Simulated worlds per arm: the fewest that any arm has."""
    counts = frame.groupby(["scenario", "strength"])["replicate"].nunique()
    return int(counts.min()) if len(counts) else 0


def pairs(rows: pd.DataFrame, main: str = MAIN) -> int:
    """Worlds behind comparison rows: the fewest behind the main outcome, or behind any if that is missing."""
    of_main = rows[rows["outcome"] == main]
    counted = (of_main if len(of_main) else rows)["n"]
    return int(counted.min()) if len(counted) else 0


def national(series: pd.DataFrame, name: str) -> pd.DataFrame:
    """Weekly national rows of one series: scenario, strength, replicate, date, value."""
    rows = series[(series["series"] == name) & (series["place"] == NATIONAL)]
    rows = rows[["scenario", "strength", "replicate", "date", "value"]]
    return texts(rows, "scenario", "strength").astype({"date": "datetime64[s]"})


def trailing(rows: pd.DataFrame, weeks: int, how: str) -> pd.DataFrame:
    """Trailing sum or mean over a number of weeks, world by world; sums of 52 weeks are scaled to a year.

    Parameters
    ----------
    rows : DataFrame
        From ``national``.
    how : {"sum", "mean"}

    Returns
    -------
    DataFrame
        The same columns, without the first ``weeks - 1`` weeks of each world.
    """
    rows = rows.sort_values(["scenario", "strength", "replicate", "date"], kind="stable")
    window = rows.groupby(["scenario", "strength", "replicate"])["value"].rolling(weeks)
    values = (window.sum() if how == "sum" else window.mean()).to_numpy()
    if how == "sum" and weeks == 52:
        values = values * (365.25 / 364)
    return rows.assign(value=values).dropna(subset=["value"]).sort_index()


def yearly(observed: pd.DataFrame, name: str) -> pd.DataFrame:
    """Annual rows of one published series, dated at the middle of their (fiscal) year."""
    rows = observed[(observed["series"] == name) & observed["month"].isna()]
    fiscal = rows["unit"].str.contains("fiscal").fillna(False)
    month = np.where(fiscal, 4, 7)
    dates = pd.to_datetime(pd.DataFrame({"year": rows["year"].astype(int), "month": month, "day": 1}))
    return rows.assign(date=dates)[["scenario", "strength", "replicate", "date", "value", "year", "unit"]]


def bands(rows: pd.DataFrame, by: str = "date") -> pd.DataFrame:
    """Quantiles over worlds: index ``by``; columns lo90, lo50, mid, hi50, hi90."""
    table = rows.groupby(by)["value"].quantile(np.array(list(LEVELS.values()))).unstack()
    table.columns = pd.Index(list(LEVELS))
    return table


def versus(comparison: pd.DataFrame, what: str = "baseline") -> pd.DataFrame:
    """Rows of the comparison against the baseline, or against the start, without the baseline itself if paired."""
    rows = comparison[comparison["versus"] == what]
    return rows[rows["scenario"] != BASELINE] if what == "baseline" else rows


def ranked(rows: pd.DataFrame, main: str = MAIN) -> list[tuple[str, str]]:
    """Arms of comparison rows, the one that improves the main outcome most first."""
    gain = rows[rows["outcome"] == main]
    gain = gain.assign(gain=gain["difference"] * (better(main) or 1))
    order = arms(gain.sort_values("gain", ascending=False, kind="stable"))
    return order + [arm for arm in arms(rows) if arm not in order]


def labelled(frame: pd.DataFrame) -> pd.DataFrame:
    """Where cases share scenario and strength, their overrides tell them apart by name.

    The first baseline stays the baseline; another world of the baseline scenario takes its overrides as its name,
    any other scenario takes them into its strength.
    """
    if "overrides" not in frame:
        return frame
    scenario, extra = frame["scenario"].astype(str), frame["overrides"].astype(str)
    base = scenario == BASELINE
    own = base & (extra != (extra[base].iloc[0] if base.any() else ""))
    name = extra.str.replace("policy.", "").str.replace(".intensity", "")
    strength = (frame["strength"].astype(str) + " " + name).str.strip()
    return frame.assign(
        scenario=scenario.where(~own, name), strength=frame["strength"].astype(str).where(base, strength)
    ).drop(columns="overrides")
