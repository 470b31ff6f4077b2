"""What must hold in the tables of banks and of rules on cash, beyond the range of each cell."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from datetime import date
from itertools import pairwise
from math import fsum
from typing import Any

from flowsim.data.checking import Checked
from flowsim.data.kinds import RULES
from flowsim.domain.banks import BY_LETTERS, KINDS
from flowsim.domain.calendar import parse
from flowsim.domain.codes import SEGMENTS
from flowsim.domain.errors import UserError, unknown

TOLERANCE = 1e-6
FOREVER = date.max


def banks(table: Checked) -> None:
    """Each country has banks and money services; shares of customers and of accounts sum to 1.

    Raises
    ------
    UserError
        At the first mistake.
    """
    sizes: dict[tuple[str, str], list[float]] = defaultdict(list)
    for row, cells in enumerate(_cells(table)):
        if cells["size"] == 0:
            raise table.mistake(row, "size", "a bank without accounts takes no part; remove its row")
        total = fsum(cells[name] for name in SEGMENTS)
        if abs(total - 1.0) > TOLERANCE:
            names = ", ".join(SEGMENTS)
            raise table.mistake(row, SEGMENTS[0], f"{names} of {cells['id']} sum to {total:.8g}, not to 1")
        sizes[cells["country"], cells["kind"]].append(cells["size"])
    for country in BY_LETTERS:
        for kind in KINDS:
            if (country, kind) not in sizes:
                raise UserError(
                    f"{table.source.said}, column country: there is no {kind} in {country}; at least one is needed"
                )
            total = fsum(sizes[country, kind])
            if abs(total - 1.0) > TOLERANCE:
                what = f"sizes of {country} rows of kind {kind} sum to {total:.8g}, not to 1"
                raise UserError(f"{table.source.said}, column size: {what}")


def rules(table: Checked) -> None:
    """Known rules of the right country, in their units, with dates in order that do not overlap.

    Raises
    ------
    UserError
        At the first mistake.
    """
    spans: dict[tuple[str, str], list[tuple[date, date, int]]] = defaultdict(list)
    for row, cells in enumerate(_cells(table)):
        name, country = cells["rule"], cells["country"]
        if name not in RULES:
            raise table.mistake(row, "rule", str(unknown("rule", name, RULES)))
        rule = RULES[name]
        if country not in rule.countries:
            raise table.mistake(row, "country", f"{name} is a rule of {' and '.join(rule.countries)}, not of {country}")
        if cells["unit"] != rule.unit:
            raise table.mistake(row, "unit", f"{cells['unit']!r} is not the unit of {name}, which is {rule.unit!r}")
        if not rule.low <= cells["value"] <= rule.high:
            span = f"{rule.low:g} to {rule.high:g}" if rule.high < float("inf") else f"{rule.low:g} or more"
            raise table.mistake(row, "value", f"{cells['value']:g} is out of range; allowed: {span} {rule.unit}")
        start = _day(table, row, "start", cells["start"])
        end = _day(table, row, "end", cells["end"]) if isinstance(cells["end"], str) else FOREVER
        if end <= start:
            raise table.mistake(row, "end", f"{end} is not after the start, {start}")
        spans[country, name].append((start, end, row))
    for (country, name), held in spans.items():
        for (_, end, before), (start, _, row) in pairwise(sorted(held)):
            if start < end:
                until = "" if end == FOREVER else f" until {end}"
                line = int(table.lines[before])
                what = f"on {start} {name} of {country} stands in line {line} already{until}"
                raise table.mistake(row, "start", f"{what}; rules of one name may not overlap")
    for name, rule in RULES.items():
        for country in rule.needed:
            if (country, name) not in spans:
                raise UserError(f"{table.source.said}, column rule: there is no {name} of {country}, which is needed")


def _day(table: Checked, row: int, column: str, text: str) -> date:
    try:
        return parse(text)
    except UserError as error:
        raise table.mistake(row, column, str(error)) from None


def _cells(table: Checked) -> list[Mapping[str, Any]]:
    columns = {name: table.frame[name].tolist() for name in table.frame.columns}
    return [{name: cells[row] for name, cells in columns.items()} for row in range(len(table.frame))]
