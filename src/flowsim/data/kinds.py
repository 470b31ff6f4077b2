"""What may stand in tables beside their columns: kinds of places, series of inputs, dated rules."""

from __future__ import annotations

from flowsim.data.shapes import Kind, Rule, Series

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
