"""One week of loads over a set of ways: how many set out, which are caught, what they weigh.

Every load is an individual: Poisson number, its own inspection. A seized load has its own lognormal size; the loads
of a cell that pass are weighed together, in one lognormal draw with the mean and variance of their sum (``sizes``).

For one sender and one drug the ways and lanes form one flat vector of cells, worked in blocks of ``BLOCK``, so that a
single lane is as vectorised as a tile. Most cells have no load in most weeks, so the draw of the number comes in two
parts: the upper 8 bits of its uniform are one byte of a philox call that 16 ways share (ids 16 g to 16 g + 15), and a
cell goes on only if these bits leave room for a load. One more call gives a ``busy`` cell the lower bits, the
inspections and the weight of what passes, in dense blocks; up to four seized loads of a cell share a call, one word
each. Loads and hits are added straight to the memories of the senders.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from flowsim.kernels.cells import Known, group, lay_out, make_odds, make_room, renew
from flowsim.kernels.inversion import BLOCK, binomial_block, poisson_block
from flowsim.kernels.jit import inline, kernel
from flowsim.kernels.philox import HALF_WORD, WORD, philox4x32, unit
from flowsim.kernels.scratch import room
from flowsim.kernels.sizes import weigh_piles, weigh_seized
from flowsim.kernels.sorting import MOST, NOTHING, draw_upper, expect, find_busy

DRUG_BIT, SENDER_BIT = np.uint64(16), np.uint64(20)
UP, DOWN, LOW = np.uint64(24), np.uint64(8), np.uint64(0xFF)
REST, NEXT = np.uint64(0xFFF), np.uint64(12)  # bits that the uniform of the number takes from the next word


class Loads(NamedTuple):
    """What senders want to move this week; float64, last axis lanes.

    Axes: sender, drug (D), way (C), lane (L).
    """

    send_kg: np.ndarray  # (sender, D, L) expected kg to send
    stock_kg: np.ndarray  # (sender, D, L) the most that can be sent
    rate: np.ndarray  # (sender, D, C, L) float32: loads by way per kg to send, share of the way over mean size
    p_inspect: np.ndarray  # (D, C, L) chance that a load is caught
    mean_load_kg: np.ndarray  # (D, C, L) kg
    sigma: np.ndarray  # (D, L) spread of log size


class Address(NamedTuple):
    """Where the draws of the week live: a row keeps its draws whatever its position."""

    keys: np.ndarray  # (L,) uint64
    week: int  # not negative
    sender: np.ndarray  # (sender,) uint64 ids below 4096
    number: np.ndarray  # (C,) uint64 ids of ways below 65536
    count: int  # process of numbers (slot 0, shared by 16 ways; slot 1), of inspections and what passes (slot 1)
    size: int  # process of sizes: seized load j at slot j // 4 + 1


class Crossed(NamedTuple):
    """What became of the loads; float64, last axis lanes; kg and loads per week. Memories are added to."""

    sent_kg: np.ndarray  # (sender, D, L), passed and seized, at most the stock
    passed_kg: np.ndarray  # (sender, D, L)
    seized_kg: np.ndarray  # (D, C, L) of all senders
    delivered_kg: np.ndarray  # (D, C, L) of all senders
    trials: np.ndarray  # (sender, D, C, L) memory of loads, added to
    hits: np.ndarray  # (sender, D, C, L) memory of loads that were caught, added to
    caught: np.ndarray  # (C, L) loads caught, of all senders and drugs


@inline
def three_draws(upper, words):  # type: ignore[no-untyped-def]
    """Uniforms of number and inspection, 52 bits each, and a word for the size, from a byte and one call.

    No bit serves twice.
    """
    number = unit((upper << UP) | (words[0] >> DOWN), ((words[0] & LOW) << UP) | ((words[1] & REST) << NEXT))
    return number, unit(words[2], words[3]), np.uint32((words[1] & ~REST) | (words[3] & REST))


@kernel
def draw_cells(address, base, known, groups, cells, busy, found, memory, passed_kg):  # type: ignore[no-untyped-def]
    """Loads, hits and what passes of the busy cells; returns how many cells have a hit.

    ``memory`` are trials, hits and caught, (C L,), added to, and so is ``passed_kg (L,)``.
    """
    cell, rate, spreads, growth = known
    u, v = room(BLOCK, np.float64), room(BLOCK, np.float64)
    mean, n, hit = room(BLOCK, np.float64), room(BLOCK, np.float64), room(BLOCK, np.float64)
    p, log_rest, odds = room(BLOCK, np.float64), room(BLOCK, np.float64), room(BLOCK, np.float64)
    mass, reached = room(BLOCK, np.float64), room(BLOCK, np.float64)
    mean_kg, kg = room(BLOCK, np.float64), room(BLOCK, np.float64)
    key, number, upper = room(BLOCK, np.uint64), room(BLOCK, np.uint64), room(BLOCK, np.uint64)
    way, lane = room(BLOCK, np.uint64), room(BLOCK, np.uint64)
    size_word, spread = room(BLOCK, np.uint32), room(BLOCK, np.float32)
    week, process, one = np.uint64(address.week), np.uint64(address.count), np.uint64(1)
    lanes, per_lane = np.uint64(address.keys.shape[0]), 1.0 / address.keys.shape[0]
    trials, hits, caught = memory
    with_hit = 0
    for start in range(0, found, BLOCK):
        size = min(BLOCK, found - start)
        listed = busy.cell[start : start + size]
        for i in range(size):
            way[i] = np.uint64((float(listed[i]) + 0.5) * per_lane)
            lane[i] = listed[i] - way[i] * lanes
        for i in range(size):
            at, home = listed[i], way[i]
            p[i], log_rest[i], odds[i], mean_kg[i] = cell[at, 0], cell[at, 1], cell[at, 2], cell[at, 3]
            lam = cells.send[lane[i]] * rate[listed[i]]
            mean[i] = lam if (lam >= NOTHING) & (lam <= MOST) else NOTHING
            upper[i] = cells.byte[groups.place[home] + lane[i]]
            key[i], number[i] = address.keys[lane[i]], base | address.number[home]
        for i in range(size, BLOCK):
            mean[i], p[i], log_rest[i], odds[i], mean_kg[i] = 0.0, 0.0, 0.0, 0.0, 0.0
            key[i], number[i], upper[i], lane[i] = np.uint64(0), np.uint64(0), np.uint64(0), np.uint64(0)
        for i in range(BLOCK):
            words = philox4x32(number[i], one, week, process, key[i] & WORD, key[i] >> HALF_WORD)
            u[i], v[i], size_word[i] = three_draws(upper[i], words)
        poisson_block(u, mean, mass, reached, n)
        binomial_block(v, n, p, log_rest, odds, mass, reached, hit)
        weigh_piles(n, hit, size_word, mean_kg, lane, spreads, growth, spread, kg)
        for i in range(size):
            busy.passed_kg[start + i], busy.lane[start + i] = kg[i], lane[i]
        for i in range(size):
            trials[listed[i]] += n[i]
            passed_kg[lane[i]] += kg[i]
            busy.hit[with_hit], busy.hits[with_hit] = np.uint64(start + i), hit[i]
            with_hit += int(hit[i] > 0.0)
    for j in range(with_hit):
        at = busy.cell[busy.hit[j]]
        hits[at] += busy.hits[j]
        caught[at] += busy.hits[j]
    return with_hit


@kernel
def settle(busy, found, with_hit, stock_kg, sent_kg, passed_kg, seized, delivered):  # type: ignore[no-untyped-def]
    """Where the sender has less than it sent, all its loads of the week shrink by one factor; add up the ways.

    ``stock_kg, sent_kg, passed_kg (L,)`` of one sender and drug, ``passed_kg`` already summed; ``seized, delivered
    (C L,)`` of the drug, added to.
    """
    lanes = stock_kg.shape[0]
    factor, caught = np.empty(lanes), np.zeros(lanes)
    for j in range(with_hit):
        caught[busy.lane[busy.hit[j]]] += busy.seized_kg[j]
    for lane in range(lanes):
        sent = passed_kg[lane] + caught[lane]
        short = sent > stock_kg[lane]
        factor[lane] = stock_kg[lane] / sent if short else 1.0
        sent_kg[lane] = stock_kg[lane] if short else sent
        passed_kg[lane] = passed_kg[lane] * factor[lane]
    for j in range(found):
        delivered[busy.cell[j]] += busy.passed_kg[j] * factor[busy.lane[j]]
    for j in range(with_hit):
        place = busy.hit[j]
        seized[busy.cell[place]] += busy.seized_kg[j] * factor[busy.lane[place]]


@kernel
def spoil(send_kg, rate, sent_kg, passed_kg):  # type: ignore[no-untyped-def]
    """Mark lanes whose expected loads are not a number within 0..MOST: their sums become nan."""
    for c in range(rate.shape[0]):
        for lane in range(rate.shape[1]):
            if not NOTHING <= np.float32(send_kg[lane]) * rate[c, lane] <= MOST:
                sent_kg[lane] = np.nan
                passed_kg[lane] = np.nan


@kernel
def cross_at(a, odds, address, out):  # type: ignore[no-untyped-def]
    """``cross`` with ``odds`` that ``make_odds`` and ``lay_out`` have made of the chances and sizes of ``a``."""
    senders, drugs, ways, lanes = a.rate.shape
    groups = group(address)
    cells, busy = make_room(16 * groups.key.size, ways, lanes)
    for array in (out.sent_kg, out.passed_kg, out.seized_kg, out.delivered_kg):
        array[:] = 0.0
    out.caught[:] = 0.0
    caught = out.caught.reshape(-1)
    for d in range(drugs):
        seized, delivered = out.seized_kg[d].reshape(-1), out.delivered_kg[d].reshape(-1)
        for s in range(senders):
            if not np.any(a.send_kg[s, d] != 0.0):
                continue
            base = (np.uint64(address.sender[s]) << SENDER_BIT) | (np.uint64(d) << DRUG_BIT)
            draw_upper(address, base, groups, cells)
            known = Known(odds.cell[d], a.rate[s, d].reshape(-1), odds.spread[d], odds.growth[d])
            expect(a.send_kg[s, d], known.rate, groups, cells)
            found, wrong = find_busy(cells, busy)
            memory = out.trials[s, d].reshape(-1), out.hits[s, d].reshape(-1), caught
            sent_kg, passed_kg = out.sent_kg[s, d], out.passed_kg[s, d]
            with_hit = draw_cells(address, base, known, groups, cells, busy, found, memory, passed_kg)
            weigh_seized(address, base, known, busy, with_hit)
            settle(busy, found, with_hit, a.stock_kg[s, d], sent_kg, passed_kg, seized, delivered)
            if wrong:
                spoil(a.send_kg[s, d], a.rate[s, d], sent_kg, passed_kg)


@kernel
def cross_week(look, p_inspect, a, odds, address, out):  # type: ignore[no-untyped-def]
    """``cross_at``; where one has to ``look``, chances are first brought to ``p_inspect (D, C, L)``, and the odds."""
    if look:
        renew(p_inspect, a.p_inspect, a.mean_load_kg, odds)
    cross_at(a, odds, address, out)


@kernel
def cross(a, address, out):  # type: ignore[no-untyped-def]
    """One week of loads: counts, inspections, sizes.

    Number ~ Poisson(send rate), hits ~ Binomial(number, p_inspect); every seized load is lognormal with
    that mean. What passes a cell in a week, n loads, is one lognormal draw with the mean and the variance of a sum of
    n such loads: exact for one load, exact in the first two moments for more. Senders and drugs that send nothing in
    any lane are passed over.

    Parameters
    ----------
    a : Loads
    address : Address
    out : Crossed
        Overwritten, but for the memories, which are added to. A lane whose expected loads are not a number within
        0..1e9 gets nan in sent_kg and passed_kg.
    """
    odds = make_odds(a.sigma, a.p_inspect.shape[1])
    lay_out(a.p_inspect, a.mean_load_kg, odds)
    cross_at(a, odds, address, out)
