"""Fan charts: one panel per scenario over the baseline in grey, with data where they exist."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import ceil

import pandas as pd
from matplotlib.artist import Artist
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.patches import Patch

from flowsim.domain.codes import DRUGS, PRODUCTS
from flowsim.experiments.fit import SERIES
from flowsim.reporting import frames, style


@dataclass(frozen=True)
class Fan:
    """What a fan chart shows.

    Attributes
    ----------
    stem, title, label : str
        File name; words above; words with the unit on the value axis.
    series : str
        A weekly series of the model, or a published one where ``published``.
    weeks, how : int, {"sum", "mean"}
        Trailing window for a weekly series.
    published : bool
        Take annual published numbers of the model, which data can be put beside.
    """

    stem: str
    title: str
    label: str
    series: str
    weeks: int = 52
    how: str = "sum"
    published: bool = False


def _price(drug: str) -> Fan:
    unit = "USD of 2016 per g" if drug == "marijuana" else "USD of 2016 per pure g"
    series = f"price_usd_per_pure_g.{drug}"
    return Fan(f"price_{drug}", f"Retail price of {drug}", f"{unit},\nmean of 26 weeks before", series, 26, "mean")


def _purity(product: str) -> Fan:
    words = "heroin" if product == "opioids" else product
    return Fan(
        f"purity_{words}", f"Retail purity of {words}", "pure share,\nmean of 26 weeks before", f"purity.{product}", 26,
        "mean",
    )  # fmt: skip


DEATHS = (
    Fan("deaths_opioid", "Opioid overdose deaths", "Deaths in the\n52 weeks before", "deaths_overdose_opioid"),
    Fan(
        "deaths_stimulant", "Deaths with methamphetamine or cocaine", "Deaths in the\n52 weeks before",
        "deaths_overdose_stimulant",
    ),
    Fan(
        "deaths_heroin", "Deaths involving heroin (T40.1), as published", "Deaths per calendar year",
        "deaths.us.heroin_t40_1", published=True,
    ),
    Fan(
        "deaths_synthetic", "Deaths involving synthetic opioids (T40.4), as published", "Deaths per calendar year",
        "deaths.us.synthetic_opioids_t40_4", published=True,
    ),
    Fan(
        "deaths_psychostimulants", "Deaths involving psychostimulants (T43.6), as published",
        "Deaths per calendar year", "deaths.us.psychostimulants_t43_6", published=True,
    ),
    Fan(
        "deaths_cocaine", "Deaths involving cocaine (T40.5), as published", "Deaths per calendar year",
        "deaths.us.cocaine_t40_5", published=True,
    ),
)  # fmt: skip
PRICES = (*map(_price, DRUGS), *map(_purity, PRODUCTS[:-1]))
SUPPLY = (
    Fan("poppy", "Poppy area, as surveyed", "ha", "poppy.ondcp.cultivation_ha", published=True),
    Fan(
        "seizures_heroin", "Heroin seized at southwest ports of entry, as published", "lb gross per\nUS fiscal year",
        "ofo.southwest_border.seizure.heroin", published=True,
    ),
    Fan("seized_fentanyl", "Fentanyl seized, all places", "kg pure in the\n52 weeks before", "seized_kg.fentanyl"),
)  # fmt: skip
MEXICO = (
    Fan(
        "homicides", "Homicides in Mexico, as registered", "Deaths per calendar year", "homicide.inegi", published=True
    ),
    Fan(
        "homicides_organised",
        "Homicides between organisations",
        "Deaths in the\n52 weeks before",
        "homicides_organised",
    ),
    Fan("members", "Members of organisations", "Persons,\nmean of 52 weeks before", "members", 52, "mean"),
    Fan("recruits", "Recruits of organisations", "Persons in the\n52 weeks before", "recruits"),
)
FANS = (*DEATHS, *PRICES, *SUPPLY, *MEXICO)


def rows_of(spec: Fan, series: pd.DataFrame | None, observed: pd.DataFrame) -> pd.DataFrame:
    """The rows that a fan chart draws: scenario, strength, replicate, date, value.

    Parameters
    ----------
    series, observed : DataFrame
        ``Results.series()`` and ``Results.observed()``, or the part of them with this series; a published series
        needs no weekly ones.
    """
    if spec.published:
        return frames.yearly(observed, spec.series)
    if series is None:
        raise ValueError(f"{spec.stem} is drawn from weekly series")
    return frames.trailing(frames.national(series, spec.series), spec.weeks, spec.how)


AGENCY = {spec.name: spec.agency for spec in SERIES}


@style.styled
def fan(spec: Fan, rows: pd.DataFrame, policy_start: str, data: pd.DataFrame | None = None) -> Figure:
    """Median, middle 50 and 90 % of worlds, one panel per scenario; the baseline in grey in every panel.

    Parameters
    ----------
    spec : Fan
    rows : DataFrame
        From ``rows_of``.
    policy_start : str
        YYYY-MM-DD; a vertical line.
    data : DataFrame, optional
        ``flowsim.data.targets()``; its annual rows of this series are drawn as points.
    """
    arms = frames.arms(rows)
    shown = [arm for arm in arms if arm[0] != frames.BASELINE] or arms
    base = arms[0] if arms and arms[0][0] == frames.BASELINE else None
    across = min(3, len(shown))
    down = ceil(len(shown) / across)
    fig = style.figure(max(6.4, 3.35 * across), 0.75 + 2.35 * down)
    axes = fig.subplots(down, across, sharex=True, sharey=True, squeeze=False).ravel()
    colour = style.colours([scenario for scenario, _ in shown])
    points = _points(spec, data)
    start = pd.Timestamp(policy_start)
    first, last = rows["date"].min(), rows["date"].max()
    reference = _thinned(frames.bands(frames.pick(rows, base))) if base else None
    for ax, arm in zip(axes, shown, strict=False):
        if reference is not None:
            _band(ax, reference, style.GREY, "#555555")
        if arm != base:
            table = _thinned(frames.bands(frames.pick(rows, arm)))
            _band(ax, table[table.index >= table.index[table.index <= start].max()], colour[arm[0]], colour[arm[0]])
        if len(points):
            ax.plot(points.index, points, "o", ms=3.2, color=style.BLACK, zorder=5)
        if first <= start <= last:
            ax.axvline(start, color="#555555", lw=0.9, ls=(0, (4, 3)))
        ax.set_title(style.label(arm[0], frames.tag(arm, arms)), color=colour[arm[0]])
        style.thousands(ax)
        style.years(ax, first.year + 1, last.year)
    # after the last panel: the axes are shared, and a limit set ends their scaling
    axes[0].set_ylim(0, 1.06 * axes[0].get_ylim()[1])
    _furniture(list(axes), len(shown), across, spec.label)
    if first <= start <= last:
        axes[0].annotate(
            "policy starts", (start, 0.03), xycoords=("data", "axes fraction"), xytext=(3, 0),
            textcoords="offset points", fontsize=7, color="#555555", ha="left", va="bottom",
        )  # fmt: skip
    source = "flowsim" + (f"; data: {AGENCY[spec.series]}" if len(points) else "")
    footer = style.footer(f"{first:%Y}–{last:%Y}, projection from 2017", source, frames.worlds(rows))
    return style.finish(fig, spec.title, footer, _key(len(points) > 0, base is not None and len(arms) > 1))


def _furniture(axes: Sequence[Axes], count: int, across: int, label: str) -> None:
    for ax in axes[count:]:
        ax.set_visible(False)
    for i, ax in enumerate(axes[:count]):
        if i % across == 0:
            ax.set_ylabel(label)
        if i + across >= count:
            ax.set_xlabel("Year")
            ax.tick_params(labelbottom=True)


def _key(data: bool, baseline: bool) -> list[Artist]:
    handles: list[Artist] = [
        Line2D([], [], color=style.BLACK, lw=1.7, label="Median world"),
        Patch(facecolor=style.BLACK, alpha=0.45, lw=0, label="Middle 50 % of worlds"),
        Patch(facecolor=style.BLACK, alpha=0.18, lw=0, label="Middle 90 %"),
    ]
    if baseline:
        handles.append(Line2D([], [], color=style.GREY, lw=5, alpha=0.6, label="Baseline"))
    if data:
        handles.append(Line2D([], [], color=style.BLACK, marker="o", ms=3.2, lw=0, label="Data"))
    return handles


def _thinned(table: pd.DataFrame) -> pd.DataFrame:
    """Every fourth week of a weekly table, its last row kept."""
    return table.iloc[::-4].iloc[::-1] if len(table) > 100 else table


def _band(ax: Axes, table: pd.DataFrame, colour: str, line: str) -> None:
    ax.fill_between(table.index, table["lo90"], table["hi90"], color=colour, alpha=0.18, lw=0)
    ax.fill_between(table.index, table["lo50"], table["hi50"], color=colour, alpha=0.30, lw=0)
    ax.plot(table.index, table["mid"], color=line, lw=1.5)


def _points(spec: Fan, data: pd.DataFrame | None) -> pd.Series:
    if data is None or not spec.published or spec.series not in AGENCY:
        return pd.Series(dtype=float)
    rows = data[(data["series"] == spec.series) & data["month"].isna() & (data["year"] >= 2011)]
    middle = "-04-01" if rows["unit"].str.contains("fiscal").any() else "-07-01"
    return pd.Series(rows["value"].to_numpy(), index=pd.to_datetime(rows["year"].astype(str) + middle))
