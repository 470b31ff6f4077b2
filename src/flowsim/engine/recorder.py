"""What a run remembers: weekly national series, yearly sums by place."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

from flowsim.domain.calendar import middle
from flowsim.domain.codes import DRUGS, GOVERNMENTS, LEVELS, Level, Mode
from flowsim.domain.network import Floats
from flowsim.engine.goods import income_usd
from flowsim.kernels.lanes import sum_over, total, weighted

Reader = Callable[[Any], Floats]


def _deaths(model: Any) -> Floats:
    w = model.world
    return total(w.deaths_heroin) + total(w.deaths_fentanyl) + total(w.deaths_spill) + total(w.deaths_pharma)


def _mean_price(model: Any, level: int, drug: int) -> Floats:
    """Mean over markets weighted by users, (L,) USD per pure kg."""
    w = model.world
    return np.asarray(total(w.price[level, drug] * w.users) / total(w.users))


def _revenue(model: Any) -> Floats:
    return total(model.world.consumed_kg * model.world.price[Level.RETAIL])


def _exports(model: Any) -> Floats:
    return total(model.world.arrived_kg * model.world.price[Level.IMPORT])


def _doses_share(model: Any) -> Floats:
    w = model.world
    fentanyl = total(w.consumed_kg[1]) * model.params.market.equivalents
    return np.asarray(fentanyl / np.maximum(total(w.consumed_kg[0]) + fentanyl, 1e-12))


def _row(name: str, row: int) -> Reader:
    """One row of an array of the world."""
    return lambda model: np.array(getattr(model.world, name)[row], copy=True)


def _all_of(name: str, row: int) -> Reader:
    """One row of an array of the world, summed over its places."""
    return lambda model: total(getattr(model.world, name)[row])


def _made(drug: int) -> Reader:
    return lambda model: total(model.world.produced_kg[:, drug])


def _price(level: int, drug: int) -> Reader:
    return lambda model: _mean_price(model, level, drug) / 1000.0


def _bill(government: int) -> Reader:
    return lambda model: np.array(model.levers.cost_usd[government], copy=True)


def weekly_series() -> dict[str, tuple[str, Reader]]:
    """Weekly national series: name to unit and reader."""
    out: dict[str, tuple[str, Reader]] = {
        "deaths_overdose": ("deaths per week", _deaths),
        "deaths_overdose_opioid": ("deaths per week", _deaths),
        "deaths_t40_1": ("deaths per week", lambda m: total(m.world.t401)),
        "deaths_t40_4": ("deaths per week", lambda m: total(m.world.t404)),
        "users_opioid": ("persons", lambda m: total(m.world.users)),
        "in_treatment": ("persons", lambda m: total(m.world.treated)),
        "in_recovery": ("persons", lambda m: total(m.world.recovered)),
        "initiates_opioid": ("persons per week", lambda m: total(m.world.initiated)),
        "fentanyl_share": ("share of doses", _doses_share),
        "unmet_kg": ("kg heroin-equivalent per week", lambda m: total(m.world.unmet_kg)),
        "poppy_ha": ("ha", lambda m: total(m.world.standing_ha)),
        "eradicated_ha": ("ha per week", lambda m: total(m.world.eradicated_ha)),
        "gum_price_usd_per_kg": ("USD per kg", lambda m: m.world.gum_price.copy()),
        "gum_stock_kg": ("kg", lambda m: total(m.world.gum_kg)),
        "growers_income_usd": ("USD per week", income_usd),
        "labs": ("laboratories", lambda m: total(m.world.labs)),
        "labs_raided": ("laboratories per week", lambda m: total(m.world.raided)),
        "precursors_intercepted_kg": ("kg per week", lambda m: total(m.world.precursor_seized_kg)),
        "mailed_kg.fentanyl": ("kg pure per week", lambda m: total(m.world.mailed_kg)),
        "elsewhere_kg.heroin": ("kg pure per week", lambda m: total(m.world.elsewhere_kg)),
        "revenue_usd": ("USD per week", _revenue),
        "export_revenue_usd": ("USD per week", _exports),
        **lawful_traffic(),
    }
    for d, drug in enumerate(DRUGS):
        out[f"produced_kg.{drug}"] = ("kg pure per week", _made(d))
        for flow in ("seized_kg", "delivered_kg", "consumed_kg"):
            out[f"{flow}.{drug}"] = ("kg pure per week", _all_of(flow, d))
        out[f"learned_risk.{drug}"] = ("chance per load", _row("risk_smooth", d))
        for i, level in enumerate(LEVELS):
            name = "price_usd_per_pure_g" if level == "retail" else f"price_{level}_usd_per_pure_g"
            out[f"{name}.{drug}"] = ("USD per pure g", _price(i, d))
    for g, name in enumerate(GOVERNMENTS):
        out[f"cost_usd.{name}"] = ("USD per week", _bill(g))
    return out


def lawful_traffic() -> dict[str, tuple[str, Reader]]:
    """Waits at ports of entry; hours and USD in both directions."""
    out: dict[str, tuple[str, Reader]] = {
        "wait_hours": ("person-hours per week", lambda m: total(m.world.wait_hours)),
        "people_delay_usd": ("USD per week", lambda m: total(m.world.people_delay_usd)),
        "trade_delay_usd": ("USD per week", lambda m: total(m.world.trade_delay_usd)),
        "crossings_put_off": ("crossings per week", lambda m: total(m.world.put_off)),
    }
    for mode in (Mode.PERSONAL_VEHICLE, Mode.COMMERCIAL_TRUCK, Mode.PEDESTRIAN):
        out[f"wait_minutes_mean.{mode.name.lower()}"] = ("minutes", _mean_wait("wait_minutes", mode))
    for mode in (Mode.PERSONAL_VEHICLE, Mode.COMMERCIAL_TRUCK):
        out[f"wait_minutes_south_mean.{mode.name.lower()}"] = ("minutes", _mean_wait("wait_minutes_south", mode))
    return out


def _mean_wait(name: str, mode: Mode) -> Reader:
    """Mean over ports of one mode, weighted by northbound crossings, (L,)."""

    def read(model: Any) -> Floats:
        rows = model.network.corridors.mode == mode
        return weighted(getattr(model.world, name)[rows], model.world.crossings[rows])

    return read


def place_series(network: Any) -> dict[str, tuple[str, tuple[str, ...], Reader, bool]]:
    """Series by place: name to unit, places, reader (place, L), and whether the year's mean is meant, not its sum."""
    corridors, regions, markets = network.corridors.ids, network.poppy.ids, network.markets.ids
    out: dict[str, tuple[str, tuple[str, ...], Reader, bool]] = {
        "poppy_ha": ("ha", regions, lambda m: m.world.standing_ha, True),
        "eradicated_ha": ("ha", regions, lambda m: m.world.eradicated_ha, False),
        "precursors_intercepted_kg": ("kg", network.seaports.ids, lambda m: m.world.precursor_seized_kg, False),
        "labs_raided": ("laboratories", network.lab_regions.ids, _raids, False),
        "users_opioid": ("persons", markets, lambda m: m.world.users, True),
        "fentanyl_share": ("share of doses", markets, lambda m: m.world.fentanyl_share, True),
        "deaths_overdose_opioid": ("deaths", markets, _deaths_by_market, False),
    }
    ports = np.flatnonzero(network.corridors.port >= 0)
    names = tuple(corridors[row] for row in ports)
    out["wait_minutes"] = ("minutes", names, lambda m: m.world.wait_minutes[ports], True)
    for d, drug in enumerate(DRUGS):
        for flow in ("delivered_kg", "seized_kg"):
            out[f"{flow}.{drug}"] = ("kg pure", corridors, _row(flow, d), False)
    return out


def _raids(model: Any) -> Floats:
    out = np.zeros((len(model.network.lab_regions), model.lanes))
    np.add.at(out, model.base.lab_region[:-1], sum_over(model.world.raided[:-1], 1))
    return out


def _deaths_by_market(model: Any) -> Floats:
    w = model.world
    return np.asarray(w.deaths_heroin + w.deaths_fentanyl + w.deaths_spill + w.deaths_pharma)


class Recorder:
    """Appends once a week.

    Attributes
    ----------
    weeks : list of int
    weekly : (weeks, series, L) float64, grown as needed
    years : dict of (series, year) to (place, L) float64
    """

    def __init__(self, model: Any, weeks: int) -> None:
        self.series = weekly_series()
        self.places = place_series(model.network)
        self.weeks: list[int] = []
        self.store = np.zeros((weeks, len(self.series), model.lanes))
        self.years: dict[tuple[str, int], Floats] = {}
        self.in_year: dict[int, int] = {}

    def note(self, model: Any) -> None:
        """Append the week that has just ended."""
        if len(self.weeks) == len(self.store):
            self.store = np.concatenate([self.store, np.zeros_like(self.store[: max(52, len(self.store) // 2)])])
        row = self.store[len(self.weeks)]
        for i, (_, read) in enumerate(self.series.values()):
            row[i] = read(model)
        self.weeks.append(model.week)
        year = middle(model.week).year
        self.in_year[year] = self.in_year.get(year, 0) + 1
        for name, (_, _, read, _) in self.places.items():
            if (name, year) in self.years:
                self.years[name, year] += read(model)
            else:
                self.years[name, year] = read(model).copy()

    @property
    def weekly(self) -> Floats:
        """(week, series, L) so far."""
        return self.store[: len(self.weeks)]

    def copy(self) -> Recorder:
        """An independent copy."""
        twin = object.__new__(type(self))
        twin.series, twin.places = self.series, self.places
        twin.weeks, twin.store = list(self.weeks), self.store.copy()
        twin.years = {key: value.copy() for key, value in self.years.items()}
        twin.in_year = dict(self.in_year)
        return twin
