"""Accounts of launderers come and go: a row each, which keeps its place as long as the account is held.

Places of closed accounts stand empty until the next opening takes them; an empty place belongs to ``NOBODY`` and is for
ever due. The places in use of a lane are its first ``live``, a few of them empty.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from flowsim.kernels.flags import EIGHT, list_marked
from flowsim.kernels.inversion import BLOCK
from flowsim.kernels.jit import inline, kernel
from flowsim.kernels.philox import OPENINGS, uniforms2
from flowsim.kernels.scratch import bare, room
from flowsim.kernels.vmath import vlog

NOBODY, DUE, NEVER = np.int16(-1), np.int16(1), np.int16(0)
SERIALS = 2**24  # numbers of accounts of a world
LAST = 2.0**15 - 1.0  # weeks that a row holds
DICE, AGES = 0, 1  # slots of OPENINGS: at cells, at serials
RUN = 512  # places worked together: their scratch fits the first cache
LISTED = RUN + EIGHT


class Accounts(NamedTuple):
    """Accounts that are looked at in one week, ten bytes each; (L, room)."""

    cell: np.ndarray  # int16 cell, NOBODY at an empty place
    serial: np.ndarray  # int32
    opened: np.ndarray  # int16 week
    closes: np.ndarray  # int16 week from which it is closed, NEVER if that is not decided


class Opening(NamedTuple):
    """Accounts as launderers take them over; float64 (L,)."""

    age_weeks: np.ndarray  # mean age at takeover, exponential
    life_weeks: np.ndarray  # mean weeks until they give an account up, exponential; 0: not decided


class Free(NamedTuple):
    """Empty places of each lane, in order."""

    count: np.ndarray  # (L,) int64
    place: np.ndarray  # (L, room) int32


@kernel
def close_accounts(week, table, live, spots, free, closed, held):  # type: ignore[no-untyped-def]
    """Empty the places of accounts whose week of closing has come, and list every empty place.

    Parameters
    ----------
    week : int
        As closing weeks count: 1 or later.
    table, live : Accounts, (L,) int64
    spots : (spot,) int64
        Cells that have accounts.
    free : Free
        Overwritten.
    closed : (cell, L) float64
        Overwritten at spots.
    held : (cell, L) float64
        Accounts in use, less what is closed.
    """
    table, free, closed, held = bare(table), bare(free), bare(closed), bare(held)
    for spot in range(spots.size):
        for lane in range(live.size):
            closed[spots[spot], lane] = 0.0
    due, here, now = room(RUN, np.uint8), room(LISTED, np.int32), np.int16(week)
    eights = due.view(np.uint64)
    for lane in range(live.size):
        cell, closes, empty = table.cell[lane], table.closes[lane], free.place[lane]
        count = 0
        for start in range(0, live[lane], RUN):
            until = closes[start : min(start + RUN, live[lane])]  # slices, so that the loop vectorises
            for i in range(until.size):
                due[i] = np.uint8((until[i] > NEVER) & (until[i] <= now))
            for i in range(until.size, RUN):
                due[i] = np.uint8(0)
            found = list_marked(eights, here)
            for i in range(found):
                empty[np.uint64(count + i)] = start + here[np.uint64(i)]
            count += found
        free.count[lane] = count
        for j in range(count):
            i = np.uint64(empty[j])
            if cell[i] >= 0:
                closed[np.uint64(cell[i]), lane] += 1.0
                cell[i], closes[i] = NOBODY, DUE
    for spot in range(spots.size):
        gone, left = closed[spots[spot]], held[spots[spot]]
        for lane in range(live.size):
            left[lane] -= gone[lane]


@inline
def within(week):  # type: ignore[no-untyped-def]
    """A week as a row holds it."""
    return np.int16(min(max(week, -LAST), LAST))


@kernel
def settle(key, week, lane, opening, cells, table, free, live, first):  # type: ignore[no-untyped-def]
    """New accounts of one lane, at ``cells (account,)``, take the empty places, then further ones.

    ``free`` empty places; ``first`` is the serial of the first account. Gives the places in use.
    """
    u, v, age, life = (
        room(BLOCK, np.float64),
        room(BLOCK, np.float64),
        opening.age_weeks[lane],
        opening.life_weeks[lane],
    )
    cell, serial, since, until = table.cell[lane], table.serial[lane], table.opened[lane], table.closes[lane]
    process, when, slot = np.uint64(OPENINGS), np.uint64(week), np.uint64(AGES)
    for at in range(0, cells.size, BLOCK):
        some = cells[at : at + BLOCK]
        for i in range(BLOCK):
            u[i], v[i] = uniforms2(key, process, when, np.uint64(first + at + i), slot)
        for i in range(BLOCK):
            u[i] = week - np.floor(-age * vlog(u[i]))
            v[i] = week + 1.0 + np.floor(-life * vlog(v[i])) if life > 0.0 else 0.0
        for i in range(some.size):
            j = np.uint64(at + i)
            place = np.uint64(free[j]) if j < np.uint64(free.size) else np.uint64(live + at + i - free.size)
            cell[place], serial[place] = some[i], first + at + i
            since[place], until[place] = within(u[i]), within(v[i])
    return live + max(cells.size - free.size, 0)


@kernel
def open_accounts(keys, week, missing, share, spots, opening, table, live, serials, free, held):  # type: ignore[no-untyped-def]
    """Open accounts, in order of cells; of a fraction of an account dice decide.

    Parameters
    ----------
    keys : (L,) uint64
    week : int
        Not negative.
    missing : (holder, L) float64
        Accounts to open.
    share : (cell, L) float64
        Where a holder opens them; a holder's cells lie side by side.
    spots : (spot,) int64
        Cells where accounts may be opened.
    opening : Opening
    table, live : Accounts, (L,) int64
    serials : (L,) int64
        Serials used so far in the lane, added to.
    free : Free
        Of ``close_accounts``, of which ``live`` has not changed since.
    held : (cell, L) float64
        Accounts in use, added to: fewer than asked for where the table or the serials (2**24) run out.
    """
    table, opening, free = bare(table), bare(opening), bare(free)
    places, banks = table.cell.shape[1], share.shape[0] // missing.shape[0]
    cells, dice, holder = np.empty(places, np.int16), np.empty(spots.size), np.empty(spots.size, np.uint64)
    process, when, slot = np.uint64(OPENINGS), np.uint64(week), np.uint64(DICE)
    for spot in range(spots.size):
        holder[spot] = spots[spot] // banks
    for lane in range(live.size):
        many, first, empty = 0, serials[lane], free.place[lane, : free.count[lane]]
        left = min(places - live[lane] + empty.size, SERIALS - first)
        for spot in range(spots.size):
            dice[spot] = uniforms2(keys[lane], process, when, np.uint64(spots[spot]), slot)[0]
        for spot in range(spots.size):
            cell = np.uint64(spots[spot])
            wanted = np.floor(missing[holder[spot], lane] * share[cell, lane] + dice[spot])
            some = int(min(wanted, float(left - many))) if wanted > 0.0 else 0
            for j in range(some):
                cells[np.uint64(many + j)] = cell
            many += some
            held[cell, lane] += some
        live[lane] = settle(keys[lane], week, lane, opening, cells[:many], table, empty, live[lane], first)
        serials[lane] += many
