"""Phase of institutions: bribes wear them down, programmes build them up, and what authorities do follows."""

from __future__ import annotations

from typing import Any

import numpy as np

from flowsim.domain.calendar import WEEKS_PER_YEAR
from flowsim.domain.codes import Due
from flowsim.domain.network import Floats
from flowsim.kernels.courts import Wear, wear_down
from flowsim.kernels.lanes import sum_over

MEMORY_WEEKS = 26.0
SPREAD = (0.5, 2.0)  # bounds of a state's bribes per budget over the nation's


def rest(model: Any) -> None:
    """Every place at the strength of 2012, where it rests with the bribes of 2012."""
    w = model.world
    w.state_strength[:] = model.params.institutions.strength_2012
    w.port_strength[:] = model.params.institutions.strength_2012
    w.integrity[:] = w.port_integrity[:] = w.integrity_mean[:] = 1.0
    model.bribed = bribed(model)


def institutions(model: Any) -> None:
    """Strength of a week, and the effect of authorities over that of 2012: 1 to the bit until history begins."""
    w, p = model.world, model.params.institutions
    bribes = p.bribe_share * sum_over(w.paid_usd[Due.WAGES], 0)
    w.bribes_mean += (bribes - w.bribes_mean) / MEMORY_WEEKS
    if model.week <= 0:
        w.bribes_2012[:] = w.bribes_mean
        return
    rule = Wear(
        rest=p.strength_2012,
        usual=w.bribes_2012 * WEEKS_PER_YEAR / p.budget_usd_per_year,
        ratio=w.bribes_mean / np.maximum(w.bribes_2012, 1e-9),
        programme=model.levers["anti_corruption"],
        settle_weeks=p.settle_weeks,
        rise=p.rise,
        wear=p.wear,
        lost=p.lost,
    )
    states, ports = model.bribed
    wear_down(w.state_strength, w.integrity, states, rule)
    wear_down(w.port_strength, w.port_integrity, ports, rule)
    w.integrity_mean[:] = mean(model, w.integrity)


def bribed(model: Any) -> tuple[Floats, Floats]:
    """Bribes per budget over the nation's, by state of Mexico, (state, L), and by seaport, (seaport, L)."""
    states = np.clip(model.reform.violence[:, None] ** model.params.institutions.crime_slope, *SPREAD)
    return states, np.ones_like(model.world.port_strength)


def mean(model: Any, values: Floats) -> Floats:
    """Mean over states by homicides, (L,); exactly 1 where all are 1."""
    return np.asarray(1.0 + sum_over(model.reform.weight[:, None] * (values - 1.0), 0))
