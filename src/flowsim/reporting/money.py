"""What the organisations earn, beside the published ranges, and the share of US margins that those would need."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

import numpy as np
import pandas as pd
from matplotlib.artist import Artist
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.patches import Patch

from flowsim.domain.chain import archetypes
from flowsim.domain.codes import DRUGS
from flowsim.experiments.frames import NATIONAL
from flowsim.reporting import frames, style

EXPORTS, CLAIM = (6.0, 10.0), (18.0, 30.0)
"""Billion USD a year: exports counted bottom-up (RAND OP-325, UNODC), and proceeds as the presentation states them."""
WINDOW = (2012, 2016)
TOTALS = ("export_revenue_usd", "us_margin_usd", "us_distribution_usd", "profit_usd")
SERIES = (*TOTALS, *(f"export_revenue_usd.{drug}" for drug in DRUGS))
PLACES = ("export_revenue_usd", "profit_usd")


@dataclass(frozen=True)
class Sums:
    """Means over worlds and the years 2012-2016, billion USD of 2016 a year.

    Attributes
    ----------
    exports, margins, profit : float
        Export revenue; US distribution margins that the organisations hold; profit.
    distribution : float
        All US distribution margins above import prices, of goods from Mexico.
    """

    exports: float
    margins: float
    profit: float
    distribution: float

    @property
    def held(self) -> float:
        """Share of US distribution margins that the organisations hold in the model."""
        return self.margins / self.distribution if self.distribution > 0 else float("nan")

    def needed(self, proceeds: float) -> float:
        """Share of US distribution margins with which exports and margins come to so many billion a year."""
        return (proceeds - self.exports) / self.distribution if self.distribution > 0 else float("nan")


def yearly(series: pd.DataFrame) -> pd.DataFrame:
    """Billion USD by world (rows: replicate, year) and series (columns); whole years of the first arm."""
    rows = frames.pick(series, frames.arms(series)[0])
    rows = rows[rows["place"] == NATIONAL]
    year = (rows["date"] + timedelta(days=3)).dt.year
    rows = rows.assign(year=year, series=rows["series"].astype(str))
    wide = rows.pivot_table(index=["replicate", "year"], columns="series", values="value", aggfunc="sum") / 1e9
    first = rows[(rows["series"] == rows["series"].iloc[0]) & (rows["replicate"] == rows["replicate"].iloc[0])]
    weeks = first.groupby("year").size()
    return wide[wide.index.get_level_values("year").isin(weeks.index[weeks >= 52])]


def sums(table: pd.DataFrame) -> Sums | None:
    """Means of 2012-2016, of as many of these years as there are.

    Parameters
    ----------
    table : DataFrame
        From ``yearly``.
    """
    rows = table[np.isin(table.index.get_level_values("year"), range(WINDOW[0], WINDOW[1] + 1))]
    if rows.empty or not set(TOTALS) <= set(rows.columns):
        return None
    mean = rows.mean()
    return Sums(*(float(mean[name]) for name in ("export_revenue_usd", "us_margin_usd", "profit_usd",
                                                 "us_distribution_usd")))  # fmt: skip


@style.styled
def money(table: pd.DataFrame, places: pd.DataFrame) -> Figure:
    """Export revenue by drug and profit by year beside the two ranges; both by organisation.

    Parameters
    ----------
    table : DataFrame
        From ``yearly``.
    places : DataFrame
        ``Results.places()`` with ``PLACES``.
    """
    fig = style.figure(10.4, 4.9)
    left, right = fig.subplots(1, 2, width_ratios=[1.5, 1.0])
    _years(left, table)
    _organisations(right, frames.pick(places, frames.arms(places)[0]))
    years = table.index.get_level_values("year")
    dates = f"{years.min()}–{years.max()}, baseline; projection from 2017"
    words = "flowsim, means over worlds; ranges: RAND OP-325 and UNODC (exports), Wayne 2017 (proceeds)"
    n = table.index.get_level_values("replicate").nunique()
    return style.finish(fig, "What the organisations earn", style.footer(dates, words, f"n = {n} worlds"), _key(table))


def _years(ax: Axes, table: pd.DataFrame) -> None:
    mean = table.groupby(level="year").mean()
    at = mean.index.to_numpy()
    for (low, high), words in ((EXPORTS, "6–10 bn: exports, counted bottom-up"), (CLAIM, "18–30 bn: as presented")):
        ax.axhspan(low, high, color=style.GREY, alpha=0.16, lw=0, zorder=0)
        ax.text(at[0] - 0.45, high + 0.15, words, fontsize=7.5, va="bottom", color="#444444")
    base = np.zeros(len(mean))
    for drug in DRUGS:
        name = f"export_revenue_usd.{drug}"
        if name in mean:
            ax.bar(at, mean[name], bottom=base, color=style.DRUG[drug], width=0.72, lw=0, zorder=2)
            base = base + mean[name].to_numpy()
    ax.plot(at, mean["profit_usd"], "o-", color=style.BLACK, ms=3.5, lw=1.4, zorder=4)
    gross = mean["export_revenue_usd"] + mean["us_margin_usd"]
    ax.plot(at, gross, "s--", color=style.PURPLE, ms=3.5, lw=1.4, zorder=4)
    ax.set_xlim(at[0] - 0.6, at[-1] + 0.6)
    ax.set_ylim(0, max(CLAIM[1] + 3, 1.08 * float(gross.max())))
    step = max(1, len(at) // 6)
    ax.set_xticks(at[::step])
    ax.set_xlabel("Year")
    ax.set_ylabel("billion USD of 2016 a year")
    ax.set_title("By year", fontsize=8.5)
    ax.grid(axis="x", visible=False)


def _organisations(ax: Axes, places: pd.DataFrame) -> None:
    rows = places[places["year"].between(*WINDOW)]
    rows = rows if len(rows) else places
    worlds = max(1, len(rows[["replicate", "year"]].drop_duplicates()))
    wide = frames.texts(rows, "place", "series").pivot_table(
        index="place", columns="series", values="value", aggfunc="sum"
    ) / (1e9 * worlds)
    wide = wide.sort_values("export_revenue_usd", ascending=False)
    at = np.arange(len(wide))
    ax.barh(at - 0.2, wide["export_revenue_usd"], height=0.38, color=style.ORANGE, lw=0)
    ax.barh(at + 0.2, wide["profit_usd"], height=0.38, color=style.BLACK, lw=0)
    known = archetypes()
    ax.set_yticks(at, [known[name].label if name in known else name for name in wide.index], fontsize=7.5)
    ax.set_ylim(len(wide) - 0.4, -0.6)
    ax.set_xlabel("billion USD of 2016 a year")
    first, last = rows["year"].min(), rows["year"].max()
    ax.set_title(f"By organisation (archetypes), mean of {first}–{last}", fontsize=8.5)
    ax.grid(axis="y", visible=False)
    ax.tick_params(axis="y", length=0)


def _key(table: pd.DataFrame) -> list[Artist]:
    drugs: list[Artist] = [
        Patch(facecolor=style.DRUG[drug], label=drug.capitalize())
        for drug in DRUGS
        if f"export_revenue_usd.{drug}" in table
    ]
    return [
        *drugs,
        Patch(facecolor=style.ORANGE, label="Export revenue (right)"),
        Line2D([], [], color=style.BLACK, marker="o", ms=3.5, lw=1.4, label="Profit"),
        Line2D([], [], color=style.PURPLE, marker="s", ms=3.5, lw=1.4, ls="--",
               label="Exports and US margins that they hold"),
    ]  # fmt: skip
