"""Homicide by state of Mexico: how much and how dense in one year, and where a policy changes it."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.cm import ScalarMappable
from matplotlib.colors import LinearSegmentedColormap, Normalize
from matplotlib.figure import Figure

from flowsim.data import Inputs
from flowsim.data.homicide import States, load_states
from flowsim.domain.network import Floats
from flowsim.reporting import frames, style
from flowsim.reporting.geometry import outline, project
from flowsim.reporting.maps import HALO, LAND, WATER

RATE = LinearSegmentedColormap.from_list("rate", ["#f6e8c3", "#E69F00", "#D55E00", "#7a2b00"])
CHANGE = LinearSegmentedColormap.from_list("fewer_more", ["#0072B2", "#f7f7f7", "#D55E00"])
FRAME = (-117.5, -86.2, 14.3, 32.9)  # degrees
LARGEST = 900.0  # square points, the state with most homicides
NAMED = 6
SERIES = "homicides"
SHORT = {"Ciudad de Mexico": "Mexico City", "Distrito Federal": "Mexico City"}


def moved_most(places: pd.DataFrame, years: tuple[int, int]) -> tuple[str, str] | None:
    """The policy under which homicides by state change most, in persons; none where there is no policy."""
    arms = frames.arms(places)
    if len(arms) < 2:
        return None
    base = by_state(places, arms[0], years)
    moves = {arm: float((by_state(places, arm, years) - base).abs().sum()) for arm in arms[1:]}
    best = max(moves, key=lambda arm: moves[arm])
    return best if moves[best] > 0.0 else None


def by_state(places: pd.DataFrame, arm: tuple[str, str], years: tuple[int, int]) -> pd.Series:
    """Homicides a year by state, mean over worlds."""
    mine = frames.pick(places, arm)
    mine = mine[(mine["series"] == SERIES) & mine["year"].between(*years)]
    worlds, count = max(mine["replicate"].nunique(), 1), years[1] - years[0] + 1
    return mine.groupby("place", observed=True)["value"].sum() / worlds / count


@style.styled
def homicide_map(
    places: pd.DataFrame, year: int, years: tuple[int, int], arm: tuple[str, str] | None, inputs: Inputs | None = None
) -> Figure:
    """Homicides per 100,000 in one year of the baseline, and the change in per cent under one policy.

    Parameters
    ----------
    places : DataFrame
        ``Results.places()`` with the series ``homicides``.
    year : int
        Calendar year of the map on the left.
    years : tuple of int
        First and last calendar year of the change, both included.
    arm : (scenario, strength), optional
        Policy of the map on the right; left out where None.
    inputs : Inputs, optional
        The tables of the run; the packaged ones by default.
    """
    states = load_states(inputs)
    base = frames.arms(places)[0]
    level = values(by_state(places, base, (year, year)), states)
    fig = style.figure(10.6 if arm else 6.4, 4.6)
    axes = fig.subplots(1, 2 if arm else 1, squeeze=False).ravel()
    rate = 1e5 * level / states.people
    top = float(np.ceil(np.nanquantile(rate, 0.97) / 10) * 10)
    circles(axes[0], states, level, rate, Normalize(0, max(top, 10.0)), RATE)
    label(axes[0], states, level, [f"{n:,.0f}" for n in level])
    axes[0].set_title(f"Homicides in {year}, {style.label(base[0]).lower()}")
    legend(fig, axes[0], RATE, Normalize(0, max(top, 10.0)), "per 100,000 people", "max")
    if arm:
        before, after = (values(by_state(places, a, years), states) for a in (base, arm))
        change = 100.0 * (after / np.maximum(before, 1e-9) - 1.0)
        most = max(1.0, float(np.nanquantile(np.abs(change), 0.95)))
        circles(axes[1], states, before, change, Normalize(-most, most), CHANGE)
        label(axes[1], states, np.abs(after - before), [f"{style.signed(float(c), '.1f')} %" for c in change])
        name = style.label(arm[0], frames.tag(arm, frames.arms(places)))
        axes[1].set_title(f"Change under {name}, {years[0]}–{years[1]}")
        legend(fig, axes[1], CHANGE, Normalize(-most, most), "change, % of the state's baseline", "both")
    words = "flowsim; circles: areas by homicides, at the middle of states; outline: Natural Earth"
    return style.finish(
        fig, "Homicide by state of Mexico", style.footer(f"{year}; {years[0]}–{years[1]}", words, frames.worlds(places))
    )


def values(found: pd.Series, states: States) -> Floats:
    """In the order of states; nan where a state has none."""
    return np.asarray(found.reindex(list(states.ids)).to_numpy(float))


def circles(ax: Axes, states: States, size: Floats, colour: Floats, norm: Normalize, scale: Any) -> None:
    """The country and a circle per state."""
    west, east, south, north = FRAME
    ax.set_facecolor(WATER)
    for country, rings in outline().items():
        for ring in rings:
            ax.fill(*np.asarray(ring).T, facecolor=LAND.get(country, "#f3f3f1"), edgecolor="#bdb6a5", lw=0.6, zorder=1)
    x, y = project(states.lon, states.lat)
    area = LARGEST * np.nan_to_num(size) / max(float(np.nanmax(size)), 1e-9)
    order = np.argsort(-area)
    ax.scatter(
        x[order], y[order], s=area[order] + 6, c=scale(norm(colour))[order], edgecolors="#444", linewidths=0.5, zorder=3
    )
    corners = project([west, east, west, east], [south, south, north, north])
    ax.set_xlim(corners[0].min(), corners[0].max())
    ax.set_ylim(corners[1].min(), corners[1].max())
    ax.set_aspect("equal")
    ax.grid(visible=False)
    ax.set_xticks([])
    ax.set_yticks([])
    ax.spines[:].set_visible(False)


def label(ax: Axes, states: States, weight: Floats, words: list[str]) -> None:
    """Name the states of most weight, no two of them close together."""
    x, y = project(states.lon, states.lat)
    taken: list[int] = []
    for i in np.argsort(-np.nan_to_num(weight)):
        if len(taken) < NAMED and all(np.hypot(x[i] - x[j], y[i] - y[j]) > 0.22 for j in taken):
            taken.append(int(i))
            ax.annotate(
                f"{SHORT.get(states.names[i], states.names[i])}\n{words[i]}", (x[i], y[i]), (0, 0), fontsize=6.8,
                textcoords="offset points", ha="center", va="center", zorder=5, path_effects=HALO,
            )  # fmt: skip


def legend(fig: Figure, ax: Axes, scale: Any, norm: Normalize, words: str, extend: str) -> None:
    """The bar below one map."""
    bar = fig.colorbar(
        ScalarMappable(norm, scale), ax=ax, orientation="horizontal", shrink=0.6, pad=0.02, aspect=30, extend=extend
    )
    bar.set_label(words, fontsize=7.5)
    bar.ax.tick_params(labelsize=7)
