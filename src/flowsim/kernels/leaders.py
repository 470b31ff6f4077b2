"""Removal of leaders: homicide rises at home and elsewhere, a group may split, who is not killed is held in Mexico.

Rare, so one lane after another.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from flowsim.kernels.fronts import open_front
from flowsim.kernels.inversion import poisson
from flowsim.kernels.jit import kernel
from flowsim.kernels.philox import REMOVALS, uniforms2

SPLITS, SHARES, KILLED = 1, 10, 2  # slots of an event's draws; shares of members take one per state


class Shock(NamedTuple):
    """Sizes; (L,) float64."""

    home: np.ndarray  # rise of a state's organised homicide where the group is at home
    elsewhere: np.ndarray
    split: np.ndarray  # chance that a group splits
    least: np.ndarray  # members below which it does not
    heat: np.ndarray  # of the front between the halves
    most: np.ndarray  # bound of heat
    killed: np.ndarray  # share of those removed who are killed


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
    key, process, week, event = draw
    for s in range(where.cell.shape[1]):
        c = where.cell[g, s]
        if c < 0 or field.members[c, lane] <= 0.0:
            continue
        u = uniforms2(key, process, week, event, SHARES + s)[0]
        part = 0.35 + 0.15 * u if c == home else 0.2 + 0.3 * u
        moved = part * field.members[c, lane]
        field.members[c, lane] -= moved
        field.members[where.cell[half, s], lane] = moved
        groups[g, lane] -= moved
        groups[half, lane] += moved
    field.origin[half, lane] = field.origin[g, lane]
    open_front(fronts, home, where.cell[half, where.state[home]], shock.heat[lane], shock.most[lane], lane)


@kernel
def unsettle(field, fronts, where, groups, rise, shock, size, held, draw, g, spare, lane):  # type: ignore[no-untyped-def]
    """Command of a group is contested, as after ``size`` removals; 0 if there is no such group, 2 if it splits, else 1.

    A group that splits takes the first row without members or leaders.
    """
    home = home_of(field, where, g, lane)
    if home < 0:
        return 0
    for s in range(where.cell.shape[1]):
        c = where.cell[g, s]
        if c == home:
            rise[0, s, lane] += size * shock.home[lane]
        elif c >= 0 and field.members[c, lane] > 0.0:
            rise[1, s, lane] += size * shock.elsewhere[lane]
    key, process, week, event = draw
    splits = uniforms2(key, process, week, event, SPLITS)[1] < size * shock.split[lane]
    if groups[g, lane] < shock.least[lane] or not splits:
        return 1
    for half in range(spare, groups.shape[0]):
        if groups[half, lane] <= 0.0 and held[half, lane] <= 0.0:
            halve(field, fronts, where, groups, shock, draw, g, half, lane)
            return 2
    return 1


@kernel
def remove_one(field, fronts, where, groups, rise, shock, held, draw, g, spare, out, lane):  # type: ignore[no-untyped-def]
    """One removal of a leader, who is killed or held."""
    done = unsettle(field, fronts, where, groups, rise, shock, 1.0, held, draw, g, spare, lane)
    if done == 0:
        return
    key, process, week, event = draw
    out[0, lane] += 1.0
    out[1, lane] += 1.0 if done == 2 else 0.0
    if uniforms2(key, process, week, event, KILLED)[0] >= shock.killed[lane]:
        held[g, lane] += 1.0
        out[2, lane] += 1.0


@kernel
def remove(keys, week, field, fronts, where, groups, rise, shock, held, rate, named, bounds, out):  # type: ignore[no-untyped-def]
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
    held : (group, L) float64
        Leaders held in Mexico; added to.
    rate : (L,) float64
        Removals expected this week.
    named : (n,) int64
        Groups that lose a leader by date.
    bounds : (2,) int64
        Number of exporters; first row kept for splits.
    out : (3, L) float64
        Removals, splits, and those of the removed who are held; written.
    """
    exporters, spare = bounds[0], bounds[1]
    out[:] = 0.0
    for lane in range(keys.shape[0]):
        for i in range(named.shape[0]):
            draw = (keys[lane], REMOVALS, week, 1000 + i)
            remove_one(field, fronts, where, groups, rise, shock, held, draw, named[i], spare, out, lane)
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
                draw = (keys[lane], REMOVALS, week, event)
                remove_one(field, fronts, where, groups, rise, shock, held, draw, chosen, spare, out, lane)
