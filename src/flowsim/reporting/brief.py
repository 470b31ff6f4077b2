"""The sentences of the headline, from the comparison alone."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd

from flowsim.reporting import frames, style
from flowsim.reporting.tables import NEGLIGIBLE, Row, count, money, percent

FEW = 8
"""Below this number of worlds the ends of a 90 % interval mean little."""


def headline(comparison: pd.DataFrame, found: Sequence[Row], dates: str) -> list[str]:
    """Two to six sentences: who averts most, who cannot be told from nothing, cost, the start date, n.

    Parameters
    ----------
    comparison : DataFrame
        ``Results.comparison()``, labelled.
    found : sequence of Row
        From ``tables.rows``.
    dates : str
        Years that outcomes cover.
    """
    if not found:
        return ["These results hold no policy beside a baseline: there is nothing to rank."]
    lines = [_best(found, dates), *_others(found), *_cost(comparison, found), *_start(comparison, found)]
    n = frames.pairs(frames.versus(comparison))
    if n < FEW:
        worlds = f"{n} simulated worlds" if n != 1 else "a single simulated world"
        lines.append(f"This rests on {worlds} per policy: read signs and sizes, not the ends of the intervals.")
    return lines


def _name(row: Row) -> str:
    return style.label(row.scenario, row.strength)


def _listed(names: Sequence[str]) -> str:
    return names[0] if len(names) == 1 else ", ".join(names[:-1]) + " and " + names[-1]


def _best(found: Sequence[Row], dates: str) -> str:
    best = found[0]
    if best.relative < NEGLIGIBLE:
        return f"None of the policies compared averts opioid deaths to speak of over {dates}."
    among = f"Of {len(found)} policies, " if len(found) > 1 else ""
    first = _name(best) if not among else _lower(_name(best))
    verb = "averts most opioid deaths" if among else "averts opioid deaths"
    span = f" (middle 90 % of worlds: {count(best.low)} to {count(best.high)})" if np.isfinite(best.low) else ""
    return (
        f"{among}{first} {verb} over {dates}: {count(best.averted)}{span}, {best.share} of the baseline's, with fewer "
        f"deaths in {best.chance} of worlds."
    )


def _others(found: Sequence[Row]) -> list[str]:
    rest = found[1:]
    lines = []
    clear = [row for row in rest if row.gain > 0]
    if clear:
        words = [f"{_lower(_name(row))} ({count(row.averted)})" for row in clear]
        lines.append(f"In nearly every world deaths also fall with {_listed(words)}.")
    tiny = [_lower(_name(row)) for row in found if abs(row.relative) < NEGLIGIBLE]
    if tiny:
        lines.append(f"Next to no effect on deaths, under {100 * NEGLIGIBLE:g} % of the baseline's: {_listed(tiny)}.")
    unclear = [
        _lower(_name(row))
        for row in found
        if row.gain == 0 and np.isfinite(row.low) and abs(row.relative) >= NEGLIGIBLE
    ]
    if unclear:
        lines.append(f"Not told from no effect, with worlds on both sides of zero: {_listed(unclear)}.")
    worse = [f"{_lower(_name(row))} ({count(-row.averted)} more)" for row in found if row.gain < 0]
    if worse:
        lines.append(f"Deaths rise in nearly every world with {_listed(worse)}.")
    return lines


def _cost(comparison: pd.DataFrame, found: Sequence[Row]) -> list[str]:
    rows = frames.versus(comparison)
    rows = rows[(rows["outcome"] == frames.MAIN) & rows["cost_per_unit"].notna()]
    sure = {(row.scenario, row.strength) for row in found if row.gain > 0}
    arms = frames.arms(frames.versus(comparison))
    prices = [
        (row["cost_per_unit"], (row["scenario"], frames.tag((row["scenario"], row["strength"]), arms)))
        for row in frames.records(rows)
    ]
    prices = sorted(p for p in prices if p[1] in sure)
    if not prices:
        return []
    cheapest = prices[0]
    line = f"Lowest programme cost per death averted: {_lower(style.label(*cheapest[1]))}, {money(cheapest[0])}"
    if len(prices) > 1:
        line += f"; highest: {_lower(style.label(*prices[-1][1]))}, {money(prices[-1][0])}"
    return [line + "."]


def _start(comparison: pd.DataFrame, found: Sequence[Row]) -> list[str]:
    rows = frames.versus(comparison, "start")
    base = rows[(rows["outcome"] == frames.MAIN) & (rows["scenario"] == frames.BASELINE)]
    if base.empty or not np.isfinite(base["ratio"].iloc[0]):
        return []
    change = 100 * (float(base["ratio"].iloc[0]) - 1)
    way = "above" if change > 0 else "below"
    line = (
        "Against the start date the picture differs: in the baseline itself deaths run "
        f"{percent(abs(change)).lstrip('+')} {way} what the 52 weeks before the policies would have come to"
    )
    flips = [_lower(_name(row)) for row in found if row.relative >= NEGLIGIBLE and row.start.startswith("+")]
    if flips and change > 0:
        line += f", and they still rise with {_listed(flips)}, though less than without"
    return [line + "."]


def _lower(name: str) -> str:
    """A name inside a sentence: initials such as US and figures stay."""
    return name if len(name) < 2 or name[1].isupper() or not name[0].isalpha() else name[0].lower() + name[1:]
