"""Ways of street cash over time: shares by channel in the baseline and under a policy, and what changes."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd
from matplotlib.artist import Artist
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import Patch

from flowsim.domain.codes import CHANNELS, NEST_OF, Nest
from flowsim.reporting import frames, style, weekly

SERIES = tuple(f"placed_usd.{c}" for c in CHANNELS)
WEEKS = 13
NAMES = {
    "bulk_cash": "Bulk cash",
    "structured": "Small deposits",
    "funnel": "Funnel accounts",
    "remittance": "Remittances",
    "exchange_house": "Exchange houses",
    "trade": "Trade",
    "peso_broker": "Peso brokers",
    "new_broker": "Newer brokers",
    "property": "US property",
    "prepaid": "Prepaid cards",
    "hold": "Held in the US",
}
BASE = {
    Nest.BULK: (style.ORANGE,),
    Nest.US_BANK: ("#004a78", "#4d9fd1"),
    Nest.MONEY_SERVICES: ("#9a9a9a", "#c9c9c9"),
    Nest.VALUE_TRANSFER: ("#00644a", style.GREEN, "#7fd1b8"),
    Nest.STAY: ("#8a3a66", style.PURPLE, "#e6c3d6"),
}


def _colours() -> dict[str, str]:
    left = {nest: iter(tones) for nest, tones in BASE.items()}
    return {c: next(left[nest]) for c, nest in zip(CHANNELS, NEST_OF, strict=True)}


COLOURS = _colours()
"""One tone a channel, alike within a group of channels."""


def shares(placed: pd.DataFrame) -> pd.DataFrame:
    """Shares of street cash by channel (columns), trailing mean of a quarter.

    Parameters
    ----------
    placed : DataFrame
        Weekly USD of one arm, index date, columns ``SERIES``.
    """
    table = placed[list(SERIES)].sort_index().rolling(WEEKS).sum().dropna()
    table = table.div(table.sum(axis=1), axis=0)
    return table.set_axis(list(CHANNELS), axis=1)


def changes(totals: pd.DataFrame, arm: tuple[str, str]) -> pd.DataFrame:
    """Percentage points by world (rows) and channel that a policy adds to the shares of a horizon.

    Parameters
    ----------
    totals : DataFrame
        From ``weekly.sums``.
    """
    table = totals[list(SERIES)].set_axis(list(CHANNELS), axis=1)
    share = 100 * table.div(table.sum(axis=1), axis=0)
    base = weekly.of(share, weekly.arms(totals)[0])
    return (weekly.of(share, arm) - base).dropna()


def moved_most(totals: pd.DataFrame) -> tuple[str, str] | None:
    """The arm under which most street cash changes its channel; none without a policy."""
    others = weekly.arms(totals)[1:]
    moved = [float(changes(totals, arm).mean().abs().sum()) for arm in others]
    return others[int(np.argmax(moved))] if others else None


@style.styled
def channels(means: pd.DataFrame, totals: pd.DataFrame, arm: tuple[str, str] | None, start: pd.Timestamp) -> Figure:
    """Stacked shares in the baseline and under one policy, and the change in percentage points.

    Parameters
    ----------
    means, totals : DataFrame
        From ``weekly.means`` and ``weekly.sums``, with ``SERIES``.
    arm : tuple of str, optional
        The policy; none: the baseline alone.
    start : Timestamp
        Of policies.
    """
    fig = style.figure(10.0 if arm else 6.4, 4.6)
    base = weekly.arms(means)[0]
    shown = [base, *([arm] if arm else [])]
    axes = fig.subplots(1, 3 if arm else 1, squeeze=False, width_ratios=[1, 1, 0.8] if arm else [1]).ravel()
    for ax, one in zip(axes, shown, strict=False):
        _stack(ax, shares(weekly.of(means, one)), start, style.label(one[0], frames.tag(one, shown)))
    axes[0].set_ylabel(f"% of street cash, mean of {WEEKS} weeks")
    if arm:
        axes[1].set_yticklabels([])
        _change(axes[2], changes(totals, arm))
    dates = means.index.get_level_values("date")
    n = int(totals.groupby(level=["scenario", "strength"]).size().min())
    source = "flowsim, means over worlds; lines on bars: middle 90 % of worlds" if arm else "flowsim, means over worlds"
    footer = style.footer(f"{dates.min():%Y}–{dates.max():%Y}, projection from 2017", source, n)
    return style.finish(fig, "How street cash leaves the street", footer, _key())


def _stack(ax: Axes, table: pd.DataFrame, start: pd.Timestamp, title: str) -> None:
    ax.stackplot(
        table.index, 100 * table.to_numpy().T, colors=[COLOURS[str(c)] for c in table], lw=0.3, edgecolor="white"
    )
    if table.index[0] <= start <= table.index[-1]:
        ax.axvline(start, color=style.BLACK, lw=0.9, ls=(0, (4, 3)))  # type: ignore[arg-type]
    ax.set_title(title)
    ax.set_ylim(0, 100)
    ax.set_xlim(table.index[0], table.index[-1])
    ax.set_xlabel("Year")
    style.years(ax, table.index[0].year + 1, table.index[-1].year)


def _change(ax: Axes, points: pd.DataFrame) -> None:
    mean, low, high = points.mean(), points.quantile(0.05), points.quantile(0.95)
    at = np.arange(len(mean))
    ax.barh(at, mean, color=[COLOURS[str(c)] for c in mean.index], height=0.7, lw=0, zorder=2)
    ax.hlines(at, low, high, color=style.BLACK, lw=1.1, zorder=3)
    ax.axvline(0, color="#555555", lw=0.9)
    ax.set_yticks(at, [NAMES[str(c)] for c in mean.index])
    ax.set_ylim(len(at) - 0.4, -0.6)
    ax.set_xlabel("percentage points")
    ax.set_title("Change after policies start")
    ax.grid(axis="y", visible=False)
    ax.tick_params(axis="y", length=0)


def _key(names: Sequence[str] = CHANNELS) -> list[Artist]:
    return [Patch(facecolor=COLOURS[c], label=NAMES[c]) for c in names]
