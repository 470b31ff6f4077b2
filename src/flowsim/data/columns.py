"""What every table must hold: columns with type, unit and range, keys, kinds of places, series of drivers.

The checker (``checking``, ``agreement``), the reader and the documentation all read these declarations. A new kind of
place is one line of ``KINDS``, a new input one line of ``SERIES``.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import inf


@dataclass(frozen=True)
class Column:
    """One column of a table.

    Attributes
    ----------
    name, about : str
    kind : {"text", "whole", "number"}
    unit : str
    low, high : float
        Smallest and largest number allowed.
    needed : bool
        The column must exist; one that need not is checked where it does.
    blank : bool
        Cells may be empty.
    words : tuple of str
        What may stand in a cell instead of a number.
    names : tuple of str
        All that may stand in a cell of text; empty for any text.
    """

    name: str
    kind: str
    about: str
    unit: str = ""
    low: float = -inf
    high: float = inf
    needed: bool = True
    blank: bool = False
    words: tuple[str, ...] = ()
    names: tuple[str, ...] = ()


@dataclass(frozen=True)
class Table:
    """One table: what a row is, its columns, and those that tell rows apart."""

    about: str
    columns: tuple[Column, ...]
    key: tuple[str, ...]


@dataclass(frozen=True)
class Kind:
    """One kind of place in the geography.

    Attributes
    ----------
    about : str
    prefix : str
        How its ids begin.
    number : bool
        The id is the prefix and a number.
    needed : bool
        The model cannot run without at least one.
    weighed : bool
        ``weight_1`` is the starting share or size, of any unit; empty counts as 0.01, and 0 has no place.
    most : int
        How many the model has room for.
    parent : str
        What the column ``parent`` holds.
    """

    about: str
    prefix: str = ""
    number: bool = False
    needed: bool = False
    weighed: bool = False
    most: int = 1000
    parent: str = ""


@dataclass(frozen=True)
class Series:
    """One input that the model reads; ``{sector}`` in its name stands for every sector of the geography."""

    unit: str
    low: float = 0.0
    high: float = inf
    year: int = 2012


@dataclass(frozen=True)
class Rule:
    """One kind of dated rule.

    Attributes
    ----------
    about, unit : str
    countries, needed : tuple of str
        Countries whose law may have it, and those whose law must.
    absent : float
        Its value while no rule is in force.
    low, high : float
        Smallest and largest value allowed.
    """

    about: str
    unit: str
    countries: tuple[str, ...] = ("MX",)
    needed: tuple[str, ...] = ()
    absent: float = inf
    low: float = 0.0
    high: float = inf


def _yearly(what: str, low: float = 0.0) -> tuple[Column, ...]:
    return (
        Column("series", "text", "name of the series"),
        Column("year", "whole", "calendar year, or fiscal year where the unit says so", "year", 1900, 2100),
        Column("month", "whole", "empty on yearly rows", "month", 1, 12, blank=True),
        Column("value", "number", what, "as in unit", low),
        Column("unit", "text", "unit of value"),
        Column("low", "number", "range of evidence", "as in unit", low, needed=False, blank=True),
        Column("high", "number", "range of evidence", "as in unit", low, needed=False, blank=True),
        Column("source", "text", "where the number is from", needed=False, blank=True),
        Column("address", "text", "where to find the source", needed=False, blank=True),
        Column("confidence", "text", "verified or recalled", needed=False, blank=True),
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
            Column("source", "text", "where it is from", needed=False, blank=True),
            Column("address", "text", "where to find the source", needed=False, blank=True),
            Column("confidence", "text", "verified or recalled", needed=False, blank=True),
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
            Column("source", "text", "where the days are from", needed=False, blank=True),
            Column("address", "text", "where to find the source", needed=False, blank=True),
            Column("confidence", "text", "verified or recalled", needed=False, blank=True),
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
            Column("source", "text", "where it is from", needed=False, blank=True),
            Column("address", "text", "where to find the source", needed=False, blank=True),
            Column("confidence", "text", "verified or recalled", needed=False, blank=True),
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

KINDS = {
    "port_of_entry": Kind(
        "US port of entry at the border with Mexico", "port_", number=True, needed=True, most=50,
        parent="field office <name>; USBP sector <name>",
    ),
    "cbp_field_office": Kind("field office that ports report to", "fo_", needed=True),
    "bp_sector": Kind(
        "Border Patrol sector", "sector_", needed=True, most=20, parent="border miles about <number>"
    ),
    "poppy_region": Kind("region where poppy grows", needed=True, weighed=True),
    "synthetic_lab_region": Kind("region of synthetic laboratories", needed=True, weighed=True),
    "precursor_entry": Kind("seaport or airport where precursors arrive", needed=True),
    "us_market_state": Kind("US state", "us_", number=True, needed=True, weighed=True),
    "marijuana_region": Kind("region where marijuana grows", needed=True, weighed=True),
    "coca_region": Kind("region where coca grows", weighed=True),
    "chemical_source": Kind("where precursors come from"),
    "southern_gate": Kind("way into Mexico from the south"),
    "mx_state": Kind("Mexican state"),
    "us_wholesale_hub": Kind("US city with wholesale trade"),
}  # fmt: skip

SERIES = {
    "drivers": {
        "usbp.{sector}.agents": Series("agents on board, end of US fiscal year", low=1),
        "usbp.{sector}.apprehensions": Series("persons per US fiscal year"),
        "coca.unodc.colombia_cocaine_hcl": Series("t", low=1),
        "migration.usbp_apprehensions_of_mexicans": Series("persons per US fiscal year"),
    },
    "drivers_opioids": {
        "heroin.us.mexico_share": Series("share of analysed heroin weight", high=1),
        "opioids.us.prescriptions_per_100_persons": Series("prescriptions per 100 persons and year", low=1),
    },
}
"""Inputs that the model reads, by table. The unit of any other series is that of the packaged table."""

RULES = {
    "cash_report": Rule("banks report transactions in cash above it", "USD per day", ("US", "MX"), ("US",), low=100.0),
    "account_cap": Rule("dollar notes that banks take from one holder of an account", "USD per month"),
    "visitor_cap": Rule("dollar notes that banks take from one person without account", "USD per month"),
    "firm_cap": Rule("dollar notes that banks take from one firm at the border or where tourists go", "USD per month"),
    "firm_exempt": Rule(
        "firms there of three years and with papers are free of the cap", "1 yes, 0 no", absent=0.0, high=1.0
    ),
    "exchange_cap": Rule("dollar notes that exchange houses take from one person", "USD per month"),
}
"""Rules by name; a limit that is not in force is infinite."""

SECTOR_SERIES = "usbp."
WHOLE_BORDER = ("nationwide", "southwest_border")
"""Series of the Border Patrol that are about no sector."""

CROSSINGS_FROM, CROSSINGS_TO, CROSSINGS_BASE = (2011, 10), (2017, 12), 2012
"""Months that a port with traffic needs; the mean of the base year is 1."""

DEATHS_BASE = 2013
"""Year of deaths that US markets are weighed by."""

PORTS_LEFT_OUT = {2582: "Cross Border Xpress, the airport's footbridge of December 2015"}
"""Ports that may stand in the crossings without a place: without traffic in the base year they carry nothing."""
