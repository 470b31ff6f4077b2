"""Who holds how much of a state, and how hard groups press one another there.

Presence is sparse: a cell is a group in a state where it may ever be, cells lie state by state, and cells and pairs of
cells without members in any lane are passed over. The heat of a pair is that of its state plus what a front adds;
fronts are short lists, one per lane.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from flowsim.kernels.jit import kernel
from flowsim.kernels.scratch import bare

LEAST_HEAT = 0.02  # below it a front is forgotten
NEUTRAL, RIVAL, ALLY, HALF = 0, 1, 2, 3


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


class Work(NamedTuple):
    """Scratch of one week."""

    active: np.ndarray  # (cell,) int64
    seen: np.ndarray  # (cell,) int64 cells of families
    kin: np.ndarray  # (cell, L) control of a family
    faced: np.ndarray  # (cell, L) rivals and allies of a family


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
    """Relation of two cells: that of the groups they come from; halves of one group stand apart."""
    mine, theirs = np.int64(field.origin[where.group[a], lane]), np.int64(field.origin[where.group[b], lane])
    return HALF if mine == theirs else where.relation[mine, theirs]


@kernel
def hold(field, where, groups, active):  # type: ignore[no-untyped-def]
    """Totals of states and control shares; cells of groups that no lane has are passed over."""
    lanes = field.members.shape[1]
    lives = np.zeros(groups.shape[0], np.int64)
    for g in range(groups.shape[0]):
        for lane in range(lanes):
            lives[g] |= np.int64(groups[g, lane] > 0.0)
    for s in range(where.start.shape[0] - 1):
        total = field.total[s]
        for lane in range(lanes):
            total[lane] = 0.0
        for c in range(where.start[s], where.start[s + 1]):
            active[c] = 0
            if lives[where.group[c]] == 0:
                continue
            members, alive = field.members[c], 0
            for lane in range(lanes):
                total[lane] += members[lane]
                alive |= np.int64(members[lane] > 0.0)
            active[c] = alive
        for c in range(where.start[s], where.start[s + 1]):
            if active[c] != 0:
                members, control = field.members[c], field.control[c]
                for lane in range(lanes):
                    control[lane] = members[lane] / max(total[lane], 1e-9)


@kernel
def gather(field, where, active, kin, seen):  # type: ignore[no-untyped-def]
    """Control of each group and of all that split from it, kept at the cell of the first; marks those cells."""
    lanes = field.members.shape[1]
    seen[:] = active
    for s in range(where.start.shape[0] - 1):
        for c in range(where.spare[s], where.start[s + 1]):
            if active[c] != 0:
                for lane in range(lanes):
                    if field.members[c, lane] > 0.0:
                        seen[where.cell[np.int64(field.origin[where.group[c], lane]), s]] = 1
    for s in range(where.start.shape[0] - 1):
        for c in range(where.start[s], where.spare[s]):
            if seen[c] != 0:
                mine, control, alive = kin[c], field.control[c], active[c] != 0
                for lane in range(lanes):
                    mine[lane] = control[lane] if alive else 0.0
        for c in range(where.spare[s], where.start[s + 1]):
            if active[c] != 0:
                for lane in range(lanes):
                    if field.members[c, lane] > 0.0:
                        root = where.cell[np.int64(field.origin[where.group[c], lane]), s]
                        kin[root, lane] += field.control[c, lane]


@kernel
def push(where, weight, seen, kin, out):  # type: ignore[no-untyped-def]
    """What a member of each family faces beside a world of neutrals: rivals press more, allies less."""
    lanes = kin.shape[1]
    for c in range(where.group.shape[0]):
        if seen[c] != 0:
            row = out[c]
            for lane in range(lanes):
                row[lane] = 0.0
    for p in range(where.one.shape[0]):
        a, b = where.one[p], where.other[p]
        if seen[a] == 0 or seen[b] == 0:
            continue
        more, less = weight[where.code[p]], weight[NEUTRAL]
        mine, theirs, on_a, on_b = kin[a], kin[b], out[a], out[b]
        for lane in range(lanes):
            extra = more[lane] - less[lane]
            on_a[lane] += extra * theirs[lane]
            on_b[lane] += extra * mine[lane]


@kernel
def press(field, where, weight, heat, active, kin, out):  # type: ignore[no-untyped-def]
    """Pressure on every group: neutrals, rivals and allies of its family, and its other halves."""
    lanes = field.members.shape[1]
    neutral, halves = weight[NEUTRAL], weight[HALF]
    family, faced = np.empty(lanes), np.empty(lanes)
    for s in range(where.start.shape[0] - 1):
        hot = heat[s]
        for c in range(where.start[s], where.start[s + 1]):
            if active[c] == 0:
                continue
            control, pressure = field.control[c], field.pressure[c]
            if c < where.spare[s]:
                family[:] = kin[c]
                faced[:] = out[c]
            else:
                for lane in range(lanes):
                    alive = field.members[c, lane] > 0.0
                    root = where.cell[np.int64(field.origin[where.group[c], lane]), s] if alive else c
                    family[lane] = kin[root, lane] if alive else 0.0
                    faced[lane] = out[root, lane] if alive else 0.0
            for lane in range(lanes):
                within = (halves[lane] - neutral[lane]) * (family[lane] - control[lane])
                total = neutral[lane] * (1.0 - control[lane]) + faced[lane] + within
                pressure[lane] = control[lane] * (1.0 + hot[lane]) * total


@kernel
def burn(field, fronts, where, weight):  # type: ignore[no-untyped-def]
    """Add what hot fronts press, lane by lane."""
    for lane in range(fronts.count.shape[0]):
        for f in range(np.int64(fronts.count[lane])):
            a, b = np.int64(fronts.one[f, lane]), np.int64(fronts.other[f, lane])
            both = field.control[a, lane] * field.control[b, lane]
            if both > 0.0:
                more = fronts.heat[f, lane] * weight[relation_of(field, where, a, b, lane), lane] * both
                field.pressure[a, lane] += more
                field.pressure[b, lane] += more


@kernel
def contest(field, fronts, where, weight, heat, groups, work):  # type: ignore[no-untyped-def]
    """``K_s = 1/2 sum_gk c_g c_k w_gk (1 + h_gks)`` of every state, and each group's part of it.

    Groups of one family, those that split from one, have the same rivals and allies and one weight among themselves, so
    that pairs of families do for pairs of groups.

    Parameters
    ----------
    field : Field
        ``control``, ``pressure``, ``total`` and ``contested`` are written.
    fronts : Fronts
    where : Map
    weight : (4, L) float64
        Weights of neutrals, rivals, allies, halves of one group.
    heat : (state, L) float64
    groups : (group, L) float64
        Members by group.
    work : Work
        ``active`` is written: 1 where any lane has members.
    """
    field, fronts, where, work = bare(field), bare(fronts), bare(where), bare(work)
    lanes = field.members.shape[1]
    hold(field, where, groups, work.active)
    gather(field, where, work.active, work.kin, work.seen)
    push(where, weight, work.seen, work.kin, work.faced)
    press(field, where, weight, heat, work.active, work.kin, work.faced)
    burn(field, fronts, where, weight)
    for s in range(where.start.shape[0] - 1):
        contested = field.contested[s]
        for lane in range(lanes):
            contested[lane] = 0.0
        for c in range(where.start[s], where.start[s + 1]):
            if work.active[c] != 0:
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
