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
    """Flat scratch of one call, (4 Q,): word of the shared call, group, lane."""

    key: np.ndarray  # uint64 of the lane
    number: np.ndarray  # uint64 id of the way
    lane: np.ndarray  # uint64
    origin: np.ndarray  # uint64: position in a flat (C L,) array
    per_kg: np.ndarray  # 1 / mean size
    mean_kg: np.ndarray
    sigma: np.ndarray
    p: np.ndarray
    log_rest: np.ndarray  # of p, see prepare
    odds: np.ndarray
    upper: np.ndarray  # the uniform of the number is below this, by at most 2**-32
    lam: np.ndarray  # expected loads
    open: np.ndarray  # uint8: a load is possible


class Busy(NamedTuple):
    """Cells where a load is possible, in order; the first ``found`` entries count."""

    cell: np.ndarray  # uint64
    loads: np.ndarray
    hits: np.ndarray
    kg: np.ndarray  # (2, :) passed, seized


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
    cells.p[:] = 0.0
    for c in range(groups.place.shape[0]):
        for lane in range(lanes):
            i = groups.place[c] + lane
            cells.key[i] = address.keys[lane]
            cells.number[i] = address.number[c]
            cells.lane[i] = lane
            cells.origin[i] = c * lanes + lane


@kernel
def lay_out_drug(p_inspect, mean_load_kg, sigma, groups, cells):  # type: ignore[no-untyped-def]
    """What the cells of one drug have in common for all senders."""
    ways, lanes = p_inspect.shape
    for c in range(ways):
        for lane in range(lanes):
            i = groups.place[c] + lane
            cells.p[i] = p_inspect[c, lane]
            cells.mean_kg[i] = mean_load_kg[c, lane]
            cells.sigma[i] = sigma[lane]
            cells.per_kg[i] = 1.0 / mean_load_kg[c, lane]
    for i in range(cells.p.size):
        cells.log_rest[i], cells.odds[i] = prepare(cells.p[i])


@kernel
def make_room(size):  # type: ignore[no-untyped-def]
    """Cells and busy cells of ``size`` entries, not yet filled in."""
    cells = Cells(
        np.empty(size, np.uint64),
        np.empty(size, np.uint64),
        np.empty(size, np.uint64),
        np.empty(size, np.uint64),
        np.empty(size),
        np.empty(size),
        np.empty(size),
        np.empty(size),
        np.empty(size),
        np.empty(size),
        np.empty(size),
        np.empty(size),
        np.empty(size, np.uint8),
    )
    return cells, Busy(np.empty(size + 1, np.uint64), np.empty(size), np.empty(size), np.empty((2, size)))
