"""Every figure of a report, drawn from stored results and written as SVG and PNG."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pandas as pd
from matplotlib.figure import Figure

from flowsim.data import targets
from flowsim.domain.codes import DRUGS
from flowsim.reporting import fans, frames, style
from flowsim.reporting.captions import CAPTIONS
from flowsim.reporting.fitting import fit_figure
from flowsim.reporting.forest import forest
from flowsim.reporting.heatmap import heatmap
from flowsim.reporting.horizon import Dates
from flowsim.reporting.maps import border_map
from flowsim.reporting.shifts import shifts


@dataclass(frozen=True)
class Picture:
    """A figure on disk.

    Attributes
    ----------
    stem, title, caption, section : str
        ``section`` is where it stands in the report: effects, paths, places or fit.
    svg, png : Path
    """

    stem: str
    title: str
    caption: str
    section: str
    svg: Path
    png: Path


def draw(
    results: Any, comparison: pd.DataFrame, observed: pd.DataFrame, fitted: pd.DataFrame, dates: Dates, folder: Path
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
    """
    for stem, title, section, fig in _figures(results, comparison, observed, fitted, dates):
        svg, png = style.save(fig, folder / stem)
        yield Picture(stem, title, CAPTIONS.get(stem, ""), section, svg, png)


def _figures(
    results: Any, comparison: pd.DataFrame, observed: pd.DataFrame, fitted: pd.DataFrame, dates: Dates
) -> Iterator[tuple[str, str, str, Figure]]:
    if len(frames.versus(comparison)):
        yield "forest", "Change from the baseline", "effects", forest(comparison, dates.words)
        yield "heatmap", "What each policy moves", "effects", heatmap(comparison, dates.words)
    for spec in fans.FANS:
        series = None if spec.published else frames.labelled(results.series([spec.series]))
        rows = fans.rows_of(spec, series, observed)
        if len(rows):
            yield spec.stem, spec.title, "paths", fans.fan(spec, rows, dates.policy_start.isoformat(), targets())
    names = ["poppy_ha", "deaths_overdose_opioid", *(f"{k}_kg.{d}" for d in DRUGS for k in ("delivered", "seized"))]
    places = frames.labelled(results.places(names))
    arms = frames.arms(places)
    inputs = results.cases[0].run.inputs()
    for drug in DRUGS:
        if (places["series"] == f"delivered_kg.{drug}").any():
            title = f"{drug.capitalize()} over the border"
            yield f"border_{drug}", title, "places", border_map(places, drug, dates.years, arms[0][0], inputs)
    if len(arms) > 1 and dates.projects:
        yield "shifts", "Where it moves", "places", shifts(places, dates.years, inputs)
    if len(fitted):
        yield "fit", "Model and data", "fit", fit_figure(fitted, observed)
