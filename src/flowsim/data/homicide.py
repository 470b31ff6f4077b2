"""Homicide by state before history, the neighbours of states, and dated removals of leaders."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from flowsim.data import Inputs, table
from flowsim.domain.calendar import EPOCH, parse
from flowsim.domain.network import Floats


@dataclass(frozen=True)
class States:
    """States of Mexico.

    Attributes
    ----------
    ids, names : tuple of str
    cold, heated, lately : (state,) float64
        Shares of the nation's case files of intentional homicide: 2006-07, 2011, 2011-14.
    people : (state,) float64
        Persons, 2016.
    neighbours : (state, state) float64
        1 where two states touch.
    lat, lon : (state,) float64
    """

    ids: tuple[str, ...]
    names: tuple[str, ...]
    cold: Floats
    heated: Floats
    lately: Floats
    people: Floats
    neighbours: Floats
    lat: Floats
    lon: Floats

    def __len__(self) -> int:
        return len(self.ids)


@lru_cache(maxsize=8)
def load_states(inputs: Inputs | None = None) -> States:
    """States in the order of the table."""
    rows = table("homicide_states", inputs)
    geography = table("geography", inputs).set_index("id")
    ids = tuple(rows["id"])
    places = geography.loc[list(ids)]

    def share(*years: int) -> Floats:
        files = np.maximum(rows[[f"files_{year}" for year in years]].to_numpy(np.float64).mean(1), 1.0)
        return np.asarray(files / files.sum())

    touches = np.array([[other in text.split(";") for other in ids] for text in rows["neighbours"]], dtype=np.float64)
    return States(
        ids=ids,
        names=tuple(rows["state"]),
        cold=share(2006, 2007),
        heated=share(2011),
        lately=share(2011, 2012, 2013, 2014),
        people=places["weight_1"].to_numpy(np.float64),
        neighbours=touches,
        lat=places["lat"].to_numpy(np.float64),
        lon=places["lon"].to_numpy(np.float64),
    )


@lru_cache(maxsize=8)
def load_removals(inputs: Inputs | None = None) -> dict[int, tuple[str, ...]]:
    """Organisations that lost a leader, by week."""
    rows = table("leader_removals", inputs)
    out: dict[int, tuple[str, ...]] = {}
    for day, name in zip(rows["day"], rows["organisation"], strict=True):
        week = (parse(day) - EPOCH).days // 7
        out[week] = (*out.get(week, ()), name)
    return out
