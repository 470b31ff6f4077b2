"""Phase of conflict: removals of leaders, entry, contestation of states, homicides."""

from __future__ import annotations

from typing import Any

import numpy as np

from flowsim.engine.ground import open_ground
from flowsim.kernels import struggle
from flowsim.kernels.contest import contest
from flowsim.kernels.custody import Custody

NOBODY = np.zeros(0, dtype=np.int64)


def open_conflict(model: Any) -> None:
    """The ground at the start, and a first week of homicides."""
    open_ground(model)
    count_homicides(model)


def conflict(model: Any) -> None:
    """One week: who loses a leader and who gets one back, who moves in, who presses whom, how many die."""
    w, ground, rules = model.world, model.ground, model.ground.rules
    if model.deciding:
        value_prizes(model)
    if model.week >= 0:
        change_leaders(model)
        if model.deciding:
            move_in(model)
        heat_weeks = model.params.conflict.heat_weeks
        struggle.calm(w.heat, ground.heat_floor, heat_weeks, w.leader_rise, rules.keep, ground.fronts)
    contest(ground.turf, ground.fronts, model.groups.where, ground.weight, w.heat, w.group_members, ground.work)
    count_homicides(model)


def value_prizes(model: Any) -> None:
    """What a state is worth: tolls on goods that cross there, what exporters' members are paid there, rackets."""
    w, ground = model.world, model.ground
    first, protection = model.week <= model.began, model.levers["local_protection"]
    struggle.value_states(
        *(ground.worth, model.import_price, model.decide_weeks, first, protection),
        *(ground.turf, model.groups.where, w.group_members, w.prize_usd),
    )


def change_leaders(model: Any) -> None:
    """Leaders fall by chance, or as dated; homicide rises, groups split; those held are handed over or come back."""
    w, c, ground, levers = model.world, model.params.conflict, model.ground, model.levers
    rules, chance = ground.rules, 0.0 if model.week <= ground.last_removal else 1.0
    custody = Custody(rules.sent(levers["extradition"]), rules.back, c.extradition_shock, c.return_shock)
    named = np.array(ground.removals[model.week]) if model.week in ground.removals else NOBODY
    struggle.change_leaders(
        *(model.keys, model.draw_week, ground.turf, ground.fronts, model.groups.where, w.group_members, w.leader_rise),
        *(rules.shock, ground.command, custody, named, chance, levers["leader_targeting"]),
    )


def move_in(model: Any) -> None:
    """Exporters enter states next door where the prize is large."""
    w, groups, ground = model.world, model.groups, model.ground
    struggle.move_in(
        *(model.keys, model.draw_week, ground.turf, ground.fronts, groups.where, groups.touches),
        *(w.prize_usd, w.group_members, groups.anywhere, ground.rules.entry, w.groups_entered),
    )


def count_homicides(model: Any) -> None:
    """Expect, draw and add up homicides by state, those between organisations and the rest."""
    ground, rules = model.ground, model.ground.rules
    struggle.count_dead(
        *(model.keys, model.draw_week, model.week > 0, ground.now, ground.was),
        *(rules.homicide, rules.growth[model.driver_row], ground.dead),
    )
