"""One week of loads over a set of ways: how many set out, which are caught, what they weigh.

Every load is an individual: Poisson number, its own inspection. A seized load has its own lognormal size; the loads
of a cell that pass are weighed together, in one lognormal draw with the mean and variance of their sum (``sizes``).

For one sender and one drug the ways and lanes form one flat vector of cells, worked in blocks of ``BLOCK``, so that a
single lane is as vectorised as a tile. Most cells have no load in most weeks, so the draw of the number comes in two
parts: the upper 32 bits of its uniform are one word of a philox call that four ways share (ids 4 g to 4 g + 3), and a
cell goes on only if these bits leave room for a load. One more call gives a ``busy`` cell the lower bits, the
inspections and the weight of what passes, in dense blocks; every seized load has a call of its own. Loads and hits are
added straight to the memories of the senders.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from flowsim.kernels.cells import RUN, Odds, group, lay_out, make_room
from flowsim.kernels.inversion import BLOCK, binomial_block, normal_block, poisson_block
from flowsim.kernels.jit import inline, kernel
from flowsim.kernels.philox import HALF_WORD, ONE_TO_TWO, WORD, philox4x32, unit
from flowsim.kernels.sizes import FEW, pile_spreads, weigh_piles, weigh_seized
from flowsim.kernels.vmath import from_bits

DRUG_BIT, SENDER_BIT = np.uint64(16), np.uint64(20)
MOST = 1e9  # expected loads of a cell
WORD_SIZE = 2.0**-32
ROUNDING = 2.0**-50
SPREAD, BELOW_ONE = np.uint64(20), 1.0 - WORD_SIZE
REST, BYTE, UP = np.uint64(0xFFF), np.uint64(0xFF), np.uint64(12)  # bits that the other two uniforms leave over


class Loads(NamedTuple):
    """What senders want to move this week; float64, last axis lanes.

    Axes: sender, drug (D), way (C), lane (L).
    """

    send_kg: np.ndarray  # (sender, D, L) expected kg to send
    stock_kg: np.ndarray  # (sender, D, L) the most that can be sent
    share: np.ndarray  # (sender, D, C, L) of send_kg by way, adds up to 1 over ways
    p_inspect: np.ndarray  # (D, C, L) chance that a load is caught
    mean_load_kg: np.ndarray  # (D, C, L) kg
    sigma: np.ndarray  # (D, L) spread of log size


class Address(NamedTuple):
    """Where the draws of the week live: a row keeps its draws whatever its position."""

    keys: np.ndarray  # (L,) uint64
    week: int  # not negative
    sender: np.ndarray  # (sender,) uint64 ids below 4096
    number: np.ndarray  # (C,) uint64 ids of ways below 65536
    count: int  # process of numbers (slot 0, shared by four ways; slot 1), of inspections and what passes (slot 1)
    size: int  # process of sizes: seized load j at slot j + 1


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
    """Upper bits of the uniforms of the numbers: four ways share a call."""
    size = groups.key.size
    a, b, c, d = (
        np.empty(RUN, np.uint64),
        np.empty(RUN, np.uint64),
        np.empty(RUN, np.uint64),
        np.empty(RUN, np.uint64),
    )
    week, process, zero = np.uint64(address.week), np.uint64(address.count), np.uint64(0)
    for start in range(0, size, RUN):
        key, number = groups.key[start : start + RUN], groups.number[start : start + RUN]
        for i in range(RUN):
            a[i], b[i], c[i], d[i] = philox4x32(
                base | number[i], zero, week, process, key[i] & WORD, key[i] >> HALF_WORD
            )
        for word, draws in enumerate((a, b, c, d)):
            words = cells.word[word * size + start : word * size + start + RUN]
            for i in range(RUN):
                words[i] = np.uint32(draws[i])


@kernel
def expect(send_kg, share, per_kg, groups, cells):  # type: ignore[no-untyped-def]
    """Expected loads per cell, and where one is possible: ``exp(-lam)`` is at least ``1 - lam + lam^2/2 - lam^3/6``.

    The uniform of a number is below the upper end of its 32 bits. Returns whether an expected number is not within
    0..MOST.
    """
    ways, lanes = share.shape
    wrong = 0
    for c in range(ways):
        lam, open_ = cells.lam[c * lanes : (c + 1) * lanes], cells.open[c * lanes : (c + 1) * lanes]
        word, share_c, per_kg_c = cells.word[groups.place[c] : groups.place[c] + lanes], share[c], per_kg[c]
        for lane in range(lanes):
            value = send_kg[lane] * share_c[lane] * per_kg_c[lane]
            good = (value >= 0.0) & (value <= MOST)
            value = value if good else 0.0
            lam[lane] = value
            least = 1.0 - value * (1.0 - value * (0.5 - value * (1.0 / 6.0)))
            upper = from_bits((np.uint64(word[lane]) << SPREAD) | ONE_TO_TWO) - BELOW_ONE
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
def three_uniforms(upper, words):  # type: ignore[no-untyped-def]
    """Uniforms of number, inspection and size, 52 bits each, from 32 bits and one call: no bit serves twice."""
    number = unit(upper, words[0])
    left_over = ((words[0] & REST) << SPREAD) | ((words[3] & BYTE) << UP)
    return number, unit(words[2], words[3]), unit(words[1], left_over)


@kernel
def draw_cells(address, base, groups, cell, spreads, cells, busy, found, memory, passed_kg):  # type: ignore[no-untyped-def]
    """Loads, hits and what passes of the busy cells; returns how many cells have a hit.

    ``cell`` are the records of the drug (see ``Odds``), ``spreads`` those of ``pile_spreads``; ``memory`` are trials,
    hits and caught, (C L,), added to, and so is ``passed_kg (L,)``.
    """
    u, v, w, mean, n = np.empty(BLOCK), np.empty(BLOCK), np.empty(BLOCK), np.empty(BLOCK), np.empty(BLOCK)
    key, number, upper = np.zeros(BLOCK, np.uint64), np.zeros(BLOCK, np.uint64), np.zeros(BLOCK, np.uint64)
    p, log_rest, odds = np.empty(BLOCK), np.empty(BLOCK), np.empty(BLOCK)
    mass, reached, hit = np.empty(BLOCK), np.empty(BLOCK), np.empty(BLOCK)
    mean_kg, kg = np.zeros(BLOCK), np.empty(BLOCK)
    way, lane = np.zeros(BLOCK, np.uint64), np.zeros(BLOCK, np.uint64)
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
            mean[i], upper[i] = cells.lam[listed[i]], cells.word[groups.place[home] + lane[i]]
            key[i], number[i] = address.keys[lane[i]], base | address.number[home]
        for i in range(size, BLOCK):
            mean[i], p[i], log_rest[i], odds[i] = 0.0, 0.0, 0.0, 0.0
        for i in range(BLOCK):
            words = philox4x32(number[i], one, week, process, key[i] & WORD, key[i] >> HALF_WORD)
            u[i], v[i], w[i] = three_uniforms(upper[i], words)
        poisson_block(u, mean, mass, reached, n)
        binomial_block(v, n, p, log_rest, odds, mass, reached, hit)
        normal_block(w, u)
        weigh_piles(n, hit, u, mean_kg, lane, spreads, mass, kg)
        for i in range(size):
            busy.passed_kg[start + i], busy.lane[start + i], busy.number[start + i] = kg[i], lane[i], number[i]
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
def spoil(send_kg, share, mean_load_kg, sent_kg, passed_kg):  # type: ignore[no-untyped-def]
    """Mark lanes whose expected loads are not a number within 0..MOST: their sums become nan."""
    for c in range(share.shape[0]):
        for lane in range(share.shape[1]):
            lam = send_kg[lane] * share[c, lane] / mean_load_kg[c, lane]
            if not 0.0 <= lam <= MOST:
                sent_kg[lane] = np.nan
                passed_kg[lane] = np.nan


@kernel
def cross_at(a, odds, address, out):  # type: ignore[no-untyped-def]
    """``cross`` with ``odds`` that ``lay_out`` has made of the chances and sizes of ``a``."""
    senders, drugs, ways, lanes = a.share.shape
    groups = group(address)
    cells, busy = make_room(4 * groups.key.size, ways * lanes)
    for array in (out.sent_kg, out.passed_kg, out.seized_kg, out.delivered_kg):
        array[:] = 0.0
    out.caught[:] = 0.0
    caught, spreads = out.caught.reshape(-1), np.empty((FEW, lanes))
    for d in range(drugs):
        cell = odds.cell[d]
        pile_spreads(a.sigma[d], spreads)
        seized, delivered = out.seized_kg[d].reshape(-1), out.delivered_kg[d].reshape(-1)
        for s in range(senders):
            if not np.any(a.send_kg[s, d] != 0.0):
                continue
            base = (np.uint64(address.sender[s]) << SENDER_BIT) | (np.uint64(d) << DRUG_BIT)
            draw_upper(address, base, groups, cells)
            wrong = expect(a.send_kg[s, d], a.share[s, d], odds.per_kg[d], groups, cells)
            found = find_busy(cells, busy)
            memory = out.trials[s, d].reshape(-1), out.hits[s, d].reshape(-1), caught
            sent_kg, passed_kg = out.sent_kg[s, d], out.passed_kg[s, d]
            with_hit = draw_cells(address, base, groups, cell, spreads, cells, busy, found, memory, passed_kg)
            weigh_seized(address, spreads, cell, busy, with_hit)
            settle(busy, found, with_hit, a.stock_kg[s, d], sent_kg, passed_kg, seized, delivered)
            if wrong:
                spoil(a.send_kg[s, d], a.share[s, d], a.mean_load_kg[d], sent_kg, passed_kg)


@kernel
def cross(a, address, out):  # type: ignore[no-untyped-def]
    """One week of loads: counts, inspections, sizes.

    Number ~ Poisson(send share / mean size), hits ~ Binomial(number, p_inspect); every seized load is lognormal with
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
    odds = Odds(np.empty((drugs, ways * lanes, 4)), np.empty((drugs, ways, lanes)))
    lay_out(a.p_inspect, a.mean_load_kg, odds)
    cross_at(a, odds, address, out)
