"""The organisations alone: a table of members and deaths, and both over time by scenario."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from rich.table import Table

from flowsim.experiments.closed_summary import OWN, STATUS_QUO
from flowsim.reporting import style

COLOUR = {
    STATUS_QUO: style.GREY,
    "half_recruitment": style.BLUE,
    "double_arrests": style.VERMILION,
    OWN: style.PURPLE,
}
PANELS = {"members": "Members", "deaths": "Member deaths a week"}
ROWS = {"members": ("members", ",.0f"), "deaths": ("deaths a week", ",.1f")}
SMOOTH = 13  # weeks over which deaths by dice are averaged


def table(summary: pd.DataFrame, manifest: Mapping[str, Any]) -> Table:
    """Members and deaths of each scenario, with changes against the status quo when policy starts.

    Parameters
    ----------
    summary : DataFrame
        From ``ClosedRun.summary``.
    manifest : mapping
        From ``ClosedRun.manifest``.
    """
    dates = list(dict.fromkeys(summary["date"]))
    title = f"Organisations alone: {_said(manifest)}"
    shown = Table(title=title, title_justify="left", min_width=len(title), box=None, pad_edge=False)
    shown.add_column("scenario", no_wrap=True)
    shown.add_column("persons", no_wrap=True)
    for words in (*(str(day.year) for day in dates), "change"):
        shown.add_column(words, justify="right", no_wrap=True)
    for name, rows in summary.groupby("scenario", sort=False):
        words = style.label(str(name))
        for quantity, (said, form) in ROWS.items():
            one = rows[rows["quantity"] == quantity]
            shown.add_row(words, said, *(format(value, form) for value in one["value"]), _change(one.iloc[-1]))
            words = ""
    return shown


@style.styled
def weeks(national: pd.DataFrame, manifest: Mapping[str, Any]) -> Figure:
    """Members and deaths over time: the mean over seeds, and the range of seeds as a band.

    Scenarios part when policy starts; what they share before is drawn once, as the status quo.

    Parameters
    ----------
    national : DataFrame
        From ``ClosedRun.national``.
    manifest : mapping
        From ``ClosedRun.manifest``.
    """
    config, policy = manifest["config"], pd.Timestamp(manifest["config"]["policy_from"])
    apart = policy <= national["date"].max()
    names = [name for name in manifest["scenarios"] if apart or name == STATUS_QUO]
    fig = style.figure(8.2, 3.7)
    axes = fig.subplots(1, len(PANELS))
    for ax, (quantity, title) in zip(axes, PANELS.items(), strict=True):
        smooth = config["stochastic"] and quantity == "deaths"
        for name in names:
            wide = national[national["scenario"] == name].pivot(index="date", columns="seed", values=quantity)
            if smooth:
                wide = wide.rolling(SMOOTH, min_periods=1).mean()
            _draw(ax, wide if name == STATUS_QUO else wide[wide.index >= policy], name)
        if apart:
            ax.axvline(policy, color=style.GREY, lw=0.8, ls=":")
        ax.set_title(f"{title}, mean of {SMOOTH} weeks" if smooth else title)
        ax.set_ylim(bottom=0)
        style.thousands(ax)
        style.years(ax, national["date"].min().year, national["date"].max().year)
    handles = [Line2D([], [], color=COLOUR[name], lw=1.6, label=_called(name, manifest)) for name in names]
    dates = f"{config['start']} to {config['end']}" + (f", policy from {policy:%Y-%m-%d} (dotted)" if apart else "")
    source = "flowsim, after Prieto-Curiel et al. 2023" + (", groups of the user" if manifest["files"] else "")
    n = f"n = {manifest['replicates']}" + (" seeds: mean and range" if manifest["replicates"] > 1 else " seed")
    return style.finish(fig, f"Organisations alone ({_said(manifest)})", style.footer(dates, source, n), handles)


def _called(name: str, manifest: Mapping[str, Any]) -> str:
    """A scenario in the key; one's own with its multipliers."""
    arm = manifest["scenarios"][name]
    own = f" (recruitment ×{arm['recruitment']:g}, arrests ×{arm['arrests']:g})"
    return style.label(name) + (own if name == OWN else "")


def _draw(ax: Axes, wide: pd.DataFrame, name: str) -> None:
    days, middle, low, high = (
        np.asarray(x) for x in (wide.index, wide.mean(axis=1), wide.min(axis=1), wide.max(axis=1))
    )
    ax.fill_between(days, low, high, color=COLOUR[name], alpha=0.15, lw=0)
    ax.plot(days, middle, color=COLOUR[name], lw=1.6)


def _said(manifest: Mapping[str, Any]) -> str:
    config, seeds = manifest["config"], manifest["replicates"]
    arrests = "so many arrests a week" if config["arrests"] == "flow" else "arrests per member"
    kind = "by dice" if config["stochastic"] else "expected numbers"
    return f"{arrests}, {kind}, {seeds} seed{'' if seeds == 1 else 's'}"


def _change(row: pd.Series) -> str:
    """In per cent, with the spread over seeds; a dash where nobody was left to compare with."""
    if not np.isfinite(row["change"]):
        return "\u2013"
    spread = f" ± {row['sd']:.1f}" if np.isfinite(row["sd"]) else ""
    return f"{style.signed(row['change'], '.1f')}{spread} %"
