"""The report: one self-contained page that reads like a short policy brief, and the figures beside it."""

from __future__ import annotations

from base64 import b64encode
from pathlib import Path
from typing import Any

import pandas as pd
from jinja2 import Environment, PackageLoader, StrictUndefined, select_autoescape

from flowsim.data import targets
from flowsim.experiments.files import replacing
from flowsim.experiments.fit import fit, misses, points, remarks
from flowsim.experiments.results import load
from flowsim.reporting import captions, frames, provenance, style, tables
from flowsim.reporting.brief import headline
from flowsim.reporting.horizon import dates as dates_of
from flowsim.reporting.pictures import Picture, draw

PAGE = "report.html"
FIGURES = "figures"
HISTORY = "These runs end before any policy starts: they show history only, and nothing can be ranked."
OTHERS = {
    "users_opioid": "Users",
    "consumed_kg.heroin": "Heroin used",
    "consumed_kg.fentanyl": "Fentanyl used",
    "price_usd_per_pure_g.heroin": "Price, heroin",
    "price_usd_per_pure_g.fentanyl": "Price, fentanyl",
    "seized_kg.heroin": "Seized, heroin",
    "seized_kg.fentanyl": "Seized, fentanyl",
    "poppy_ha": "Poppy area",
    "export_revenue_usd": "Export revenue",
    "displacement.routes": "Routes shifted",
    "displacement.crops": "Crops shifted",
}
"""Further outcomes of the second table, with their headings."""


def write(out: str | Path) -> list[Path]:
    """Draw every figure of stored results and write the report.

    Parameters
    ----------
    out : str or Path
        Folder with results; ``figures/`` and ``report.html`` are written into it, each file whole.

    Returns
    -------
    list of Path
        Figures, the page last.

    Raises
    ------
    UserError
        If there are no results, they are damaged, or the file system refuses.
    """
    return write_results(load(out), Path(out))


def write_results(results: Any, out: Path) -> list[Path]:
    """The same for results already opened."""
    comparison = frames.labelled(results.comparison())
    observed = frames.labelled(results.observed())
    fitted = fit(observed, targets())
    dates = dates_of(results.cases)
    pictures = list(draw(results, comparison, observed, fitted, dates, out / FIGURES))
    page = render(results, comparison, fitted, pictures)
    with replacing(out / PAGE) as temporary:
        temporary.write_text(page, encoding="utf-8")
    return [*(path for p in pictures for path in (p.svg, p.png)), out / PAGE]


def render(results: Any, comparison: pd.DataFrame, fitted: pd.DataFrame, pictures: list[Picture]) -> str:
    """The page as text, every figure inside it."""
    dates = dates_of(results.cases)
    others = {name: words for name, words in OTHERS.items() if name in set(comparison["outcome"])}
    found = tables.rows(comparison, list(others))
    inside, scored = points(fitted)
    environment = Environment(
        loader=PackageLoader("flowsim.reporting"),
        autoescape=select_autoescape(["html", "j2"]),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters.update(count=tables.count, label=style.label, number=number)
    sections: dict[str, list[dict[str, str]]] = {"effects": [], "paths": [], "places": [], "fit": []}
    for i, picture in enumerate(pictures, 1):
        sections[picture.section].append({**_inlined(picture), "number": str(i)})
    return environment.get_template("report.html.j2").render(
        question=results.manifest.get("question") or "What would change, for whom, at what cost, and how sure are we?",
        headline=headline(comparison, found, dates.words) if dates.projects else [HISTORY],
        rows=found,
        colours=style.colours([row.scenario for row in found]),
        others=others,
        dates=dates,
        worlds=frames.pairs(frames.versus(comparison)),
        sections=sections,
        fitted=fitted.to_dict("records"),
        inside=inside,
        scored=scored,
        misses=misses(fitted),
        remarks=remarks(fitted),
        left_out=captions.LEFT_OUT,
        judgement=captions.JUDGEMENT,
        tensions=captions.TENSIONS,
        made=provenance.collect(results),
    )


def number(value: float) -> str:
    """A number for a table of fit: three digits at least, thousands apart."""
    return f"{value:,.0f}" if abs(value) >= 100 else f"{value:.3g}"


def _inlined(picture: Picture) -> dict[str, str]:
    data = b64encode(picture.svg.read_bytes()).decode("ascii")
    return {
        "source": f"data:image/svg+xml;base64,{data}",
        "stem": picture.stem,
        "title": picture.title,
        "caption": picture.caption,
    }
