"""Small multiples over time: the baseline's fan, and a line for every policy."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import pandas as pd
from matplotlib.artist import Artist
from matplotlib.axes import Axes
from matplotlib.dates import date2num
from matplotlib.lines import Line2D
from matplotlib.patches import Patch

from flowsim.reporting import frames, style

FEW = 4
"""Policies up to this number have a band of their own."""


@dataclass(frozen=True)
class Course:
    """A panel: a weekly series, how it is smoothed, and its words.

    Attributes
    ----------
    series, title, label : str
        Name; words above; words with the unit.
    weeks, how : int, {"sum", "mean"}
        Trailing window.
    scale : float
        Factor on values, to the unit of the label.
    zero : bool
        Whether the axis begins at 0.
    """

    series: str
    title: str
    label: str
    weeks: int = 26
    how: str = "mean"
    scale: float = 1.0
    zero: bool = True


def rows_of(course: Course, series: pd.DataFrame) -> pd.DataFrame:
    """The rows of a panel: scenario, strength, replicate, date, value."""
    rows = frames.trailing(frames.national(series, course.series), course.weeks, course.how)
    return rows.assign(value=rows["value"] * course.scale)


def panel(ax: Axes, course: Course, rows: pd.DataFrame, policy_start: str) -> None:
    """The baseline's middle 50 and 90 % of worlds in grey; medians of policies from their start, few of them banded."""
    arms = frames.arms(rows)
    start = pd.Timestamp(policy_start)
    colour = style.colours([scenario for scenario, _ in arms])
    for i, arm in enumerate(arms):
        table = frames.bands(frames.pick(rows, arm)).iloc[::-4].iloc[::-1]
        if i == 0:
            ax.fill_between(table.index, table["lo90"], table["hi90"], color=style.GREY, alpha=0.18, lw=0)
            ax.fill_between(table.index, table["lo50"], table["hi50"], color=style.GREY, alpha=0.30, lw=0)
            ax.plot(table.index, table["mid"], color="#333333", lw=1.3, ls=(0, (5, 1.5)), zorder=4)
            continue
        table = table[table.index >= start]
        if len(arms) - 1 <= FEW:
            ax.fill_between(table.index, table["lo90"], table["hi90"], color=colour[arm[0]], alpha=0.12, lw=0)
        ax.plot(table.index, table["mid"], color=colour[arm[0]], lw=1.5)
    if rows["date"].min() <= start <= rows["date"].max():
        ax.axvline(date2num(start), color="#555555", lw=0.9, ls=(0, (4, 3)))
    ax.set_title(course.title, fontsize=8.5)
    ax.set_ylabel(course.label)
    if course.zero:
        ax.set_ylim(bottom=0)
    else:
        ax.set_ylim(0.95 * float(rows["value"].min()), 1.05 * float(rows["value"].max()))
    ax.tick_params(axis="x", labelsize=7.5)
    style.thousands(ax)
    style.years(ax, rows["date"].min().year + 1, rows["date"].max().year)


def key(arms: Sequence[tuple[str, str]]) -> list[Artist]:
    """Handles of all arms, the baseline first."""
    colour = style.colours([scenario for scenario, _ in arms])
    handles: list[Artist] = [
        Line2D([], [], color="#333333", lw=1.3, ls=(0, (5, 1.5)), label=f"{style.label(arms[0][0])}, median world"),
        Patch(facecolor=style.GREY, alpha=0.5, lw=0, label="Its middle 50 %"),
        Patch(facecolor=style.GREY, alpha=0.18, lw=0, label="and 90 % of worlds"),
    ]
    handles += [
        Line2D([], [], color=colour[arm[0]], lw=1.5, label=style.label(arm[0], frames.tag(arm, arms)))
        for arm in arms[1:]
    ]
    return handles
