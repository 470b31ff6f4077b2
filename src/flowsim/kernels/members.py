"""One week of members: who joins for pay against risk, who is killed, arrested, retires or gives a state up."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from flowsim.kernels.jit import kernel
from flowsim.kernels.scratch import bare
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
def pays(field, where, offer, c, out):  # type: ignore[no-untyped-def]
    """Log odds by pay of one cell, ``out (L,)``: that of the exporter it comes from, or of its state."""
    g, exporters, state = where.group[c], offer.sender_pay.shape[0], offer.state_pay[where.state[c]]
    if c < where.spare[where.state[c]]:
        out[:] = offer.sender_pay[g] if g < exporters else state
        return
    for lane in range(out.shape[0]):
        root = np.int64(field.origin[g, lane])
        out[lane] = offer.sender_pay[root, lane] if root < exporters else state[lane]


@kernel
def move(field, rows, groups, pay, offer, exits, moves):  # type: ignore[no-untyped-def]
    """Move the members of one cell; ``rows`` are cell, state, group."""
    c, s, g = rows
    members, control, pressure, mine = field.members[c], field.control[c], field.pressure[c], groups[g]
    risk, alpha, approach, spread, forced = offer.risk[s], offer.alpha, offer.approach, offer.spread, offer.forced
    killed, arrest, retirement, still = exits.killed[s], exits.arrest[s], exits.retirement, exits.still
    share, least, contested = exits.leave[0], exits.leave[1], field.contested[s]
    recruits, dead_of, caught_of, old_of = moves.recruits[s], moves.killed[s], moves.arrested[s], moves.retired[s]
    for lane in range(members.shape[0]):
        m = members[lane]
        odds = vexp(-(alpha[lane] + pay[lane] - risk[lane]))
        came = approach[lane] * m * (forced[lane] + spread[lane] / (1.0 + odds))
        part = (pressure[lane] + still[lane] * control[lane]) / (2.0 * contested[lane] + still[lane])
        dead = min(killed[lane] * part, MOST_KILLED * m)
        caught = arrest[lane] * m
        old = retirement[lane] * mine[lane] * m
        fewer = min(1.0, MOST_GONE * m / max(dead + caught + old, 1e-300))
        dead, caught, old = dead * fewer, caught * fewer, old * fewer
        left = m + came - dead - caught - old
        stays = 0.0 if (control[lane] < share[lane]) & (left < least[lane]) else 1.0
        old += left * (1.0 - stays)
        members[lane] = left * stays
        control[lane] *= stays
        pressure[lane] *= stays
        recruits[lane] += came
        dead_of[lane] += dead
        caught_of[lane] += caught
        old_of[lane] += old


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
                pays(field, where, offer, c, pay)
                move(field, (c, s, where.group[c]), groups, pay, offer, exits, moves)
    groups[:] = 0.0
    for c in range(where.group.shape[0]):
        if active[c] != 0:
            members, mine = field.members[c], groups[where.group[c]]
            for lane in range(members.shape[0]):
                mine[lane] += members[lane]
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
