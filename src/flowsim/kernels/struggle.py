"""A week of conflict in steps that are one call each; every kernel called here rounds as it does alone."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from flowsim.kernels.custody import watch
from flowsim.kernels.draws import fill_poisson
from flowsim.kernels.entry import enter
from flowsim.kernels.fronts import cool
from flowsim.kernels.jit import exact
from flowsim.kernels.leaders import remove
from flowsim.kernels.philox import HOMICIDES
from flowsim.kernels.prize import add_tolls, spread
from flowsim.kernels.violence import count_shot, expected, fade, stir

WEEKS_PER_YEAR = 365.25 / 7
TINY = 1e-9


class Worth(NamedTuple):
    """What makes a state worth fighting for; float64."""

    people: np.ndarray  # (state,)
    rackets_usd: np.ndarray  # (L,) per year and head
    share: np.ndarray  # (L,) of tolls in what crosses
    delivered: np.ndarray  # (D, C, L) kilograms over the border
    state: np.ndarray  # (C,) int64 state that a corridor leaves from, -1 where none
    senders: np.ndarray  # (exporter,) int64 rows of the next two
    wages: np.ndarray  # (sender, L) USD per week
    family: np.ndarray  # (sender, L) members
    weeks: np.ndarray  # (L,) over which a prize is remembered


class Command(NamedTuple):
    """Leaders, and what happens to them this week; (L,) float64 unless it says otherwise."""

    held: np.ndarray  # (group, L) in Mexico
    removals: np.ndarray  # per year, at today's targeting
    bounds: np.ndarray  # (2,) int64 number of exporters, first row kept for splits
    removed: np.ndarray
    split: np.ndarray  # groups
    captured: np.ndarray
    extradited: np.ndarray
    returned: np.ndarray
    entered: np.ndarray  # groups, 0 until they do


class Dead(NamedTuple):
    """Homicides and what they follow from; float64."""

    number: np.ndarray  # (state,) uint64 ids
    guns: np.ndarray  # (L,) of organisations
    rise: np.ndarray  # (2, state, L) by removals of leaders
    leaders: np.ndarray  # (state, L) overwritten: the sum of both
    rest: np.ndarray  # (state, L) per week that are not organised, at the start
    firearm: np.ndarray  # (2, L) share by firearm of organised homicides and of the others
    expected: np.ndarray  # (state, L) overwritten, organised
    organised: np.ndarray  # (state, L) overwritten
    every: np.ndarray  # (state, L) overwritten
    shot: np.ndarray  # (L,) overwritten


@exact
def value_states(worth, price, weeks, first, protection, field, where, groups, prize):  # type: ignore[no-untyped-def]
    """What a state is worth: rackets, tolls on goods that cross there, what exporters' members are paid there.

    Parameters
    ----------
    worth : Worth
    price : (D, L) float64
        At which goods are valued.
    weeks : int
        Since the last time.
    first : bool
        Whether there was none.
    protection : (L,) float64
        Share of rackets prevented.
    field, where, groups : as in ``contest``
    prize : (state, L) float64
        USD per week, remembered; updated.
    """
    exporters, (states, lanes) = worth.senders.size, prize.shape
    now, pay = np.empty((states, lanes)), np.empty((exporters, lanes))
    for s in range(states):
        for lane in range(lanes):
            now[s, lane] = worth.people[s] * (worth.rackets_usd[lane] / WEEKS_PER_YEAR * (1.0 - protection[lane]))
    add_tolls(worth.delivered, price, worth.share, worth.state, now)
    for k in range(exporters):
        for lane in range(lanes):
            pay[k, lane] = worth.wages[worth.senders[k], lane] / max(worth.family[worth.senders[k], lane], 1.0)
    spread(field, where, groups, pay, now)
    for s in range(states):
        for lane in range(lanes):
            was = now[s, lane] if first else prize[s, lane]
            prize[s, lane] = was + (now[s, lane] - was) * min(weeks / worth.weeks[lane], 1.0)


@exact
def change_leaders(keys, week, field, fronts, where, groups, rise, shock, command, custody, named, chance, targeting):  # type: ignore[no-untyped-def]
    """Leaders fall by chance, or as dated; those held are handed over, after a grant and appeals, or come back.

    Parameters
    ----------
    keys, week, field, fronts, where, groups, rise, shock, named : as in ``leaders.remove``
    command : Command
        ``held`` and all below change.
    custody : custody.Custody
    chance : float
        1 where leaders fall by chance, else 0.
    targeting : (L,) float64
        Over today's.
    """
    lanes, out = keys.size, np.empty((3, keys.size))
    rate = np.empty(lanes)
    for lane in range(lanes):
        rate[lane] = chance * command.removals[lane] / WEEKS_PER_YEAR * targeting[lane]
    remove(keys, week, field, fronts, where, groups, rise, shock, command.held, rate, named, command.bounds, out)
    for lane in range(lanes):
        command.removed[lane], command.split[lane], command.captured[lane] = out[0, lane], out[1, lane], out[2, lane]
        command.entered[lane] = 0.0
    watch(keys, week, field, fronts, where, groups, rise, shock, command.held, custody, command.bounds[1], out)
    for lane in range(lanes):
        command.extradited[lane], command.returned[lane] = out[0, lane], out[1, lane]
        command.split[lane] += out[2, lane]


@exact
def move_in(keys, week, field, fronts, where, touches, prize, groups, rows, rule, entered):  # type: ignore[no-untyped-def]
    """Exporters enter states next door where ``prize (state, L)`` is large; all others as in ``entry.enter``."""
    states, lanes = prize.shape
    mean, attraction = np.zeros(lanes), np.empty((states, lanes))
    for s in range(states):
        for lane in range(lanes):
            mean[lane] += prize[s, lane]
    for s in range(states):
        for lane in range(lanes):
            attraction[s, lane] = prize[s, lane] / max(mean[lane] / states, TINY)
    enter(keys, week, field, fronts, where, touches, attraction, groups, rows, rule, entered)


@exact
def calm(heat, floor, heat_weeks, rise, keep, fronts):  # type: ignore[no-untyped-def]
    """Heat of states and fronts fades, and so does the rise by removals; as in ``violence.fade``, ``fronts.cool``."""
    fade(heat, floor, heat_weeks, rise, keep)
    cool(fronts, heat_weeks)


@exact
def count_dead(keys, week, begun, now, was, rule, growth, dead):  # type: ignore[no-untyped-def]
    """Expect, draw and add up homicides; until history has ``begun`` today is the base.

    Parameters
    ----------
    keys : (L,) uint64
    week : int
    begun : bool
    now, was, rule : as in ``violence.expected``
        Guns per member of ``now`` are overwritten.
    growth : (L,) float64
        Other homicides over those of the start.
    dead : Dead
    """
    states, lanes = dead.rest.shape
    stir(now.members, dead.guns, dead.rise, now.guns, dead.leaders)
    if not begun:
        was.members[:], was.prize[:], was.learning[:], was.guns[:] = now.members, now.prize, now.learning, now.guns
    expected(now, was, dead.leaders, rule, dead.expected)
    others = np.empty((states, lanes))
    for s in range(states):
        for lane in range(lanes):
            others[s, lane] = dead.rest[s, lane] * growth[lane]
    fill_poisson(keys, HOMICIDES, week, dead.number, 0, dead.expected, dead.organised)
    fill_poisson(keys, HOMICIDES, week, dead.number, 1, others, dead.every)
    count_shot(dead.organised, dead.every, dead.firearm, dead.shot)
