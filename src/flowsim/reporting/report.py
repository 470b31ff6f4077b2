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
from flowsim.reporting import captions, frames, money, provenance, style, tables
from flowsim.reporting.brief import headline
from flowsim.reporting.dollar_words import sentences
from flowsim.reporting.followed import Followed, follow
from flowsim.reporting.horizon import dates as dates_of
from flowsim.reporting.pictures import SECTIONS, Drawing, Picture, earned
from flowsim.reporting.sharing import Board, board, drawn

PAGE = "report.html"
FIGURES = "figures"
HISTORY = "These runs end before any policy starts: they show history only, and nothing can be ranked."
NOT_FOLLOWED = "These results hold no ledger of dollars: computed anew, they show where each one goes."
OTHERS = {
    "deaths_overdose": "All overdose deaths",
    "deaths_overdose_stimulant": "Stimulant deaths",
    "homicides": "Homicides",
    "start:homicides": "since start",
    "price_usd_per_pure_g.heroin": "Price, heroin",
    "seized_kg.heroin": "Seized, heroin",
    "seized_kg.fentanyl": "Seized, fentanyl",
    "seized_kg.methamphetamine": "Seized, meth.",
    "poppy_ha": "Poppy area",
    "export_revenue_usd": "Export revenue",
    "profit_usd": "Profit",
    "wait_hours": "Hours waited",
    "displacement.routes": "Routes shifted",
    "displacement.crops": "Crops shifted",
}
"""Further outcomes of the second table, with their headings."""


def write(out: str | Path, threads: int = 0) -> list[Path]:
    """Draw every figure of stored results and write the report.

    Parameters
    ----------
    out : str or Path
        Folder with results; ``figures/`` and ``report.html`` are written into it, each file whole.
    threads : int
        With 1, one process draws everything; otherwise a second one helps if there is a core for it.

    Returns
    -------
    list of Path
        Figures, the page last.

    Raises
    ------
    UserError
        If there are no results, they are damaged, or the file system refuses.
    """
    results = load(out)
    with board(Path(out), threads) as shared:
        return _write(results, Path(out), shared)


def write_results(results: Any, out: Path) -> list[Path]:
    """The same for results already opened, in one process."""
    return _write(results, out, None)


def prepared(out: Path) -> Drawing:
    """The figures of stored results, ready to be drawn; without those that follow dollars."""
    results = load(out)
    observed = frames.labelled(results.observed())
    comparison, fitted = frames.labelled(results.comparison()), fit(observed, targets())
    return Drawing(results, comparison, observed, fitted, dates_of(results.cases), out / FIGURES)


def _write(results: Any, out: Path, shared: Board | None) -> list[Path]:
    comparison = frames.labelled(results.comparison())
    observed = frames.labelled(results.observed())
    fitted = fit(observed, targets())
    dates = dates_of(results.cases)
    dollars = follow(results, dates)
    pictures = drawn(Drawing(results, comparison, observed, fitted, dates, out / FIGURES, dollars), shared)
    sums = money.sums(found) if len(found := earned(results)) else None
    page = render(results, comparison, fitted, pictures, sums, dollars)
    with replacing(out / PAGE) as temporary:
        temporary.write_text(page, encoding="utf-8")
    return [*(path for p in pictures for path in (p.svg, p.png)), out / PAGE]


def render(
    results: Any,
    comparison: pd.DataFrame,
    fitted: pd.DataFrame,
    pictures: list[Picture],
    earnings: money.Sums | None = None,
    dollars: Followed | None = None,
) -> str:
    """The page as text, every figure inside it."""
    dates = dates_of(results.cases)
    there = set(comparison["outcome"])
    others = {name: words for name, words in OTHERS.items() if name.removeprefix(tables.START) in there}
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
    sections: dict[str, list[dict[str, Any]]] = {name: [] for name in SECTIONS}
    shown = sorted(pictures, key=lambda p: (SECTIONS.index(p.section), p.more))
    for i, picture in enumerate(shown, 1):
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
        earnings=earnings_words(earnings),
        followed=sentences(next(iter(dollars.books.values())), dates.words) if dollars else [NOT_FOLLOWED],
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


def earnings_words(sums: money.Sums | None) -> list[str]:
    """What the organisations earn beside the published ranges, in sentences; none without numbers."""
    if sums is None:
        return []
    low, high = money.CLAIM
    return [
        f"In the baseline of {money.WINDOW[0]}–{money.WINDOW[1]} the organisations' exports are worth "
        f"{sums.exports:.1f} bn USD a year (export_revenue_usd); counted bottom-up, the literature has "
        f"{money.EXPORTS[0]:g}–{money.EXPORTS[1]:g} bn. Their profit, with their part of US distribution and after all "
        f"costs, is {sums.profit:.1f} bn a year (profit_usd).",
        f"US distribution margins on goods from Mexico come to {sums.distribution:.0f} bn a year, of which the "
        f"organisations are taken to hold {100 * sums.held:.0f} %, a share without any published estimate. Proceeds of "
        f"{low:g}–{high:g} bn, as the presentation states them, would need {100 * sums.needed(low):.0f} to "
        f"{100 * sums.needed(high):.0f} % of these margins in their hands.",
        "Prices and quantities are calibrated to markets and are not bent to reach a range.",
    ]


def number(value: float) -> str:
    """A number for a table of fit: three digits at least, thousands apart."""
    return f"{value:,.0f}" if abs(value) >= 100 else f"{value:.3g}"


def _inlined(picture: Picture) -> dict[str, Any]:
    data = b64encode(picture.svg.read_bytes()).decode("ascii")
    return {
        "source": f"data:image/svg+xml;base64,{data}",
        "stem": picture.stem,
        "title": picture.title,
        "caption": picture.caption,
        "more": picture.more,
    }
