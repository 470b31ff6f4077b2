"""Model beside data, 2012-2016: one small panel per series."""

from __future__ import annotations

from math import ceil

import pandas as pd
from matplotlib.artist import Artist
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.patches import Patch

from flowsim.experiments.fit import SERIES, YEARS, Series, points
from flowsim.reporting import frames, style
from flowsim.reporting.forest import folded

ACROSS = 4


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
    present = set(table["series"])
    specs = sorted((spec for spec in SERIES if spec.name in present), key=lambda spec: spec.tolerance is None)
    across = min(ACROSS, max(1, len(specs)))
    down = max(1, ceil(len(specs) / across))
    fig = style.figure(max(6.4, 2.75 * across), 0.95 + 1.95 * down)
    axes = fig.subplots(down, across, squeeze=False).ravel()
    for ax, spec in zip(axes, specs, strict=False):
        model = frames.yearly(observed, spec.name)
        model = frames.pick(model, frames.arms(model)[0])
        _panel(ax, spec, table[table["series"] == spec.name], model[model["year"].between(*YEARS)])
    for ax in axes[len(specs) :]:
        ax.set_visible(False)
    inside, scored = points(table)
    source = "; ".join(dict.fromkeys(spec.agency for spec in specs))
    n = int(table["n"].min()) if len(table) else 0
    title = f"Model and data, {inside} of {scored} scored points within tolerance"
    words = f"flowsim, baseline; data: {source}"
    return style.finish(fig, title, style.footer(f"{YEARS[0]}–{YEARS[1]}", words, f"n = {n} worlds"), _key())


def _panel(ax: Axes, spec: Series, rows: pd.DataFrame, model: pd.DataFrame) -> None:
    scored = spec.tolerance is not None
    _band(ax, model, scored)
    _data(ax, rows)
    ax.set_title(folded(spec.label, 25), fontsize=8, color=style.BLACK if scored else style.GREY)
    inside = int(rows["inside"].fillna(False).astype(bool).sum())
    words = f"{inside} of {len(rows)} within {spec.tolerance:.0%}" if scored else f"not scored: {spec.why}"
    ax.text(
        0.03, 0.97, words, transform=ax.transAxes, fontsize=7, color="#444444" if scored else "#777777", va="top",
        bbox={"facecolor": "white", "alpha": 0.75, "pad": 0.8, "lw": 0}, zorder=6,
    )  # fmt: skip
    unit = str(rows["unit"].iloc[0])
    ax.set_ylabel(folded(unit.replace(" (Oct-Sep)", ""), 26), fontsize=7.5)
    ax.set_xlim(YEARS[0] - 0.4, YEARS[1] + 0.4)
    ax.set_xticks(range(YEARS[0], YEARS[1] + 1), [f"{year}" for year in range(YEARS[0], YEARS[1] + 1)], fontsize=7)
    ax.set_xlabel("Fiscal year (Oct–Sep)" if "fiscal" in unit else "Year", fontsize=7.5)
    ax.set_ylim(0, 1.18 * ax.get_ylim()[1])
    style.thousands(ax)


def _band(ax: Axes, model: pd.DataFrame, scored: bool) -> None:
    fill, line = (style.SKY, style.BLUE) if scored else ("#b5b5b5", style.GREY)
    band = frames.bands(model, by="year")
    ax.fill_between(band.index, band["lo90"], band["hi90"], color=fill, alpha=0.25, lw=0)
    ax.fill_between(band.index, band["lo50"], band["hi50"], color=fill, alpha=0.40, lw=0)
    mean = model.groupby("year")["value"].mean()
    ax.plot(mean.index, mean, color=line, lw=1.6)


def _data(ax: Axes, rows: pd.DataFrame) -> None:
    for row in frames.records(rows):
        low, high = row["low"], row["high"]
        if pd.notna(low) and pd.notna(high):
            ax.plot([row["year"]] * 2, [low, high], color=style.GREY, lw=0.9, zorder=4)
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
        Line2D([], [], color=style.VERMILION, mfc="white", lw=0, label="Data, outside", **dot),  # type: ignore[arg-type]
        Line2D([], [], color=style.BLACK, lw=4, alpha=0.22, label="Tolerance"),
        Line2D([], [], color=style.GREY, lw=0.9, label="Published range; grey panels are not scored"),
    ]
