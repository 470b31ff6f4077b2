"""What agencies would publish: truth turned into series with the names, units and years of the data table."""

from __future__ import annotations

from typing import Any

import numpy as np

from flowsim.domain.calendar import fiscal_year, middle, weeks_in_year
from flowsim.domain.codes import DRUGS, Crop, Drug, Mode
from flowsim.domain.network import Floats
from flowsim.kernels import draws
from flowsim.kernels.lanes import total

LB_PER_KG = 2.2046226218
OFFICES = ("san_diego", "tucson", "el_paso", "laredo")
RAND = {"heroin": Drug.HEROIN, "methamphetamine": Drug.METHAMPHETAMINE, "cocaine": Drug.COCAINE}
SURVEY_SD = 0.05  # log error of a national poppy survey; judgement


class Observation:
    """Sums published series by calendar or fiscal year, week by week.

    Attributes
    ----------
    sums : dict of (series, year) to (L,) float64
    weeks : dict of (series, year) to int
        Weeks summed, so that only whole years are published.
    units : dict of series to str
    """

    def __init__(self, model: Any) -> None:
        self.sums: dict[tuple[str, int], Floats] = {}
        self.weeks: dict[tuple[str, int], int] = {}
        self.units: dict[str, str] = {}
        corridors = model.network.corridors
        land = corridors.port >= 0
        self.rows = {office: np.flatnonzero([o == office for o in corridors.office]) for office in OFFICES}
        self.rows["ports"] = np.flatnonzero(land)
        field = [Mode.FOOT_BETWEEN_PORTS, Mode.VEHICLE_BETWEEN_PORTS, Mode.TUNNEL]
        self.rows["field"] = np.flatnonzero(np.isin(corridors.mode, field))
        self.rows["mail"] = np.flatnonzero(corridors.mode == Mode.MAIL)

    def copy(self) -> Any:
        """An independent copy."""
        twin = object.__new__(type(self))
        twin.sums = {key: value.copy() for key, value in self.sums.items()}
        twin.weeks, twin.units, twin.rows = dict(self.weeks), dict(self.units), self.rows
        return twin

    def _add(self, series: str, unit: str, year: int, value: Floats) -> None:
        key = (series, year)
        if key not in self.sums:
            self.sums[key], self.weeks[key] = np.zeros_like(value), 0
        self.sums[key] += value
        self.weeks[key] += 1
        self.units[series] = unit

    def note(self, model: Any) -> None:
        """Add the week that has just ended."""
        world, day = model.world, middle(model.week)
        year, fiscal = day.year, fiscal_year(day)
        self._add("deaths.us.heroin_t40_1", "deaths per calendar year", year, total(world.t401))
        self._add("deaths.us.synthetic_opioids_t40_4", "deaths per calendar year", year, total(world.t404))
        for p, code in ((1, "psychostimulants_t43_6"), (2, "cocaine_t40_5")):
            dead = total(world.deaths_alone[p] + world.deaths_fentanyl[p])
            self._add(f"deaths.us.{code}", "deaths per calendar year", year, dead)
        poppy = model.crop_rows[Crop.POPPY]
        self._add("poppy.ondcp.cultivation_ha", "ha", year, total(world.standing_ha[poppy]))
        self._add("poppy.eradication_ha", "ha per calendar year", year, total(world.eradicated_ha[poppy]))
        self._add("price.opium_gum_farmgate.usd", "USD per kg", year, world.farm_price[Crop.POPPY].copy())
        for name, row in RAND.items():
            self._add(f"demand.rand.consumption_{name}", "t pure", year, total(world.consumed_kg[row]) / 1000.0)
        p = model.params.border
        lb = "lb per US fiscal year (Oct-Sep)"
        for d, drug in enumerate(DRUGS):
            gross = world.seized_kg[d] * LB_PER_KG / p.purity[d]
            for office in OFFICES:
                name = f"ofo.field_office.{office}.seizure.{drug}"
                self._add(name, lb, fiscal, total(gross[self.rows[office]]))
            ports = total(gross[self.rows["ports"]])
            self._add(f"usbp.southwest_border.seizure.{drug}", lb, fiscal, total(gross[self.rows["field"]]))
            self._add(f"ofo.southwest_border.seizure.{drug}", lb, fiscal, ports)
            mail = total(world.seized_kg[d, self.rows["mail"]]) * LB_PER_KG / p.mail_purity
            vintage = ".original_vintage" if d == Drug.METHAMPHETAMINE else ""
            self._add(f"ofo.nationwide.seizure.{drug}{vintage}", lb, fiscal, ports + mail)

    def published(self, model: Any) -> dict[tuple[str, int], Floats]:
        """Annual values by series and year, whole years only, (L,) each.

        Areas and prices are yearly means; an area carries a survey error, and potential heroin is that area times
        the published yield.
        """
        out: dict[tuple[str, int], Floats] = {}
        for (series, year), value in sorted(self.sums.items()):
            if not self.whole(series, year):
                continue
            if series in ("poppy.ondcp.cultivation_ha", "price.opium_gum_farmgate.usd"):
                value = value / self.weeks[series, year]
            if series == "poppy.ondcp.cultivation_ha":
                error = np.empty((1, model.lanes))
                draws.fill_normal(model.keys, draws.OBSERVATION, year, np.zeros(1, np.uint64), 0, error)
                value = value * np.exp(SURVEY_SD * error[0] - 0.5 * SURVEY_SD**2)
                per_ha = model.params.crops.yield_pure_kg_per_ha
                out["poppy.ondcp.potential_pure_heroin", year] = value * per_ha / 1000.0
                self.units["poppy.ondcp.potential_pure_heroin"] = "t pure"
            out[series, year] = value
        return out

    def whole(self, series: str, year: int) -> bool:
        """Whether all weeks of a year have been summed; seizures go by fiscal year."""
        return self.weeks[series, year] >= weeks_in_year(year, fiscal="fiscal" in self.units[series])

    def seen(self, model: Any, week: int) -> dict[str, Floats]:
        """The published value of last year by series, (L,): what policies may look at."""
        last = middle(week).year - 1
        return {series: value for (series, year), value in self.published(model).items() if year == last}
