"""Kernels of groups, conflict and courts of one world in numpy; see ``rivals_plain.py``.

What happens to single leaders and groups, once in a few weeks, is left to the compiled helpers of the kernels.
"""

from __future__ import annotations

from functools import cache

import numpy as np
from rivals_plain import RNG, TINY, Same

from flowsim.kernels.contest import HALF, NEUTRAL
from flowsim.kernels.entry import FRONTS, try_state
from flowsim.kernels.fronts import LEAST_HEAT
from flowsim.kernels.leaders import remove_one, unsettle
from flowsim.kernels.philox import EXTRADITIONS, REMOVALS, RETURNS

PER_YEAR = 365.25 / 7


@cache
def related(pairs, states):
    """Groups in states, as one number, of pairs of cells."""
    one, other, group, state = pairs.arrays
    return tuple(group[x] * states + state[x] for x in (one, other))


def contest(field, fronts, where, weight, heat, _groups, work):
    """Cells with members and all pairs at once; a family is an original group in a state."""
    states, heavier = len(field.total), weight[:, 0]
    here, origin = np.flatnonzero(field.members), field.origin[:, 0].astype(int)
    members, state, group = field.members[here, 0], where.state[here], where.group[here]
    field.total[:, 0] = np.bincount(state, members, states)
    control = members / np.maximum(field.total[:, 0], TINY)[state]
    work.active[:] = 0
    work.active[here] = 1
    roots = len(where.relation[0])
    root = origin[group] * states + state
    family = np.bincount(root, control, roots * states)
    more = (heavier - heavier[NEUTRAL])[where.code]
    one, other = related(Same(where.one, where.other, where.group, where.state), states)
    faced = np.bincount(one, more * family[other], family.size) + np.bincount(other, more * family[one], family.size)
    within = (heavier[HALF] - heavier[NEUTRAL]) * (family[root] - control)
    pressed = heavier[NEUTRAL] * (1.0 - control) + faced[root] + within
    field.control[:], field.pressure[:] = 0.0, 0.0
    field.control[here, 0], field.pressure[here, 0] = control, control * (1.0 + heat[state, 0]) * pressed
    count = int(fronts.count[0])
    if count:
        a, b = fronts.one[:count, 0].astype(int), fronts.other[:count, 0].astype(int)
        mine, theirs = origin[where.group[a]], origin[where.group[b]]
        low = np.minimum(np.minimum(mine, theirs), len(where.relation) - 1)
        code = np.where(mine == theirs, HALF, where.relation[low, np.minimum(np.maximum(mine, theirs), roots - 1)])
        hot = fronts.heat[:count, 0] * heavier[code] * field.control[a, 0] * field.control[b, 0]
        np.add.at(field.pressure[:, 0], a, hot)
        np.add.at(field.pressure[:, 0], b, hot)
    field.contested[:, 0] = np.bincount(state, 0.5 * field.pressure[here, 0], states)


def join_and_leave(field, where, active, groups, family, offer, exits, moves):
    """All cells with members at once."""
    here = np.flatnonzero(active)
    at, group, m = where.state[here], where.group[here], field.members[here, 0]
    control, pressure = field.control[here, 0], field.pressure[here, 0]
    origin, exporters, still = field.origin[:, 0].astype(int), len(family), exits.still[0]
    root = origin[group]
    pay = np.where(root < exporters, offer.sender_pay[np.minimum(root, exporters - 1), 0], offer.state_pay[at, 0])
    odds = np.exp(offer.risk[at, 0] - offer.alpha[0] - pay)
    came = offer.approach[0] * m * (offer.forced[0] + offer.spread[0] / (1.0 + odds))
    per_part = exits.killed[:, 0] / (2.0 * field.contested[:, 0] + still)
    dead = np.minimum(per_part[at] * (pressure + still * control), 0.1 * m)
    caught = exits.arrest[at, 0] * m
    old = exits.retirement[0] * groups[group, 0] * m
    fewer = np.minimum(1.0, 0.5 * m / np.maximum(dead + caught + old, 1e-300))
    dead *= fewer
    caught *= fewer
    old *= fewer
    left = m + came - dead - caught - old
    gone = (control < exits.leave[0, 0]) & (left < exits.leave[1, 0])
    old[gone] += left[gone]
    left[gone] = 0.0
    field.members[here, 0] = left
    field.control[here[gone]], field.pressure[here[gone]] = 0.0, 0.0
    for out, value in zip(moves, (came, dead, caught, old), strict=True):
        out[:, 0] = np.bincount(at, value, len(out))
    groups[:, 0] = np.bincount(group, left, len(groups))
    some = np.flatnonzero(origin < exporters)
    family[:, 0] = np.bincount(origin[some], groups[some, 0], exporters)


def remove(_keys, week, field, fronts, where, groups, rise, shock, held, rate, named, bounds, out):
    exporters, spare = bounds
    out[:] = 0.0
    events = [(1000 + i, int(g)) for i, g in enumerate(named)]
    number = RNG.poisson(rate[0])
    if number:
        there = np.where(field.origin[:, 0] < exporters, groups[:, 0], 0.0)
        chosen = RNG.choice(len(there), number, p=there / there.sum()) if there.any() else ()
        events += list(enumerate(chosen))
    for event, g in events:
        draw = (_keys[0], REMOVALS, week, event)
        remove_one(field, fronts, where, groups, rise, shock, held, draw, g, spare, out, 0)


def watch(keys, week, field, fronts, where, groups, rise, shock, held, custody, spare, out):
    out[:] = 0.0
    for row, process, chance, size in (
        (0, EXTRADITIONS, custody.sent, custody.sent_size),
        (1, RETURNS, custody.back, custody.back_size),
    ):
        some = np.flatnonzero(held[:, 0])
        for g, gone in zip(some, RNG.binomial(held[some, 0].astype(int), chance[0]), strict=True):
            if gone == 0:
                continue
            held[g, 0] -= gone
            out[row, 0] += gone
            draw, times = (keys[0], process, week, np.int64(where.number[g])), gone * size[0]
            done = unsettle(field, fronts, where, groups, rise, shock, times, held, draw, g, spare, 0)
            out[2, 0] += done == 2


def enter(_keys, _week, field, fronts, where, touches, attraction, groups, rows, rule, out):
    """Dice of all groups and states at once; the few that may move in are looked at one by one."""
    out[:] = 0.0
    chance, exporters = rule[0] * attraction, rule[5, 0]
    rows = rows[(field.origin[rows, 0] < exporters) & (groups[rows, 0] > 0.0)]
    dice = RNG.random((rows.size, len(touches)))
    lives = (groups[:, 0] > 0.0).astype(int)
    lives[where.relation.shape[0] : where.relation.shape[1]] = 1
    cells = np.empty(FRONTS, np.int64)
    for i, s in zip(*np.nonzero(dice < chance[:, 0]), strict=True):
        g = rows[i]
        if field.members[where.cell[g, s], 0] <= 0.0:
            turn = touches, rule, chance[s, 0], dice[i, s], g, s, 0, cells, lives
            out[0] += try_state(field, fronts, where, *turn)


def cool(fronts, weeks):
    count = int(fronts.count[0])
    if not count:
        return
    heat = fronts.heat[:count, 0] * np.exp(-1.0 / weeks[0])
    hot = np.flatnonzero(heat >= LEAST_HEAT)
    for array in (fronts.one, fronts.other):
        array[: hot.size, 0] = array[hot, 0]
    fronts.heat[:count, 0] = 0.0
    fronts.heat[: hot.size, 0], fronts.count[0] = heat[hot], hot.size


def fade(heat, floor, heat_weeks, rise, keep):
    heat += (floor - heat) / heat_weeks
    rise *= keep[:, None]


def count_shot(organised, rest, shares, shot):
    shot[:] = shares[0] * organised.sum(0) + shares[1] * rest.sum(0)
    rest += organised


def add_tolls(delivered, price, share, state, out):
    at = np.flatnonzero(state >= 0)
    usd = (delivered[:, at] * price[:, None]).sum(0) * share
    out[:, 0] += np.bincount(state[at], usd[:, 0], len(out))


def spread(field, where, _groups, usd_per_member, out):
    root = field.origin[where.group, 0].astype(int)
    at = np.flatnonzero(root < len(usd_per_member))
    pay = field.members[at, 0] * usd_per_member[root[at], 0]
    out[:, 0] += np.bincount(where.state[at], pay, len(out))


def odds_by_pay(rows, value, value_was, people, people_was, pay, out):
    rise = value[rows] / np.maximum(value_was[rows], TINY)
    more = people[rows] / np.maximum(people_was[rows], TINY)
    usd = np.clip(pay.usd * rise / np.maximum(more, TINY), pay.lowest, pay.highest)
    np.multiply(usd - pay.legal, pay.slope / 1000.0, out=out)


def perils(arrest_risk, death_risk, homicides, integrity, rule, risk, killed, arrest):
    risk[:] = rule.arrest * arrest_risk + rule.death * np.minimum(death_risk, rule.most)
    np.multiply(rule.deaths, homicides, out=killed)
    np.multiply(rule.hazard, integrity, out=arrest)


def remember(moves, weeks, arrest_risk, death_risk, members):
    people = np.maximum(members, TINY)
    arrest_risk += (moves.arrested / people - arrest_risk) / weeks
    death_risk += (moves.killed / people - death_risk) / weeks
    members += moves.recruits - moves.killed - moves.arrested - moves.retired


def wear_down(strength, integrity, factor, rule):
    worn = (rule.wear * rule.usual / PER_YEAR) * factor
    built = (rule.rise * rule.programme / PER_YEAR) * (1.0 - strength)
    pull = (rule.rest - strength) / rule.settle_weeks
    np.clip(strength + pull + built - worn * (rule.ratio * strength - rule.rest), 0.01, 1.0, out=strength)
    np.divide(1.0 - rule.lost * (1.0 - strength), 1.0 - rule.lost * (1.0 - rule.rest), out=integrity)


def learn(switched, switch_weeks, share, felt_not, learning, practised):
    felt_not += switched[:, None]
    felt = felt_not / switch_weeks
    felt_not -= felt
    learnt = share * learning
    learning += felt - learnt
    practised += learnt


def weigh(weight, one, first, other, second, out):
    out[:] = weight @ (first * one + second * other)
