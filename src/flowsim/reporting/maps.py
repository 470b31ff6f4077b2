"""The map of the border: where a drug is made, where it crosses, how much of it is caught."""

from __future__ import annotations

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.cm import ScalarMappable
from matplotlib.colors import LinearSegmentedColormap, Normalize
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.patches import Polygon
from matplotlib.patheffects import Normal, Stroke

from flowsim.data import Inputs
from flowsim.data.geography import load_network
from flowsim.data.inputs import own
from flowsim.domain.network import Places
from flowsim.reporting import flows, frames, origins, style
from flowsim.reporting.geometry import curve, outline, project
from flowsim.reporting.style import weight

SHARE = LinearSegmentedColormap.from_list("seized", ["#0072B2", "#7FB2D0", "#E69F00", "#D55E00"])
WAY = dict(
    zip(
        flows.GROUPS,
        [style.BLUE, style.ORANGE, style.GREEN, style.PURPLE, style.VERMILION, "#5D3A9B", style.SKY, "#999999"],
        strict=True,
    )
)
LAND, WATER = {"united_states": "#f6f3ec", "mexico": "#efe8d8"}, "#e6eff5"
FRAME = (-121.5, -72.5, 14.5, 46.8)  # degrees: west and east at 30 N, south and north at 97 W
HALO = [Stroke(linewidth=2.4, foreground="white", alpha=0.9), Normal()]
LEAST = 0.002  # crossings with less than this share of the largest are left out of the map
BUSY = 0.03  # the colours reach up to the largest share seized among crossings above this share of the largest
WIDEST = 9.0  # points, for the largest crossing


@style.styled
def border_map(
    places: pd.DataFrame,
    drug: str,
    years: tuple[int, int],
    scenario: str = "baseline",
    inputs: Inputs | None = None,
) -> Figure:
    """Kilograms over the border on a map, and by stretch of border and way of crossing below it.

    Lines join the middle of the producing regions with each crossing; they show quantities, not roads.

    Parameters
    ----------
    places : DataFrame
        ``Results.places()``.
    drug : str
    years : tuple of int
        First and last calendar year, both included; the map shows means per year over worlds.
    scenario : str
    inputs : Inputs, optional
        The tables of the run; the packaged ones by default.
    """
    mine = places[places["scenario"] == scenario]
    mine = mine[mine["strength"] == mine["strength"].iloc[0]] if len(mine) else mine
    rows = flows.corridors(mine, drug, years, inputs)
    network = load_network("divisions", inputs)
    made = origins.origins(network, drug, mine, years, inputs)
    fig = style.figure(9.4, 9.8)
    upper, lower = fig.subplots(2, 1, height_ratios=[2.2, 1.0])
    ground(upper)
    points = flows.crossings(rows)
    top, norm = largest(points), colours(points)
    lines(upper, points, made.middle, top, norm)
    names(upper, points, top)
    most = _markets(upper, flows.yearly_mean(mine, f"consumed_kg.{drug}", years), network.markets)
    origins.draw(upper, made, drug)
    _key(upper, norm, top, [origins.handle(made, drug), *_used(most)])
    _bars(lower, rows, inputs)
    n = int(mine["replicate"].nunique()) if len(mine) else 0
    whose = "packaged" if inputs is None or "geography" not in dict(own(inputs)) else "the user's"
    words = f"flowsim; places: {whose} geography; outline: Natural Earth"
    title = f"{drug.capitalize()} over the border, {style.label(scenario).lower()}"
    return style.finish(fig, title, style.footer(f"{years[0]}–{years[1]}, mean per year", words, f"n = {n} worlds"))


def ground(ax: Axes) -> None:
    """Land, water and the frame of the map."""
    west, east, south, north = FRAME
    ax.set_facecolor(WATER)
    for country, rings in outline().items():
        for ring in rings:
            colour = LAND.get(country, "#f3f3f1")
            ax.add_patch(Polygon(ring, closed=True, facecolor=colour, edgecolor="#bdb6a5", lw=0.6, zorder=1))
    x, _ = project([west, east], [30.0, 30.0])
    _, y = project([-97.0, -97.0], [south, north])
    ax.set_xlim(x[0], x[1])
    ax.set_ylim(y[0], y[1])
    ax.set_aspect("equal")
    ax.grid(visible=False)
    ax.set_xticks([])
    ax.set_yticks([])
    ax.spines[:].set_visible(False)


def largest(points: pd.DataFrame) -> float:
    """Kilograms a year of the largest crossing but the mail."""
    found = points.loc[points["area"] != flows.MAIL, "delivered_kg"]
    return max(float(found.max()) if len(found) else 0.0, 1e-9)


def colours(points: pd.DataFrame) -> Normalize:
    """The scale of shares seized, up to the largest among busy crossings."""
    busy = points[points["delivered_kg"] > largest(points) * BUSY]
    highest = float(busy["share"].max()) if busy["share"].notna().any() else 0.05
    return Normalize(0, max(0.05, np.ceil(highest * 20) / 20))


def lines(ax: Axes, points: pd.DataFrame, start: tuple[float, float], top: float, norm: Normalize) -> None:
    """Draw the crossings, widths by kilograms delivered.

    Parameters
    ----------
    points : DataFrame
        From ``flows.crossings``.
    start : tuple of float
        Projected place where lines begin.
    top : float
        Kilograms a year of the widest line.
    """
    x, y = project(points["lon"], points["lat"])
    points = points.assign(x=x, y=y)
    for row in frames.records(points.sort_values("delivered_kg", ascending=False)):
        if row["delivered_kg"] + row["seized_kg"] < top * LEAST:
            continue
        end, width = (row["x"], row["y"]), 0.5 + WIDEST * row["delivered_kg"] / top
        if row["area"] != flows.MAIL:
            path = curve(start, end, 0.12 * np.sign(start[0] - end[0]))
            ax.plot(*path.T, color=SHARE(norm(row["share"])), lw=width, alpha=0.85, solid_capstyle="round", zorder=3)
        else:
            ax.plot(*end, "s", ms=4 + min(width, WIDEST), color=SHARE(norm(row["share"])), zorder=5)
        ax.plot(*end, "o", ms=2.6, mfc="white", mec=style.BLACK, mew=0.7, zorder=6)


def names(ax: Axes, points: pd.DataFrame, top: float, most: int = 9) -> None:
    """Name the largest crossings, no two of them close together, on the United States' side."""
    x, y = project(points["lon"], points["lat"])
    points = points.assign(x=x, y=y)
    points = points[points["delivered_kg"] > top * LEAST]
    taken: list[tuple[float, float]] = []
    for row in frames.records(points.sort_values("delivered_kg", ascending=False)):
        if any(abs(row["x"] - x) < 0.42 and abs(row["y"] - y) < 0.25 for x, y in taken) or len(taken) >= most:
            continue
        if row["area"] != flows.SEA:
            taken.append((row["x"], row["y"]))
        name = "Mail" if row["area"] == flows.MAIL else row["name"] if row["area"] != flows.SEA else "By sea"
        name = str(name).split(" (")[0].removesuffix(" Sector")
        across = -5 if row["area"] == flows.SEA else 5
        up = -6 if row["area"] in (flows.SEA, flows.MAIL) else 6
        ax.annotate(
            name, (row["x"], row["y"]), xytext=(across, up), textcoords="offset points", fontsize=7.5, zorder=8,
            ha="left" if across > 0 else "right", va="bottom" if up > 0 else "top", path_effects=HALO,
            color=style.BLACK,
        )  # fmt: skip


def _markets(ax: Axes, used_kg: pd.Series, markets: Places) -> float:
    """Draw US markets by what they consume; return the largest, kg a year."""
    used = used_kg.reindex(markets.ids).fillna(0.0).to_numpy()
    top = max(float(used.max()), 1e-9)
    x, y = project(markets.lon, markets.lat)
    ax.scatter(x, y, s=900 * used / top, color=style.PURPLE, alpha=0.45, lw=0, zorder=4)
    for name, u, v, kg in zip(markets.names, x, y, used, strict=True):
        ax.text(
            u, v, f"{name}\n{weight(kg)}", ha="center", va="center", fontsize=7, zorder=7, path_effects=HALO,
            color="#552244", linespacing=1.15,
        )  # fmt: skip
    return top


def _used(most: float) -> list[Line2D]:
    words = f"Consumed a year, {weight(most)} the largest"
    return [Line2D([], [], color=style.PURPLE, marker="o", ms=11, alpha=0.45, lw=0, label=words)]


def _key(ax: Axes, norm: Normalize, top: float, marks: list[Line2D]) -> None:
    handles = [
        Line2D(
            [], [], color="#555555", lw=0.5 + WIDEST, solid_capstyle="butt", label=f"{weight(top)} delivered a year"
        ),
        Line2D([], [], color="#555555", lw=0.5 + WIDEST / 4, solid_capstyle="butt", label=weight(top / 4)),
        *marks,
    ]
    ax.legend(handles=handles, loc="lower left", bbox_to_anchor=(0.01, 0.10), labelspacing=0.8, fontsize=7.5)
    bar(ax, norm, (0.022, 0.065, 0.20, 0.018))


def bar(ax: Axes, norm: Normalize, where: tuple[float, float, float, float]) -> None:
    """The scale of shares seized, inside a map."""
    inner = ax.inset_axes(where)
    figure = ax.get_figure()
    assert figure is not None
    scale = figure.colorbar(
        ScalarMappable(norm, SHARE),
        cax=inner,
        extend="max",
        orientation="horizontal",
        format=lambda v, _: f"{100 * v:.0f} %",
    )
    scale.ax.tick_params(labelsize=7, length=2)
    scale.ax.set_title("Share seized of what reaches the crossing", fontsize=7, fontweight="normal", pad=3)


def _bars(ax: Axes, rows: pd.DataFrame, inputs: Inputs | None) -> None:
    wide, share = flows.areas(rows, inputs), flows.seized_share(rows)
    wide = wide[(wide.sum(axis=1) > 0) | ~wide.index.isin([flows.SEA, flows.MAIL])]
    left = np.zeros(len(wide))
    at = np.arange(len(wide))
    for name in wide:
        values = wide[name].to_numpy()
        if values.sum() > 0:
            ax.barh(at, values, left=left, color=WAY[str(name)], height=0.72, label=name, lw=0)
            left = left + values
    for i, area in enumerate(wide.index):
        caught = share.get(area, np.nan)
        if np.isfinite(caught):
            ax.text(left[i], i, f"  {caught:.0%} seized", va="center", fontsize=7, color="#444444")
    ax.set_yticks(at, list(wide.index))
    ax.set_ylim(len(wide) - 0.4, -0.6)
    ax.set_xlim(0, max(left.max() * 1.12, 1e-9))
    ax.set_xlabel("Delivered, kg pure a year")
    ax.set_title("Where and how it crosses", fontsize=8.5)
    style.thousands(ax, "x")
    ax.grid(axis="y", visible=False)
    ax.tick_params(axis="y", length=0)
    ax.legend(
        loc="lower right", bbox_to_anchor=(1.0, 1.0), fontsize=7, ncols=8, handlelength=0.9, columnspacing=0.9,
        handletextpad=0.4, borderpad=0.1,
    )  # fmt: skip
