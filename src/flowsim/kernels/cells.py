"""Flat scratch of the load kernel: the cells of one sender and drug, ways in fours by id, lanes innermost.

A philox call has four words, and four ways (ids 4 g to 4 g + 3) share one. Cells are therefore laid out by word, then
by group, then by lane, so that each word of a block of calls is one contiguous run.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from flowsim.kernels.inversion import BLOCK, prepare
from flowsim.kernels.jit import kernel

SHARED = np.uint64(2)  # bits of a way's id that choose the word


class Groups(NamedTuple):
    """Fours of ways and lanes, flat, G L rounded up to whole blocks: what a shared philox call needs."""

    place: np.ndarray  # (C,) int64: first cell of a way
    key: np.ndarray  # (Q,) uint64
    number: np.ndarray  # (Q,) uint64: id of the way over 4


class Cells(NamedTuple):
    """Flat scratch of one call, (4 Q,): word of the shared call, group, lane.

    What a busy cell needs is kept in records, so that it comes in two cache lines.
    """

    fixed: np.ndarray  # (4 Q, 4) uint64: key of the lane, id of the way, lane, position in a flat (C L,) array
    drug: np.ndarray  # (4 Q, 4): p, its log_rest and odds (see prepare), mean size
    per_kg: np.ndarray  # 1 / mean size
    upper: np.ndarray  # the uniform of the number is below this, by at most 2**-32
    lam: np.ndarray  # expected loads
    open: np.ndarray  # uint8: a load is possible


class Busy(NamedTuple):
    """Cells where a load is possible, in order, and those of them with a hit; the first entries count."""

    cell: np.ndarray  # uint64
    passed_kg: np.ndarray
    hit: np.ndarray  # uint64: cells with hits
    hits: np.ndarray  # how many
    seized_kg: np.ndarray


@kernel
def group(address):  # type: ignore[no-untyped-def]
    """Collect the ways in fours by id."""
    ways, lanes = address.number.shape[0], address.keys.shape[0]
    ids, row = np.empty(ways, np.uint64), np.empty(ways, np.int64)
    groups = 0
    for c in range(ways):
        four = address.number[c] >> SHARED
        row[c] = groups
        for g in range(groups):
            if ids[g] == four:
                row[c] = g
        if row[c] == groups:
            ids[groups] = four
            groups += 1
    size = (groups * lanes + BLOCK - 1) // BLOCK * BLOCK
    place = np.empty(ways, np.int64)
    key, number = np.zeros(size, np.uint64), np.zeros(size, np.uint64)
    for c in range(ways):
        word = int(address.number[c]) % 4
        place[c] = word * size + row[c] * lanes
        for lane in range(lanes):
            key[row[c] * lanes + lane] = address.keys[lane]
            number[row[c] * lanes + lane] = address.number[c] >> SHARED
    return Groups(place, key, number)


@kernel
def lay_out(address, groups, cells):  # type: ignore[no-untyped-def]
    """Keys, ids, lanes and origins of the cells, the same for all senders and drugs; cells of no way stay shut."""
    lanes = address.keys.shape[0]
    cells.open[:] = np.uint8(0)
    for c in range(groups.place.shape[0]):
        rows = cells.fixed[groups.place[c] : groups.place[c] + lanes]
        for lane in range(lanes):
            rows[lane, 0] = address.keys[lane]
            rows[lane, 1] = address.number[c]
            rows[lane, 2] = lane
            rows[lane, 3] = c * lanes + lane


@kernel
def lay_out_drug(p_inspect, mean_load_kg, groups, cells):  # type: ignore[no-untyped-def]
    """What the cells of one drug have in common for all senders."""
    ways, lanes = p_inspect.shape
    log_rest, odds = np.empty(lanes), np.empty(lanes)
    for c in range(ways):
        p, mean, first = p_inspect[c], mean_load_kg[c], groups.place[c]
        per_kg, rows = cells.per_kg[first : first + lanes], cells.drug[first : first + lanes]
        for lane in range(lanes):
            log_rest[lane], odds[lane] = prepare(p[lane])
            per_kg[lane] = 1.0 / mean[lane]
        for lane in range(lanes):
            rows[lane, 0] = p[lane]
            rows[lane, 1] = log_rest[lane]
            rows[lane, 2] = odds[lane]
            rows[lane, 3] = mean[lane]


@kernel
def make_room(size):  # type: ignore[no-untyped-def]
    """Cells and busy cells of ``size`` entries, not yet filled in."""
    cells = Cells(
        np.empty((size, 4), np.uint64),
        np.empty((size, 4)),
        np.empty(size),
        np.empty(size),
        np.empty(size),
        np.empty(size, np.uint8),
    )
    return cells, Busy(
        np.empty(size + 1, np.uint64), np.empty(size + BLOCK), np.empty(size, np.uint64), np.empty(size), np.empty(size)
    )
