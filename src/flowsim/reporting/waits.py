"""Waits at ports of entry, what they cost, and what a policy changes of them, world by world."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from flowsim.reporting import frames, overview, style
from flowsim.reporting.overview import Course

TRADE = Course("trade_delay_usd", "Cost of delay to trade", "million USD of 2016 a year", 52, "sum", 1e-6)
COURSES = (
    Course("wait_minutes_mean.personal_vehicle", "Cars", "minutes", 52),
    Course("wait_minutes_mean.commercial_truck", "Trucks", "minutes", 52),
    Course("wait_minutes_mean.pedestrian", "Pedestrians", "minutes", 52),
    TRADE,
    Course("wait_hours", "Hours that people wait", "million hours a year", 52, "sum", 1e-6),
)
FAVOURITE = "border_21st_century"


def chosen(rows: pd.DataFrame) -> tuple[str, str] | None:
    """The policy whose paired difference is drawn: the border's own scenario, else the one that moves waits most."""
    others = frames.arms(rows)[1:]
    border = [arm for arm in others if arm[0] == FAVOURITE]
    if border:
        return border[-1]
    size = {arm: float(paired(rows, arm)["value"].abs().mean()) for arm in others}
    return max(size, key=lambda arm: size[arm]) if size else None


def paired(rows: pd.DataFrame, arm: tuple[str, str]) -> pd.DataFrame:
    """Difference of an arm from the baseline in the same world and week: replicate, date, value."""
    by = ["replicate", "date"]
    base = frames.pick(rows, frames.arms(rows)[0]).set_index(by)["value"]
    difference = frames.pick(rows, arm).set_index(by)["value"].sub(base).dropna()
    return difference.reset_index()


@style.styled
def waits(found: Mapping[str, pd.DataFrame], policy_start: str) -> Figure:
    """Mean waits by mode, their cost by year, and the paired difference in the cost to trade.

    Parameters
    ----------
    found : mapping of series to DataFrame
        From ``overview.rows_of``, for those of ``COURSES`` that the results hold.
    policy_start : str
        YYYY-MM-DD.
    """
    courses = [course for course in COURSES if len(found.get(course.series, ()))]
    fig = style.figure(10.0, 5.4)
    axes = fig.subplots(2, 3, squeeze=False).ravel()
    for ax, course in zip(axes, courses, strict=False):
        overview.panel(ax, course, found[course.series], policy_start)
    rows = found[courses[0].series]
    used = len(courses)
    arm = chosen(found[TRADE.series]) if len(found.get(TRADE.series, ())) else None
    if arm is not None:
        _difference(axes[used], found[TRADE.series], arm, policy_start)
        used += 1
    for ax in axes[used:]:
        ax.set_visible(False)
    first, last = rows["date"].min(), rows["date"].max()
    dates = f"{first:%Y}–{last:%Y}, means or sums of the 52 weeks before; projection from 2017"
    words = "flowsim; means over ports weighted by northbound crossings"
    footer = style.footer(dates, words, frames.worlds(rows))
    return style.finish(fig, "Waits at ports of entry, northbound", footer, overview.key(frames.arms(rows)))


def _difference(ax: Axes, rows: pd.DataFrame, arm: tuple[str, str], policy_start: str) -> None:
    start = pd.Timestamp(policy_start)
    table = frames.bands(paired(rows, arm)).iloc[::-4].iloc[::-1]
    table = table[table.index >= start]
    colour = style.colours([arm[0]])[arm[0]]
    ax.axhline(0, color="#555555", lw=0.9)
    ax.fill_between(table.index, table["lo90"], table["hi90"], color=colour, alpha=0.18, lw=0)
    ax.fill_between(table.index, table["lo50"], table["hi50"], color=colour, alpha=0.35, lw=0)
    ax.plot(table.index, table["mid"], color=colour, lw=1.5)
    ax.set_title(f"{style.label(arm[0])}: change\nin the cost to trade, same worlds", fontsize=8.5)
    ax.set_ylabel("million USD of 2016 a year")
    ax.yaxis.set_major_formatter(lambda value, _: style.signed(float(value), "g"))
    ax.tick_params(axis="x", labelsize=7.5)
    if len(table):
        style.years(ax, start.year + 1, rows["date"].max().year)
