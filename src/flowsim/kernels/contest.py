"""Who holds how much of a state, and how hard groups press one another there.

Presence is sparse: a cell is a group in a state where it may ever be, cells lie state by state, and cells and pairs of
cells without members in any lane are passed over. The heat of a pair is that of its state plus what a front adds;
fronts are short lists, one per lane.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from flowsim.kernels.jit import kernel

LEAST_HEAT = 0.02  # below it a front is forgotten
NEUTRAL, RIVAL, ALLY = 0, 1, 2


class Field(NamedTuple):
    """What groups hold; float64."""

    members: np.ndarray  # (cell, L)
    control: np.ndarray  # (cell, L) share of the state's members
    pressure: np.ndarray  # (cell, L) contestation of a group with all others
    total: np.ndarray  # (state, L) members
    origin: np.ndarray  # (group, L) row of the group that it comes from
    contested: np.ndarray  # (state, L)


class Fronts(NamedTuple):
    """Heat beyond that of the state, (front, L) float64; the first ``count`` rows of a lane are in use."""

    one: np.ndarray  # cell
    other: np.ndarray  # cell
    heat: np.ndarray
    count: np.ndarray  # (L,)


class Map(NamedTuple):
    """Cells and relations, the same in all lanes; int64."""

    number: np.ndarray  # (group,) uint64 stable ids that address draws
    group: np.ndarray  # (cell,)
    state: np.ndarray  # (cell,)
    start: np.ndarray  # (state + 1,) first cell of each state
    cell: np.ndarray  # (group, state) or -1
    spare: np.ndarray  # (state,) first cell of each state that belongs to a row kept for splits
    one: np.ndarray  # (pair,) cells of groups that are rivals or allies
    other: np.ndarray  # (pair,)
    code: np.ndarray  # (pair,) RIVAL or ALLY
    relation: np.ndarray  # (original group, original group) NEUTRAL, RIVAL or ALLY


@kernel
def relation_of(field, where, a, b, lane):  # type: ignore[no-untyped-def]
    """Relation of two cells: that of the groups they come from; halves of one group are rivals."""
    mine, theirs = np.int64(field.origin[where.group[a], lane]), np.int64(field.origin[where.group[b], lane])
    return RIVAL if mine == theirs else where.relation[mine, theirs]


@kernel
def hold(field, where, neutral, active):  # type: ignore[no-untyped-def]
    """Totals and control shares; ``pressure`` becomes what a world of neutrals would press, per unit of control."""
    lanes = field.members.shape[1]
    for s in range(where.start.shape[0] - 1):
        total = field.total[s]
        for lane in range(lanes):
            total[lane] = 0.0
        for c in range(where.start[s], where.start[s + 1]):
            members, alive = field.members[c], 0
            for lane in range(lanes):
                total[lane] += members[lane]
                alive |= int(members[lane] > 0.0)
            active[c] = alive
        for c in range(where.start[s], where.start[s + 1]):
            if active[c] == 0:
                continue
            members, control, pressure = field.members[c], field.control[c], field.pressure[c]
            for lane in range(lanes):
                control[lane] = members[lane] / max(total[lane], 1e-9)
                pressure[lane] = neutral[lane] * (1.0 - control[lane])


@kernel
def press_known(field, where, weight, active):  # type: ignore[no-untyped-def]
    """Add what rivals press more and allies less, pair by pair of groups that were there from the start."""
    lanes = field.members.shape[1]
    for p in range(where.one.shape[0]):
        a, b = where.one[p], where.other[p]
        if active[a] == 0 or active[b] == 0:
            continue
        more, less = weight[where.code[p]], weight[0]
        mine, theirs, on_a, on_b = field.control[a], field.control[b], field.pressure[a], field.pressure[b]
        for lane in range(lanes):
            extra = more[lane] - less[lane]
            on_a[lane] += extra * theirs[lane]
            on_b[lane] += extra * mine[lane]


@kernel
def press_split(field, where, weight, active):  # type: ignore[no-untyped-def]
    """The same for groups that split off; whom they come from differs by lane."""
    lanes = field.members.shape[1]
    for s in range(where.start.shape[0] - 1):
        for a in range(where.spare[s], where.start[s + 1]):
            if active[a] == 0:
                continue
            for b in range(where.start[s], a):
                if active[b] == 0:
                    continue
                for lane in range(lanes):
                    if field.members[a, lane] > 0.0 and field.members[b, lane] > 0.0:
                        extra = weight[relation_of(field, where, a, b, lane), lane] - weight[0, lane]
                        field.pressure[a, lane] += extra * field.control[b, lane]
                        field.pressure[b, lane] += extra * field.control[a, lane]


@kernel
def contest(field, fronts, where, weight, heat, active):  # type: ignore[no-untyped-def]
    """``K_s = 1/2 sum_gk c_g c_k w_gk (1 + h_gks)`` of every state, and each group's part of it.

    Parameters
    ----------
    field : Field
        ``control``, ``pressure``, ``total`` and ``contested`` are written.
    fronts : Fronts
    where : Map
    weight : (3, L) float64
        Weights of neutrals, rivals, allies.
    heat : (state, L) float64
    active : (cell,) int64
        Written: 1 where any lane has members.
    """
    lanes = field.members.shape[1]
    hold(field, where, weight[0], active)
    press_known(field, where, weight, active)
    press_split(field, where, weight, active)
    for c in range(where.group.shape[0]):
        if active[c] != 0:
            hot, control, pressure = heat[where.state[c]], field.control[c], field.pressure[c]
            for lane in range(lanes):
                pressure[lane] *= control[lane] * (1.0 + hot[lane])
    for lane in range(lanes):
        for f in range(np.int64(fronts.count[lane])):
            a, b = np.int64(fronts.one[f, lane]), np.int64(fronts.other[f, lane])
            both = field.control[a, lane] * field.control[b, lane]
            if both > 0.0:
                more = fronts.heat[f, lane] * weight[relation_of(field, where, a, b, lane), lane] * both
                field.pressure[a, lane] += more
                field.pressure[b, lane] += more
    for s in range(where.start.shape[0] - 1):
        contested = field.contested[s]
        for lane in range(lanes):
            contested[lane] = 0.0
        for c in range(where.start[s], where.start[s + 1]):
            if active[c] != 0:
                pressure = field.pressure[c]
                for lane in range(lanes):
                    contested[lane] += 0.5 * pressure[lane]


@kernel
def cool(fronts, weeks):  # type: ignore[no-untyped-def]
    """Heat of fronts fades with e-fold ``weeks (L,)``; the last front takes the place of one that is forgotten."""
    for lane in range(weeks.shape[0]):
        keep, f = np.exp(-1.0 / weeks[lane]), 0
        count = np.int64(fronts.count[lane])
        while f < count:
            fronts.heat[f, lane] *= keep
            if fronts.heat[f, lane] >= LEAST_HEAT:
                f += 1
                continue
            count -= 1
            fronts.one[f, lane] = fronts.one[count, lane]
            fronts.other[f, lane] = fronts.other[count, lane]
            fronts.heat[f, lane] = fronts.heat[count, lane]
            fronts.heat[count, lane] = 0.0
        fronts.count[lane] = count


@kernel
def open_front(fronts, a, b, heat, most, lane):  # type: ignore[no-untyped-def]
    """Add a front between two cells of one lane; where the list is full the coolest one gives way."""
    count = np.int64(fronts.count[lane])
    at = count
    for f in range(count):
        if fronts.one[f, lane] == a and fronts.other[f, lane] == b:
            fronts.heat[f, lane] = min(fronts.heat[f, lane] + heat, most)
            return
    if count == fronts.heat.shape[0]:
        at = 0
        for f in range(1, count):
            at = f if fronts.heat[f, lane] < fronts.heat[at, lane] else at
    else:
        fronts.count[lane] = count + 1.0
    fronts.one[at, lane] = a
    fronts.other[at, lane] = b
    fronts.heat[at, lane] = min(heat, most)
