"""One week of members: who joins for pay against risk, who is killed, arrested, retires or gives a state up."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from flowsim.kernels.jit import kernel
from flowsim.kernels.vmath import vexp

MOST_KILLED = 0.1
MOST_GONE = 0.5


class Offer(NamedTuple):
    """What those who are approached weigh; float64."""

    sender_pay: np.ndarray  # (exporter, L) log odds by pay
    state_pay: np.ndarray  # (state, L) the same for local groups
    risk: np.ndarray  # (state, L) log odds lost by arrests and deaths
    alpha: np.ndarray  # (L,)
    approach: np.ndarray  # (L,) approaches per member-week
    spread: np.ndarray  # (L,)
    forced: np.ndarray  # (L,)


class Exits(NamedTuple):
    """How members leave; float64."""

    killed: np.ndarray  # (state, L) members killed this week
    arrest: np.ndarray  # (state, L) hazard per week
    retirement: np.ndarray  # (L,) per week and squared member of a group
    still: np.ndarray  # (L,) contestation of a lone group
    leave: np.ndarray  # (2, L) share and members below which a group gives a state up


class Moves(NamedTuple):
    """Persons per week, (state, L) float64; written."""

    recruits: np.ndarray
    killed: np.ndarray
    arrested: np.ndarray
    retired: np.ndarray


@kernel
def joins(pay, risk, offer, lane):  # type: ignore[no-untyped-def]
    """Share of those approached who join."""
    return offer.forced[lane] + offer.spread[lane] / (1.0 + vexp(-(offer.alpha[lane] + pay - risk)))


@kernel
def join_and_leave(field, where, active, groups, offer, exits, moves):  # type: ignore[no-untyped-def]
    """Move the members of every cell.

    Parameters
    ----------
    field : contest.Field
        ``members`` is moved; ``control`` and ``pressure`` are those of the week, zero where a group has gone.
    where : contest.Map
    active : (cell,) int64
    groups : (group, L) float64
        Members by group, last week's; written with this week's.
    offer : Offer
    exits : Exits
    moves : Moves
    """
    lanes, exporters = field.members.shape[1], offer.sender_pay.shape[0]
    for s in range(where.start.shape[0] - 1):
        for lane in range(lanes):
            moves.recruits[s, lane] = 0.0
            moves.killed[s, lane] = 0.0
            moves.arrested[s, lane] = 0.0
            moves.retired[s, lane] = 0.0
        for c in range(where.start[s], where.start[s + 1]):
            if active[c] == 0:
                continue
            g = where.group[c]
            for lane in range(lanes):
                m = field.members[c, lane]
                root = np.int64(field.origin[g, lane])
                pay = offer.sender_pay[root, lane] if root < exporters else offer.state_pay[s, lane]
                came = offer.approach[lane] * m * joins(pay, offer.risk[s, lane], offer, lane)
                part = field.pressure[c, lane] + exits.still[lane] * field.control[c, lane]
                part /= 2.0 * field.contested[s, lane] + exits.still[lane]
                dead = min(exits.killed[s, lane] * part, MOST_KILLED * m)
                caught = exits.arrest[s, lane] * m
                old = exits.retirement[lane] * groups[g, lane] * m
                fewer = min(1.0, MOST_GONE * m / max(dead + caught + old, 1e-300))
                dead, caught, old = dead * fewer, caught * fewer, old * fewer
                left = m + came - dead - caught - old
                gone = field.control[c, lane] < exits.leave[0, lane] and left < exits.leave[1, lane]
                old += left if gone else 0.0
                field.members[c, lane] = 0.0 if gone else left
                field.control[c, lane] *= 0.0 if gone else 1.0
                field.pressure[c, lane] *= 0.0 if gone else 1.0
                moves.recruits[s, lane] += came
                moves.killed[s, lane] += dead
                moves.arrested[s, lane] += caught
                moves.retired[s, lane] += old
    groups[:] = 0.0
    for c in range(where.group.shape[0]):
        if active[c] != 0:
            for lane in range(lanes):
                groups[where.group[c], lane] += field.members[c, lane]
