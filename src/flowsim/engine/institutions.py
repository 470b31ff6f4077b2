"""Phase of institutions: bribes wear them down, programmes build them up, and what authorities do follows."""

from __future__ import annotations

from typing import Any

import numpy as np

from flowsim.domain.codes import Due
from flowsim.domain.network import Floats
from flowsim.kernels.bribes import Offices, average, bribe

SPREAD = (0.5, 2.0)  # bounds of a state's bribes per budget over the nation's


def rest(model: Any) -> None:
    """Every place at the strength of 2012, where it rests with the bribes of 2012."""
    w = model.world
    w.state_strength[:] = model.params.institutions.strength_2012
    w.port_strength[:] = model.params.institutions.strength_2012
    w.integrity[:] = w.port_integrity[:] = w.integrity_mean[:] = 1.0


def institutions(model: Any) -> None:
    """Strength of a week, and the effect of authorities over that of 2012: 1 to the bit until history begins."""
    bribe(model.offices, model.levers["anti_corruption"], model.week > 0)


def make_offices(model: Any) -> Offices:
    """Institutions at the ground of the world, and where bribes go: the same share of budgets at all seaports."""
    w, p = model.world, model.params.institutions
    states = np.clip(model.reform.violence[:, None] ** p.crime_slope, *SPREAD)
    return Offices(
        *(w.paid_usd[Due.WAGES], p.bribe_share, p.budget_usd_per_year, w.bribes_mean, w.bribes_2012),
        *(p.strength_2012, p.settle_weeks, p.rise, p.wear, p.lost),
        *(states, np.ones_like(w.port_strength), model.reform.weight),
        *(w.state_strength, w.integrity, w.port_strength, w.port_integrity, w.integrity_mean),
    )


def mean(model: Any, values: Floats) -> Floats:
    """Mean over states by homicides, (L,); exactly 1 where all are 1."""
    out = np.empty(model.lanes)
    average(model.reform.weight, values, out)
    return out
