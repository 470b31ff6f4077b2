"""Pages and figures that follow from a stored comparison of the Next Steps: fit, results, README's table."""

from __future__ import annotations

import io
from pathlib import Path
from typing import Any

import pandas as pd
from PIL import Image
from results_page import results_page

import flowsim
from flowsim.data import targets
from flowsim.domain.chain import Chain
from flowsim.domain.params import flat
from flowsim.experiments.fit import fit, misses, points
from flowsim.reporting.money import SERIES, sums, yearly
from flowsim.reporting.style import label

HERE = Path(__file__).resolve().parent
README = HERE.parent / "README.md"
FIGURES = {"forest": 1400, "border_heroin": 1100, "fit": 1300, "deaths_opioid": 1200}
"""Figures that pages show, with their width in pixels."""
BEGIN, END = "<!-- begin: results -->\n", "<!-- end: results -->"


def write(folder: Path) -> None:
    """Write everything from one folder of results."""
    results = flowsim.load(folder)
    (HERE / "fit.md").write_text(fit_page(results), encoding="utf-8")
    (HERE / "results.md").write_text(results_page(results), encoding="utf-8")
    text = README.read_text(encoding="utf-8")
    head, rest = text.split(BEGIN)
    README.write_text(head + BEGIN + ranking(results) + END + rest.split(END)[1], encoding="utf-8")
    (HERE / "figures").mkdir(exist_ok=True)
    for name, width in FIGURES.items():
        (HERE / "figures" / f"{name}.png").write_bytes(smaller(folder / "figures" / f"{name}.png", width))


def smaller(path: Path, width: int) -> bytes:
    """A picture scaled down, with a palette of 256 colours: fit for a repository."""
    picture = Image.open(path).convert("RGB")
    picture = picture.resize((width, round(picture.height * width / picture.width)), Image.Resampling.LANCZOS)
    out = io.BytesIO()
    picture.quantize(256, method=Image.Quantize.FASTOCTREE, dither=Image.Dither.NONE).save(out, "png", optimize=True)
    return out.getvalue()


def ranking(results: Any) -> str:
    """The Next Steps by opioid deaths averted, as a markdown table."""
    table = results.comparison()
    rows = table[(table["versus"] == "baseline") & (table["scenario"] != "baseline")]
    deaths = rows[rows["outcome"] == "deaths_overdose_opioid"].sort_values("difference")
    lines = [
        "| scenario | opioid deaths averted | middle 90 % of worlds | of the baseline's | in worlds "
        "| cost, million USD | homicides | heroin seized | routes shifted | organisations' profit | money recovered |",
        "|---|---|---|---|---|---|---|---|---|---|---|",
    ]
    for row in deaths.itertuples():
        mine = rows[rows["scenario"] == row.scenario].set_index("outcome")
        shift = mine.loc["displacement.routes", "value"]
        cells = (
            f"{label(row.scenario)} (`{row.scenario}`)",
            f"{0.0 - row.difference:,.0f}".replace("-", "−"),
            f"{0.0 - row.hi90:,.0f} to {0.0 - row.lo90:,.0f}".replace("-", "−"),
            f"{0.0 - 100 * row.difference / row.baseline:.2f} %".replace("-", "−"),
            f"{100 * row.p_improves:.0f} %",
            f"{row.cost_usd / 1e6:,.0f}",
            change(mine.loc["homicides", "ratio"]),
            change(mine.loc["seized_kg.heroin", "ratio"]),
            "–" if pd.isna(shift) else f"{100 * shift:.0f} %",
            change(mine.loc["profit_usd", "ratio"]),
            change(mine.loc["recovered_usd", "ratio"]),
        )
        lines.append("| " + " | ".join(cells) + " |")
    base = deaths["baseline"].iloc[0]
    lines.append(
        f"\nPaired by seed, n = {int(deaths['n'].min())} worlds; the baseline has {base:,.0f} deaths in ten years. "
        "*In worlds*: share of worlds with fewer deaths. *Routes shifted*: of the heroin that some crossings lose, "
        "the share that others gain (– where almost nothing is lost). *Money recovered*: seized, stopped, forfeited.\n"
    )
    return "\n".join(lines)


def change(ratio: float) -> str:
    """A ratio as a change in per cent."""
    text = f"{100 * (ratio - 1):+.1f} %".replace("-", "−")
    return "0.0 %" if text in ("+0.0 %", "−0.0 %") else text


def fit_page(results: Any) -> str:
    """The table of fit with its reading."""
    table = fit(results.observed(), targets())
    inside, scored = points(table)
    free = [fact.name.removeprefix("chain.") for fact in flat(Chain()) if fact.role == "free"]
    worlds = int(table["n"].min())
    template = (HERE / "fit.template.md").read_text(encoding="utf-8")
    said = misses(table)
    prior = [f for f in flat(Chain()) if f.source.startswith("mean-field trial") and f.role != "free"]
    p = Chain().crops
    earned = sums(yearly(results.series(list(SERIES), scenario="baseline")))
    return template.format(
        inside=inside,
        scored=scored,
        free=len(free),
        names=", ".join(f"`{name}`" for name in free),
        worlds=worlds,
        per=f"{scored / max(len(free), 1):.1f}",
        prior=len(prior),
        exports=f"{earned.exports:.1f}",
        profit=f"{earned.profit:.1f}",
        margins=f"{earned.distribution:.0f}",
        needed=f"{100 * earned.needed(18):.0f}-{100 * earned.needed(30):.0f} %",
        held=f"{Chain().accounts.us_distribution_share:g}",
        purity_fentanyl=f"{Chain().border.purity['fentanyl']:g}",
        eps_area=f"{p.eps_area:g}",
        lambda_area=f"{p.lambda_area:g}",
        scored_table=_rows(table[table["scored"].astype(bool)]),
        shown_table=_rows(table[~table["scored"].astype(bool)], why=True),
        misses="\n".join(f"- {line}" for line in said) or "None of the scored points lies outside its tolerance.",
    )


def _rows(table: pd.DataFrame, why: bool = False) -> str:
    last = "why not scored" if why else "within tolerance"
    lines = [
        f"| series | year | data | model, mean | middle 90 % of worlds | model / data | {last} |",
        "|---" * 7 + "|",
    ]
    for row in table.itertuples():
        verdict = row.why if why else f"{'yes' if row.inside else '**no**'} (±{row.tolerance:.0%})"
        cells = (
            f"{row.label}, {row.unit}",
            str(row.year),
            f"{_number(row.data)}{' (recalled)' if row.confidence == 'recalled' else ''}",
            _number(row.mean),
            f"{_number(row.lo90)} to {_number(row.hi90)}",
            f"{row.ratio:.2f}",
            verdict,
        )
        lines.append("| " + " | ".join(cells) + " |")
    return "\n".join(lines)


def _number(value: float) -> str:
    return f"{value:,.0f}" if abs(value) >= 100 else f"{value:.3g}"
