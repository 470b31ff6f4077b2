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

NEUTRAL, RIVAL, ALLY, HALF = 0, 1, 2, 3


class Field(NamedTuple):
    """What groups hold; float64."""

    members: np.ndarray  # (cell, L)
    control: np.ndarray  # (cell, L) share of the state's members
    pressure: np.ndarray  # (cell, L) contestation of a group with all others
    total: np.ndarray  # (state, L) members
    origin: np.ndarray  # (group, L) row of the group that it comes from
    contested: np.ndarray  # (state, L)


class Work(NamedTuple):
    """Scratch of one week; a place is a cell of one state, counted from the state's first."""

    active: np.ndarray  # (cell,) int64, lanes with members; stays until the next week
    lives: np.ndarray  # (group,) int64
    who: np.ndarray  # (spare places L,) int64, lanes with members of each cell kept for splits, cell by cell
    root: np.ndarray  # (spare places L,) int64, place of the first of their family
    seen: np.ndarray  # (place,) int64 places of families
    kin: np.ndarray  # (place, L) float64 control of a family
    faced: np.ndarray  # (place, L) float64 rivals and allies of a family
    more: np.ndarray  # (3, L) float64 weight of a pair beyond that of neutrals


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
    relation: np.ndarray  # (exporter, original group) NEUTRAL, RIVAL or ALLY


@kernel
def relation_of(field, where, a, b, lane):  # type: ignore[no-untyped-def]
    """Relation of two cells: that of the groups they come from; halves of one group stand apart.

    One of them at least belongs to an exporter or to what split from one: nobody else opens a front.
    """
    mine, theirs = np.int64(field.origin[where.group[a], lane]), np.int64(field.origin[where.group[b], lane])
    return HALF if mine == theirs else where.relation[min(mine, theirs), max(mine, theirs)]


@kernel
def find(groups, where, lives):  # type: ignore[no-untyped-def]
    """Mark groups that some lane has; a local group always, since its one cell tells."""
    exporters, spare = where.relation.shape
    for g in range(groups.shape[0]):
        alive = np.int64(exporters <= g < spare)
        if alive == 0:
            for lane in range(groups.shape[1]):
                alive |= np.int64(groups[g, lane] > 0.0)
        lives[g] = alive


@kernel
def hold(members, total, group, lives, active, s, first, end):  # type: ignore[no-untyped-def]
    """Total of a state, and in how many lanes its cells have members."""
    lanes = members.shape[1]
    for lane in range(lanes):
        total[s, lane] = 0.0
    for c in range(first, end):
        active[c] = 0
        if lives[group[c]] != 0:
            alive = 0
            for lane in range(lanes):
                total[s, lane] += members[c, lane]
                alive += np.int64(members[c, lane] > 0.0)
            active[c] = alive


@kernel
def share(members, control, total, active, kin, faced, seen, s, first, spare):  # type: ignore[no-untyped-def]
    """Control of groups that did not split from another: the beginning of that of their families."""
    for c in range(first, spare):
        place = c - first
        seen[place] = active[c]
        if active[c] != 0:
            for lane in range(members.shape[1]):
                mine = members[c, lane] / max(total[s, lane], 1e-9)
                control[c, lane] = mine
                kin[place, lane] = mine
                faced[place, lane] = 0.0


@kernel
def gather(field, where, work, s, first):  # type: ignore[no-untyped-def]
    """Control of groups that split from another goes to the place of the first of the family."""
    members, control, origin, total = field.members, field.control, field.origin, field.total
    who, roots, seen, kin, faced = work.who, work.root, work.seen, work.kin, work.faced
    n, lanes = 0, members.shape[1]
    for c in range(where.spare[s], where.start[s + 1]):
        if work.active[c] == 0:
            continue
        end = n
        for lane in range(lanes):
            who[end] = lane
            end += np.int64(members[c, lane] > 0.0)
        for lane in range(lanes):
            control[c, lane] = 0.0
        g = where.group[c]
        for i in range(n, end):
            lane = who[i]
            root = where.cell[np.int64(origin[g, lane]), s] - first
            roots[i] = root
            if seen[root] == 0:
                seen[root] = 1
                for k in range(lanes):
                    kin[root, k] = 0.0
                    faced[root, k] = 0.0
            control[c, lane] = members[c, lane] / max(total[s, lane], 1e-9)
            kin[root, lane] += control[c, lane]
        n = end


@kernel
def push(one, other, code, more, seen, kin, faced, p, first, end):  # type: ignore[no-untyped-def]
    """What a member of each family faces beside a world of neutrals, from pair ``p`` on; the first of the next."""
    while p < one.shape[0] and one[p] < end:
        a, b, k = one[p] - first, other[p] - first, code[p]
        if seen[a] != 0 and seen[b] != 0:
            for lane in range(more.shape[1]):
                faced[a, lane] += more[k, lane] * kin[b, lane]
                faced[b, lane] += more[k, lane] * kin[a, lane]
        p += 1
    return p


@kernel
def press(control, pressure, weight, heat, active, kin, faced, s, first, spare):  # type: ignore[no-untyped-def]
    """Pressure on groups that did not split from another: neutrals, rivals and allies of the family, its halves."""
    for c in range(first, spare):
        if active[c] != 0:
            place = c - first
            for lane in range(control.shape[1]):
                mine = control[c, lane]
                within = (weight[HALF, lane] - weight[NEUTRAL, lane]) * (kin[place, lane] - mine)
                total = weight[NEUTRAL, lane] * (1.0 - mine) + faced[place, lane] + within
                pressure[c, lane] = mine * (1.0 + heat[s, lane]) * total


@kernel
def press_halves(field, where, weight, heat, work, s):  # type: ignore[no-untyped-def]
    """The same for groups that split from another, in the lanes that have them."""
    control, pressure, who, roots, kin, faced = field.control, field.pressure, work.who, work.root, work.kin, work.faced
    n = 0
    for c in range(where.spare[s], where.start[s + 1]):
        if work.active[c] == 0:
            continue
        for lane in range(pressure.shape[1]):
            pressure[c, lane] = 0.0
        for i in range(n, n + work.active[c]):
            lane, root = who[i], roots[i]
            mine = control[c, lane]
            within = (weight[HALF, lane] - weight[NEUTRAL, lane]) * (kin[root, lane] - mine)
            total = weight[NEUTRAL, lane] * (1.0 - mine) + faced[root, lane] + within
            pressure[c, lane] = mine * (1.0 + heat[s, lane]) * total
        n += work.active[c]


@kernel
def burn(field, fronts, where, weight):  # type: ignore[no-untyped-def]
    """Add what hot fronts press."""
    most = 0
    for lane in range(fronts.count.shape[0]):
        most = max(most, np.int64(fronts.count[lane]))
    for f in range(most):
        for lane in range(fronts.count.shape[0]):
            if f < fronts.count[lane]:
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
        ``active`` is written.
    """
    field, fronts, where, work = bare(field), bare(fronts), bare(where), bare(work)
    members, control, pressure, total = field.members, field.control, field.pressure, field.total
    active, seen, kin, faced, more = work.active, work.seen, work.kin, work.faced, work.more
    for k in range(more.shape[0]):
        for lane in range(more.shape[1]):
            more[k, lane] = weight[k, lane] - weight[NEUTRAL, lane]
    find(groups, where, work.lives)
    p = 0
    for s in range(total.shape[0]):
        first, spare, end = where.start[s], where.spare[s], where.start[s + 1]
        hold(members, total, where.group, work.lives, active, s, first, end)
        share(members, control, total, active, kin, faced, seen, s, first, spare)
        gather(field, where, work, s, first)
        p = push(where.one, where.other, where.code, more, seen, kin, faced, p, first, end)
        press(control, pressure, weight, heat, active, kin, faced, s, first, spare)
        press_halves(field, where, weight, heat, work, s)
    burn(field, fronts, where, weight)
    add_up(pressure, active, where.start, field.contested)


@kernel
def add_up(pressure, active, start, contested):  # type: ignore[no-untyped-def]
    """Contestation of states, half of the pressure on all that are there."""
    for s in range(contested.shape[0]):
        for lane in range(contested.shape[1]):
            contested[s, lane] = 0.0
        for c in range(start[s], start[s + 1]):
            if active[c] != 0:
                for lane in range(contested.shape[1]):
                    contested[s, lane] += 0.5 * pressure[c, lane]
