"""Groups that enter a neighbouring state, and the fronts they open there."""

from __future__ import annotations

import numpy as np

from flowsim.kernels.contest import find
from flowsim.kernels.fronts import open_front
from flowsim.kernels.jit import kernel
from flowsim.kernels.philox import ENTRIES, uniforms2
from flowsim.kernels.scratch import bare, room

FRONTS = 4
BLOCK = 64  # lanes


@kernel
def next_door(field, where, touches, g, s, lane):  # type: ignore[no-untyped-def]
    """Members of a group in the neighbours of a state."""
    out = 0.0
    for n in range(touches.shape[0]):
        c = where.cell[g, n]
        if touches[s, n] != 0.0 and c >= 0:
            out += field.members[c, lane]
    return out


@kernel
def largest(field, where, lives, s, lane, cells):  # type: ignore[no-untyped-def]
    """Cells of the largest groups of a state, largest first; -1 where there are no more."""
    members, last = field.members, cells.shape[0] - 1
    cells[:] = -1
    for c in range(where.start[s], where.start[s + 1]):
        if lives[where.group[c]] == 0:
            continue
        size = members[c, lane]
        if size <= 0.0 or (cells[last] >= 0 and size <= members[cells[last], lane]):
            continue
        at = last
        while at > 0 and (cells[at - 1] < 0 or members[cells[at - 1], lane] < size):
            cells[at] = cells[at - 1]
            at -= 1
        cells[at] = c


@kernel
def move_in(field, fronts, where, touches, share, heat, most, g, s, lane, cells):  # type: ignore[no-untyped-def]
    """A share of the neighbouring members moves; fronts open with the largest incumbents."""
    target = where.cell[g, s]
    moved = 0.0
    for n in range(touches.shape[0]):
        c = where.cell[g, n]
        if touches[s, n] != 0.0 and c >= 0:
            part = share * field.members[c, lane]
            field.members[c, lane] -= part
            moved += part
    field.members[target, lane] = moved
    for i in range(cells.shape[0]):
        if cells[i] >= 0:
            open_front(fronts, target, cells[i], heat, most, lane)


@kernel
def try_state(field, fronts, where, touches, rule, chance, u, g, s, lane, cells, lives):  # type: ignore[no-untyped-def]
    """One group may enter one state of one lane; 1 if it does."""
    source = next_door(field, where, touches, g, s, lane)
    if source <= rule[1, lane]:
        return 0.0
    largest(field, where, lives, s, lane, cells)
    against = 0.0
    for j in range(2):
        against += field.members[cells[j], lane] if cells[j] >= 0 else 0.0
    if u >= chance * source / (source + against):
        return 0.0
    move_in(field, fronts, where, touches, rule[2, lane], rule[3, lane], rule[4, lane], g, s, lane, cells)
    return 1.0


@kernel
def enter(keys, week, field, fronts, where, touches, attraction, groups, rows, rule, out):  # type: ignore[no-untyped-def]
    """Exporters and their halves may enter states next to those they hold.

    Parameters
    ----------
    keys : (L,) uint64
    week : int
    field, fronts, where : as in ``contest``
    touches : (state, state) float64
    attraction : (state, L) float64
        Prize over the mean prize of states.
    groups : (group, L) float64
        Members by group.
    rows : (n,) int64
        Groups that may enter anywhere: exporters and rows kept for splits.
    rule : (6, L) float64
        Chance per turn, least members next door, share that moves, heat of a new front, bound of heat, exporters.
    out : (L,) float64
        Entries; written.
    """
    field, fronts, where = bare(field), bare(fronts), bare(where)
    members, origin, cell, cells = field.members, field.origin, where.cell, np.empty(FRONTS, np.int64)
    key, u, there = room(BLOCK, np.uint64), room(BLOCK, np.float64), room(BLOCK, np.float64)
    out[:] = 0.0
    chance, lives = rule[0] * attraction, np.empty(groups.shape[0], np.int64)
    find(groups, where, lives)
    for start in range(0, keys.shape[0], BLOCK):
        size = min(BLOCK, keys.shape[0] - start)
        for i in range(BLOCK):
            key[i] = keys[start + i] if i < size else np.uint64(0)
        for g in rows:
            alive, number = 0, where.number[g]
            for i in range(size):
                here = (origin[g, start + i] < rule[5, start + i]) & (groups[g, start + i] > 0.0)
                there[i] = 1.0 if here else 0.0
                alive += np.int64(here)
            for s in range(touches.shape[0] if alive > 0 else 0):
                hits = 0
                for i in range(BLOCK):
                    u[i] = uniforms2(key[i], ENTRIES, week, number, s)[0]
                for i in range(size):
                    hits += np.int64(u[i] < chance[s, start + i] * there[i])
                for i in range(size if hits > 0 else 0):
                    lane = start + i
                    if u[i] < chance[s, lane] * there[i] and members[cell[g, s], lane] <= 0.0:
                        out[lane] += try_state(
                            *(field, fronts, where, touches, rule, chance[s, lane], u[i], g, s, lane, cells, lives)
                        )
