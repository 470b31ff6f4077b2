"""Tables against one another: every place that is named exists, every input that is needed is there, in its unit."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache
from typing import Any

from flowsim.data import homicide_agreement, justice_agreement, money_agreement
from flowsim.data.checking import Checked, checked
from flowsim.data.columns import TABLES
from flowsim.data.geography import DIVISIONS, SECTOR_STATE, TRAFFIC
from flowsim.data.inputs import Inputs, packaged, read
from flowsim.data.kinds import (
    CROSSINGS_BASE,
    CROSSINGS_FROM,
    CROSSINGS_TO,
    DEATHS_BASE,
    KINDS,
    PORTS_LEFT_OUT,
    SECTOR_SERIES,
    SERIES,
    WHOLE_BORDER,
)
from flowsim.data.shapes import Series
from flowsim.domain.codes import Mode
from flowsim.domain.errors import UserError, unknown
from flowsim.domain.files import Files

DEATHS = "deaths_any_of_t40_1_t40_2_t40_4_t43_6"
_PARENT = re.compile(r"field office (.+); USBP sector (.+)")
_MILES = re.compile(r"\d+")


def opened(files: Files) -> Inputs:
    """The tables of a run, read and checked.

    Raises
    ------
    UserError
        At the first mistake in any table, or between tables.
    """
    inputs = read(files)
    agree(inputs)
    return inputs


@lru_cache(maxsize=8)
def agree(inputs: Inputs) -> None:
    """Check every table, then the tables against one another; once per content.

    Raises
    ------
    UserError
        At the first mistake.
    """
    tables = {name: checked(inputs.source(name)) for name in TABLES}
    geography = tables["geography"]
    kinds(geography)
    sectors = border_sectors(geography)
    ports(geography, sectors)
    markets(geography)
    crossings(geography, tables["border_crossings"])
    for name in SERIES:
        series(tables[name], geography, sectors)
    deaths(geography, tables["overdose_deaths_state_year"])
    money_agreement.banks(tables["banks"])
    money_agreement.rules(tables["money_rules"])
    justice_agreement.reform(tables["justice_reform"])
    homicide_agreement.states(tables["homicide_states"], tables["justice_reform"], geography)
    homicide_agreement.removals(tables["leader_removals"])


def kinds(geography: Checked) -> None:
    """Known kinds, ids that begin as their kind says, weights to share by; enough of each kind, and not too many."""
    counts: dict[str, int] = {}
    for row, place in _rows(geography):
        if place["kind"] not in KINDS:
            raise geography.mistake(row, "kind", str(unknown("kind", place["kind"], KINDS)))
        kind = KINDS[place["kind"]]
        rest = place["id"].removeprefix(kind.prefix)
        if not place["id"].startswith(kind.prefix) or (kind.number and not rest.isdecimal()) or not rest:
            form = f"{kind.prefix}<{'number' if kind.number else 'name'}>"
            raise geography.mistake(row, "id", f"{place['id']!r} is not the id of a {place['kind']}, which is {form}")
        if kind.weighed and place["weight_1"] == 0:
            raise geography.mistake(row, "weight_1", "a place without weight takes no part; remove its row")
        counts[place["kind"]] = counts.get(place["kind"], 0) + 1
    for name, kind in KINDS.items():
        found = counts.get(name, 0)
        if kind.needed and not found:
            raise UserError(f"{geography.source.said}, column kind: there is no {name}; at least one is needed")
        if found > kind.most:
            raise UserError(f"{geography.source.said}, column kind: {found} rows are {name}; at most {kind.most} fit")


def border_sectors(geography: Checked) -> tuple[str, ...]:
    """Names of the sectors, each with its miles of border."""
    found = []
    for row, place in _rows(geography, "bp_sector"):
        name = place["id"].removeprefix("sector_")
        if name not in SECTOR_STATE:
            raise geography.mistake(row, "id", str(unknown("Border Patrol sector", name, SECTOR_STATE)))
        miles = _MILES.search(_text(place["parent"]))
        if not miles or int(miles[0]) == 0:
            given = _text(place["parent"])
            raise geography.mistake(row, "parent", f"{given!r} states no miles; write 'border miles about <number>'")
        found.append(name)
    return tuple(found)


def ports(geography: Checked, sectors: Iterable[str]) -> None:
    """Ports stand in a field office and a sector that exist."""
    offices = [place["id"].removeprefix("fo_") for _, place in _rows(geography, "cbp_field_office")]
    for row, place in _rows(geography, "port_of_entry"):
        given = _text(place["parent"])
        if not (match := _PARENT.fullmatch(given)):
            form = "'field office <name>; USBP sector <name>'"
            raise geography.mistake(row, "parent", f"{given!r} is not of the form {form}")
        if (code := place["id"].removeprefix("port_")).startswith("0"):
            raise geography.mistake(row, "id", f"write port_{code.lstrip('0')}, without zeros in front")
        for what, name, known in (("field office", match[1], offices), ("sector", match[2], sectors)):
            if (plain := name.strip().lower().replace(" ", "_")) not in known:
                raise geography.mistake(row, "parent", str(unknown(what, plain, known)))


def markets(geography: Checked) -> None:
    """US markets are states of the census divisions, of which each has one at least."""
    division = {fips: name for name, (_, _, members) in DIVISIONS.items() for fips in members}
    found = set()
    for row, place in _rows(geography, "us_market_state"):
        if (fips := place["id"].removeprefix("us_")) not in division:
            raise geography.mistake(row, "id", f"there is no US state with fips {fips!r}; allowed: 01 to 56")
        found.add(division[fips])
    for name, (label, _, _) in DIVISIONS.items():
        if name not in found:
            raise UserError(f"{geography.source.said}, column kind: there is no us_market_state in {label}")


def crossings(geography: Checked, table: Checked) -> None:
    """Ports have places and places have crossings, whole from October 2011 on where there are any in 2012."""
    ports = {int(p["id"].removeprefix("port_")): (r, p["name"]) for r, p in _rows(geography, "port_of_entry")}
    months: dict[int, set[tuple[int, int]]] = {}
    traffic = False
    for row, cells in _rows(table):
        port = cells["port_code"]
        if port not in ports and port not in PORTS_LEFT_OUT:
            raise _stray(table, row, "port_code", f"port {port}", geography)
        months.setdefault(port, set()).add((cells["year"], cells["month"]))
        traffic |= cells["year"] == CROSSINGS_BASE and cells[TRAFFIC[Mode.PERSONAL_VEHICLE]] > 0 and port in ports
    for port, (row, name) in ports.items():
        if port not in months:
            raise _stray(geography, row, "id", f"port {port} ({name})", table)
        if any((CROSSINGS_BASE, month) in months[port] for month in range(1, 13)):
            for year, month in _months():
                if (year, month) not in months[port]:
                    raise UserError(
                        f"{table.source.said}: port {port} ({name}) has no row for {year}-{month:02}; "
                        f"every month of {_span()} is needed"
                    )
    if not traffic:
        column = TRAFFIC[Mode.PERSONAL_VEHICLE]
        raise UserError(f"{table.source.said}, column {column}: no port has any in {CROSSINGS_BASE}, the base year")


def series(table: Checked, geography: Checked, sectors: Iterable[str]) -> None:
    """Known series in their units and ranges, of sectors that exist; what the model reads is there."""
    name = table.source.name
    needed = {
        pattern.format(sector=sector): facts
        for pattern, facts in SERIES[name].items()
        for sector in (sectors if "{sector}" in pattern else ("",))
    }
    units = {**_packaged_units(name), **{series: (facts.unit,) for series, facts in needed.items()}}
    years: dict[str, set[int]] = {}
    for row, cells in _rows(table):
        one = cells["series"]
        _sector(table, row, one, sectors, geography)
        if one not in units:
            raise table.mistake(row, "series", str(unknown("series", one, units)))
        if not _agrees(cells["unit"], units[one]):
            expected = " or ".join(repr(unit) for unit in units[one])
            raise table.mistake(row, "unit", f"{cells['unit']!r} is not the unit of {one}, which is {expected}")
        if facts := needed.get(one):
            _value(table, row, cells["value"], facts)
            if cells["month"] != cells["month"]:
                years.setdefault(one, set()).add(cells["year"])
    for one, facts in needed.items():
        if one not in years:
            raise UserError(
                f"{table.source.said}, column series: there is no yearly row of {one}, which the model reads"
            )
        if facts.year not in years[one]:
            raise UserError(f"{table.source.said}, column year: {one} has no row for {facts.year}, the base year")


def deaths(geography: Checked, table: Checked) -> None:
    """States of the deaths are markets, and markets have deaths in the base year."""
    states = {int(p["id"].removeprefix("us_")): (r, p["name"]) for r, p in _rows(geography, "us_market_state")}
    base = set()
    for row, cells in _rows(table):
        if cells["fips"] not in states:
            raise _stray(table, row, "fips", f"state {cells['fips']:02}", geography)
        if cells["year"] == DEATHS_BASE:
            base.add(cells["fips"])
            if cells[DEATHS].strip("0.") == "":
                raise table.mistake(row, DEATHS, f"{DEATHS_BASE} is the base year, where a market needs deaths")
    for fips, (_, name) in states.items():
        if fips not in base:
            raise UserError(
                f"{table.source.said}, column year: state {fips:02} ({name}) has no row for {DEATHS_BASE}, "
                "the base year"
            )


def _sector(table: Checked, row: int, one: str, sectors: Iterable[str], geography: Checked) -> None:
    """A series of the Border Patrol is about a sector that exists, or about the whole border."""
    if not one.startswith(SECTOR_SERIES):
        return
    sector, _, _ = one.removeprefix(SECTOR_SERIES).partition(".")
    known = (*sectors, *WHOLE_BORDER)
    if sector not in known:
        if sector in SECTOR_STATE:
            raise _stray(table, row, "series", f"sector {sector!r}", geography)
        raise table.mistake(row, "series", str(unknown("sector", sector, known)))


def _stray(table: Checked, row: int, column: str, what: str, other: Checked) -> UserError:
    """One table names what another lacks; the user's own file comes first in the sentence."""
    theirs = packaged().sources
    if table.source in theirs and other.source not in theirs:
        line = table.lines[row]
        return UserError(f"{other.source.said}: {what} has no row, but stands in {table.source.said}, line {line}")
    return table.mistake(row, column, f"{what} has no row in {other.source.said}")


def _value(table: Checked, row: int, value: float, facts: Series) -> None:
    if not facts.low <= value <= facts.high:
        span = f"{facts.low:g} to {facts.high:g}" if facts.high < float("inf") else f"{facts.low:g} or more"
        raise table.mistake(row, "value", f"{value:g} is out of range; allowed: {span} {facts.unit}")


@lru_cache(maxsize=8)
def _packaged_units(name: str) -> Mapping[str, tuple[str, ...]]:
    """Units by series in a packaged table, without notes in brackets."""
    frame = checked(packaged().source(name)).frame
    found: dict[str, tuple[str, ...]] = {}
    for one, unit in zip(frame["series"], frame["unit"], strict=True):
        found[one] = tuple(dict.fromkeys([*found.get(one, ()), _bare(unit)]))
    return found


def _bare(unit: str) -> str:
    return unit.partition(" (")[0]


def _agrees(unit: str, expected: Iterable[str]) -> bool:
    """A unit may carry a note in brackets or after a comma."""
    return any(_bare(unit) == one or unit.startswith(f"{one}, ") for one in expected)


def _rows(table: Checked, kind: str = "") -> Iterator[tuple[int, dict[str, Any]]]:
    """Rows by number, as dicts; of one kind of place."""
    frame = table.frame
    columns = {name: frame[name].tolist() for name in frame.columns}
    for row in range(len(frame)):
        if not kind or columns["kind"][row] == kind:
            yield row, {name: cells[row] for name, cells in columns.items()}


def _months() -> Iterator[tuple[int, int]]:
    year, month = CROSSINGS_FROM
    while (year, month) <= CROSSINGS_TO:
        yield year, month
        year, month = (year, month + 1) if month < 12 else (year + 1, 1)


def _span() -> str:
    return " to ".join(f"{year}-{month:02}" for year, month in (CROSSINGS_FROM, CROSSINGS_TO))


def _text(value: Any) -> str:
    return value if isinstance(value, str) else ""
