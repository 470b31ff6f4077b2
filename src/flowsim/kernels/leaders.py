"""Removal of leaders: homicide rises at home and elsewhere, and a group may split. Rare, so one lane after another."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from flowsim.kernels.contest import open_front
from flowsim.kernels.inversion import poisson
from flowsim.kernels.jit import kernel
from flowsim.kernels.philox import REMOVALS, uniforms2


class Shock(NamedTuple):
    """Sizes; (L,) float64."""

    home: np.ndarray  # rise of a state's organised homicide where the group is at home
    elsewhere: np.ndarray
    split: np.ndarray  # chance that a group splits
    least: np.ndarray  # members below which it does not
    heat: np.ndarray  # of the front between the halves
    most: np.ndarray  # bound of heat


@kernel
def home_of(field, where, g, lane):  # type: ignore[no-untyped-def]
    """Cell with most members of a group, -1 if it has none."""
    best, most = -1, 0.0
    for s in range(where.cell.shape[1]):
        c = where.cell[g, s]
        if c >= 0 and field.members[c, lane] > most:
            best, most = c, field.members[c, lane]
    return best


@kernel
def halve(field, fronts, where, groups, shock, draw, g, half, lane):  # type: ignore[no-untyped-def]
    """Part of a group becomes another: 35-50 % at home, 20-50 % in other states; they fight at home."""
    home = home_of(field, where, g, lane)
    key, week, event = draw
    for s in range(where.cell.shape[1]):
        c = where.cell[g, s]
        if c < 0 or field.members[c, lane] <= 0.0:
            continue
        u = uniforms2(key, REMOVALS, week, event, 10 + s)[0]
        part = 0.35 + 0.15 * u if c == home else 0.2 + 0.3 * u
        moved = part * field.members[c, lane]
        field.members[c, lane] -= moved
        field.members[where.cell[half, s], lane] = moved
        groups[g, lane] -= moved
        groups[half, lane] += moved
    field.origin[half, lane] = field.origin[g, lane]
    open_front(fronts, home, where.cell[half, where.state[home]], shock.heat[lane], shock.most[lane], lane)


@kernel
def remove_one(field, fronts, where, groups, rise, shock, draw, g, spare, lane):  # type: ignore[no-untyped-def]
    """One removal; returns 0 if there is nobody to remove, 1 if there is, 2 if the group splits too."""
    home = home_of(field, where, g, lane)
    if home < 0:
        return 0
    for s in range(where.cell.shape[1]):
        c = where.cell[g, s]
        if c == home:
            rise[0, s, lane] += shock.home[lane]
        elif c >= 0 and field.members[c, lane] > 0.0:
            rise[1, s, lane] += shock.elsewhere[lane]
    key, week, event = draw
    if groups[g, lane] < shock.least[lane] or uniforms2(key, REMOVALS, week, event, 1)[1] >= shock.split[lane]:
        return 1
    for half in range(spare, groups.shape[0]):
        if groups[half, lane] <= 0.0:
            halve(field, fronts, where, groups, shock, draw, g, half, lane)
            return 2
    return 1


@kernel
def remove(keys, week, field, fronts, where, groups, rise, shock, rate, named, bounds, out):  # type: ignore[no-untyped-def]
    """Removals of a week: those that are dated, and Poisson ones by members among exporters and their halves.

    Parameters
    ----------
    keys : (L,) uint64
    week : int
    field, fronts, where : as in ``contest``
    groups : (group, L) float64
        Members by group; moved when one splits.
    rise : (2, state, L) float64
        Rise of organised homicide, at home and elsewhere; added to.
    shock : Shock
    rate : (L,) float64
        Removals expected this week.
    named : (n,) int64
        Groups that lose a leader by date.
    bounds : (2,) int64
        Number of exporters; first row kept for splits.
    out : (2, L) float64
        Removals and splits; written.
    """
    exporters, spare = bounds[0], bounds[1]
    for lane in range(keys.shape[0]):
        removed, split = 0.0, 0.0
        for i in range(named.shape[0]):
            draw = (keys[lane], week, 1000 + i)
            done = remove_one(field, fronts, where, groups, rise, shock, draw, named[i], spare, lane)
            removed += 1.0 if done > 0 else 0.0
            split += 1.0 if done > 1 else 0.0
        number = poisson(uniforms2(keys[lane], REMOVALS, week, 0, 0)[0], rate[lane])
        for event in range(np.int64(number)):
            total = 0.0
            for g in range(groups.shape[0]):
                if field.origin[g, lane] < exporters:
                    total += groups[g, lane]
            left, chosen = uniforms2(keys[lane], REMOVALS, week, event, 1)[0] * total, -1
            for g in range(groups.shape[0]):
                if field.origin[g, lane] < exporters and groups[g, lane] > 0.0:
                    chosen = g if left >= 0.0 else chosen
                    left -= groups[g, lane]
            if chosen >= 0:
                draw = (keys[lane], week, event)
                done = remove_one(field, fronts, where, groups, rise, shock, draw, chosen, spare, lane)
                removed += 1.0 if done > 0 else 0.0
                split += 1.0 if done > 1 else 0.0
        out[0, lane], out[1, lane] = removed, split
