"""Homicides of the week by state: those between organisations, and the rest."""

from __future__ import annotations

from typing import Any

import numpy as np

from flowsim.domain.calendar import year_fraction
from flowsim.domain.network import Floats
from flowsim.engine.ground import BASE_YEAR, START_YEAR
from flowsim.kernels import draws
from flowsim.kernels.violence import count_shot, expected, stir


def count_homicides(model: Any) -> None:
    """Expect, draw and add up; until history begins today is the base."""
    w, ground, rules = model.world, model.ground, model.ground.rules
    stir(w.state_members, w.guns, w.leader_rise, ground.now.guns, ground.leaders)
    if model.week <= 0:
        np.copyto(w.learning_2011, w.courts_learning)
        np.copyto(w.state_members_2011, w.state_members)
        np.copyto(w.prize_2011, w.prize_usd)
        np.copyto(w.guns_2011, ground.now.guns)
    expected(ground.now, ground.was, ground.leaders, rules.homicide, w.homicides_expected)
    years = max(year_fraction(model.week), START_YEAR) - BASE_YEAR
    drawn(model, 0, w.homicides_expected, w.homicides_organised)
    drawn(model, 1, ground.rest * rules.growth**years, w.homicides)
    count_shot(w.homicides_organised, w.homicides, rules.firearm, w.homicides_firearm)


def drawn(model: Any, slot: int, mean: Floats, out: Floats) -> None:
    """Poisson counts by state, (state, L)."""
    draws.fill_poisson(model.keys, draws.HOMICIDES, model.draw_week, model.ground.number, slot, mean, out)
