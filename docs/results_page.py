"""The page of what came out: per scenario, what was asked, what moved against the baseline and against the start."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd

from flowsim.domain.outcomes import OUTCOMES
from flowsim.experiments.catalogue import choices, conf_dir
from flowsim.reporting.style import label

SHOWN = (
    *("deaths_overdose_opioid", "deaths_overdose_stimulant", "homicides", "members", "recruits", "impunity"),
    *("price_usd_per_pure_g.heroin", "seized_kg.heroin", "poppy_ha", "profit_usd", "laundering_cost_usd"),
    *("recovered_usd", "wait_hours", "displacement.routes"),
)
HEAD = """<!-- Made by docs/generate.py from a stored comparison; edit docs/results_page.py. -->

# What came out

Every Next Step at medium strength, {years}, {worlds} worlds paired by seed. *Change* is against the same worlds
without the policy, with the middle 90 % of worlds; *since start* is against the level of the 52 weeks before
policies start: what rises in the baseline may rise with a policy that helps. Parameters are at their values, so
that intervals hold chance only. Numbers that do not move are left out. [Scenarios](scenarios.md) says what each
consists of; the parts of Next Step 3 are in `compare=supply`, those of Next Steps 4 and 5 in `compare=money`.
"""


def results_page(results: Any) -> str:
    """One section per scenario.

    Parameters
    ----------
    results : Results
        Of ``compare=next_steps``.
    """
    table = results.comparison()
    paired, since = (table[table["versus"] == versus] for versus in ("baseline", "start"))
    base = since[since["scenario"] == "baseline"].set_index("outcome")
    parts = [HEAD.format(years="2018-2027", worlds=int(paired["n"].max()))]
    parts.append("## Baseline\n\n" + _table([(name, base.loc[name], None) for name in SHOWN if name in base.index]))
    for name, path in choices("scenario", [conf_dir()]).items():
        mine = paired[paired["scenario"] == name].set_index("outcome")
        if mine.empty or name == "baseline":
            continue
        text = path.read_text(encoding="utf-8")
        title = next(line for line in text.splitlines() if line.startswith("# ") and "@" not in line)
        start = since[since["scenario"] == name].set_index("outcome")
        rows = [(o, mine.loc[o], start.loc[o] if o in start.index else None) for o in SHOWN if o in mine.index]
        moved = [row for row in rows if _moves(row[1])]
        cost = float(mine["cost_usd"].iloc[0]) / 1e6
        parts.append(
            f"## {label(name)} (`{name}`)\n\n{title.lstrip('# ')}. {_question(text)} Cost {cost:,.0f} million USD.\n\n"
            + (_table(moved) if moved else "Nothing of what this page shows moves by a thousandth.\n")
        )
    return "\n".join(parts)


def _question(text: str) -> str:
    """The question that a scenario file states."""
    lines = [line.lstrip("# ") for line in text.splitlines() if line.startswith("#")]
    found = [i for i, line in enumerate(lines) if line.startswith("Question:")]
    end = next((i for i in range(found[0] + 1, len(lines)) if lines[i].split(":")[0] in ("Reference", "Start")), None)
    said = " ".join(lines[found[0] : end]).removeprefix("Question: ")
    return said[0].upper() + said[1:]


def _moves(row: pd.Series) -> bool:
    if row.name == "displacement.routes":
        return bool(np.isfinite(row["value"]) and row["value"] > 0.005)
    return bool(row["baseline"] and abs(row["difference"] / row["baseline"]) >= 0.001)


def _table(rows: list[tuple[str, pd.Series, pd.Series | None]]) -> str:
    lines = [
        "| outcome | value | change | middle 90 % of worlds | better in | since start |",
        "|---|---|---|---|---|---|",
    ]
    for name, row, start in rows:
        words = OUTCOMES[name].label if name in OUTCOMES else name.replace("_", " ").replace(".", ", ")
        unit = OUTCOMES[name].unit if name in OUTCOMES else "share"
        number = float(f"{row['value']:.3g}")
        value = f"{number:,g}" if abs(number) < 1000 else f"{number:,.0f}"
        cells = ["", "", "", _change(row["ratio"] - 1.0)] if start is None else _changes(name, row, start)
        lines.append(f"| {words} ({unit}) | {value} | " + " | ".join(cells) + " |")
    return "\n".join(lines) + "\n"


def _changes(name: str, row: pd.Series, start: pd.Series) -> list[str]:
    if name.startswith("displacement") or not row["baseline"]:
        return ["", "", "", ""]
    low, high = (_change(row[end] / abs(row["baseline"])) for end in ("lo90", "hi90"))
    better = f"{100 * row['p_improves']:.0f} %" if OUTCOMES[name].better else ""
    return [
        _change(row["difference"] / abs(row["baseline"])),
        f"{low} to {high}",
        better,
        _change(start["ratio"] - 1.0),
    ]


def _change(share: float) -> str:
    if not np.isfinite(share):
        return "–"
    text = f"{100 * share:+.1f} %".replace("-", "−")
    return "0.0 %" if text in ("+0.0 %", "−0.0 %") else text
