"""Homicides of the week by state: those between organisations, and the rest."""

from __future__ import annotations

from typing import Any

import numpy as np

from flowsim.domain.calendar import year_fraction
from flowsim.domain.network import Floats
from flowsim.engine.ground import BASE_YEAR, START_YEAR
from flowsim.kernels import draws
from flowsim.kernels.lanes import sum_over, total
from flowsim.kernels.violence import Now, Rule, count_shot, expected


def count_homicides(model: Any) -> None:
    """Expect, draw and add up; until history begins today is the base."""
    w, p, ground = model.world, model.params, model.ground
    c = p.conflict
    people = np.maximum(total(w.state_members), 1.0)
    if model.week <= 0:
        np.copyto(w.learning_2011, w.courts_learning)
        np.copyto(w.state_members_2011, w.state_members)
        np.copyto(w.prize_2011, w.prize_usd)
        w.guns_2011[:] = w.guns / people
    now = Now(w.state_members, w.prize_usd, w.contested, w.courts_learning, w.guns / people)
    was = Now(w.state_members_2011, w.prize_2011, ground.contested_cold, w.learning_2011, w.guns_2011)
    rule = Rule(ground.cold, c.chi, c.prize, p.arms.lethality, c.still, c.reform, c.multiplier_least, c.multiplier_most)
    expected(now, was, sum_over(w.leader_rise, 0), rule, w.homicides_expected)
    years = max(year_fraction(model.week), START_YEAR) - BASE_YEAR
    drawn(model, 0, w.homicides_expected, w.homicides_organised)
    drawn(model, 1, ground.rest * (1.0 + c.rest_growth) ** years, w.homicides)
    count_shot(
        w.homicides_organised,
        w.homicides,
        np.stack([p.arms.firearm_organised, p.arms.firearm_rest]),
        w.homicides_firearm,
    )


def drawn(model: Any, slot: int, mean: Floats, out: Floats) -> None:
    """Poisson counts by state, (state, L)."""
    draws.fill_poisson(
        model.keys, draws.HOMICIDES, model.draw_week, model.ground.number, slot, np.ascontiguousarray(mean), out
    )
