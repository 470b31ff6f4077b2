"""From alerts to sentences: how many of each a year, by country and scenario."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd
from matplotlib.artist import Artist
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.patches import Patch

from flowsim.domain.codes import COUNTRIES
from flowsim.reporting import frames, style, weekly

STAGES = {
    "alerts": "Alerts read",
    "reports": "Reports",
    "true_reports": "Reports about\nlaunderers",
    "investigated": "of these, read\nby the unit",
    "laundering_cases": "Cases",
    "laundering_charged": "Charged",
    "laundering_sentenced": "Sentenced",
}
SERIES = tuple(f"{stage}.{country}" for country in COUNTRIES for stage in STAGES)
TITLES = dict(zip(COUNTRIES, ("United States", "Mexico"), strict=True))
WEEKS = 365.25 / 7


def yearly(means: pd.DataFrame, begin: pd.Timestamp) -> pd.DataFrame:
    """Numbers a year from ``begin`` on: index scenario, strength; columns ``SERIES``.

    Parameters
    ----------
    means : DataFrame
        From ``weekly.means``.
    """
    rows = means[means.index.get_level_values("date") >= begin]
    return rows.groupby(level=weekly.ARM, sort=False).mean() * WEEKS


@style.styled
def funnel(table: pd.DataFrame, dates: str, n: int) -> Figure:
    """Stages on a log scale, a panel per country and a line per scenario; numbers are the baseline's.

    Parameters
    ----------
    table : DataFrame
        From ``yearly``.
    dates : str
    n : int
        Worlds per scenario.
    """
    fig = style.figure(10.4, 4.6)
    arms = weekly.arms(table)
    axes = fig.subplots(1, 2, sharey=True)
    for ax, country in zip(axes, COUNTRIES, strict=True):
        _panel(ax, table[[f"{stage}.{country}" for stage in STAGES]], arms)
        ax.set_title(TITLES[country])
    axes[0].set_ylabel("a year, log scale")
    low, high = float(table.to_numpy()[table.to_numpy() > 0].min()), float(table.to_numpy().max())
    axes[0].set_ylim(low / 8, high * 3)
    footer = style.footer(f"{dates}, mean of years", "flowsim, means over worlds", n)
    return style.finish(fig, "From alerts to sentences for laundering", footer, _key(arms))


def _panel(ax: Axes, table: pd.DataFrame, arms: Sequence[tuple[str, str]]) -> None:
    colour = style.colours([scenario for scenario, _ in arms])
    at = np.arange(table.shape[1])
    ax.set_yscale("log")
    for i, arm in enumerate(arms):
        values = table.loc[[arm]].to_numpy(dtype=np.float64)[0]
        shown = np.where(values > 0, values, np.nan)
        if i == 0:
            ax.bar(at, shown, width=0.62, color="#d9d9d9", lw=0, zorder=1)
            for x, value in zip(range(len(at)), values, strict=True):
                ax.text(x, 0.015, style.short(value), transform=ax.get_xaxis_transform(), ha="center", fontsize=7.5)
        else:
            shift = 0.5 * (i / len(arms) - 0.5)
            ax.plot(at + shift, shown, "o", color=colour[arm[0]], ms=4.2, mec="white", mew=0.5, zorder=3)
    ax.set_xticks(at, list(STAGES.values()), fontsize=7, rotation=38, ha="right", rotation_mode="anchor")
    ax.grid(axis="x", visible=False)


def _key(arms: Sequence[tuple[str, str]]) -> list[Artist]:
    colour = style.colours([scenario for scenario, _ in arms])
    base: list[Artist] = [Patch(facecolor="#d9d9d9", label=f"{style.label(arms[0][0])}, with numbers")]
    return base + [
        Line2D([], [], color=colour[arm[0]], marker="o", ms=4.2, lw=0, label=style.label(arm[0], frames.tag(arm, arms)))
        for arm in arms[1:]
    ]
