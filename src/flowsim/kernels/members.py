"""One week of members: who joins for pay against risk, who is killed, arrested, retires or gives a state up."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from flowsim.kernels.jit import kernel
from flowsim.kernels.scratch import bare, room
from flowsim.kernels.vmath import vexp

BLOCK = 64  # lanes
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
def pays(origin, sender_pay, state_pay, g, s, split, out):  # type: ignore[no-untyped-def]
    """Log odds by pay of one cell, ``out (L,)``: that of the exporter it comes from, or of its state."""
    exporters = sender_pay.shape[0]
    if split:
        for lane in range(out.shape[0]):
            root = np.int64(origin[g, lane])
            out[lane] = sender_pay[root, lane] if root < exporters else state_pay[s, lane]
    elif g < exporters:
        for lane in range(out.shape[0]):
            out[lane] = sender_pay[g, lane]
    else:
        for lane in range(out.shape[0]):
            out[lane] = state_pay[s, lane]


@kernel
def move(field, c, s, mine, pay, offer, exits, moves):  # type: ignore[no-untyped-def]
    """Move the members of cell ``c`` in state ``s``; ``mine`` and ``pay`` are ``(L,)``, those of the whole group.

    In blocks on the stack, since only then LLVM knows that what is written is not what is read.
    """
    members, control, pressure, contested = field.members, field.control, field.pressure, field.contested
    risk, alpha, approach, spread, forced = offer.risk, offer.alpha, offer.approach, offer.spread, offer.forced
    killed, arrest, retirement, still, leave = exits.killed, exits.arrest, exits.retirement, exits.still, exits.leave
    recruits, dead_of, caught_of, old_of = moves.recruits, moves.killed, moves.arrested, moves.retired
    came, dead, caught, old, fewer = (
        *(room(BLOCK, np.float64), room(BLOCK, np.float64), room(BLOCK, np.float64)),
        *(room(BLOCK, np.float64), room(BLOCK, np.float64)),
    )
    lanes = np.uint64(pay.shape[0])
    for start in range(np.uint64(0), lanes, np.uint64(BLOCK)):
        size, many = min(np.uint64(BLOCK), lanes - start), 0
        for i in range(size):
            lane = start + i
            came[i] = vexp(-(alpha[lane] + pay[lane] - risk[s, lane]))
        for i in range(size):
            lane = start + i
            m = members[c, lane]
            came[i] = approach[lane] * m * (forced[lane] + spread[lane] / (1.0 + came[i]))
            part = (pressure[c, lane] + still[lane] * control[c, lane]) / (2.0 * contested[s, lane] + still[lane])
            dead[i] = min(killed[s, lane] * part, MOST_KILLED * m)
            caught[i] = arrest[s, lane] * m
            old[i] = retirement[lane] * mine[lane] * m
            fewer[i] = 1.0
            many |= np.int64(dead[i] + caught[i] + old[i] > MOST_GONE * m)
        if many != 0:
            for i in range(size):
                gone = max(dead[i] + caught[i] + old[i], 1e-300)
                fewer[i] = min(1.0, MOST_GONE * members[c, start + i] / gone)
        for i in range(size):
            lane = start + i
            dead[i], caught[i], old[i] = dead[i] * fewer[i], caught[i] * fewer[i], old[i] * fewer[i]
            left = members[c, lane] + came[i] - dead[i] - caught[i] - old[i]
            stays = 0.0 if (control[c, lane] < leave[0, lane]) & (left < leave[1, lane]) else 1.0
            old[i] += left * (1.0 - stays)
            members[c, lane] = left * stays
            control[c, lane] *= stays
            pressure[c, lane] *= stays
        for i in range(size):
            recruits[s, start + i] += came[i]
        for i in range(size):
            dead_of[s, start + i] += dead[i]
        for i in range(size):
            caught_of[s, start + i] += caught[i]
        for i in range(size):
            old_of[s, start + i] += old[i]


@kernel
def join_and_leave(field, where, active, groups, family, offer, exits, moves):  # type: ignore[no-untyped-def]
    """Move the members of every cell.

    Parameters
    ----------
    field : contest.Field
        ``members`` is moved; ``control`` and ``pressure`` are those of the week, zero where a group has gone.
    where : contest.Map
    active : (cell,) int64
    groups : (group, L) float64
        Members by group, last week's; written with this week's.
    family : (exporter, L) float64
        Members of exporters and of groups that split from them; written.
    offer : Offer
    exits : Exits
    moves : Moves
    """
    field, where, groups, offer = bare(field), bare(where), bare(groups), bare(offer)
    exits, moves = bare(exits), bare(moves)
    pay = np.empty(field.members.shape[1])
    for s in range(where.start.shape[0] - 1):
        moves.recruits[s] = 0.0
        moves.killed[s] = 0.0
        moves.arrested[s] = 0.0
        moves.retired[s] = 0.0
        for c in range(where.start[s], where.start[s + 1]):
            if active[c] != 0:
                g = where.group[c]
                pays(field.origin, offer.sender_pay, offer.state_pay, g, s, c >= where.spare[s], pay)
                move(field, c, s, groups[g], pay, offer, exits, moves)
    groups[:] = 0.0
    for c in range(where.group.shape[0]):
        if active[c] != 0:
            g = where.group[c]
            for lane in range(groups.shape[1]):
                groups[g, lane] += field.members[c, lane]
    add_families(field, groups, family)


@kernel
def add_families(field, groups, family):  # type: ignore[no-untyped-def]
    """``family (exporter, L)`` from ``groups (group, L)``."""
    family[:] = 0.0
    for g in range(groups.shape[0]):
        for lane in range(groups.shape[1]):
            root = np.int64(field.origin[g, lane])
            if root < family.shape[0]:
                family[root, lane] += groups[g, lane]
