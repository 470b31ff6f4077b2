"""Every figure of a report, drawn from stored results and written as SVG and PNG."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

import pandas as pd
from matplotlib.figure import Figure

from flowsim.data import targets
from flowsim.domain.codes import DRUGS
from flowsim.reporting import (
    fans,
    followed,
    frames,
    homicide_map,
    ledger,
    money,
    origins,
    overview,
    prices,
    routes,
    sankey,
    style,
    waits,
)
from flowsim.reporting.captions import CAPTIONS
from flowsim.reporting.fitting import fit_figure
from flowsim.reporting.forest import forest
from flowsim.reporting.heatmap import heatmap
from flowsim.reporting.horizon import Dates
from flowsim.reporting.maps import border_map
from flowsim.reporting.shifts import shifts

SECTIONS = ("effects", "deaths", "prices", "kilograms", "routes", "waits", "mexico", "money", "fit")
ROUTES = {"heroin": (), "methamphetamine": (), "marijuana": routes.FIELD}
"""Drugs whose routes are shown before and after a policy, and the ways shown; none: all."""
HISTORY_YEAR = 2016
FOLLOWED = "followed"
"""The sheet of figures that need ``followed.follow``."""
Drawn = tuple[str, str, str, Figure]
"""File name, title, section, figure."""


@dataclass(frozen=True)
class Picture:
    """A figure on disk.

    Attributes
    ----------
    stem, title, caption, section : str
        ``section`` is where it stands in the report, one of ``SECTIONS``.
    svg, png : Path
    more : bool
        It stands behind a fold.
    """

    stem: str
    title: str
    caption: str
    section: str
    svg: Path
    png: Path
    more: bool = False


class Drawing:
    """The figures that results allow, in sheets of one or a few that can be drawn in any order.

    Parameters
    ----------
    results : Results
        Weekly series and places are read from it one by one.
    comparison, observed : DataFrame
        Of the same results, labelled.
    fitted : DataFrame
        From ``experiments.fit.fit``.
    dates : Dates
    folder : Path
        Where files go; made when first written to.
    dollars : Followed, optional
        From ``followed.follow``; the sheet ``FOLLOWED`` needs it.

    Attributes
    ----------
    sheets : dict of str to callable
        By name, in the order of the report; the names are the same for all results.
    """

    def __init__(
        self,
        results: Any,
        comparison: pd.DataFrame,
        observed: pd.DataFrame,
        fitted: pd.DataFrame,
        dates: Dates,
        folder: Path,
        dollars: followed.Followed | None = None,
    ) -> None:
        self.folder = folder
        fan = partial(_fan, results, observed, dates)
        self.sheets: dict[str, Callable[[], Iterator[Drawn]]] = {
            "effects": partial(_effects, comparison, dates),
            **{spec.stem: partial(fan, spec, "deaths") for spec in fans.DEATHS},
            "prices": partial(_prices, results, dates),
            **{spec.stem: partial(fan, spec, "prices") for spec in fans.PRICES},
            "kilograms": partial(_kilograms, results, dates),
            **{spec.stem: partial(fan, spec, "kilograms") for spec in fans.SUPPLY},
            **{f"routes_{drug}": partial(_routes, results, dates, drug) for drug in DRUGS},
            "shifts": partial(_shifts, results, dates),
            "waits": partial(_waits, results, dates),
            **{spec.stem: partial(fan, spec, "mexico") for spec in fans.MEXICO},
            "homicide_map": partial(_homicides, results, dates),
            "money": partial(_money, results),
            FOLLOWED: partial(_followed, dollars, results, comparison, dates),
            "fit": partial(_fit, fitted, observed),
        }

    def draw(self, name: str) -> list[Picture]:
        """Draw one sheet and write its files."""
        folded = {spec.stem for spec in (*fans.DEATHS[2:], *fans.PRICES, *fans.SUPPLY, *fans.MEXICO[1:])}
        folded |= {*followed.FOLDED, *(f"border_{drug}" for drug in DRUGS if drug != "heroin")}
        found = []
        for stem, title, section, fig in self.sheets[name]():
            svg, png = style.save(fig, self.folder / stem)
            found.append(Picture(stem, title, CAPTIONS.get(stem, ""), section, svg, png, stem in folded))
        return found


def _effects(comparison: pd.DataFrame, dates: Dates) -> Iterator[Drawn]:
    if len(frames.versus(comparison)):
        yield "forest", "Change from the baseline", "effects", forest(comparison, dates.words)
        yield "heatmap", "What each policy moves", "effects", heatmap(comparison, dates.words)


def _prices(results: Any, dates: Dates) -> Iterator[Drawn]:
    if found := _courses(results, prices.COURSES):
        fig = prices.prices(found, dates.policy_start.isoformat())
        yield "prices", "Retail prices and purity", "prices", fig


def _waits(results: Any, dates: Dates) -> Iterator[Drawn]:
    if found := _courses(results, waits.COURSES):
        fig = waits.waits(found, dates.policy_start.isoformat())
        yield "waits", "Waits at ports of entry", "waits", fig


def _money(results: Any) -> Iterator[Drawn]:
    table = earned(results)
    if len(table):
        places = frames.labelled(results.places(list(money.PLACES)))
        yield "money", "What the organisations earn", "money", money.money(table, places)


def _followed(
    dollars: followed.Followed | None, results: Any, comparison: pd.DataFrame, dates: Dates
) -> Iterator[Drawn]:
    for stem, title, fig in followed.figures(dollars, results, comparison, dates):
        yield stem, title, "money", fig


def _fit(fitted: pd.DataFrame, observed: pd.DataFrame) -> Iterator[Drawn]:
    if len(fitted):
        yield "fit", "Model and data", "fit", fit_figure(fitted, observed)


def _homicides(results: Any, dates: Dates) -> Iterator[Drawn]:
    """The map of states, with the policy that moves homicide most."""
    places = frames.labelled(results.places([homicide_map.SERIES]))
    year = min(HISTORY_YEAR, dates.last_year)
    if len(places) and (places["year"] == year).any():
        arm = homicide_map.moved_most(places, dates.years) if dates.projects else None
        fig = homicide_map.homicide_map(places, year, dates.years, arm, results.cases[0].run.inputs())
        yield "homicide_map", "Homicide by state of Mexico", "mexico", fig


def earned(results: Any) -> pd.DataFrame:
    """The table behind the figure of money; empty where the results hold no whole year of it."""
    series = frames.labelled(results.series(list(money.SERIES)))
    if not set(money.TOTALS) <= set(series["series"].unique()):
        return pd.DataFrame()
    return money.yearly(series)


def _fan(results: Any, observed: pd.DataFrame, dates: Dates, spec: fans.Fan, section: str) -> Iterator[Drawn]:
    series = None if spec.published else frames.labelled(results.series([spec.series]))
    rows = fans.rows_of(spec, series, observed)
    if len(rows):
        yield spec.stem, spec.title, section, fans.fan(spec, rows, dates.policy_start.isoformat(), targets())


def _courses(results: Any, courses: Sequence[overview.Course]) -> dict[str, pd.DataFrame]:
    rows = {c.series: overview.rows_of(c, frames.labelled(results.series([c.series]))) for c in courses}
    return {name: frame for name, frame in rows.items() if len(frame)}


def _kilograms(results: Any, dates: Dates) -> Iterator[Drawn]:
    """The books of 2016 and of the last whole year, on one scale per drug."""
    inputs = results.cases[0].run.inputs()
    last = dates.last_year
    years = dict.fromkeys(year for year in (HISTORY_YEAR, last) if dates.first_year <= year <= last)
    books: dict[int, dict[str, ledger.Ledger]] = {year: {} for year in years}
    n, scenario = 0, frames.BASELINE
    there = {case.scenario for case in results.cases}
    one = {"scenario": frames.BASELINE if frames.BASELINE in there else results.cases[0].scenario}
    for drug in DRUGS:
        weekly, by_place = ledger.names(drug)
        series, places = (
            frames.labelled(read) for read in (results.series(weekly, **one), results.places(by_place, **one))
        )
        if series.empty or places.empty:
            continue
        arm = frames.arms(places)[0]
        series, places = frames.pick(series, arm), frames.pick(places, arm)
        n, scenario = int(places["replicate"].nunique()), arm[0]
        for year in years:
            book = ledger.ledger(series, places, drug, year, inputs)
            if book.links:
                books[year][drug] = book
    most: dict[str, float] = {}
    for drug, book in ((drug, book) for found in books.values() for drug, book in found.items()):
        most[drug] = max(most.get(drug, 0.0), sankey.busiest(book))
    for year, found in books.items():
        if found:
            stem = "kilograms_history" if year == HISTORY_YEAR and year != last else "kilograms_horizon"
            fig = sankey.sankey(found, year, n, scenario, most)
            yield stem, f"Where each kilogram went in {year}", "kilograms", fig


def _routes(results: Any, dates: Dates, drug: str) -> Iterator[Drawn]:
    names = [f"{k}_kg.{drug}" for k in ("delivered", "seized", "consumed")] + origins.series(drug)
    places = frames.labelled(results.places(names))
    if not (places["series"] == f"delivered_kg.{drug}").any():
        return
    inputs = results.cases[0].run.inputs()
    arms = frames.arms(places)
    title = f"{drug.capitalize()} over the border"
    yield f"border_{drug}", title, "routes", border_map(places, drug, dates.years, arms[0][0], inputs)
    arm = routes.moved_most(places, drug, dates.years) if dates.projects else None
    if drug in ROUTES and arm is not None:
        title = f"{drug.capitalize()} before and after"
        fig = routes.routes(places, drug, arm, dates.years, inputs, ROUTES[drug])
        yield f"routes_{drug}", title, "routes", fig


def _shifts(results: Any, dates: Dates) -> Iterator[Drawn]:
    places = frames.labelled(results.places(["poppy_ha", *(f"delivered_kg.{d}" for d in DRUGS)]))
    if len(frames.arms(places)) > 1 and dates.projects:
        yield "shifts", "Where it moves", "routes", shifts(places, dates.years, results.cases[0].run.inputs())
