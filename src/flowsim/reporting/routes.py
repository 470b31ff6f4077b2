"""Routes of a drug before and after a policy: two maps on one scale, and what moved where."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd
from matplotlib.artist import Artist
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.patches import Patch

from flowsim.data import Inputs
from flowsim.data.geography import load_network
from flowsim.experiments.displacement import share_displaced
from flowsim.reporting import flows, frames, maps, origins, style

LESS, MORE = "#5D3A9B", "#E66100"
FIELD = ("Between ports", "Tunnels")


def moved_most(places: pd.DataFrame, drug: str, years: tuple[int, int]) -> tuple[str, str] | None:
    """The policy under which shares of crossings differ most from the baseline's."""
    arms = frames.arms(places)
    shares = {}
    for arm in arms:
        kg = flows.yearly_mean(frames.pick(places, arm), f"delivered_kg.{drug}", years)
        shares[arm] = kg / max(float(kg.sum()), 1e-300)
    gap = {arm: float(shares[arm].sub(shares[arms[0]], fill_value=0.0).abs().sum()) for arm in arms[1:]}
    return max(gap, key=lambda arm: gap[arm]) if gap else None


def displaced(places: pd.DataFrame, drug: str, arm: tuple[str, str], years: tuple[int, int]) -> tuple[float, float]:
    """Kilograms a year that crossings lose, and the share of it that others gain; means over worlds.

    The share is nan where losses stay below 1 % of the baseline's total.
    """
    rows = places[(places["series"] == f"delivered_kg.{drug}") & places["year"].between(*years)]
    rows = frames.texts(rows, "place")
    wide = [
        frames.pick(rows, one).pivot_table(index="replicate", columns="place", values="value", aggfunc="sum")
        for one in (arm, frames.arms(places)[0])
    ]
    worlds = wide[0].index.intersection(wide[1].index)
    after, before = (frame.loc[worlds].fillna(0.0).reindex(columns=wide[1].columns).to_numpy() for frame in wide)
    lost = np.clip(before - after, 0.0, None).sum(axis=1).mean() / (years[1] - years[0] + 1)
    share = share_displaced(after, before)
    return float(lost), float(np.nanmean(share)) if np.isfinite(share).any() else float("nan")


@style.styled
def routes(
    places: pd.DataFrame,
    drug: str,
    arm: tuple[str, str],
    years: tuple[int, int],
    inputs: Inputs | None = None,
    groups: Sequence[str] = (),
) -> Figure:
    """Baseline and policy side by side, widths by kg on one scale; below, the change by stretch and way.

    Parameters
    ----------
    places : DataFrame
        ``Results.places()`` of baseline and policy.
    arm : tuple of str
        Scenario and strength of the policy.
    years : tuple of int
        First and last calendar year, both included.
    groups : sequence of str, optional
        Only these ways of crossing are on the maps.
    """
    arms = frames.arms(places)
    pair = [flows.corridors(frames.pick(places, one), drug, years, inputs) for one in (arms[0], arm)]
    shown = [rows[rows["group"].isin(groups)] if groups else rows for rows in pair]
    points = [flows.crossings(rows) for rows in shown]
    top, norm = maps.largest(points[0]), maps.colours(points[0])
    network = load_network("divisions", inputs)
    fig = style.figure(10.0, 6.9)
    rows = fig.add_gridspec(2, 1, height_ratios=[1.35, 1.0])
    maps_at, bars_at = (rows[i].subgridspec(1, 2).subplots(squeeze=False)[0] for i in (0, 1))
    for ax, one, found in zip(maps_at, (arms[0], arm), points, strict=True):
        made = origins.origins(network, drug, frames.pick(places, one), years, inputs)
        maps.ground(ax)
        maps.lines(ax, found, made.middle, top, norm)
        maps.names(ax, found, top, most=6)
        origins.draw(ax, made, drug)
        _near(ax)
        kg = style.weight(float(found["delivered_kg"].sum()))
        ax.set_title(f"{style.label(one[0], frames.tag(one, arms))}: {kg} delivered a year", fontsize=9)
    maps.bar(maps_at[0], norm, (0.03, 0.08, 0.34, 0.03))
    maps_at[1].text(
        0.02, 0.04, sentence(places, drug, arm, years), transform=maps_at[1].transAxes, fontsize=8, zorder=9,
        fontweight="bold", linespacing=1.4, path_effects=maps.HALO,
    )  # fmt: skip
    area, way = (_change(pair, by, inputs) for by in ("area", "group"))
    _bars(bars_at[0], area, "Change by stretch of border, all ways")
    _bars(bars_at[1], way, "Change by way of crossing")
    what = f"{drug.capitalize()} between ports of entry" if groups else drug.capitalize()
    title = f"{what} before and after: {style.label(arm[0]).lower()}"
    n = int(frames.pick(places, arm)["replicate"].nunique())
    dates, words = f"{years[0]}–{years[1]}, mean per year", "flowsim, means over worlds; outline: Natural Earth"
    return style.finish(fig, title, style.footer(dates, words, f"n = {n} worlds"), _key(top))


def sentence(places: pd.DataFrame, drug: str, arm: tuple[str, str], years: tuple[int, int]) -> str:
    """Displacement in words."""
    lost, share = displaced(places, drug, arm, years)
    lose = f"Some crossings lose {style.weight(lost)} a year,"
    return f"{lose}\nunder 1 % of all" if not np.isfinite(share) else f"{lose}\nothers gain {100 * share:.0f} % of it"


def _near(ax: Axes) -> None:
    """Mexico and the border fill the map."""
    low, high = ax.get_ylim()
    ax.set_ylim(low, low + 0.72 * (high - low))
    left, right = ax.get_xlim()
    ax.set_xlim(left, left + 0.72 * (right - left))


def _change(pair: Sequence[pd.DataFrame], by: str, inputs: Inputs | None) -> pd.Series:
    """Kilograms a year after less before, by stretch of border or way of crossing, ordered as in other figures."""
    wide = [flows.areas(rows, inputs) for rows in pair]
    before, after = (frame.sum(axis="columns") if by == "area" else frame.sum() for frame in wide)
    change = after.sub(before, fill_value=0.0).reindex(before.index)
    return change[(before > 0) | (change != 0)]


def _bars(ax: Axes, change: pd.Series, title: str) -> None:
    at = np.arange(len(change))
    ax.barh(at, change.to_numpy(), color=[MORE if value > 0 else LESS for value in change], height=0.7, lw=0)
    reach = max(float(change.abs().max()), 1e-9)
    for i, value in enumerate(change):
        words = ("+" if value > 0 else "−") + style.weight(abs(float(value)))
        ax.text(value + np.copysign(0.02 * reach, value), i, words, va="center", fontsize=7, color="#333333",
                ha="left" if value > 0 else "right")  # fmt: skip
    ax.axvline(0, color="#555555", lw=0.9)
    ax.set_xlim(
        -1.45 * reach if (change < 0).any() else -0.2 * reach, 1.45 * reach if (change > 0).any() else 0.2 * reach
    )
    ax.set_yticks(at, list(change.index))
    ax.set_ylim(len(change) - 0.4, -0.6)
    ax.set_title(title, fontsize=8.5)
    ax.set_xlabel("kg pure delivered a year, policy less baseline")
    ax.xaxis.set_major_formatter(lambda value, _: ("+" if value > 0 else "") + style.short(float(value)))
    ax.grid(axis="y", visible=False)
    ax.tick_params(axis="y", length=0)


def _key(top: float) -> list[Artist]:
    return [
        Line2D(
            [],
            [],
            color="#555555",
            lw=0.5 + maps.WIDEST,
            solid_capstyle="butt",
            label=f"{style.weight(top)} delivered a year",
        ),
        Line2D([], [], color="#555555", lw=0.5 + maps.WIDEST / 4, solid_capstyle="butt", label=style.weight(top / 4)),
        Patch(facecolor=LESS, label="Less than in the baseline"),
        Patch(facecolor=MORE, label="More"),
    ]
