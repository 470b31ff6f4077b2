"""What a run remembers: weekly national series, yearly sums by place."""

from __future__ import annotations

from typing import Any

import numpy as np

from flowsim.domain.calendar import middle
from flowsim.domain.network import Floats
from flowsim.engine.series import place_series, weekly_series


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
        self.places = place_series(model.network, tuple(model.config.organisations))
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
