"""Weekly inputs: traffic, patrol, prescribing, Mexico's share of US heroin, with their own rule of continuation."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import lru_cache

import numpy as np

from flowsim.data import Inputs, table
from flowsim.data.geography import TRAFFIC, load_network, market_states, state_population
from flowsim.domain.calendar import middle, monday, week_number, year_fraction
from flowsim.domain.codes import Mode
from flowsim.domain.network import Floats

TRAFFIC_LAST = date(2017, 12, 31)
PRESCRIPTIONS = "opioids.us.prescriptions_per_100_persons"
MEXICANS = "migration.usbp_apprehensions_of_mexicans"
COCAINE = "coca.unodc.colombia_cocaine_hcl"
ANNUAL_LAST = date(2016, 12, 31)


@dataclass(frozen=True)
class Drivers:
    """Inputs by week; the first row is week ``first``.

    Attributes
    ----------
    traffic : (W, C) float64
        Crossings over the corridor's own mean of 2012; 1 where no lawful traffic hides a load.
    agents, encounters : (W, sector) float64
        Border Patrol agents on board; apprehensions per year.
    mexico_share : (W,) float64
        Share of US heroin that comes from Mexico.
    prescribing : (W,) float64
        Opioid prescriptions over 2012.
    cocaine_t : (W,) float64
        Potential cocaine hydrochloride of Colombia, t per year.
    home_freedom : (W, market, 3) float64
        Shares of a market's people under a retail sale law and under a medical law only, and the share of the
        country's people under a retail sale law.
    mexicans : (W,) float64
        Share of those apprehended between ports who are Mexican.
    traffic_beyond, annual_beyond : (W,) float64, years
        Time since the last year of data, 0 before: what the drift multiplies.
    """

    first: int
    traffic: Floats
    agents: Floats
    encounters: Floats
    mexico_share: Floats
    prescribing: Floats
    cocaine_t: Floats
    home_freedom: Floats
    mexicans: Floats
    traffic_beyond: Floats
    annual_beyond: Floats


def _annual(series: str, years: Floats, inputs: Inputs | None, name: str = "drivers", at: float = 0.5) -> Floats:
    """Annual values set at a point of their year, straight lines between, constant beyond the ends."""
    rows = table(name, inputs)
    rows = rows[(rows["series"] == series) & rows["month"].isna()].sort_values("year")
    if rows.empty:
        raise KeyError(series)
    return np.interp(years, rows["year"].to_numpy(float) + at, rows["value"].to_numpy(float))


def _traffic(weeks: range, markets: str, inputs: Inputs | None) -> Floats:
    """Monthly crossings by corridor over the mean of 2012; after the last year, its months repeat."""
    corridors = load_network(markets, inputs).corridors
    rows = table("border_crossings", inputs).fillna(0.0)
    key = zip(rows["port_code"], rows["year"], rows["month"], strict=True)
    row_of = {(int(port), int(year), int(month)): i for i, (port, year, month) in enumerate(key)}
    columns = {mode: rows[column].to_numpy(np.float64) for mode, column in TRAFFIC.items()}
    months = [(min(max(d.year, 2011), TRAFFIC_LAST.year), d.month) for d in map(middle, weeks)]
    out = np.ones((len(weeks), len(corridors)))
    for c, name in enumerate(corridors.ids):
        mode = Mode(int(corridors.mode[c]))
        if mode in TRAFFIC:
            port, counts = int(name.split(".")[0]), columns[mode]

            def crossings(year: int, month: int, port: int = port, counts: Floats = counts) -> float:
                row = row_of.get((port, year, month))
                return 0.0 if row is None else float(counts[row])

            base = max(sum(crossings(2012, month) for month in range(1, 13)) / 12, 1.0)
            out[:, c] = [max(crossings(*month), 0.02 * base) / base for month in months]
    return out


def _freedom(weeks: range, markets: str, inputs: Inputs | None) -> Floats:
    """Shares of people by law on marijuana: dated rules, (W, market, 3)."""
    rows = table("cannabis_law", inputs)
    states = [f"{fips:02d}" for fips in rows["fips"]]
    population = state_population(inputs)
    people = np.array([population.get(state, 0.0) for state in states])
    member = np.array([[state in states_of for state in states] for states_of in market_states(markets, inputs)])
    here = member * people / (member * people).sum(1, keepdims=True)
    days = [max(middle(week), date(2012, 1, 1)).isoformat() for week in weeks]
    retail, medical = (rows[kind].fillna("9999").to_numpy(str) for kind in ("retail", "medical"))
    out = np.empty((len(weeks), len(member), 3))
    for day in dict.fromkeys(days):
        sold, grey = retail <= day, (medical <= day) & (retail > day)
        value = np.stack([here @ sold, here @ grey, np.full(len(member), people @ sold / people.sum())], axis=1)
        out[[i for i, other in enumerate(days) if other == day]] = value
    return out


@lru_cache(maxsize=8)
def load_drivers(first: int, last: int, markets: str = "divisions", inputs: Inputs | None = None) -> Drivers:
    """Weekly inputs from week ``first`` to ``last`` inclusive; before 2011-10-03 the inputs of 2012 hold."""
    weeks = range(first, last + 1)
    spun = range(max(first, 0), last + 1)
    sectors = load_network(markets, inputs).sectors.ids
    years = np.array([max(year_fraction(w), 2012.0 if w < 0 else 0.0) for w in weeks])
    traffic = _traffic(spun, markets, inputs)
    agents = np.stack([_annual(f"usbp.{s}.agents", years, inputs, at=0.75) for s in sectors], axis=1)
    encounters = np.stack([_annual(f"usbp.{s}.apprehensions", years, inputs, at=0.25) for s in sectors], axis=1)
    mexicans = _annual(MEXICANS, years, inputs, at=0.25) / np.maximum(encounters.sum(1), 1.0)
    pills = _annual(PRESCRIPTIONS, years, inputs, "drivers_opioids")
    pills_2012 = _annual(PRESCRIPTIONS, np.array([year_fraction(week_number("2012-06-25"))]), inputs, "drivers_opioids")

    def beyond(end: date) -> Floats:
        return np.array([max(0.0, (monday(w) - end).days / 365.25) for w in weeks])

    return Drivers(
        first=first,
        traffic=np.concatenate([np.ones((len(weeks) - len(spun), traffic.shape[1])), traffic]),
        agents=agents,
        encounters=encounters,
        mexico_share=_annual("heroin.us.mexico_share", years, inputs, "drivers_opioids"),
        prescribing=pills / pills_2012,
        cocaine_t=_annual(COCAINE, years, inputs),
        home_freedom=_freedom(weeks, markets, inputs),
        mexicans=np.minimum(mexicans, 1.0),
        traffic_beyond=beyond(TRAFFIC_LAST),
        annual_beyond=beyond(ANNUAL_LAST),
    )
