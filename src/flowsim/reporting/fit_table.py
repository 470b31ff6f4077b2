"""The fit on a terminal: model beside data, point by point, and what misses."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd
from rich import box
from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text

from flowsim.experiments.fit import misses, points, remarks
from flowsim.reporting import frames


def fit_table(table: pd.DataFrame, free: Sequence[str], misfit: float) -> RenderableType:
    """Model beside data with verdicts and counts.

    Parameters
    ----------
    table : DataFrame
        From ``experiments.fit.fit``.
    free : sequence of str
        Parameters that were fitted.
    misfit : float
        From ``experiments.fit.misfit``.
    """
    shown = Table(
        title="Model and data; the model is the mean of worlds", title_justify="left", title_style="bold",
        box=box.SIMPLE_HEAD, padding=(0, 1, 0, 0), pad_edge=False, show_edge=False,
    )  # fmt: skip
    shown.add_column("series", overflow="fold")
    shown.add_column("year", justify="right", no_wrap=True)
    for heading in ("data", "model", "ratio"):
        shown.add_column(heading, justify="right", no_wrap=True)
    shown.add_column("within", no_wrap=True)
    for row in frames.records(table):
        verdict, style = _verdict(row)
        numbers = (_number(row["data"]), _number(row["mean"]), f"{row['ratio']:.2f}")
        shown.add_row(str(row["series"]), str(row["year"]), *numbers, Text(verdict, style))
    inside, scored = points(table)
    lines = [
        f"\n{inside} of {scored} scored points within tolerance, {len(free)} free parameters, "
        f"{int(table['n'].min())} worlds, misfit {misfit:.3g}",
        *(f"miss: {line}" for line in misses(table)),
        *(f"also: {line}" for line in remarks(table)),
    ]
    return Group(shown, *(Text(line) for line in lines))


def _verdict(row: dict[str, object]) -> tuple[str, str]:
    if not row["scored"]:
        return "not scored", "dim"
    return (f"yes (±{row['tolerance']:.0%})", "") if row["inside"] else (f"no (±{row['tolerance']:.0%})", "bold red")


def _number(value: float) -> str:
    return f"{value:,.0f}" if abs(value) >= 100 else f"{value:.3g}"
