"""Phase of conflict: removals of leaders, entry, contestation of states, homicides."""

from __future__ import annotations

from typing import Any

import numpy as np

from flowsim.domain.calendar import WEEKS_PER_YEAR
from flowsim.domain.codes import Due
from flowsim.engine.ground import open_ground
from flowsim.engine.homicides import count_homicides
from flowsim.kernels.contest import contest
from flowsim.kernels.custody import Custody, watch
from flowsim.kernels.entry import enter
from flowsim.kernels.fronts import cool
from flowsim.kernels.lanes import sum_over
from flowsim.kernels.leaders import remove
from flowsim.kernels.prize import add_tolls, spread
from flowsim.kernels.violence import fade

TINY = 1e-9
NOBODY = np.zeros(0, dtype=np.int64)


def open_conflict(model: Any) -> None:
    """The ground at the start, and a first week of homicides."""
    open_ground(model)
    count_homicides(model)


def conflict(model: Any) -> None:
    """One week: who loses a leader and who gets one back, who moves in, who presses whom, how many die."""
    w, ground, heat_weeks = model.world, model.ground, model.params.conflict.heat_weeks
    if model.deciding:
        value_prizes(model)
    if model.week >= 0:
        remove_leaders(model)
        hold_leaders(model)
        w.groups_entered[:] = 0.0
        if model.deciding:
            move_in(model)
        fade(w.heat, ground.heat_floor, heat_weeks, w.leader_rise, ground.rules.keep)
        cool(ground.fronts, heat_weeks)
    contest(ground.turf, ground.fronts, model.groups.where, ground.weight, w.heat, w.group_members, ground.work)
    count_homicides(model)


def value_prizes(model: Any) -> None:
    """What a state is worth: tolls on goods that cross there, what exporters' members are paid there, rackets."""
    w, p, ground = model.world, model.params, model.ground
    per_head = p.conflict.rackets_usd / WEEKS_PER_YEAR * (1.0 - model.levers["local_protection"])
    prize = model.states.people[:, None] * per_head
    add_tolls(w.delivered_kg, model.import_price, p.trafficking.toll_share, ground.corridor_state, prize)
    k = model.groups.senders
    pay = w.paid_usd[Due.WAGES][k] / np.maximum(w.family[k], 1.0)
    spread(ground.turf, model.groups.where, w.group_members, pay, prize)
    if model.week <= model.began:
        w.prize_usd[:] = prize
    w.prize_usd += (prize - w.prize_usd) * np.minimum(model.decide_weeks / p.conflict.prize_weeks, 1.0)


def remove_leaders(model: Any) -> None:
    """Leaders fall by chance, or as dated; homicide rises, groups split."""
    w, ground, rules = model.world, model.ground, model.ground.rules
    chance = 0.0 if model.week <= ground.last_removal else 1.0
    rate = chance * model.params.conflict.removals / WEEKS_PER_YEAR * model.levers["leader_targeting"]
    named = np.array(ground.removals[model.week]) if model.week in ground.removals else NOBODY
    out = np.empty((3, model.lanes))
    remove(
        *(model.keys, model.draw_week, ground.turf, ground.fronts, model.groups.where, w.group_members),
        *(w.leader_rise, rules.shock, w.leaders_held, rate, named, rules.bounds, out),
    )
    w.leaders_removed[:], w.groups_split[:], w.leaders_captured[:] = out


def hold_leaders(model: Any) -> None:
    """Leaders held are handed over, after a grant and appeals, or come back."""
    w, c, groups, ground = model.world, model.params.conflict, model.groups, model.ground
    granted = c.extraditions / WEEKS_PER_YEAR * model.levers["extradition"]
    custody = Custody(
        sent=1.0 - np.exp(-granted / (1.0 + granted * c.appeal_weeks)),
        back=ground.rules.back,
        sent_size=c.extradition_shock,
        back_size=c.return_shock,
    )
    out = np.empty((3, model.lanes))
    watch(
        *(model.keys, model.draw_week, ground.turf, ground.fronts, groups.where, w.group_members, w.leader_rise),
        *(ground.rules.shock, w.leaders_held, custody, groups.spare, out),
    )
    w.leaders_extradited[:], w.leaders_returned[:], splits = out
    w.groups_split += splits


def move_in(model: Any) -> None:
    """Exporters enter states next door where the prize is large."""
    w, groups, ground = model.world, model.groups, model.ground
    mean = sum_over(w.prize_usd, 0) / groups.states
    enter(
        *(model.keys, model.draw_week, ground.turf, ground.fronts, groups.where, groups.touches),
        *(w.prize_usd / np.maximum(mean, TINY), w.group_members, groups.anywhere),
        *(ground.rules.entry, w.groups_entered),
    )
