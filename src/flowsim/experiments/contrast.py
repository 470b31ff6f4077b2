"""Every scenario against the baseline and against the start date, paired by seed."""

from __future__ import annotations

import warnings
from collections.abc import Sequence

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from flowsim.domain.codes import GOVERNMENTS
from flowsim.domain.outcomes import DISPLACEMENT, OUTCOMES

Array = NDArray[np.float64]

COLUMNS = (
    "scenario",
    "strength",
    "outcome",
    "unit",
    "baseline",
    "value",
    "difference",
    "ratio",
    "lo50",
    "hi50",
    "lo90",
    "hi90",
    "p_improves",
    "cost_usd",
    "cost_per_unit",
    "versus",
    "n",
)
QUANTILES = {"lo50": 0.25, "hi50": 0.75, "lo90": 0.05, "hi90": 0.95}
COSTS = tuple(f"cost_usd.{government}" for government in GOVERNMENTS)


def contrast(outcomes: pd.DataFrame, baseline_of: Sequence[int]) -> pd.DataFrame:
    """Compare the outcomes of every case with its baseline and with its own start, seed by seed.

    Only seeds with a finite number on both sides count; ``n`` is how many. ``baseline``, ``value`` and
    ``difference`` are means over them and ``ratio`` is value / baseline (nan where the baseline is 0). ``lo50`` to
    ``hi90`` are quantiles, over replicates, **of the paired difference**: the middle 50 and 90 % of what single
    worlds say, not a confidence interval of the mean; nan for n < 2, because one difference has no spread.
    ``p_improves`` is the share of replicates whose difference goes the better way, ties counting half (nan where
    neither way is better). ``cost_usd`` is the mean difference in programme cost, governments and firms together, and
    ``cost_per_unit`` that cost per unit of mean improvement: nan where nothing is spent, where the mean does not
    improve, where neither way is better and for programme costs themselves; negative where the improvement saves
    money. Against the start date it charges the programme with the trend too: read it against the baseline's row.

    Parameters
    ----------
    outcomes : pandas.DataFrame
        Columns case (int, 0..C-1), seed, outcome, unit, value, start.
    baseline_of : sequence of int, length C
        The baseline of every case; -1 where there is none: then only ``versus == "start"`` rows are made.

    Returns
    -------
    pandas.DataFrame
        Columns case, then as in ``COLUMNS`` from outcome on; by case, then ``versus``, then outcome in the order
        of the catalogue. In rows with ``versus == "start"`` the baseline is the same quantity at the rate or level
        of the 52 weeks before the policy starts.
    """
    names = _in_order(list(outcomes["outcome"].unique()))
    if not names:
        return pd.DataFrame(columns=["case", *COLUMNS[2:]])
    value, start, held = _arrays(outcomes, names, len(baseline_of))
    units = outcomes.drop_duplicates("outcome").set_index("outcome")["unit"]
    reference = np.asarray(baseline_of, dtype=np.int64)
    against = np.where((reference >= 0)[:, None, None], value[reference], np.nan)
    tables = []
    for order, (versus, other) in enumerate((("baseline", against), ("start", start))):
        table = _rows(value, other, names)
        table["unit"] = table["outcome"].map(units)
        table["versus"], table["order"] = versus, order
        wanted = held if versus == "start" else held & (reference >= 0)[:, None]
        tables.append(table[wanted.reshape(-1)])
    whole = pd.concat(tables, ignore_index=True).sort_values(["case", "order"], kind="stable", ignore_index=True)
    return whole[["case", *COLUMNS[2:]]]


def summary(values: Array) -> dict[str, Array]:
    """Quantiles of paired differences over replicates.

    Parameters
    ----------
    values : (..., R) float64
        Nan where a replicate does not count.

    Returns
    -------
    dict of str to (...) float64
        lo50, hi50, lo90, hi90; nan with fewer than two replicates.
    """
    enough = np.isfinite(values).sum(axis=-1) >= 2
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", RuntimeWarning)
        found = np.nanquantile(values, list(QUANTILES.values()), axis=-1)
    return {name: np.where(enough, row, np.nan) for name, row in zip(QUANTILES, found, strict=True)}


def better(name: str) -> int:
    """Which way is better: -1 less, 1 more, 0 neither (also for names outside the catalogue)."""
    known = OUTCOMES.get(name) or DISPLACEMENT.get(name)
    return known.better if known else 0


def _rows(value: Array, other: Array, names: Sequence[str]) -> pd.DataFrame:
    """All rows of one ``versus``: value and other (C, O, R), nan where missing."""
    pairs = np.isfinite(value) & np.isfinite(other)
    n = pairs.sum(axis=-1)
    difference = np.where(pairs, value - np.where(pairs, other, 0.0), np.nan)
    mean_value, mean_other, mean_difference = (_mean(x, pairs, n) for x in (value, other, difference))
    direction = np.array([better(name) for name in names], dtype=np.float64)
    improves = np.where(direction[:, None] * difference > 0, 1.0, np.where(difference == 0, 0.5, 0.0))
    share = np.where(direction != 0, _mean(improves, pairs, n), np.nan)
    of_cost = [i for i, name in enumerate(names) if name in COSTS]
    cost = mean_difference[:, of_cost].sum(axis=1) if of_cost else np.full(len(value), np.nan)
    cost = np.broadcast_to(cost[:, None], mean_value.shape)
    gain = direction * mean_difference
    priced = (gain > 0) & (cost != 0) & ~np.isin(names, COSTS)
    columns = {
        "case": np.broadcast_to(np.arange(len(value))[:, None], mean_value.shape),
        "outcome": np.broadcast_to(np.array(names, dtype=object), mean_value.shape),
        "baseline": mean_other,
        "value": mean_value,
        "difference": mean_difference,
        "ratio": _divide(mean_value, mean_other, mean_other != 0),
        **summary(difference),
        "p_improves": share,
        "cost_usd": cost,
        "cost_per_unit": _divide(cost, gain, priced),
        "n": n,
    }
    return pd.DataFrame({name: array.reshape(-1) for name, array in columns.items()})


def _arrays(outcomes: pd.DataFrame, names: Sequence[str], cases: int) -> tuple[Array, Array, NDArray[np.bool_]]:
    """Values and starts (C, O, R), nan where missing, and whether a case has an outcome at all (C, O)."""
    row = outcomes["case"].to_numpy(dtype=np.int64)
    column = pd.Categorical(outcomes["outcome"], categories=list(names)).codes.astype(np.int64)
    seed, seeds = pd.factorize(outcomes["seed"], sort=True)
    value, start = (np.full((cases, len(names), len(seeds)), np.nan) for _ in range(2))
    held = np.zeros((cases, len(names)), dtype=bool)
    value[row, column, seed] = outcomes["value"].to_numpy(dtype=np.float64)
    start[row, column, seed] = outcomes["start"].to_numpy(dtype=np.float64)
    held[row, column] = True
    return value, start, held


def _in_order(names: Sequence[str]) -> list[str]:
    known = [name for name in OUTCOMES if name in set(names)]
    return known + sorted(set(names) - set(known))


def _mean(values: Array, pairs: NDArray[np.bool_], n: NDArray[np.int64]) -> Array:
    total = np.where(pairs, values, 0.0).sum(axis=-1)
    return _divide(total, n.astype(np.float64), n > 0)


def _divide(above: Array, below: Array, where: NDArray[np.bool_]) -> Array:
    with np.errstate(over="ignore"):
        return np.divide(above, below, out=np.full(above.shape, np.nan), where=where)
