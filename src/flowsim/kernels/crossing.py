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

from flowsim.kernels.cells import RUN, Odds, group, lay_out, make_room
from flowsim.kernels.inversion import BLOCK, binomial_block, poisson_block
from flowsim.kernels.jit import inline, kernel
from flowsim.kernels.philox import HALF_WORD, WORD, philox4x32, unit
from flowsim.kernels.sizes import FEW, pile_spreads, weigh_piles, weigh_seized

DRUG_BIT, SENDER_BIT = np.uint64(16), np.uint64(20)
F = np.float32
NOTHING, MOST = F(0.0), F(1e9)  # expected loads of a cell
ROUNDING, BYTE, BYTE_SIZE = F(2.0**-20), np.uint32(0xFF), F(2.0**-8)
ONE, HALF, SIXTH = F(1.0), F(0.5), F(1.0 / 6.0)
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


@kernel
def draw_upper(address, base, groups, cells):  # type: ignore[no-untyped-def]
    """Upper bits of the uniforms of the numbers: 16 ways share a call."""
    size = groups.key.size
    draws = np.empty((4, RUN), np.uint64)
    a, b, c, d = draws[0], draws[1], draws[2], draws[3]
    week, process, zero = np.uint64(address.week), np.uint64(address.count), np.uint64(0)
    for start in range(0, size, RUN):
        key, number = groups.key[start : start + RUN], groups.number[start : start + RUN]
        for i in range(RUN):
            a[i], b[i], c[i], d[i] = philox4x32(
                base | number[i], zero, week, process, key[i] & WORD, key[i] >> HALF_WORD
            )
        for word in range(4):
            words = cells.word[word * size + start : word * size + start + RUN]
            for i in range(RUN):
                words[i] = np.uint32(draws[word, i])


@kernel
def expect(send_kg, rate, groups, cells):  # type: ignore[no-untyped-def]
    """Expected loads per cell, and where one is possible: ``exp(-lam)`` is at least ``1 - lam + lam^2/2 - lam^3/6``.

    The uniform of a number is below the upper end of its 8 bits. Returns whether an expected number is not within
    0..MOST.
    """
    ways, lanes = rate.shape
    wrong, send = 0, np.empty(lanes, np.float32)
    for lane in range(lanes):
        send[lane] = send_kg[lane]
    for c in range(ways):
        here = slice(c * lanes, (c + 1) * lanes)
        lam, byte, open_ = cells.lam[here], cells.byte[here], cells.open[here]
        word, shift = cells.word[groups.place[c] : groups.place[c] + lanes], groups.shift[c]
        rate_c = rate[c]
        for lane in range(lanes):
            value = send[lane] * rate_c[lane]
            good = (value >= NOTHING) & (value <= MOST)
            value = value if good else NOTHING
            lam[lane] = value
            least = ONE - value * (ONE - value * (HALF - value * SIXTH))
            byte[lane] = np.uint8((word[lane] >> shift) & BYTE)
            upper = (F(np.int32((word[lane] >> shift) & BYTE)) + ONE) * BYTE_SIZE
            open_[lane] = np.uint8(upper > least - ROUNDING)
            wrong |= int(not good)
    return wrong != 0


@kernel
def find_busy(cells, busy):  # type: ignore[no-untyped-def]
    """List the open cells, eight at a time; returns how many there are."""
    eights = cells.open.view(np.uint64)
    found = 0
    for j in range(eights.size):
        if eights[j] != np.uint64(0):
            for i in range(8 * j, 8 * j + 8):
                busy.cell[found] = i
                found += int(cells.open[i])
    return found


@inline
def three_draws(upper, words):  # type: ignore[no-untyped-def]
    """Uniforms of number and inspection, 52 bits each, and a word for the size, from a byte and one call.

    No bit serves twice.
    """
    number = unit((upper << UP) | (words[0] >> DOWN), ((words[0] & LOW) << UP) | ((words[1] & REST) << NEXT))
    return number, unit(words[2], words[3]), np.uint32((words[1] & ~REST) | (words[3] & REST))


@kernel
def draw_cells(address, base, cell, spreads, cells, busy, found, memory, passed_kg):  # type: ignore[no-untyped-def]
    """Loads, hits and what passes of the busy cells; returns how many cells have a hit.

    ``cell`` are the records of the drug (see ``Odds``), ``spreads`` what ``pile_spreads`` filled; ``memory`` are
    trials, hits and caught, (C L,), added to, and so is ``passed_kg (L,)``.
    """
    room, codes = np.zeros((12, BLOCK)), np.zeros((5, BLOCK), np.uint64)
    u, v, mean, n, hit, p = room[0], room[1], room[2], room[3], room[4], room[5]
    log_rest, odds, mass, reached, mean_kg, kg = room[6], room[7], room[8], room[9], room[10], room[11]
    key, number, upper, way, lane = codes[0], codes[1], codes[2], codes[3], codes[4]
    size_word, spread = np.empty(BLOCK, np.uint32), np.empty(BLOCK, np.float32)
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
            record, home = cell[listed[i]], way[i]
            p[i], log_rest[i], odds[i], mean_kg[i] = record[0], record[1], record[2], record[3]
            mean[i], upper[i] = cells.lam[listed[i]], cells.byte[listed[i]]
            key[i], number[i] = address.keys[lane[i]], base | address.number[home]
        for i in range(size, BLOCK):
            mean[i], p[i], log_rest[i], odds[i] = 0.0, 0.0, 0.0, 0.0
        for i in range(BLOCK):
            words = philox4x32(number[i], one, week, process, key[i] & WORD, key[i] >> HALF_WORD)
            u[i], v[i], size_word[i] = three_draws(upper[i], words)
        poisson_block(u, mean, mass, reached, n)
        binomial_block(v, n, p, log_rest, odds, mass, reached, hit)
        weigh_piles(n, hit, size_word, mean_kg, lane, spreads[0], spreads[1], spread, kg)
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
            if not NOTHING <= F(send_kg[lane]) * rate[c, lane] <= MOST:
                sent_kg[lane] = np.nan
                passed_kg[lane] = np.nan


@kernel
def cross_at(a, odds, address, out):  # type: ignore[no-untyped-def]
    """``cross`` with ``odds`` that ``lay_out`` has made of the chances and sizes of ``a``."""
    senders, drugs, ways, lanes = a.rate.shape
    groups = group(address)
    cells, busy = make_room(4 * groups.key.size, ways * lanes)
    for array in (out.sent_kg, out.passed_kg, out.seized_kg, out.delivered_kg):
        array[:] = 0.0
    out.caught[:] = 0.0
    caught, spreads = out.caught.reshape(-1), (np.empty((FEW, lanes), np.float32), np.empty(lanes))
    for d in range(drugs):
        cell = odds.cell[d]
        pile_spreads(a.sigma[d], *spreads)
        seized, delivered = out.seized_kg[d].reshape(-1), out.delivered_kg[d].reshape(-1)
        for s in range(senders):
            if not np.any(a.send_kg[s, d] != 0.0):
                continue
            base = (np.uint64(address.sender[s]) << SENDER_BIT) | (np.uint64(d) << DRUG_BIT)
            draw_upper(address, base, groups, cells)
            wrong = expect(a.send_kg[s, d], a.rate[s, d], groups, cells)
            found = find_busy(cells, busy)
            memory = out.trials[s, d].reshape(-1), out.hits[s, d].reshape(-1), caught
            sent_kg, passed_kg = out.sent_kg[s, d], out.passed_kg[s, d]
            with_hit = draw_cells(address, base, cell, spreads, cells, busy, found, memory, passed_kg)
            weigh_seized(address, base, spreads[0], cell, busy, with_hit)
            settle(busy, found, with_hit, a.stock_kg[s, d], sent_kg, passed_kg, seized, delivered)
            if wrong:
                spoil(a.send_kg[s, d], a.rate[s, d], sent_kg, passed_kg)


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
    drugs, ways, lanes = a.p_inspect.shape
    odds = Odds(np.empty((drugs, ways * lanes, 4)))
    lay_out(a.p_inspect, a.mean_load_kg, odds)
    cross_at(a, odds, address, out)
