"""What agencies would publish: truth turned into series with the names, units and years of the data table."""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np

from flowsim.domain.calendar import fiscal_year, middle, weeks_in_year
from flowsim.domain.codes import DRUGS, Country, Crop, Drug, Mode
from flowsim.domain.network import Floats
from flowsim.engine.sums import Sum, Table, sum_of
from flowsim.kernels import draws
from flowsim.kernels.books import add_scaled

LB_PER_KG = 2.2046226218
OFFICES = ("san_diego", "tucson", "el_paso", "laredo")
RAND = {"heroin": Drug.HEROIN, "methamphetamine": Drug.METHAMPHETAMINE, "cocaine": Drug.COCAINE}
SURVEY_SD = 0.05  # log error of a national poppy survey; judgement


CASES, CONVICTIONS, IMPUNITY = (
    f"justice.{name}" for name in ("homicide_cases", "homicide_convictions", "impunity_homicide")
)
FIREARM, REGISTERED = "homicide.sesnsp_old.case_files.firearm_share", "registered deaths by homicide per calendar year"
DEATHS, POUNDS = "deaths per calendar year", "lb per US fiscal year (Oct-Sep)"


class Part(NamedTuple):
    """A sum of rows of the world that goes into a published series, times a factor, a number or (L,)."""

    series: str
    unit: str
    of: Sum
    factor: Any = 1.0


def calendar_parts(poppy: slice) -> list[Part]:
    """What is published by calendar year."""
    parts = [
        Part("deaths.us.heroin_t40_1", DEATHS, sum_of("t401")),
        Part("deaths.us.synthetic_opioids_t40_4", DEATHS, sum_of("t404")),
    ]
    for p, code in ((1, "psychostimulants_t43_6"), (2, "cocaine_t40_5")):
        parts.append(Part(f"deaths.us.{code}", DEATHS, sum_of("deaths_alone", p) + sum_of("deaths_fentanyl", p)))
    parts += [
        Part("poppy.ondcp.cultivation_ha", "ha", sum_of("standing_ha", poppy)),
        Part("poppy.eradication_ha", "ha per calendar year", sum_of("eradicated_ha", poppy)),
        Part("price.opium_gum_farmgate.usd", "USD per kg", sum_of("farm_price", Crop.POPPY)),
    ]
    uif = "uif.mexico"
    parts += [
        Part(f"{uif}.unusual_operation_reports", "reports per year", sum_of("reports", np.s_[:, Country.MX])),
        Part(f"{uif}.complaints_to_prosecutor", "denuncias per year", sum_of("dossiers", Country.MX)),
    ]
    parts += [
        Part("homicide.inegi", REGISTERED, sum_of("homicides")),
        Part(FIREARM, "percent of case files with firearm", sum_of("homicides_firearm")),
        Part(CASES, "cases per calendar year", sum_of("homicide_cases")),
        Part(CONVICTIONS, "persons per calendar year", sum_of("homicide_convictions")),
        Part("justice.homicide_arrests", "persons per calendar year", sum_of("homicide_arrests")),
    ]
    for name, row in RAND.items():
        parts.append(Part(f"demand.rand.consumption_{name}", "t pure", sum_of("consumed_kg", row), 1.0 / 1000.0))
    return parts


def fiscal_parts(corridors: Any, p: Any) -> list[Part]:
    """Seizures by fiscal year, gross lb; a series that stands twice is the sum of both."""
    land, mail = np.flatnonzero(corridors.port >= 0), np.flatnonzero(corridors.mode == Mode.MAIL)
    field = np.isin(corridors.mode, [Mode.FOOT_BETWEEN_PORTS, Mode.VEHICLE_BETWEEN_PORTS, Mode.TUNNEL])
    parts = []
    for d, drug in enumerate(DRUGS):
        gross = LB_PER_KG / p.purity[d]
        vintage = ".original_vintage" if d == Drug.METHAMPHETAMINE else ""
        nation = f"ofo.nationwide.seizure.{drug}{vintage}"
        where = {
            f"ofo.field_office.{office}.seizure.{drug}": np.flatnonzero([o == office for o in corridors.office])
            for office in OFFICES
        }
        where[f"usbp.southwest_border.seizure.{drug}"] = np.flatnonzero(field)
        where[f"ofo.southwest_border.seizure.{drug}"] = land
        where[nation] = land
        parts += [Part(name, POUNDS, sum_of("seized_kg", (d, rows)), gross) for name, rows in where.items()]
        parts.append(Part(nation, POUNDS, sum_of("seized_kg", (d, mail)), LB_PER_KG / p.mail_purity))
    return parts


class Year:
    """The series of one kind of year: their parts in one pass, those of one series side by side."""

    def __init__(self, parts: list[Part], model: Any) -> None:
        self.units = {part.series: part.unit for part in parts}
        parts = [part for series in self.units for part in parts if part.series == series]
        own = [part.series for part in parts]
        self.start = np.array([*(own.index(series) for series in self.units), len(parts)])
        self.table = Table([part.of for part in parts], model.world, model)
        self.factor = np.array([np.broadcast_to(part.factor, model.lanes) for part in parts])
        self.room = np.empty(self.factor.shape)

    def add(self, world: Any, block: Floats) -> None:
        """Add the week's part of every series to the year's block, (series, L)."""
        add_scaled(self.table.values(world, self.room), self.factor, self.start, block)


class Observation:
    """Sums published series by calendar or fiscal year, week by week.

    Attributes
    ----------
    units : dict of series to str
    blocks : dict of (kind of year, year) to (series, L) float64
    weeks : dict of (kind of year, year) to int
        Weeks summed, so that only whole years are published.
    """

    def __init__(self, model: Any) -> None:
        kinds = calendar_parts(model.crop_rows[Crop.POPPY]), fiscal_parts(model.network.corridors, model.params.border)
        self.kinds = tuple(Year(parts, model) for parts in kinds)
        self.units = {series: unit for kind in self.kinds for series, unit in kind.units.items()}
        self.blocks: dict[tuple[int, int], Floats] = {}
        self.weeks: dict[tuple[int, int], int] = {}

    def copy(self) -> Any:
        """An independent copy."""
        twin = object.__new__(type(self))
        twin.kinds, twin.units, twin.weeks = self.kinds, dict(self.units), dict(self.weeks)
        twin.blocks = {key: block.copy() for key, block in self.blocks.items()}
        return twin

    def note(self, model: Any) -> None:
        """Add the week that has just ended."""
        day = middle(model.week)
        for key in enumerate((day.year, fiscal_year(day))):
            kind = self.kinds[key[0]]
            if key not in self.blocks:
                self.blocks[key] = np.zeros((len(kind.units), model.lanes))
            kind.add(model.world, self.blocks[key])
            self.weeks[key] = self.weeks.get(key, 0) + 1

    @property
    def sums(self) -> dict[tuple[str, int], Floats]:
        """Sums by series and year, (L,) each: views of the blocks."""
        return {
            (series, year): row
            for (kind, year), block in self.blocks.items()
            for series, row in zip(self.kinds[kind].units, block, strict=True)
        }

    def published(self, model: Any) -> dict[tuple[str, int], Floats]:
        """Annual values by series and year, whole years only, (L,) each.

        Areas and prices are yearly means; an area carries a survey error, and potential heroin is that area times
        the published yield; impunity is what convictions leave of the homicides of their year.
        """
        out: dict[tuple[str, int], Floats] = {}
        for (series, year), value in sorted(self.sums.items()):
            if not self.whole(series, year):
                continue
            if series in ("poppy.ondcp.cultivation_ha", "price.opium_gum_farmgate.usd"):
                value = value / self.weeks[self.kind(series), year]
            if series == "poppy.ondcp.cultivation_ha":
                error = np.empty((1, model.lanes))
                draws.fill_normal(model.keys, draws.OBSERVATION, year, np.zeros(1, np.uint64), 0, error)
                value = value * np.exp(SURVEY_SD * error[0] - 0.5 * SURVEY_SD**2)
                per_ha = model.params.crops.yield_pure_kg_per_ha
                out["poppy.ondcp.potential_pure_heroin", year] = value * per_ha / 1000.0
                self.units["poppy.ondcp.potential_pure_heroin"] = "t pure"
            if series == FIREARM:
                value = 100.0 * value / self.sums["homicide.inegi", year]
            if series == CONVICTIONS:
                out[IMPUNITY, year] = 100.0 * (1.0 - value / self.sums[CASES, year])
                self.units[IMPUNITY] = "percent (1 - convictions/homicides)"
            out[series, year] = value
        return out

    def whole(self, series: str, year: int) -> bool:
        """Whether all weeks of a year have been summed; seizures go by fiscal year."""
        kind = self.kind(series)
        return self.weeks[kind, year] >= weeks_in_year(year, fiscal=bool(kind))

    def kind(self, series: str) -> int:
        """0 for series by calendar year, 1 by fiscal year."""
        return int("fiscal" in self.units[series])

    def seen(self, model: Any, week: int) -> dict[str, Floats]:
        """The published value of last year by series, (L,): what policies may look at."""
        last = middle(week).year - 1
        return {series: value for (series, year), value in self.published(model).items() if year == last}
