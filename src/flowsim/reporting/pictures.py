"""Every figure of a report, drawn from stored results and written as SVG and PNG."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
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


def draw(
    results: Any,
    comparison: pd.DataFrame,
    observed: pd.DataFrame,
    fitted: pd.DataFrame,
    dates: Dates,
    folder: Path,
    dollars: followed.Followed | None = None,
) -> Iterator[Picture]:
    """Draw what the results allow, one figure at a time.

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
        From ``followed.follow``.
    """
    folded = {spec.stem for spec in (*fans.DEATHS[2:], *fans.PRICES, *fans.SUPPLY, *fans.MEXICO[1:])}
    folded |= {*followed.FOLDED, *(f"border_{drug}" for drug in DRUGS if drug != "heroin")}
    for stem, title, section, fig in _figures(results, comparison, observed, fitted, dates, dollars):
        svg, png = style.save(fig, folder / stem)
        yield Picture(stem, title, CAPTIONS.get(stem, ""), section, svg, png, stem in folded)


def _figures(
    results: Any,
    comparison: pd.DataFrame,
    observed: pd.DataFrame,
    fitted: pd.DataFrame,
    dates: Dates,
    dollars: followed.Followed | None,
) -> Iterator[Drawn]:
    if len(frames.versus(comparison)):
        yield "forest", "Change from the baseline", "effects", forest(comparison, dates.words)
        yield "heatmap", "What each policy moves", "effects", heatmap(comparison, dates.words)
    yield from _fans(results, observed, dates, fans.DEATHS, "deaths")
    found = _courses(results, prices.COURSES)
    if found:
        fig = prices.prices(found, dates.policy_start.isoformat())
        yield "prices", "Retail prices and purity", "prices", fig
    yield from _fans(results, observed, dates, fans.PRICES, "prices")
    yield from _kilograms(results, dates)
    yield from _fans(results, observed, dates, fans.SUPPLY, "kilograms")
    yield from _routes(results, dates)
    found = _courses(results, waits.COURSES)
    if found:
        fig = waits.waits(found, dates.policy_start.isoformat())
        yield "waits", "Waits at ports of entry", "waits", fig
    yield from _fans(results, observed, dates, fans.MEXICO, "mexico")
    yield from _homicides(results, dates)
    table = earned(results)
    if len(table):
        places = frames.labelled(results.places(list(money.PLACES)))
        yield "money", "What the organisations earn", "money", money.money(table, places)
    for stem, title, fig in followed.figures(dollars, results, comparison, dates):
        yield stem, title, "money", fig
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
    if not set(money.TOTALS) <= set(series["series"].astype(str)):
        return pd.DataFrame()
    return money.yearly(series)


def _fans(
    results: Any, observed: pd.DataFrame, dates: Dates, specs: Sequence[fans.Fan], section: str
) -> Iterator[Drawn]:
    for spec in specs:
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


def _routes(results: Any, dates: Dates) -> Iterator[Drawn]:
    inputs = results.cases[0].run.inputs()
    for drug in DRUGS:
        names = [f"{k}_kg.{drug}" for k in ("delivered", "seized", "consumed")] + origins.series(drug)
        places = frames.labelled(results.places(names))
        if not (places["series"] == f"delivered_kg.{drug}").any():
            continue
        arms = frames.arms(places)
        title = f"{drug.capitalize()} over the border"
        yield f"border_{drug}", title, "routes", border_map(places, drug, dates.years, arms[0][0], inputs)
        arm = routes.moved_most(places, drug, dates.years) if dates.projects else None
        if drug in ROUTES and arm is not None:
            title = f"{drug.capitalize()} before and after"
            fig = routes.routes(places, drug, arm, dates.years, inputs, ROUTES[drug])
            yield f"routes_{drug}", title, "routes", fig
    places = frames.labelled(results.places(["poppy_ha", *(f"delivered_kg.{d}" for d in DRUGS)]))
    if len(frames.arms(places)) > 1 and dates.projects:
        yield "shifts", "Where it moves", "routes", shifts(places, dates.years, inputs)
