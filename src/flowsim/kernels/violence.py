"""Organised homicides expected in a week, from members, prize, contestation, leaders, guns and reform."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from flowsim.kernels.jit import exact, kernel
from flowsim.kernels.vmath import vexp, vlog

TINY = 1e-9


class Now(NamedTuple):
    """What drives homicide; float64, (state, L) unless it says otherwise. ``was`` holds the same at the start."""

    members: np.ndarray
    prize: np.ndarray
    contested: np.ndarray
    learning: np.ndarray  # share of courts that learn the reform
    guns: np.ndarray  # (L,) guns per member


class Rule(NamedTuple):
    """Elasticities and bounds; (L,) float64 unless it says otherwise."""

    cold: np.ndarray  # (state, L) organised homicides per week without heat, at the start
    chi: np.ndarray
    prize: np.ndarray
    lethality: np.ndarray
    still: np.ndarray
    reform: np.ndarray
    least: np.ndarray
    most: np.ndarray


@kernel
def expected(now, was, leaders, rule, out):  # type: ignore[no-untyped-def]
    """Organised homicides per week, ``out (state, L)``.

    Parameters
    ----------
    now, was : Now
        Today and at the start of history; ``was.contested`` is without heat.
    leaders : (state, L) float64
        Rise by removals of leaders.
    rule : Rule
    """
    states, lanes = out.shape
    armed = np.empty(lanes)
    for lane in range(lanes):
        armed[lane] = vlog(max(now.guns[lane], TINY) / max(was.guns[lane], TINY))
    for s in range(states):
        for lane in range(lanes):
            power = rule.chi[lane] * vlog(max(now.members[s, lane], TINY) / max(was.members[s, lane], TINY))
            power += rule.prize[lane] * vlog(max(now.prize[s, lane], TINY) / max(was.prize[s, lane], TINY))
            power += rule.lethality[lane] * armed[lane]
            k0 = rule.still[lane]
            times = (k0 + now.contested[s, lane]) / (k0 + was.contested[s, lane])
            times *= 1.0 + leaders[s, lane]
            times *= (1.0 + rule.reform[lane] * now.learning[s, lane]) / (
                1.0 + rule.reform[lane] * was.learning[s, lane]
            )
            times *= vexp(power)
            out[s, lane] = rule.cold[s, lane] * min(max(times, rule.least[lane]), rule.most[lane])


@exact
def stir(members, guns, rise, armed, leaders):  # type: ignore[no-untyped-def]
    """Guns per member and what removals of leaders add to homicide. Rounded as numpy rounds.

    Parameters
    ----------
    members : (state, L) float64
    guns : (L,) float64
    rise : (2, state, L) float64
        At home and elsewhere.
    armed : (L,) float64
        Overwritten: guns per member.
    leaders : (state, L) float64
        Overwritten: the sum of both rises.
    """
    people = np.zeros(guns.shape[0])
    for s in range(members.shape[0]):
        for lane in range(people.size):
            people[lane] += members[s, lane]
            leaders[s, lane] = rise[0, s, lane] + rise[1, s, lane]
    for lane in range(people.size):
        armed[lane] = guns[lane] / max(people[lane], 1.0)


@exact
def count_shot(organised, rest, shares, shot):  # type: ignore[no-untyped-def]
    """Firearm homicides of the country, ``shot (L,)``; ``rest`` becomes all homicides. Rounded as numpy rounds.

    Parameters
    ----------
    organised, rest : (state, L) float64
    shares : (2, L) float64
        By firearm, of organised homicides and of the others.
    """
    states, lanes = rest.shape
    total = np.zeros((2, lanes))
    for s in range(states):
        for lane in range(lanes):
            total[0, lane] += organised[s, lane]
            total[1, lane] += rest[s, lane]
            rest[s, lane] += organised[s, lane]
    for lane in range(lanes):
        shot[lane] = shares[0, lane] * total[0, lane] + shares[1, lane] * total[1, lane]


@exact
def fade(heat, floor, heat_weeks, rise, keep):  # type: ignore[no-untyped-def]
    """Heat of states goes to its floor, the rise by removals of leaders to nothing. Rounded as numpy rounds.

    Parameters
    ----------
    heat, floor : (state, L) float64
    heat_weeks : (L,) float64
    rise : (2, state, L) float64
        At home and elsewhere.
    keep : (2, L) float64
        Share of either that stays.
    """
    for s in range(heat.shape[0]):
        for lane in range(heat.shape[1]):
            heat[s, lane] += (floor[s, lane] - heat[s, lane]) / heat_weeks[lane]
            rise[0, s, lane] *= keep[0, lane]
            rise[1, s, lane] *= keep[1, lane]
