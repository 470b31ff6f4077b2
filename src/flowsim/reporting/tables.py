"""Ranked tables: rows that the terminal and the report share, and their rich form."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd
from rich import box
from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text

from flowsim.domain.outcomes import OUTCOMES
from flowsim.reporting import frames, style

MOVES = {
    "deaths_overdose_stimulant": "stimul. deaths",
    "price_usd_per_pure_g.heroin": "price heroin",
    "seized_kg.heroin": "seized heroin",
    "seized_kg.methamphetamine": "seized meth.",
    "poppy_ha": "poppy area",
    "displacement.routes": "routes shifted",
    "displacement.crops": "crops shifted",
}
"""Further outcomes and their headings in the terminal."""
MONEY_MOVES = {
    "laundered_usd": "made clean",
    "laundering_cost_usd": "its cost",
    "profit_usd": "profit",
    "wage_offer": "wages",
    "recovered_usd": "money recov.",
    "money_laundering_convictions": "sentenced",
    "customers_dropped": "clients dropped",
}
"""Outcomes of money and their headings in the terminal."""
MEXICO_MOVES = {
    "homicides": "homi- cides",
    "start:homicides": "since start",
    "homicides_organised": "organ- ised",
    "members": "mem- bers",
    "start:members": "since start",
    "recruits": "re- cruits",
    "guns": "guns",
    "homicide_convictions": "sen- tenced",
}
"""Outcomes in Mexico and their headings in the terminal; ``start:`` compares with the level at the start date."""
SHARES = ("displacement.routes", "displacement.crops")
"""Outcomes that are shares themselves; the others are shown as changes in per cent of the baseline."""

START = "start:"
FURTHER = {
    "What else changes, % of the baseline": MOVES,
    "Mexico, % of the baseline; since start: % of the level then": MEXICO_MOVES,
    "Money, % of the baseline": MONEY_MOVES,
}

NEGLIGIBLE = 0.001
"""Effects on deaths below this share of the baseline count as none."""


@dataclass(frozen=True)
class Row:
    """One policy of the ranked table.

    Attributes
    ----------
    scenario, strength : str
        The strength only where it tells two policies apart.
    averted, low, high : float
        Deaths averted: mean over worlds, and the ends of the middle 90 % of worlds (nan for one world).
    share : str
        The mean in per cent of the baseline's deaths.
    chance : str
        Share of worlds with fewer deaths.
    cost, each, start : str
        Programme cost; cost per death averted; deaths against the level at the start date, in per cent.
    moves : tuple of str
        Further outcomes: change in per cent of the baseline, or share, in per cent; in the order asked for.
    relative : float
        Deaths averted as a share of the baseline's.
    gain : int
        1 if all of the middle 90 % are improvements, -1 if none are, else 0; 0 too where the mean is below
        ``NEGLIGIBLE``.
    """

    scenario: str
    strength: str
    averted: float
    low: float
    high: float
    share: str
    chance: str
    cost: str
    each: str
    start: str
    moves: tuple[str, ...]
    relative: float
    gain: int


def rows(comparison: pd.DataFrame, others: Sequence[str] = (), main: str = frames.MAIN) -> list[Row]:
    """Policies, the one that averts most first.

    Parameters
    ----------
    comparison : DataFrame
        ``Results.comparison()``.
    others : sequence of str
        Further outcomes.
    main : str
        Outcome that ranks them; less of it is better.
    """
    paired, start = frames.versus(comparison), frames.versus(comparison, "start")
    arms = frames.ranked(paired, main)
    found = []
    for arm in arms:
        mine = {row["outcome"]: row for row in frames.records(frames.pick(paired, arm))}
        since = {row["outcome"]: row for row in frames.records(frames.pick(start, arm))}
        if main not in mine:
            continue
        row = mine[main]
        relative = -row["difference"] / row["baseline"] if row["baseline"] else 0.0
        found.append(
            Row(
                scenario=arm[0],
                strength=frames.tag(arm, arms),
                averted=-row["difference"],
                low=-row["hi90"],
                high=-row["lo90"],
                share=percent(-100 * row["difference"] / row["baseline"]).lstrip("+") if row["baseline"] else "–",
                chance=f"{100 * row['p_improves']:.0f} %" if np.isfinite(row["p_improves"]) else "–",
                cost=money(row["cost_usd"]),
                each=money(row["cost_per_unit"]),
                start=percent(100 * (since[main]["ratio"] - 1)) if main in since else "–",
                moves=tuple(_move(since if name.startswith(START) else mine, name) for name in others),
                relative=relative,
                gain=0 if abs(relative) < NEGLIGIBLE else int(row["hi90"] < 0) - int(row["lo90"] > 0),
            )
        )
    return found


def ranked(results: Any) -> RenderableType:
    """The ranked table for a terminal of 80 columns.

    Parameters
    ----------
    results : Results or DataFrame
        Stored results, or their ``comparison()``.

    Returns
    -------
    rich renderable
    """
    comparison = results if isinstance(results, pd.DataFrame) else results.comparison()
    comparison = frames.labelled(comparison)
    there = set(comparison["outcome"])
    shown = [[name for name in names if name.removeprefix(START) in there] for names in FURTHER.values()]
    found = rows(comparison, [name for names in shown for name in names])
    if not found:
        return levels(comparison)
    first = _table("Policies ranked by opioid deaths averted")
    for heading in ("averted", "middle 90 %\nof worlds", "of\nbase", "better\nin", "cost\nUSD", "USD a\ndeath"):
        first.add_column(heading, justify="right", no_wrap=True)
    further = [_table(title) for title in FURTHER]
    for table, names, headings in zip(further, shown, FURTHER.values(), strict=True):
        for name in names:
            table.add_column(headings[name].replace(" ", "\n"), justify="right", no_wrap=True)
    for row in found:
        averted = Text(deaths(row.averted), style={1: "bold green", 0: "", -1: "bold red"}[row.gain])
        interval = f"{deaths(row.low)} to {deaths(row.high)}" if np.isfinite(row.low) else "–"
        name = " ".join(filter(None, (row.scenario, row.strength)))
        first.add_row(name, averted, interval, *(bare(x) for x in (row.share, row.chance, row.cost, row.each)))
        moves = iter(row.moves)
        for table, names in zip(further, shown, strict=True):
            table.add_row(name, *(bare(next(moves)) for _ in names))
    n = frames.pairs(frames.versus(comparison))
    return Group(
        first,
        *(part for table, names in zip(further, shown, strict=True) if names for part in (Text(), table)),
        Text(f"\n{n} world{'s' * (n != 1)} per policy, paired by seed; intervals are the spread of single worlds"),
    )


def _table(title: str) -> Table:
    table = Table(
        title=title,
        title_justify="left",
        title_style="bold",
        box=box.SIMPLE_HEAD,
        padding=(0, 1, 0, 0),
        pad_edge=False,
        show_edge=False,
    )
    table.add_column("", no_wrap=True)
    return table


def bare(text: str) -> str:
    """Without dollar sign and without the blank before %."""
    return text.replace("$", "").replace(" %", "%")


def levels(comparison: pd.DataFrame) -> RenderableType:
    """Where there is nothing to compare: the level of every outcome."""
    table = _table("Levels (no policy to compare)")
    for heading in ("outcome", "unit"):
        table.add_column(heading)
    table.add_column("value", justify="right")
    wanted = comparison.drop_duplicates(["scenario", "strength", "outcome"])
    for row in frames.records(wanted):
        if np.isfinite(row["value"]):
            words = OUTCOMES[row["outcome"]].label if row["outcome"] in OUTCOMES else row["outcome"]
            table.add_row(str(row["scenario"]), words, row["unit"], style.short(row["value"]))
    return table


def count(value: float) -> str:
    """A count to three significant digits, thousands apart, with a true minus."""
    if not np.isfinite(value):
        return "–"
    if value == 0:
        return "0"
    digits = max(0, int(np.floor(np.log10(abs(value)))) - 2)
    text = f"{round(value, -digits):,.0f}"
    return "0" if text == "-0" else text.replace("-", "−")


def deaths(value: float) -> str:
    """A count for a narrow column: short from a million on."""
    return count(value) if not abs(value) >= 1e6 else style.short(value)


def percent(value: float) -> str:
    """A change in per cent with its sign."""
    if not np.isfinite(value):
        return "–"
    return style.signed(value, ".1f" if abs(value) < 9.95 else ".0f") + " %"


def money(value: float) -> str:
    """US dollars, short; a dash where there is no number."""
    if not np.isfinite(value):
        return "–"
    return ("−" if value < 0 else "") + "$" + style.short(abs(value))


def _move(mine: dict[str, dict[str, Any]], name: str) -> str:
    row = mine.get(name.removeprefix(START))
    if row is None:
        return "–"
    if name in SHARES:
        return f"{100 * row['value']:.0f} %" if np.isfinite(row["value"]) else "–"
    if not row["baseline"]:
        return style.short(row["value"]) if row["value"] else "0 %"
    return percent(100 * row["difference"] / abs(row["baseline"]))
