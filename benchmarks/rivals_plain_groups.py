"""Kernels of groups, conflict and courts of one world in numpy; see ``rivals_plain.py``.

What happens to single leaders and groups, once in a few weeks, is left to the compiled helpers of the kernels.
"""

from __future__ import annotations

from functools import cache

import numpy as np
from rivals_plain import TINY, Same

from flowsim.kernels.contest import HALF, NEUTRAL
from flowsim.kernels.fronts import LEAST_HEAT


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


def odds_by_pay(rows, value, value_was, people, people_was, pay, out):
    rise = value[rows] / np.maximum(value_was[rows], TINY)
    more = people[rows] / np.maximum(people_was[rows], TINY)
    usd = np.clip(pay.usd * rise / np.maximum(more, TINY), pay.lowest, pay.highest)
    np.multiply(usd - pay.legal, pay.slope / 1000.0, out=out)


def perils(arrest_risk, death_risk, homicides, integrity, rule, risk, killed, arrest):
    risk[:] = rule.arrest * arrest_risk + rule.death * np.minimum(death_risk, rule.most)
    np.multiply(rule.deaths, homicides, out=killed)
    np.multiply(rule.hazard, integrity, out=arrest)
