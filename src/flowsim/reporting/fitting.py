"""Model beside data, 2012-2016: one small panel per series."""

from __future__ import annotations

from math import ceil

import pandas as pd
from matplotlib.artist import Artist
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.patches import Patch

from flowsim.experiments.fit import SERIES, YEARS, points
from flowsim.reporting import frames, style


@style.styled
def fit_figure(table: pd.DataFrame, observed: pd.DataFrame) -> Figure:
    """The ensemble's band against the data with their tolerance, one panel per series.

    Parameters
    ----------
    table : DataFrame
        From ``flowsim.experiments.fit.fit``.
    observed : DataFrame
        ``Results.observed()``: the band also covers years without data.
    """
    specs = [spec for spec in SERIES if spec.name in set(table["series"])]
    across, down = 3, max(1, ceil(len(specs) / 3))
    fig = style.figure(10.0, 0.95 + 2.2 * down)
    axes = fig.subplots(down, across, squeeze=False).ravel()
    for ax, spec in zip(axes, specs, strict=False):
        rows = table[table["series"] == spec.name]
        model = frames.yearly(observed, spec.name)
        arms = frames.arms(model)
        model = frames.pick(model, arms[0])
        _band(ax, model[model["year"].between(*YEARS)])
        _data(ax, rows)
        ax.set_title(spec.label, fontsize=8.5)
        if spec.tolerance is None:
            ax.text(0.02, 0.04, "not scored", transform=ax.transAxes, fontsize=7.5, color="#777777")
        unit = str(rows["unit"].iloc[0])
        ax.set_ylabel(unit.replace(" (Oct-Sep)", ""))
        ax.set_xlabel("Fiscal year (Oct–Sep)" if "fiscal" in unit else "Year")
        ax.set_xlim(YEARS[0] - 0.4, YEARS[1] + 0.4)
        ax.set_xticks(range(YEARS[0], YEARS[1] + 1))
        ax.set_ylim(bottom=0)
        style.thousands(ax)
    for ax in axes[len(specs) :]:
        ax.set_visible(False)
    inside, scored = points(table)
    source = ", ".join(dict.fromkeys(spec.agency for spec in specs))
    n = int(table["n"].min()) if len(table) else 0
    title = f"Model and data, {inside} of {scored} scored points within tolerance"
    words = f"flowsim, baseline; data: {source}"
    return style.finish(fig, title, style.footer(f"{YEARS[0]}–{YEARS[1]}", words, f"n = {n} worlds"), _key())


def _band(ax: Axes, model: pd.DataFrame) -> None:
    band = frames.bands(model, by="year")
    ax.fill_between(band.index, band["lo90"], band["hi90"], color=style.SKY, alpha=0.25, lw=0)
    ax.fill_between(band.index, band["lo50"], band["hi50"], color=style.SKY, alpha=0.40, lw=0)
    mean = model.groupby("year")["value"].mean()
    ax.plot(mean.index, mean, color=style.BLUE, lw=1.6)


def _data(ax: Axes, rows: pd.DataFrame) -> None:
    for row in frames.records(rows):
        if not row["scored"]:
            ax.plot(row["year"], row["data"], "o", ms=4, color=style.GREY, zorder=5)
            continue
        colour = style.BLACK if row["inside"] else style.VERMILION
        reach = row["tolerance"] * row["data"]
        ax.plot([row["year"]] * 2, [row["data"] - reach, row["data"] + reach], color=colour, lw=4, alpha=0.22, zorder=4)
        ax.plot(
            row["year"],
            row["data"],
            "o",
            ms=4.2,
            mfc=colour if row["inside"] else "white",
            mec=colour,
            mew=1.4,
            zorder=5,
        )


def _key() -> list[Artist]:
    dot = {"marker": "o", "ms": 4.2, "mew": 1.4}
    return [
        Line2D([], [], color=style.BLUE, lw=1.6, label="Model, mean"),
        Patch(facecolor=style.SKY, alpha=0.6, lw=0, label="Middle 50 % of worlds"),
        Patch(facecolor=style.SKY, alpha=0.25, lw=0, label="Middle 90 %"),
        Line2D([], [], color=style.BLACK, lw=0, label="Data, mean within tolerance", **dot),  # type: ignore[arg-type]
        Line2D([], [], color=style.VERMILION, mfc="white", lw=0, label="outside", **dot),  # type: ignore[arg-type]
        Line2D([], [], color=style.BLACK, lw=4, alpha=0.22, label="Tolerance"),
    ]
