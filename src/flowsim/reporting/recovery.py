"""What a recovered dollar costs by policy, and how many customers banks let go for it."""

from __future__ import annotations

from dataclasses import dataclass
from math import isfinite

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from flowsim.reporting import frames, style

MONEY, CUSTOMERS = "recovered_usd", "customers_dropped"


@dataclass(frozen=True)
class Price:
    """What one more recovered dollar costs.

    Attributes
    ----------
    mean : float
        Programme cost over the mean gain; nan where nothing is gained, 0 where nothing is spent.
    low, high : float
        The same at the ends of the middle 90 % of worlds; ``high`` is inf where some of them gain nothing.
    """

    mean: float
    low: float
    high: float

    @property
    def words(self) -> str:
        """The price in words, where there is one."""
        if not isfinite(self.mean):
            return "recovers nothing more"
        if self.mean == 0:
            return "no cost stated"
        if not isfinite(self.high):
            return f"${style.short(self.mean)}, or recovers nothing"
        return f"${style.short(self.mean)}"


def price(cost: float, gain: float, low: float, high: float) -> Price:
    """Cost per dollar from a programme's cost and the paired gain: mean and ends of the middle 90 % of worlds, USD."""
    nan = float("nan")
    if not gain > 0:
        return Price(nan, nan, nan)
    if not cost > 0:
        return Price(0.0, nan, nan)
    ends = (cost / high if high > 0 else nan, cost / low if low > 0 else float("inf"))
    return Price(cost / gain, *ends)


def rows_of(comparison: pd.DataFrame) -> pd.DataFrame:
    """Rows of both outcomes against the baseline, policies in order of recovered dollars, the most first."""
    rows = frames.versus(comparison)
    rows = rows[rows["outcome"].isin((MONEY, CUSTOMERS))]
    return rows if MONEY in set(rows["outcome"].astype(str)) else rows.iloc[:0]


@style.styled
def recovery(rows: pd.DataFrame, dates: str) -> Figure:
    """Three panels by policy: dollars recovered beyond the baseline, what one of them costs, customers let go.

    Parameters
    ----------
    rows : DataFrame
        From ``rows_of``.
    dates : str
    """
    arms = frames.ranked(rows, MONEY)
    fig = style.figure(10.0, 1.75 + 0.36 * len(arms))
    axes = fig.subplots(1, 3, sharey=True)
    colour = style.colours([scenario for scenario, _ in arms])
    prices = []
    for y, arm in enumerate(arms):
        mine = {row["outcome"]: row for row in frames.records(frames.pick(rows, arm))}
        if MONEY in mine:
            row = mine[MONEY]
            _change(axes[0], y, row, 1e6, colour[arm[0]])
            prices.append((y, colour[arm[0]], price(row["cost_usd"], row["difference"], row["lo90"], row["hi90"])))
        if CUSTOMERS in mine:
            _change(axes[2], y, mine[CUSTOMERS], 1e3, colour[arm[0]])
    _prices(axes[1], prices)
    _levels(axes[2], rows)
    words = (
        "Recovered beyond the baseline, M USD",
        "Cost of each of these dollars, USD",
        "Customers let go, thousands",
    )
    for ax, label in zip(axes, words, strict=True):
        ax.set_xlabel(label)
        ax.grid(axis="y", visible=False)
        ax.tick_params(axis="y", length=0)
    axes[0].set_yticks(range(len(arms)), [style.label(a[0], frames.tag(a, arms)) for a in arms])
    axes[0].set_ylim(len(arms) - 0.4, -0.6)
    source = "flowsim; point: mean, line: middle 90 % of worlds"
    footer = style.footer(f"{dates}, USD of 2016, sums of all years", source, frames.pairs(rows, MONEY))
    return style.finish(fig, "What a recovered dollar costs", footer)


def _change(ax: Axes, y: int, row: dict[str, float], unit: float, colour: str) -> None:
    if isfinite(row["lo90"]):
        ax.hlines(y, row["lo90"] / unit, row["hi90"] / unit, color=colour, lw=2.2, zorder=2)
    ax.plot(row["difference"] / unit, y, "o", color=colour, ms=5.5, mec=style.BLACK, mew=0.5, zorder=3)
    ax.axvline(0, color="#555555", lw=0.9, zorder=1)
    style.thousands(ax, "x")


def _levels(ax: Axes, rows: pd.DataFrame) -> None:
    """Room around 0, and words where no policy moves a customer."""
    ends = rows.loc[rows["outcome"] == CUSTOMERS, ["difference", "lo90", "hi90"]].to_numpy(dtype=np.float64)
    if not np.any(np.abs(ends) > 0):
        ax.set_xlim(-1, 1)
        ax.set_xticks([0])
        ax.text(0.06, 0.5, "none in any scenario", transform=ax.get_yaxis_transform(), fontsize=7.5, color="#444444")


def _prices(ax: Axes, prices: list[tuple[int, str, Price]]) -> None:
    """On a log scale; an arrow where no upper end exists, words where there is no price."""
    known = [x for _, _, p in prices for x in (p.mean, p.low, p.high) if isfinite(x) and x > 0]
    low, high = (min(known) / 3, max(known) * 12) if known else (0.1, 1000.0)
    ax.set_xscale("log")
    ax.set_xlim(low, high)
    for y, colour, p in prices:
        if not (isfinite(p.mean) and p.mean > 0):
            ax.text(low * 1.15, y, p.words, fontsize=7.5, va="center", color="#444444")
            continue
        start = p.low if isfinite(p.low) else p.mean
        end = p.high if isfinite(p.high) else high
        ax.hlines(y, start, end, color=colour, lw=2.2, ls="-" if isfinite(p.high) else ":", zorder=2)
        ax.plot(p.mean, y, "o", color=colour, ms=5.5, mec=style.BLACK, mew=0.5, zorder=3)
        ax.annotate(p.words, (p.mean, y), xytext=(0, 7), textcoords="offset points", fontsize=7.5, ha="left")
    ax.axvline(1, color="#555555", lw=0.9, ls=(0, (4, 3)), zorder=1)
    style.thousands(ax, "x")
