"""Where the problem moves to: change by stretch of border and by poppy region, policy by policy."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.cm import ScalarMappable
from matplotlib.colors import LinearSegmentedColormap, Normalize
from matplotlib.figure import Figure

from flowsim.data import Inputs
from flowsim.data.geography import load_network
from flowsim.domain.codes import DRUGS
from flowsim.reporting import flows, frames, style

MAP = LinearSegmentedColormap.from_list("less_more", ["#5D3A9B", "#f7f7f7", "#E66100"])
REACH = 25.0  # per cent at which colours saturate
SMALL = 0.002  # places with less than this share of the baseline's total are left blank

Values = Callable[[pd.DataFrame], pd.Series]


@style.styled
def shifts(places: pd.DataFrame, years: tuple[int, int], inputs: Inputs | None = None) -> Figure:
    """Change in per cent of the baseline of each place, one panel per drug and one for poppy.

    Parameters
    ----------
    places : DataFrame
        ``Results.places()`` of all scenarios.
    years : tuple of int
        First and last calendar year, both included.
    inputs : Inputs, optional
        The tables of the runs; the packaged ones by default.
    """
    arms = frames.arms(places)
    others = arms[1:]
    panels = {f"{d.capitalize()} delivered, by stretch of border": _delivered(d, years, inputs) for d in DRUGS}
    panels["Poppy standing, by region"] = _poppy(years, inputs)
    tables = {
        title: table
        for title, values in panels.items()
        if len(table := _change([values(frames.pick(places, arm)) for arm in arms]))
    }
    fig = style.figure(9.6, 0.95 + len(tables) * (0.95 + 0.27 * len(others)))
    axes = fig.subplots(max(1, len(tables)), 1, squeeze=False).ravel()
    names = [style.label(a[0], frames.tag(a, arms)) for a in others]
    for ax, (title, table) in zip(axes, tables.items(), strict=False):
        _panel(ax, title, table, names)
    norm = Normalize(-REACH, REACH)
    bar = fig.colorbar(ScalarMappable(norm, MAP), ax=list(axes), shrink=0.6, pad=0.015, extend="both")
    bar.set_label("Change, % of the place's baseline", fontsize=7.5)
    source = "flowsim, means over worlds; blank: hardly anything in the baseline"
    footer = style.footer(f"{years[0]}–{years[1]}, mean per year", source, frames.worlds(places))
    return style.finish(fig, "Where it moves", footer)


def _delivered(drug: str, years: tuple[int, int], inputs: Inputs | None) -> Values:
    def values(places: pd.DataFrame) -> pd.Series:
        return flows.areas(flows.corridors(places, drug, years, inputs), inputs).sum(axis=1)

    return values


def _poppy(years: tuple[int, int], inputs: Inputs | None = None) -> Values:
    regions = load_network("divisions", inputs).poppy.ids

    def values(places: pd.DataFrame) -> pd.Series:
        found = flows.yearly_mean(places, "poppy_ha", years).reindex(regions).fillna(0.0)
        return found.rename(lambda name: str(name).removeprefix("poppy_").capitalize())

    return values


def _change(values: Sequence[pd.Series]) -> pd.DataFrame:
    """Per cent by policy (rows) and place (columns), the total last; places without anything left out."""
    base = values[0]
    if not base.sum() > 0 or len(values) < 2:
        return pd.DataFrame()
    full = pd.DataFrame(values).reset_index(drop=True)
    full["All"] = full.sum(axis=1)
    full = full.loc[:, full.iloc[0] > 0]
    change = 100 * (full.iloc[1:] / full.iloc[0] - 1)
    small = full.iloc[0] <= SMALL * float(base.sum())
    change.loc[:, small[small].index] = np.nan
    return change


def _panel(ax: Axes, title: str, table: pd.DataFrame, names: Sequence[str]) -> None:
    ax.imshow(np.ma.masked_invalid(table.to_numpy()), cmap=MAP, vmin=-REACH, vmax=REACH, aspect="auto")
    for (i, j), value in np.ndenumerate(table.to_numpy()):
        if np.isfinite(value):
            dark = abs(value) > 0.7 * REACH
            text = style.signed(float(value), ".1f" if abs(value) < 9.95 else ".0f")
            ax.text(j, i, text, ha="center", va="center", fontsize=7.5, color="white" if dark else "#222222")
    ax.set_yticks(range(len(names)), list(names))
    ax.set_xticks(range(table.shape[1]), [str(c).replace(" ", "\n") for c in table.columns])
    ax.set_title(title, fontsize=8.5)
    ax.axvline(table.shape[1] - 1.5, color="#555555", lw=1.2)
    ax.tick_params(length=0)
    ax.grid(visible=False)
    ax.spines[:].set_visible(False)
