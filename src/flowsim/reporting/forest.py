"""Paired differences from the baseline: one panel per outcome, one row per scenario."""

from __future__ import annotations

from collections.abc import Sequence
from math import ceil

import numpy as np
import pandas as pd
from matplotlib.artist import Artist
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.patches import Patch

from flowsim.domain.outcomes import OUTCOMES
from flowsim.experiments.contrast import better
from flowsim.reporting import frames, style

OUTCOMES_SHOWN = (
    "deaths_overdose_opioid", "deaths_overdose_stimulant", "users_opioid", "consumed_kg.heroin",
    "consumed_kg.fentanyl", "consumed_kg.methamphetamine", "consumed_kg.cocaine", "price_usd_per_pure_g.heroin",
    "homicides", "members", "poppy_ha", "export_revenue_usd", "profit_usd", "wait_hours",
)  # fmt: skip


def title(outcome: str) -> str:
    """Words for an outcome."""
    return OUTCOMES[outcome].label if outcome in OUTCOMES else outcome.replace("_", " ")


@style.styled
def forest(
    comparison: pd.DataFrame, dates: str, outcomes: Sequence[str] = OUTCOMES_SHOWN, versus: str = "baseline"
) -> Figure:
    """Mean paired difference with the middle 50 and 90 % of worlds, in per cent of the baseline's mean.

    Parameters
    ----------
    comparison : DataFrame
        ``Results.comparison()``.
    dates : str
        Of the policy horizon, for the footer.
    outcomes : sequence of str
        Panels, in order; those missing from the table are left out.
    versus : {"baseline", "start"}
    """
    rows = frames.versus(comparison, versus)
    arms = frames.ranked(rows)
    present = set(rows.loc[rows["baseline"].abs() > 0, "outcome"])
    names = [name for name in outcomes if name in present]
    across = min(4, max(1, len(names)))
    down = max(1, ceil(len(names) / across))
    fig = style.figure(2.0 + 2.25 * across, 0.95 + down * (0.65 + 0.27 * len(arms)))
    axes = fig.subplots(down, across, sharey=True, squeeze=False).ravel()
    colour = style.colours([scenario for scenario, _ in arms])
    for ax, name in zip(axes, names, strict=False):
        _panel(ax, rows[rows["outcome"] == name], arms, colour, better(name))
        ax.set_title(folded(title(name)), fontsize=8.5)
        ax.set_xlabel(f"% of {'baseline' if versus == 'baseline' else 'the level at the start'}")
    for ax in axes[len(names) :]:
        ax.set_visible(False)
    axes[0].set_yticks(range(len(arms)), [style.label(a[0], frames.tag(a, arms)) for a in arms])
    axes[0].set_ylim(len(arms) - 0.5, -0.5)
    n = frames.pairs(rows)
    what = "Change from the baseline" if versus == "baseline" else "Change from the start date"
    return style.finish(fig, what, style.footer(dates, "flowsim, paired by seed", n), _key())


def _panel(
    ax: Axes, rows: pd.DataFrame, arms: Sequence[tuple[str, str]], colour: dict[str, str], direction: int
) -> None:
    ax.axvline(0, color="#555555", lw=0.9)
    for i, arm in enumerate(arms):
        found = frames.records(frames.pick(rows, arm))
        if not found:
            continue
        row = found[0]
        scale = 100 / abs(row["baseline"])
        c = colour[arm[0]]
        ax.plot([row["lo90"] * scale, row["hi90"] * scale], [i, i], color=c, lw=1.4, solid_capstyle="butt")
        ax.plot([row["lo50"] * scale, row["hi50"] * scale], [i, i], color=c, lw=4.5, solid_capstyle="butt", alpha=0.8)
        ax.plot(row["difference"] * scale, i, "o", ms=3.6, mfc="white", mec=style.BLACK, mew=1.1, zorder=5)
    left, right = ax.get_xlim()
    reach = max(abs(left), abs(right), 1e-9)
    left, right = min(left, -0.12 * reach), max(right, 0.12 * reach)
    ax.set_xlim(left, right)
    if direction:
        ax.axvspan(0 if direction > 0 else left, right if direction > 0 else 0, color=style.GREEN, alpha=0.07, lw=0)
    ax.grid(axis="y", visible=False)
    ax.xaxis.set_major_formatter(lambda value, _: style.signed(float(value), "g"))
    ax.tick_params(axis="y", length=0)


def _key() -> list[Artist]:
    ink = style.BLACK
    return [
        Line2D([], [], color=ink, marker="o", mfc="white", mew=1.1, lw=0, ms=3.6, label="Mean difference"),
        Line2D([], [], color=ink, lw=4.5, label="Middle 50 % of worlds"),
        Line2D([], [], color=ink, lw=1.4, label="Middle 90 %"),
        Patch(facecolor=style.GREEN, alpha=0.15, lw=0, label="Improvement"),
    ]


def folded(words: str, longest: int = 26) -> str:
    """Words on two lines if they are long."""
    if len(words) <= longest:
        return words
    gaps = [i for i, c in enumerate(words) if c == " "]
    cut = min(gaps, key=lambda i: abs(i - len(words) / 2), default=-1)
    return words if cut < 0 else words[:cut] + "\n" + words[cut + 1 :]


def relative(rows: pd.DataFrame) -> pd.Series:
    """Mean difference in per cent of the absolute baseline, nan where the baseline is 0."""
    return 100 * rows["difference"] / rows["baseline"].abs().replace(0, np.nan)
