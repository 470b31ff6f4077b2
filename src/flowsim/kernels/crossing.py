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

from flowsim.kernels.cells import group, lay_out, lay_out_drug, make_room
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
    """Upper ends of the uniforms of the numbers: four ways share a call."""
    size = groups.key.size
    a, b, c, d = (
        np.empty(BLOCK, np.uint64),
        np.empty(BLOCK, np.uint64),
        np.empty(BLOCK, np.uint64),
        np.empty(BLOCK, np.uint64),
    )
    week, process, zero = np.uint64(address.week), np.uint64(address.count), np.uint64(0)
    for start in range(0, size, BLOCK):
        key, number = groups.key[start : start + BLOCK], groups.number[start : start + BLOCK]
        for i in range(BLOCK):
            a[i], b[i], c[i], d[i] = philox4x32(
                base | number[i], zero, week, process, key[i] & WORD, key[i] >> HALF_WORD
            )
        for word, draws in enumerate((a, b, c, d)):
            upper = cells.upper[word * size + start : word * size + start + BLOCK]
            for i in range(BLOCK):
                upper[i] = from_bits((draws[i] << SPREAD) | ONE_TO_TWO) - BELOW_ONE


@kernel
def expect(send_kg, share, groups, cells):  # type: ignore[no-untyped-def]
    """Expected loads per cell, and where one is possible: ``exp(-lam)`` is at least ``1 - lam + lam^2/2 - lam^3/6``.

    Returns whether an expected number is not within 0..MOST.
    """
    ways, lanes = share.shape
    wrong = 0
    for c in range(ways):
        first = groups.place[c]
        lam, open_ = cells.lam[first : first + lanes], cells.open[first : first + lanes]
        per_kg, upper = cells.per_kg[first : first + lanes], cells.upper[first : first + lanes]
        for lane in range(lanes):
            value = send_kg[lane] * share[c, lane] * per_kg[lane]
            good = (value >= 0.0) & (value <= MOST)
            value = value if good else 0.0
            lam[lane] = value
            least = 1.0 - value * (1.0 - value * (0.5 - value * (1.0 / 6.0)))
            open_[lane] = np.uint8(upper[lane] > least - ROUNDING)
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
    """Uniforms of number, inspection and size, 52 bits each, from ``upper`` and one call: no bit serves twice."""
    number = unit(np.uint64(upper / WORD_SIZE - 1.0), words[0])
    left_over = ((words[0] & REST) << SPREAD) | ((words[3] & BYTE) << UP)
    return number, unit(words[2], words[3]), unit(words[1], left_over)


@kernel
def draw_cells(address, base, spreads, cells, busy, found, memory, passed_kg):  # type: ignore[no-untyped-def]
    """Loads, hits and what passes of the busy cells; returns how many cells have a hit.

    ``spreads`` are those of ``pile_spreads``; ``memory`` are trials, hits and caught, (C L,), added to, and so is
    ``passed_kg (L,)``.
    """
    u, v, w, mean, n = np.empty(BLOCK), np.empty(BLOCK), np.empty(BLOCK), np.empty(BLOCK), np.empty(BLOCK)
    key, number, upper = np.zeros(BLOCK, np.uint64), np.zeros(BLOCK, np.uint64), np.ones(BLOCK)
    p, log_rest, odds = np.empty(BLOCK), np.empty(BLOCK), np.empty(BLOCK)
    mass, reached, hit = np.empty(BLOCK), np.empty(BLOCK), np.empty(BLOCK)
    mean_kg, lane, origin = np.zeros(BLOCK), np.zeros(BLOCK, np.uint64), np.zeros(BLOCK, np.uint64)
    week, process, one = np.uint64(address.week), np.uint64(address.count), np.uint64(1)
    trials, hits, caught = memory
    with_hit = 0
    for start in range(0, found, BLOCK):
        size = min(BLOCK, found - start)
        for i in range(size):
            cell = busy.cell[start + i]
            fixed, drug = cells.fixed[cell], cells.drug[cell]
            key[i], number[i], lane[i], origin[i] = fixed[0], fixed[1], fixed[2], fixed[3]
            p[i], log_rest[i], odds[i], mean_kg[i] = drug[0], drug[1], drug[2], drug[3]
            upper[i], mean[i] = cells.upper[cell], cells.lam[cell]
        for i in range(size, BLOCK):
            mean[i], p[i], log_rest[i], odds[i] = 0.0, 0.0, 0.0, 0.0
        for i in range(BLOCK):
            words = philox4x32(base | number[i], one, week, process, key[i] & WORD, key[i] >> HALF_WORD)
            u[i], v[i], w[i] = three_uniforms(upper[i], words)
        poisson_block(u, mean, mass, reached, n)
        binomial_block(v, n, p, log_rest, odds, mass, reached, hit)
        normal_block(w, u)
        weigh_piles(n, hit, u, mean_kg, lane, spreads, mass, busy.passed_kg[start : start + BLOCK])
        for i in range(size):
            trials[origin[i]] += n[i]
            passed_kg[lane[i]] += busy.passed_kg[start + i]
            if hit[i] > 0.0:
                hits[origin[i]] += hit[i]
                caught[origin[i]] += hit[i]
                busy.hit[with_hit], busy.hits[with_hit] = busy.cell[start + i], hit[i]
                with_hit += 1
    return with_hit


@kernel
def settle(cells, busy, found, with_hit, stock_kg, sent_kg, passed_kg, seized, delivered):  # type: ignore[no-untyped-def]
    """Where the sender has less than it sent, all its loads of the week shrink by one factor; add up the ways.

    ``stock_kg, sent_kg, passed_kg (L,)`` of one sender and drug, ``passed_kg`` already summed; ``seized, delivered
    (C L,)`` of the drug, added to.
    """
    lanes = stock_kg.shape[0]
    factor, caught = np.empty(lanes), np.zeros(lanes)
    for j in range(with_hit):
        caught[cells.fixed[busy.hit[j], 2]] += busy.seized_kg[j]
    for lane in range(lanes):
        sent = passed_kg[lane] + caught[lane]
        short = sent > stock_kg[lane]
        factor[lane] = stock_kg[lane] / sent if short else 1.0
        sent_kg[lane] = stock_kg[lane] if short else sent
        passed_kg[lane] = passed_kg[lane] * factor[lane]
    for j in range(found):
        fixed = cells.fixed[busy.cell[j]]
        delivered[fixed[3]] += busy.passed_kg[j] * factor[fixed[2]]
    for j in range(with_hit):
        fixed = cells.fixed[busy.hit[j]]
        seized[fixed[3]] += busy.seized_kg[j] * factor[fixed[2]]


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
    senders, drugs = a.share.shape[:2]
    groups = group(address)
    cells, busy = make_room(4 * groups.key.size)
    lay_out(address, groups, cells)
    for array in (out.sent_kg, out.passed_kg, out.seized_kg, out.delivered_kg):
        array[:] = 0.0
    out.caught[:] = 0.0
    caught, spreads = out.caught.reshape(-1), np.empty((FEW, address.keys.shape[0]))
    for d in range(drugs):
        lay_out_drug(a.p_inspect[d], a.mean_load_kg[d], groups, cells)
        pile_spreads(a.sigma[d], spreads)
        seized, delivered = out.seized_kg[d].reshape(-1), out.delivered_kg[d].reshape(-1)
        for s in range(senders):
            if not np.any(a.send_kg[s, d] != 0.0):
                continue
            base = (np.uint64(address.sender[s]) << SENDER_BIT) | (np.uint64(d) << DRUG_BIT)
            draw_upper(address, base, groups, cells)
            wrong = expect(a.send_kg[s, d], a.share[s, d], groups, cells)
            found = find_busy(cells, busy)
            memory = out.trials[s, d].reshape(-1), out.hits[s, d].reshape(-1), caught
            sent_kg, passed_kg = out.sent_kg[s, d], out.passed_kg[s, d]
            with_hit = draw_cells(address, base, spreads, cells, busy, found, memory, passed_kg)
            weigh_seized(address, base, spreads, cells, busy, with_hit)
            settle(cells, busy, found, with_hit, a.stock_kg[s, d], sent_kg, passed_kg, seized, delivered)
            if wrong:
                spoil(a.send_kg[s, d], a.share[s, d], a.mean_load_kg[d], sent_kg, passed_kg)
