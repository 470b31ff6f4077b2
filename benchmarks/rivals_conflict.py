"""Contestation, members and expected homicides in numpy over all groups in all states, and one lane of slow twins.

Each twin takes the kernel's arguments and a lane; it gives a call without arguments, and a function from the
arguments that the kernel has worked on and what the call gave to pairs of arrays that must be equal.
"""

from __future__ import annotations

import sys
from pathlib import Path

import numpy as np

from flowsim.kernels.contest import ALLY, RIVAL
from flowsim.kernels.violence import TINY

sys.path.append(str(Path(__file__).parents[1] / "tests" / "kernels"))
import oracle_contest as oracle


def everyone(where):
    """Relations of every two groups that did not split from another."""
    relation = np.zeros((where.relation.shape[1],) * 2, np.int64)
    relation[where.group[where.one], where.group[where.other]] = where.code
    return np.maximum(relation, relation.T)


def numpy_contest(field, fronts, where, weight, heat, groups, work):
    """Every group in every state: one row of members each, and whole matrices of rivals and of allies."""
    shape, at, relation = (*where.cell.shape, weight.shape[1]), (where.group, where.state), everyone(where)
    roots = len(relation)
    control, family = np.zeros(shape), np.zeros((roots, *shape[1:]))
    np.add.reduceat(field.members, where.start[:-1], out=field.total)
    field.control[:] = field.members / np.maximum(field.total, TINY)[where.state]
    control[at] = field.control
    origin, lane = np.minimum(field.origin.astype(int), roots - 1), np.arange(shape[2])  # rows not in use: nobody
    family += control[:roots]
    for g in range(roots, shape[0]):
        family[origin[g], :, lane] += control[g].T
    faced, flat = np.zeros_like(family), family.reshape(roots, -1)
    for code in (RIVAL, ALLY):
        faced += ((relation == code).astype(float) @ flat).reshape(family.shape) * (weight[code] - weight[0])
    root = (origin[:, None, :], np.arange(shape[1])[:, None], lane)
    total = weight[0] * (1.0 - control) + faced[root] + (weight[3] - weight[0]) * (family[root] - control)
    field.pressure[:] = (control * (1.0 + heat) * total)[at]
    f, k = np.nonzero(np.arange(len(fronts.heat))[:, None] < fronts.count)
    a, b = fronts.one[f, k].astype(int), fronts.other[f, k].astype(int)
    mine, theirs = origin[where.group[a], k], origin[where.group[b], k]
    code = np.where(mine == theirs, 3, relation[mine, theirs])
    more = fronts.heat[f, k] * weight[code, k] * field.control[a, k] * field.control[b, k]
    np.add.at(field.pressure, (np.r_[a, b], np.r_[k, k]), np.r_[more, more])
    np.add.reduceat(0.5 * field.pressure, where.start[:-1], out=field.contested)


def numpy_join_and_leave(field, where, active, groups, family, offer, exits, moves):
    """All cells at once."""
    at, m, control, still, exporters = where.state, field.members, field.control, exits.still, len(family)
    origin, lane = field.origin.astype(int), np.arange(m.shape[1])
    root = origin[where.group]
    pay = np.where(root < exporters, offer.sender_pay[np.minimum(root, exporters - 1), lane], offer.state_pay[at])
    odds = np.exp(-(offer.alpha + pay - offer.risk[at]))
    came = offer.approach * m * (offer.forced + offer.spread / (1.0 + odds))
    part = (field.pressure + still * control) / (2.0 * field.contested[at] + still)
    dead, caught = np.minimum(exits.killed[at] * part, 0.1 * m), exits.arrest[at] * m
    old = exits.retirement * groups[where.group] * m
    fewer = np.minimum(1.0, 0.5 * m / np.maximum(dead + caught + old, 1e-300))
    dead, caught, old = dead * fewer, caught * fewer, old * fewer
    left = m + came - dead - caught - old
    gone = (control < exits.leave[0]) & (left < exits.leave[1])
    old += np.where(gone, left, 0.0)
    for out, value in zip(moves, (came, dead, caught, old), strict=True):
        np.add.reduceat(value, where.start[:-1], out=out)
    for array, value in ((m, left), (control, control), (field.pressure, field.pressure)):
        array[:] = np.where(gone, 0.0, value)
    groups[:], family[:] = 0.0, 0.0
    np.add.at(groups, where.group, m)
    g, k = np.nonzero(origin < exporters)
    np.add.at(family, (origin[g, k], k), groups[g, k])


def numpy_expected(now, was, leaders, rule, out):
    """All states at once."""
    pairs = zip((rule.chi, rule.prize, rule.lethality), ("members", "prize", "guns"), strict=True)
    logs = (by * np.log(np.maximum(getattr(now, x), TINY) / np.maximum(getattr(was, x), TINY)) for by, x in pairs)
    times = np.exp(sum(logs)) * (rule.still + now.contested) / (rule.still + was.contested) * (1.0 + leaders)
    times *= (1.0 + rule.reform * now.learning) / (1.0 + rule.reform * was.learning)
    out[:] = rule.cold * np.clip(times, rule.least, rule.most)


NUMPY = {"contest": numpy_contest, "join_and_leave": numpy_join_and_leave, "expected": numpy_expected}


def of_lane(part, k, s=None):
    """One lane of a bundle, of all states or of one."""
    values = {name: x[..., k] for name, x in part._asdict().items()}
    return {name: x[s] if s is not None and x.ndim else x for name, x in values.items()}


def present(field, where, k):
    """Cells with members in a lane, their groups and states, and members by them."""
    cells = np.flatnonzero(field.members[:, k] > 0.0)
    keys = [(int(where.group[c]), int(where.state[c])) for c in cells]
    return cells, keys, dict(zip(keys, field.members[cells, k], strict=True))


def twin_contest(args, k):
    field, fronts, where, weight, heat = args[:5]
    cells, keys, persons = present(field, where, k)
    hot = []
    for f in range(int(fronts.count[k])):
        a, b = int(fronts.one[f, k]), int(fronts.other[f, k])
        hot.append((where.group[a], where.group[b], where.state[a], fronts.heat[f, k]))
    call = persons, field.origin[:, k].astype(int), everyone(where), weight[:, k], heat[:, k], hot

    def both(ours, got):
        pressure = [got[1][key] for key in keys]
        return [(ours[0].contested[:, k], got[0]), (ours[0].pressure[cells, k], pressure)]

    return lambda: oracle.contest(*call), both


def twin_join_and_leave(args, k):
    field, where, _, _, family, offer, exits, _ = args
    cells, keys, persons = present(field, where, k)
    pressure = dict(zip(keys, field.pressure[cells, k], strict=True))
    origin = field.origin[:, k].astype(int)
    call = persons, pressure, field.contested[:, k], origin, len(family), of_lane(offer, k), of_lane(exits, k)

    def both(ours, got):
        moves = np.stack(ours[7])[..., k].T
        return [(ours[0].members[cells, k], [got[0][key] for key in keys]), (moves, got[1])]

    return lambda: oracle.leave_and_join(*call), both


def twin_expected(args, k):
    now, was, leaders, rule, out = args
    calls = [
        (of_lane(now, k, s), of_lane(was, k, s), leaders[s, k], rule.cold[s, k], of_lane(rule, k, s))
        for s in range(len(out))
    ]
    return lambda: [oracle.expected(*one) for one in calls], lambda ours, got: [(ours[4][:, k], got)]


SLOW = {"contest": twin_contest, "join_and_leave": twin_join_and_leave, "expected": twin_expected}
