"""What a run remembers: weekly national series, yearly sums by place."""

from __future__ import annotations

from typing import Any

import numpy as np

from flowsim.domain.calendar import middle
from flowsim.domain.network import Floats
from flowsim.engine.series import place_series, weekly_series
from flowsim.engine.sums import Each, Mean, Scaled, Sum, Table
from flowsim.kernels.books import note_ratios


class Weekly:
    """Reads all weekly series: sums and means in one pass, scaled sums and other readers one by one.

    Parameters
    ----------
    model : FlowModel
    series : dict of series to (unit, reader)
    """

    def __init__(self, model: Any, series: dict[str, Any]) -> None:
        readers = [read for _, read in series.values()]
        means = [(i, read) for i, read in enumerate(readers) if isinstance(read, Mean)]
        self.scaled = [(i, read.by) for i, read in enumerate(readers) if isinstance(read, Scaled)]
        self.others = [(i, read) for i, read in enumerate(readers) if not isinstance(read, Mean | Scaled | Sum)]
        self.means = np.array([i for i, _ in means], np.int64)
        self.per = np.array([read.per for _, read in means])
        sums = [read.of if isinstance(read, Scaled) else read for read in readers]
        self.sums = Table([read if isinstance(read, Sum) else None for read in sums], model.world, model)
        self.parts = Table([*(read.top for _, read in means), *(read.bottom for _, read in means)], model.world, model)
        self.room = np.empty((self.parts.rows, model.lanes))

    def read(self, model: Any, out: Floats) -> None:
        """The week's values into ``out``, (series, L)."""
        self.sums.values(model.world, out)
        note_ratios(self.parts.values(model.world, self.room), self.per, self.means, out)
        for i, factor in self.scaled:
            out[i] *= factor(model)
        for i, read in self.others:
            out[i] = read(model)


class Yearly:
    """Adds series by place into one block of rows a year, plain sums in one pass.

    Parameters
    ----------
    model : FlowModel
    places : dict of series to (unit, places, reader, whether a mean is meant)
    """

    def __init__(self, model: Any, places: dict[str, Any]) -> None:
        sums = {name: read for name, (_, _, read, _) in places.items() if isinstance(read, Each | tuple)}
        others = {name: read for name, (_, _, read, _) in places.items() if name not in sums}
        rows = [one for read in sums.values() for one in (read if isinstance(read, tuple) else (read,))]
        self.table = Table(rows, model.world, model)
        self.rows: dict[str, slice] = {}
        self.count = 0
        for name in (*sums, *others):
            begin, self.count = self.count, self.count + len(places[name][1])
            self.rows[name] = slice(begin, self.count)
        self.others = [(self.rows[name], read) for name, read in others.items()]
        self.names = tuple(places)

    def add(self, model: Any, block: Floats) -> None:
        """Add this week to the year's block, (row, L)."""
        self.table.add(model.world, block[: self.table.rows])
        for rows, read in self.others:
            block[rows] += read(model)


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
        self.places = place_series(model.network, tuple(model.config.organisations), model.banks.ids, model.reform.ids)
        self.national, self.by_place = Weekly(model, self.series), Yearly(model, self.places)
        self.weeks: list[int] = []
        self.store = np.full((weeks, len(self.series), model.lanes), 0.0)  # claims its memory now, which is 10x faster
        self.blocks: dict[int, Floats] = {}
        self.in_year: dict[int, int] = {}

    def note(self, model: Any) -> None:
        """Append the week that has just ended."""
        if len(self.weeks) == len(self.store):
            more = np.full((max(52, len(self.store) // 2), *self.store.shape[1:]), 0.0)
            self.store = np.concatenate([self.store, more])
        self.national.read(model, self.store[len(self.weeks)])
        self.weeks.append(model.week)
        year = middle(model.week).year
        if year not in self.blocks:
            self.blocks[year] = np.zeros((self.by_place.count, model.lanes))
        self.by_place.add(model, self.blocks[year])
        self.in_year[year] = self.in_year.get(year, 0) + 1

    @property
    def weekly(self) -> Floats:
        """(week, series, L) so far."""
        return self.store[: len(self.weeks)]

    @property
    def years(self) -> dict[tuple[str, int], Floats]:
        """Sums by series and year, (place, L) each: views of the blocks."""
        rows = self.by_place.rows
        return {(name, year): block[rows[name]] for year, block in self.blocks.items() for name in self.by_place.names}

    def copy(self) -> Recorder:
        """An independent copy, without room for further weeks."""
        twin = object.__new__(type(self))
        twin.series, twin.places = self.series, self.places
        twin.national, twin.by_place = self.national, self.by_place
        twin.weeks, twin.store = list(self.weeks), self.weekly.copy()
        twin.blocks = {year: block.copy() for year, block in self.blocks.items()}
        twin.in_year = dict(self.in_year)
        return twin

    def restore(self, kept: Recorder) -> None:
        """Take over what a copy holds, in the room there is."""
        if len(self.store) < len(kept.weeks):
            self.store = np.empty_like(kept.store)
        self.store[: len(kept.weeks)] = kept.weekly
        self.weeks = list(kept.weeks)
        self.blocks = {year: block.copy() for year, block in kept.blocks.items()}
        self.in_year = dict(kept.in_year)
