"""Groups that enter a neighbouring state, and the fronts they open there."""

from __future__ import annotations

import numpy as np

from flowsim.kernels.contest import open_front
from flowsim.kernels.jit import kernel
from flowsim.kernels.philox import ENTRIES, uniforms2

FRONTS = 4


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
def largest(field, where, s, lane, cells):  # type: ignore[no-untyped-def]
    """Cells of the largest groups of a state, largest first; -1 where there are no more."""
    for i in range(cells.shape[0]):
        cells[i] = -1
        for c in range(where.start[s], where.start[s + 1]):
            taken = False
            for j in range(i):
                taken = taken or cells[j] == c
            better = cells[i] < 0 or field.members[c, lane] > field.members[cells[i], lane]
            if not taken and field.members[c, lane] > 0.0 and better:
                cells[i] = c


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
    cells = np.empty(FRONTS, np.int64)
    for lane in range(keys.shape[0]):
        out[lane] = 0.0
        for i in range(rows.shape[0]):
            g = rows[i]
            if field.origin[g, lane] >= rule[5, lane] or groups[g, lane] <= 0.0:
                continue
            for s in range(touches.shape[0]):
                u = uniforms2(keys[lane], ENTRIES, week, where.number[g], s)[0]
                if u >= rule[0, lane] * attraction[s, lane] or field.members[where.cell[g, s], lane] > 0.0:
                    continue
                source = next_door(field, where, touches, g, s, lane)
                if source <= rule[1, lane]:
                    continue
                largest(field, where, s, lane, cells)
                against = 0.0
                for j in range(2):
                    against += field.members[cells[j], lane] if cells[j] >= 0 else 0.0
                if u < rule[0, lane] * attraction[s, lane] * source / (source + against):
                    move_in(
                        field, fronts, where, touches, rule[2, lane], rule[3, lane], rule[4, lane], g, s, lane, cells
                    )
                    out[lane] += 1.0
