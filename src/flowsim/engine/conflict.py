"""Phase of conflict: removals, entry, contestation of states, homicides."""

from __future__ import annotations

from typing import Any

import numpy as np

from flowsim.data.agreement import opened
from flowsim.data.homicide import load_removals
from flowsim.domain.calendar import WEEKS_PER_YEAR, year_fraction
from flowsim.domain.network import Floats
from flowsim.engine.recruitment import families
from flowsim.kernels import draws
from flowsim.kernels.contest import Field, Fronts, contest, cool
from flowsim.kernels.entry import enter
from flowsim.kernels.lanes import sum_over
from flowsim.kernels.leaders import Shock, remove
from flowsim.kernels.prize import spread
from flowsim.kernels.violence import Now, Rule, expected

TINY = 1e-9
BASE_YEAR = 2007.0  # middle of 2006-07
START_YEAR = 2011.76


def open_conflict(model: Any) -> None:
    """Members by rule, and the heat that the case files of 2011 imply."""
    w, p, groups, states = model.world, model.params, model.groups, model.states
    c = p.conflict
    names = states.names
    model.corridor_state = [names.index(name) if name in names else -1 for name in model.network.corridors.state]
    model.state_number = np.arange(groups.states, dtype=np.uint64)
    model.removals, model.last_removal = dated(model)
    model.turf = Field(w.members, w.control, w.pressure, w.state_members, w.group_origin, w.contested)
    model.fronts = Fronts(w.front_one, w.front_other, w.front_heat, w.front_count)
    model.active = np.zeros(groups.cells, dtype=np.int64)
    model.weights = np.stack([c.neutrals, c.rivals, c.allies])
    w.members[:] = groups.share[:, None] * p.recruitment.members_2012 * START_SHARE
    w.group_origin[:] = np.arange(groups.count)[:, None]
    np.add.at(w.group_members, groups.where.group, w.members)
    families(model)
    contest(model.turf, model.fronts, groups.where, model.weights, w.heat, model.active)
    model.contested_cold = w.contested.copy()
    yearly = c.rest_2006 * states.cold[:, None]
    cold, rest = (1.0 - c.rest_share) * yearly, c.rest_share * yearly * (1.0 + c.rest_growth) ** 4.5
    model.cold, model.rest = cold / WEEKS_PER_YEAR, c.rest_share * yearly / WEEKS_PER_YEAR
    excess, lasting = (
        np.maximum(c.registered_2011 * share[:, None] - rest - cold, 0.0) for share in (states.heated, states.lately)
    )
    stays = c.heat_floor * sum_over(excess, 0) / np.maximum(sum_over(lasting, 0), TINY) * lasting
    per = c.heat_scale / cold * (c.still + w.contested) / np.maximum(w.contested, TINY)
    w.heat[:] = np.minimum(excess * per, c.heat_most)
    model.heat_floor = np.minimum(stays * per, c.heat_most)
    contest(model.turf, model.fronts, groups.where, model.weights, w.heat, model.active)
    w.prize_usd[:] = w.prize_2011[:] = 1.0
    w.state_members_2011[:] = w.state_members
    w.guns[:] = w.guns_2011[:] = 1.0
    open_guns(model)
    count(model)


def dated(model: Any) -> tuple[dict[int, tuple[int, ...]], int]:
    """Rows of exporters that lose a leader by week, and the last such week; nothing where removals are drawn."""
    if model.config.structure.leaders == "drawn":
        return {}, model.began - 1
    names = list(model.config.organisations)
    known = {
        week: tuple(names.index(name) for name in lost if name in names)
        for week, lost in load_removals(opened(model.config.files)).items()
    }
    return known, max(known)


START_SHARE = 0.99  # of the members of January 2012, in October 2011


def conflict(model: Any) -> None:
    """One week: who loses a leader, who moves in, who presses whom, how many die."""
    w, c = model.world, model.params.conflict
    if model.deciding:
        value_prizes(model)
    if model.week >= 0:
        remove_leaders(model)
        if model.deciding:
            move_in(model)
        w.heat += (model.heat_floor - w.heat) / c.heat_weeks
        cool(model.fronts, c.heat_weeks)
        keep = np.exp(-1.0 / np.stack([c.home_weeks, c.elsewhere_weeks]))
        w.leader_rise *= keep[:, None]
    contest(model.turf, model.fronts, model.groups.where, model.weights, w.heat, model.active)
    count(model)


def value_prizes(model: Any) -> None:
    """What a state is worth: goods that cross there, what members are paid there, rackets."""
    w, p = model.world, model.params
    now = p.conflict.rackets_usd / WEEKS_PER_YEAR * (1.0 - model.levers["local_protection"])
    prize = model.states.people[:, None] * now
    crossed = sum_over(w.delivered_kg * model.import_price[:, None], 0) * p.trafficking.toll_share
    for corridor, state in enumerate(model.corridor_state):
        if state >= 0:
            prize[state] += crossed[corridor]
    spread(model.turf, model.groups.where, model.active, w.paid_usd[3, :-1] / np.maximum(w.family[:-1], 1.0), prize)
    if model.week <= model.began:
        w.prize_usd[:] = prize
    w.prize_usd += (prize - w.prize_usd) * np.minimum(model.decide_weeks / p.conflict.prize_weeks, 1.0)


def remove_leaders(model: Any) -> None:
    """Leaders fall by chance, or as dated; homicide rises, groups split."""
    w, c, groups = model.world, model.params.conflict, model.groups
    shock = Shock(
        home=c.jump_home * c.home_cell,
        elsewhere=c.jump_elsewhere * c.home_cell,
        split=c.split,
        least=c.split_members,
        heat=c.split_heat,
        most=c.heat_most,
    )
    named = np.array(model.removals.get(model.week, ()), dtype=np.int64)
    rate = c.removals / WEEKS_PER_YEAR * model.levers["leader_targeting"]
    if model.week <= model.last_removal:
        rate = np.zeros(model.lanes)
    out = np.empty((2, model.lanes))
    remove(
        *(model.keys, model.draw_week, model.turf, model.fronts, groups.where, w.group_members, w.leader_rise, shock),
        *(rate, named, np.array([groups.exporters, groups.spare]), out),
    )
    w.leaders_removed[:], w.groups_split[:] = out


def move_in(model: Any) -> None:
    """Exporters enter states next door where the prize is large."""
    w, c, groups = model.world, model.params.conflict, model.groups
    mean = sum_over(w.prize_usd, 0) / groups.states
    rule = np.stack(
        [
            c.entry * model.decide_weeks,
            c.entry_members,
            c.entry_share,
            c.entry_heat,
            c.heat_most,
            np.full(model.lanes, float(groups.exporters)),
        ]
    )
    enter(
        *(model.keys, model.draw_week, model.turf, model.fronts, groups.where, groups.touches),
        *(w.prize_usd / np.maximum(mean, TINY), groups.anywhere, rule, w.groups_entered),
    )


def count(model: Any) -> None:
    """Homicides of the week by state, organised and not."""
    w, p, c = model.world, model.params, model.params.conflict
    people = np.maximum(sum_over(w.state_members, 0), 1.0)
    if model.week <= 0:
        w.learning_2011[:] = w.courts_learning
        w.guns_2011[:] = w.guns / people
    now = Now(w.state_members, w.prize_usd, w.contested, w.courts_learning, w.guns / people)
    was = Now(
        w.state_members_2011 if model.week > 0 else w.state_members,
        w.prize_2011 if model.week > 0 else w.prize_usd,
        *(model.contested_cold, w.learning_2011, w.guns_2011),
    )
    rule = Rule(
        model.cold, c.chi, c.prize, p.arms.lethality, c.still, c.reform, c.multiplier_least, c.multiplier_most
    )
    expected(now, was, sum_over(w.leader_rise, 0), rule, w.homicides_expected)
    rest = model.rest * (1.0 + c.rest_growth) ** (max(year_fraction(model.week), START_YEAR) - BASE_YEAR)
    drawn(model, 0, w.homicides_expected, w.homicides_organised)
    drawn(model, 1, rest, w.homicides)
    shot = p.arms.firearm_organised * sum_over(w.homicides_organised, 0) + p.arms.firearm_rest * sum_over(w.homicides, 0)
    w.homicides_firearm[:] = shot
    w.homicides += w.homicides_organised


def drawn(model: Any, slot: int, mean: Floats, out: Floats) -> None:
    """Poisson counts by state, (state, L)."""
    draws.fill_poisson(
        model.keys, draws.HOMICIDES, model.draw_week, model.state_number, slot, np.ascontiguousarray(mean), out
    )


def open_guns(model: Any) -> None:
    """As many guns as the inflow keeps up at the growth of members at first."""
    w, p = model.world, model.params.arms
    per = p.inflow / model.params.recruitment.members_2012
    w.guns[:] = per / (1.0 / p.life_years + GROWTH) * sum_over(w.state_members, 0)


GROWTH = 0.04  # of members per year at the start, so that guns per member begin at rest
