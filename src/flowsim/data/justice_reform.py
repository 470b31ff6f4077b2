"""The reform of criminal procedure: by state, the share of courts that have switched, week by week."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from flowsim.data import Inputs, table
from flowsim.domain.calendar import middle, parse
from flowsim.domain.network import Floats

BEFORE = -260  # weeks: early states learn before the data begin; none has switched earlier


@dataclass(frozen=True)
class Reform:
    """Dated law by state.

    Attributes
    ----------
    first : int
        Week of the first row.
    ids, names : tuple of str
    switched : (W, state) float64
        Share of a state's courts under oral procedure: a straight line from its first day to that of the whole state.
    weight : (state,) float64
        Share of the nation's homicides, mean of 2011-2014.
    violence : (state,) float64
        Homicides per head over the nation's.
    """

    first: int
    ids: tuple[str, ...]
    names: tuple[str, ...]
    switched: Floats
    weight: Floats
    violence: Floats


@lru_cache(maxsize=8)
def load_reform(last: int, inputs: Inputs | None = None) -> Reform:
    """The reform from week ``BEFORE`` to ``last`` inclusive."""
    rows = table("justice_reform", inputs)
    day = np.array([middle(week).toordinal() for week in range(BEFORE, last + 1)], dtype=np.float64)[:, None]
    start, whole = (np.array([parse(text).toordinal() for text in rows[name]]) for name in ("start", "whole"))
    cases, people = (rows[name].to_numpy(np.float64) for name in ("homicides", "population"))
    return Reform(
        first=BEFORE,
        ids=tuple(rows["id"]),
        names=tuple(rows["state"]),
        switched=np.clip((day - start) / np.maximum(whole - start, 1.0), 0.0, 1.0),
        weight=cases / cases.sum(),
        violence=cases / people * people.sum() / cases.sum(),
    )
