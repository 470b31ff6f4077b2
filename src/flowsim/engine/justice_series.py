"""Series of justice, institutions and migrants."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

from flowsim.domain.codes import MIGRANTS
from flowsim.domain.network import Floats
from flowsim.engine.institutions import mean
from flowsim.engine.sums import Each, each, sum_of

PERSONS = "persons per week"


def impunity(model: Any) -> Floats:
    """Share of the homicides of a year without a conviction in the same year, (L,); years end this week."""
    w = model.world
    return np.asarray(1.0 - w.convictions_mean / np.maximum(w.cases_mean, 1e-9))


def strength(model: Any) -> Floats:
    """Strength of institutions, mean of states by homicides, (L,)."""
    return mean(model, model.world.state_strength)


def justice_series() -> dict[str, tuple[str, Callable[[Any], Floats]]]:
    """Weekly national series: name to unit and reader."""
    out: dict[str, tuple[str, Callable[[Any], Floats]]] = {
        "homicide_cases": ("cases per week", sum_of("homicide_cases")),
        "homicide_arrests": (PERSONS, sum_of("homicide_arrests")),
        "homicide_convictions": (PERSONS, sum_of("homicide_convictions")),
        "impunity": ("share of a year's homicides", impunity),
        "awaiting_trial": ("persons", sum_of("awaiting_trial")),
        "detained_without_conviction": ("persons", sum_of("detained")),
        "imprisoned_homicide": ("persons", sum_of("imprisoned")),
        "institutional_strength": ("strength, 0 to 1", strength),
        "migrants": (PERSONS, sum_of("migrants")),
        "migrants_stopped": (PERSONS, sum_of("migrants_stopped")),
        "migrant_fees_usd": ("USD per week", sum_of("migrant_fees_usd")),
        "migrant_tolls_usd": ("USD per week", sum_of("migrant_tolls_usd")),
    }
    for row, name in enumerate(MIGRANTS):
        out[f"migrants.{name}"] = (PERSONS, sum_of("migrants", row))
    return out


def state_series(states: tuple[str, ...]) -> dict[str, tuple[str, tuple[str, ...], Each, bool]]:
    """Yearly series by state of Mexico: name to unit, places, reader, and whether the year's mean is meant."""
    return {
        "institutional_strength": ("strength, 0 to 1", states, each("state_strength"), True),
        "courts_learning": ("share of courts", states, each("courts_learning"), True),
        "courts_practised": ("share of courts", states, each("courts_practised"), True),
    }
