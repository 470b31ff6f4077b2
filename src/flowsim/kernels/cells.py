"""Scratch of the load kernel: the cells of one sender and drug, and what they know for all senders.

A philox call has four words of four bytes, and 16 ways (ids 16 g to 16 g + 15) share one. Bytes are therefore laid out
by byte of the call, then by group, then by lane, so that each byte of a block of calls is one contiguous run; cells are
flat (C L,).
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from flowsim.kernels.inversion import prepare
from flowsim.kernels.jit import inline, kernel
from flowsim.kernels.sizes import FEW, pile_spread

SHARED = np.uint64(4)  # bits of a way's id that choose word and byte
EIGHT = 8
RUN = 128  # shared calls at a time


class Groups(NamedTuple):
    """Groups of ways and lanes, flat, G L rounded up to whole runs (Q): what a shared philox call needs."""

    place: np.ndarray  # (C,) uint64: first byte of a way
    key: np.ndarray  # (Q,) uint64
    number: np.ndarray  # (Q,) uint64: id of the way over 16


class Cells(NamedTuple):
    """Flat scratch of one call, (C L,) unless it says otherwise."""

    byte: np.ndarray  # (16 Q,) uint8: upper bits of the uniforms of numbers; byte of the shared call, group, lane
    send: np.ndarray  # (L,) float32: expected kg to send
    open: np.ndarray  # uint8, rounded up to whole eights: bit 0, a load is possible; bit 1, the rate is not a number


class Busy(NamedTuple):
    """Cells where a load is possible, in order, and those of them with a hit; the first entries count."""

    cell: np.ndarray  # uint64
    lane: np.ndarray  # uint64
    passed_kg: np.ndarray
    hit: np.ndarray  # uint64: places in this list of the cells with hits
    hits: np.ndarray  # how many
    seized_kg: np.ndarray


class Known(NamedTuple):
    """What is known of the cells of one sender and drug."""

    cell: np.ndarray  # (C L, 4), see Odds
    rate: np.ndarray  # (C L,) float32: loads per kg to send
    spread: np.ndarray  # (FEW, L) float32, see Odds
    growth: np.ndarray  # (L,)


class Odds(NamedTuple):
    """What the cells have in common for all senders and from week to week, in records of half a cache line."""

    cell: np.ndarray  # (D, C L, 4): p_inspect, its log_rest and odds (see prepare), mean size
    spread: np.ndarray  # (D, FEW, L) float32: log spread of what so many loads weigh together, row 0 unused
    growth: np.ndarray  # (D, L) what the spread of more loads is made of


@kernel
def group(address):  # type: ignore[no-untyped-def]
    """Collect the ways by id, 16 to a group."""
    ways, lanes = address.number.shape[0], address.keys.shape[0]
    ids, row = np.empty(ways, np.uint64), np.empty(ways, np.int64)
    groups = 0
    for c in range(ways):
        group_id = address.number[c] >> SHARED
        row[c] = groups
        for g in range(groups):
            if ids[g] == group_id:
                row[c] = g
        if row[c] == groups:
            ids[groups] = group_id
            groups += 1
    size = (groups * lanes + RUN - 1) // RUN * RUN
    place = np.empty(ways, np.uint64)
    key, number = np.zeros(size, np.uint64), np.zeros(size, np.uint64)
    for c in range(ways):
        word, byte = int(address.number[c]) % 4, int(address.number[c]) // 4 % 4
        place[c] = (4 * word + byte) * size + row[c] * lanes
        for lane in range(lanes):
            key[row[c] * lanes + lane] = address.keys[lane]
            number[row[c] * lanes + lane] = address.number[c] >> SHARED
    return Groups(place, key, number)


@kernel
def make_odds(sigma, ways):  # type: ignore[no-untyped-def]
    """Odds of ``ways`` for loads of log spread ``sigma (D, L)``, their cells not yet filled in."""
    drugs, lanes = sigma.shape
    odds = Odds(np.empty((drugs, ways * lanes, 4)), np.empty((drugs, FEW, lanes), np.float32), np.empty((drugs, lanes)))
    for d in range(drugs):
        for lane in range(lanes):
            odds.growth[d, lane] = np.expm1(sigma[d, lane] * sigma[d, lane])
            odds.spread[d, 0, lane] = 0.0
        for n in range(1, FEW):
            for lane in range(lanes):
                odds.spread[d, n, lane] = pile_spread(float(n), sigma[d, lane], odds.growth[d, lane])
    return odds


@kernel
def lay_out(p_inspect, mean_load_kg, odds):  # type: ignore[no-untyped-def]
    """Fill the cells of ``odds`` from ``p_inspect`` and ``mean_load_kg``, (D, C, L)."""
    drugs, ways, lanes = p_inspect.shape
    rest, ratio = np.empty(lanes), np.empty(lanes)
    for d in range(drugs):
        for c in range(ways):
            p, mean = p_inspect[d, c], mean_load_kg[d, c]
            rows = odds.cell[d, c * lanes : (c + 1) * lanes]
            for lane in range(lanes):
                rest[lane], ratio[lane] = prepare(p[lane])
            for lane in range(lanes):
                rows[lane, 0] = p[lane]
                rows[lane, 1] = rest[lane]
                rows[lane, 2] = ratio[lane]
                rows[lane, 3] = mean[lane]


@inline
def rate_route(share, mean_load_kg, rate):  # type: ignore[no-untyped-def]
    """``rate`` float32 = ``share`` over ``mean_load_kg``; all (L,), of one route."""
    for lane in range(share.shape[0]):
        rate[lane] = share[lane] / mean_load_kg[lane]


@kernel
def renew(p_inspect, known, mean_load_kg, odds):  # type: ignore[no-untyped-def]
    """``lay_out`` where chances are no longer those that are ``known (D, C, L)``, which are overwritten."""
    drugs, ways, lanes = p_inspect.shape
    moved = False
    for d in range(drugs):
        for c in range(ways):
            for lane in range(lanes):
                moved |= p_inspect[d, c, lane] != known[d, c, lane]
    if moved:
        known[:] = p_inspect
        lay_out(known, mean_load_kg, odds)


@kernel
def rate_one(share, mean_load_kg, rate):  # type: ignore[no-untyped-def]
    """``rate`` float32 = ``share`` over ``mean_load_kg``; all (C, L), of one sender and drug."""
    for c in range(share.shape[0]):
        rate_route(share[c], mean_load_kg[c], rate[c])


@kernel
def rates(share, mean_load_kg, rate):  # type: ignore[no-untyped-def]
    """``rate_one`` for all: ``share`` and ``rate (sender, D, C, L)``, ``mean_load_kg (D, C, L)``."""
    senders, drugs = share.shape[:2]
    for s in range(senders):
        for d in range(drugs):
            rate_one(share[s, d], mean_load_kg[d], rate[s, d])


@kernel
def make_room(bytes_, ways, lanes):  # type: ignore[no-untyped-def]
    """Cells and busy cells, not yet filled in: ``bytes_`` of shared calls."""
    size = ways * lanes
    eights = (size + EIGHT - 1) // EIGHT * EIGHT
    cells = Cells(np.empty(bytes_, np.uint8), np.empty(lanes, np.float32), np.zeros(eights, np.uint8))
    busy = Busy(
        np.empty(eights + EIGHT, np.uint64),
        np.empty(size, np.uint64),
        np.empty(size),
        np.empty(size + 1, np.uint64),
        np.empty(size + 1),
        np.empty(size),
    )
    return cells, busy
