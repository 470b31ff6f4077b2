"""What every table must hold: columns with type, unit and range, and keys.

The checker (``checking``, ``agreement``), the reader and the documentation read these declarations; a new kind of place
or a new input is a line in ``kinds``.
"""

from __future__ import annotations

from math import inf

from flowsim.data.shapes import Column, Table

_PROVENANCE = (
    Column("source", "text", "where it is from", needed=False, blank=True),
    Column("address", "text", "where to find the source", needed=False, blank=True),
    Column("confidence", "text", "verified or recalled", needed=False, blank=True),
)


def _yearly(what: str, low: float = 0.0) -> tuple[Column, ...]:
    return (
        Column("series", "text", "name of the series"),
        Column("year", "whole", "calendar year, or fiscal year where the unit says so", "year", 1900, 2100),
        Column("month", "whole", "empty on yearly rows", "month", 1, 12, blank=True),
        Column("value", "number", what, "as in unit", low),
        Column("unit", "text", "unit of value"),
        Column("low", "number", "range of evidence", "as in unit", low, needed=False, blank=True),
        Column("high", "number", "range of evidence", "as in unit", low, needed=False, blank=True),
        *_PROVENANCE,
    )


def _count(name: str, about: str, unit: str) -> Column:
    return Column(name, "number", about, unit, 0.0, blank=True)


def _share(name: str, about: str, unit: str = "share") -> Column:
    return Column(name, "number", about, unit, 0.0, 1.0)


_WEIGHTS = tuple(Column(f"weight_{i}", "number", "not read", "", 0.0, needed=False, blank=True) for i in range(2, 6))

TABLES = {
    "geography": Table(
        "a place",
        (
            Column("id", "text", "unique; begins as its kind says"),
            Column("name", "text", "for tables and maps"),
            Column("kind", "text", "one of the kinds below"),
            Column("lat", "number", "latitude", "degrees north", -90, 90),
            Column("lon", "number", "longitude", "degrees east", -180, 180),
            Column("parent", "text", "what it belongs to, see the kinds below", blank=True),
            Column("weight_1", "number", "size or share, see the kinds below", "any", 0.0, blank=True),
            *_WEIGHTS,
        ),
        ("id",),
    ),
    "border_crossings": Table(
        "lawful crossings into the United States at a port in a month",
        (
            Column("port_code", "whole", "the number in the port's id", "", 1, 9999),
            Column("year", "whole", "calendar year", "year", 1900, 2100),
            Column("month", "whole", "month", "month", 1, 12),
            _count("personal_vehicles", "personal vehicles, empty for none", "vehicles per month"),
            _count("pedestrians", "pedestrians, empty for none", "persons per month"),
            _count("trucks", "trucks, empty for none", "trucks per month"),
            _count("trains", "trains, empty for none", "trains per month"),
            Column("rail_containers_loaded", "number", "not read", "per month", 0.0, needed=False, blank=True),
        ),
        ("port_code", "year", "month"),
    ),
    "drivers": Table("a value of an input in a year or month", _yearly("the value"), ("series", "year", "month")),
    "drivers_opioids": Table(
        "a value of an input about opioids in a year or month", _yearly("the value"), ("series", "year", "month")
    ),
    "overdose_deaths_state_year": Table(
        "overdose deaths of a US state in a year",
        (
            Column("fips", "whole", "the number in the state's id", "", 1, 78),
            Column("year", "whole", "calendar year", "year", 1900, 2100),
            Column(
                "deaths_any_of_t40_1_t40_2_t40_4_t43_6",
                "number",
                "deaths with heroin, other opioids, synthetic opioids or psychostimulants",
                "deaths per year",
                0.0,
                words=("Suppressed",),
            ),
            Column("population", "whole", "not read", "persons", 0.0, needed=False, blank=True),
        ),
        ("fips", "year"),
    ),
    "cannabis_law": Table(
        "what the law of a US state says on marijuana",
        (
            Column("fips", "whole", "the number in the state's id", "", 1, 78),
            Column("state", "text", "name", needed=False, blank=True),
            Column("medical", "text", "first day of a medical law, YYYY-MM-DD, empty for none", blank=True),
            Column("retail", "text", "first day of retail sale to adults, YYYY-MM-DD, empty for none", blank=True),
            Column("source", "text", "where it is from", needed=False, blank=True),
            Column("confidence", "text", "verified or recalled", needed=False, blank=True),
        ),
        ("fips",),
    ),
    "banks": Table(
        "a bank or money service of either country",
        (
            Column("id", "text", "unique"),
            Column("label", "text", "for tables and figures"),
            Column("country", "text", "where it stands", names=("US", "MX")),
            Column("kind", "text", "bank, or money service", names=("bank", "msb")),
            _share("size", "share of the accounts of its country and kind, above 0; they sum to 1"),
            _share("retail", "share of customers who are households; the three shares sum to 1"),
            _share("cash_intensive", "share of customers who are firms that take much cash"),
            _share("companies", "share of customers who are other firms"),
            _share("kyc", "depth of know-your-customer work; 1 is all that is known how to do", ""),
            _share("systems", "quality of monitoring systems; 1 is the best there are", ""),
            Column("sharing", "whole", "1 for members of an information-sharing scheme at the start", "", 0, 1),
            _share("appetite", "appetite for risky customers; 1 takes anyone", ""),
            Column("supervision", "number", "intensity of its supervisor", "times the country's mean", 0.01, 100.0),
        ),
        ("id",),
    ),
    "money_rules": Table(
        "a rule of law on cash, with the days on which it holds",
        (
            Column("country", "text", "whose law", names=("US", "MX")),
            Column("rule", "text", "one of the rules below"),
            Column("start", "text", "first day on which it holds, YYYY-MM-DD"),
            Column("end", "text", "first day on which it holds no more, YYYY-MM-DD, empty for none", blank=True),
            Column("value", "number", "what it sets", "as in unit", 0.0),
            Column("unit", "text", "unit of value, as below"),
            *_PROVENANCE,
        ),
        ("country", "rule", "start"),
    ),
    "justice_reform": Table(
        "a state of Mexico: when its courts switched to oral procedure, and how violent it is",
        (
            Column("id", "text", "the id of the state in the geography"),
            Column("state", "text", "name"),
            Column("start", "text", "first day of oral procedure in a first district or for first crimes, YYYY-MM-DD"),
            Column("whole", "text", "first day on which it holds in the whole state, YYYY-MM-DD"),
            Column("homicides", "number", "case files of intentional homicide, mean of 2011-2014", "per year", 0.0),
            Column("population", "number", "persons, 2016", "persons", 1.0),
            *_PROVENANCE,
        ),
        ("id",),
    ),
    "homicide_states": Table(
        "a state of Mexico: its homicides before and at the start of history, and its neighbours",
        (
            Column("id", "text", "the id of the state in the geography"),
            Column("state", "text", "name"),
            *(
                Column(f"files_{year}", "number", "case files of intentional homicide", "per year", 0.0)
                for year in (2006, 2007, 2011, 2012, 2013, 2014)
            ),
            Column("neighbours", "text", "ids of the states at its borders, between semicolons"),
            *_PROVENANCE,
        ),
        ("id",),
    ),
    "leader_removals": Table(
        "a leader captured or killed; used with structure.leaders=dated",
        (
            Column("day", "text", "YYYY-MM-DD"),
            Column("organisation", "text", "short name of an organisation; others are passed over"),
            Column("state", "text", "the id of the state where it happened; for the record"),
            Column("source", "text", "where it is from", needed=False, blank=True),
            Column("confidence", "text", "verified or recalled", needed=False, blank=True),
        ),
        ("day", "organisation"),
    ),
    "targets": Table("an observed outcome in a year or month", _yearly("the value", -inf), ("series", "year", "month")),
}

_TIES = (
    Column("a", "text", "one group, as it is called in closed.sizes"),
    Column("b", "text", "the other; a pair stands once, or twice with equal weights"),
    Column("weight", "number", "how strong the tie is; 0 is none", "", 0.0, 1e6),
)
CLOSED = {
    "closed.sizes": Table(
        "a group of organised crime",
        (
            Column("group", "text", "name, unique"),
            Column("members", "number", "members at the start of the run", "persons", 0.0, 1e8),
        ),
        ("group",),
    ),
    "closed.rivals": Table("a pair of groups that fight each other", _TIES, ("a", "b")),
    "closed.allies": Table("a pair of groups that are allied", _TIES, ("a", "b")),
}
"""Tables of the organisations alone; there are none packaged, see ``engine.closed_network``."""

DECLARED = {**TABLES, **CLOSED}
