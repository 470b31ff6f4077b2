"""Scenarios by outcomes: colour is the probability of improvement, the number the change in per cent.

A change that is printed as 0 has no colour, however sure its sign.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd
from matplotlib.colors import LinearSegmentedColormap
from matplotlib.figure import Figure

from flowsim.experiments.contrast import better
from flowsim.reporting import frames, style
from flowsim.reporting.forest import relative, title

OUTCOMES_SHOWN = (
    "deaths_overdose_opioid", "deaths_overdose_stimulant", "in_treatment", "consumed_kg.heroin",
    "consumed_kg.fentanyl", "consumed_kg.methamphetamine", "price_usd_per_pure_g.heroin",
    "homicides", "members", "export_revenue_usd", "profit_usd", "poppy_ha", "seized_kg.heroin",
    "seized_kg.methamphetamine", "wait_hours", "trade_delay_usd",
)  # fmt: skip
MAP = LinearSegmentedColormap.from_list("worse_better", [style.VERMILION, "#f7f7f7", style.BLUE])
NEUTRAL = "#ececec"
LEAST = 0.05  # per cent; less is printed as 0


@style.styled
def heatmap(
    comparison: pd.DataFrame,
    dates: str,
    outcomes: Sequence[str] = OUTCOMES_SHOWN,
    main: str = frames.MAIN,
) -> Figure:
    """Scenarios ranked by the main outcome, outcomes across.

    Parameters
    ----------
    comparison : DataFrame
        ``Results.comparison()``.
    dates : str
        Of the policy horizon, for the footer.
    outcomes : sequence of str
        Columns, in order; those missing from the table are left out.
    main : str
        Outcome that ranks the rows.
    """
    rows = frames.versus(comparison)
    arms = frames.ranked(rows, main)
    names = [name for name in outcomes if name in set(rows["outcome"])]
    change, chance = (np.full((len(arms), len(names)), np.nan) for _ in range(2))
    for i, arm in enumerate(arms):
        mine = frames.pick(rows, arm)
        mine = mine.assign(change=relative(mine)).set_index("outcome").reindex(names)
        change[i], chance[i] = mine["change"], mine["p_improves"]
    chance[np.isfinite(chance) & (np.abs(change) < LEAST)] = 0.5
    fig = style.figure(2.6 + 0.66 * max(len(names), 6), 2.25 + 0.40 * len(arms))
    ax = fig.subplots()
    ax.set_facecolor(NEUTRAL)
    image = ax.imshow(np.ma.masked_invalid(chance), cmap=MAP, vmin=0, vmax=1, aspect="auto")
    for (i, j), value in np.ndenumerate(change):
        strong = np.isfinite(chance[i, j]) and abs(chance[i, j] - 0.5) > 0.35
        ax.text(j, i, _percent(float(value)), ha="center", va="center", fontsize=8, color="white" if strong else "#222")
    ax.set_yticks(range(len(arms)), [style.label(a[0], frames.tag(a, arms)) for a in arms])
    ax.set_xticks(range(len(names)), [_column(name) for name in names], rotation=40, ha="left", rotation_mode="anchor")
    ax.xaxis.tick_top()
    ax.tick_params(length=0)
    ax.grid(visible=False)
    ax.set_xticks(np.arange(len(names)) + 0.5, minor=True)
    ax.set_yticks(np.arange(len(arms)) + 0.5, minor=True)
    ax.grid(which="minor", color="white", lw=1.5, visible=True)
    ax.tick_params(which="minor", length=0)
    ax.spines[:].set_visible(False)
    bar = fig.colorbar(image, ax=ax, shrink=1.0, pad=0.015, ticks=[0, 0.5, 1])
    bar.set_label("Share of worlds\nthat improve", fontsize=7.5)
    bar.outline.set_visible(False)
    n = frames.pairs(rows, main)
    words = "flowsim; numbers: change in % of the baseline; white: hardly any; grey: neither way is better"
    return style.finish(fig, "What each policy moves", style.footer(dates, words, n))


def _column(name: str) -> str:
    mark = {-1: " ↓", 1: " ↑"}.get(better(name), "")
    return title(name) + mark


def _percent(value: float) -> str:
    if not np.isfinite(value):
        return ""
    if abs(value) < LEAST:
        return "0"
    return style.signed(value, ".1f" if abs(value) < 9.95 else ".0f")
