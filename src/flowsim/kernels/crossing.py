"""One week of loads over a set of ways: how many set out, which are caught, what they weigh.

Every load is an individual: Poisson number, its own inspection, its own lognormal size. For one sender and one drug
the ways and lanes form one flat vector of cells, worked in blocks of ``BLOCK``, so that a single lane is as
vectorised as a tile. Most cells have no load in most weeks, so the draw of the number comes in two parts: the upper
32 bits of its uniform are one word of a philox call that four ways share (ids 4 g to 4 g + 3), and a cell goes on
only if these bits leave room for a load. The lower bits, the inspections and the sizes of the ``busy`` cells come
from calls of their own, in dense blocks.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from flowsim.kernels.cells import group, lay_out, lay_out_drug, make_room
from flowsim.kernels.inversion import BLOCK, binomial_block, normal_block, poisson_block
from flowsim.kernels.jit import kernel
from flowsim.kernels.philox import HALF_WORD, ONE_TO_TWO, WORD, philox4x32, uniforms2, unit
from flowsim.kernels.vmath import from_bits, vexp

DRUG_BIT, SENDER_BIT = np.uint64(16), np.uint64(20)
MOST = 1e9  # expected loads of a cell
WORD_SIZE = 2.0**-32
SPREAD, BELOW_ONE = np.uint64(20), 1.0 - WORD_SIZE


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
    count: int  # process of numbers (slot 0, shared by four ways; slot 1) and of inspections (slot 1)
    size: int  # process of sizes: load j at slot j + 1


class Crossed(NamedTuple):
    """What became of the loads; float64, last axis lanes; kg and loads per week."""

    sent_kg: np.ndarray  # (sender, D, L), passed and seized, at most the stock
    passed_kg: np.ndarray  # (sender, D, L)
    seized_kg: np.ndarray  # (D, C, L) of all senders
    delivered_kg: np.ndarray  # (D, C, L) of all senders
    loads: np.ndarray  # (sender, D, C, L)
    hits: np.ndarray  # (sender, D, C, L) loads that were caught


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
    """Expected loads per cell, and where one is possible: ``exp(-lam)`` is at least ``1 - lam``.

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
            open_[lane] = np.uint8(upper[lane] > 1.0 - value)
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


@kernel
def draw_counts(address, base, cells, busy, found, loads, hits):  # type: ignore[no-untyped-def]
    """Loads and hits of the busy cells; ``loads, hits (C L,)`` get them too."""
    u, v, mean, n = np.empty(BLOCK), np.empty(BLOCK), np.empty(BLOCK), np.empty(BLOCK)
    key, number, upper = np.zeros(BLOCK, np.uint64), np.zeros(BLOCK, np.uint64), np.ones(BLOCK)
    p, log_rest, odds = np.empty(BLOCK), np.empty(BLOCK), np.empty(BLOCK)
    mass, reached, hit = np.empty(BLOCK), np.empty(BLOCK), np.empty(BLOCK)
    week, process, one = np.uint64(address.week), np.uint64(address.count), np.uint64(1)
    loads[:] = 0.0
    hits[:] = 0.0
    for start in range(0, found, BLOCK):
        size = min(BLOCK, found - start)
        for i in range(size):
            cell = busy.cell[start + i]
            key[i] = cells.key[cell]
            number[i] = cells.number[cell]
            upper[i] = cells.upper[cell]
            mean[i] = cells.lam[cell]
            p[i] = cells.p[cell]
            log_rest[i] = cells.log_rest[cell]
            odds[i] = cells.odds[cell]
        for i in range(size, BLOCK):
            mean[i], p[i], log_rest[i], odds[i] = 0.0, 0.0, 0.0, 0.0
        for i in range(BLOCK):
            words = philox4x32(base | number[i], one, week, process, key[i] & WORD, key[i] >> HALF_WORD)
            u[i] = unit(np.uint64(upper[i] / WORD_SIZE - 1.0), words[0])
            v[i] = unit(words[2], words[3])
        poisson_block(u, mean, mass, reached, n)
        binomial_block(v, n, p, log_rest, odds, mass, reached, hit)
        for i in range(size):
            busy.loads[start + i] = n[i]
            busy.hits[start + i] = hit[i]
            loads[cells.origin[busy.cell[start + i]]] = n[i]
            hits[cells.origin[busy.cell[start + i]]] = hit[i]


@kernel
def weigh(address, base, cells, busy, found):  # type: ignore[no-untyped-def]
    """Draw every load's size and add it to its cell: the first loads are the seized ones."""
    home, row, slot = np.empty(BLOCK, np.uint64), np.empty(BLOCK, np.uint64), np.empty(BLOCK, np.uint64)
    key, who = np.empty(BLOCK, np.uint64), np.empty(BLOCK, np.uint64)
    u, z, mean, spread = np.empty(BLOCK), np.empty(BLOCK), np.empty(BLOCK), np.empty(BLOCK)
    key[:], who[:], slot[:] = np.uint64(0), np.uint64(0), np.uint64(0)
    mean[:], spread[:] = 0.0, 0.0
    busy.kg[:, :found] = 0.0
    place, load = 0, 0
    while place < found:
        filled = 0
        while filled < BLOCK and place < found:
            number, caught = int(busy.loads[place]), int(busy.hits[place])
            run = min(number - load, BLOCK - filled)
            for i in range(run):
                home[filled + i] = place
                row[filled + i] = int(load + i < caught)
                slot[filled + i] = np.uint64(load + i + 1)
            filled += run
            load += run
            if load == number:
                place += 1
                load = 0
        for i in range(filled):
            cell = busy.cell[home[i]]
            key[i] = cells.key[cell]
            who[i] = cells.number[cell]
            mean[i] = cells.mean_kg[cell]
            spread[i] = cells.sigma[cell]
        for i in range(BLOCK):
            u[i] = uniforms2(key[i], address.size, address.week, base | who[i], slot[i])[0]
        normal_block(u, z)
        for i in range(BLOCK):
            z[i] = mean[i] * vexp(spread[i] * (z[i] - 0.5 * spread[i]))
        for i in range(filled):
            busy.kg[row[i], home[i]] += z[i]


@kernel
def settle(cells, busy, found, stock_kg, sent_kg, passed_kg, seized, delivered):  # type: ignore[no-untyped-def]
    """Add up the ways; where the sender has less, all its loads of the week shrink by one factor.

    ``stock_kg, sent_kg, passed_kg (L,)`` of one sender and drug; ``seized, delivered (C L,)`` of the drug, added to.
    """
    lanes = stock_kg.shape[0]
    factor, caught = np.empty(lanes), np.zeros(lanes)
    passed_kg[:] = 0.0
    for j in range(found):
        lane = cells.lane[busy.cell[j]]
        passed_kg[lane] += busy.kg[0, j]
        caught[lane] += busy.kg[1, j]
    for lane in range(lanes):
        sent = passed_kg[lane] + caught[lane]
        short = sent > stock_kg[lane]
        factor[lane] = stock_kg[lane] / sent if short else 1.0
        sent_kg[lane] = stock_kg[lane] if short else sent
        passed_kg[lane] = passed_kg[lane] * factor[lane]
    for j in range(found):
        lane, origin = cells.lane[busy.cell[j]], cells.origin[busy.cell[j]]
        delivered[origin] += busy.kg[0, j] * factor[lane]
        seized[origin] += busy.kg[1, j] * factor[lane]


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

    Number ~ Poisson(send share / mean size), hits ~ Binomial(number, p_inspect), sizes lognormal with that mean. The
    first loads of a cell are the seized ones: loads of a cell are alike, so this is exact.

    Parameters
    ----------
    a : Loads
    address : Address
    out : Crossed
        Overwritten. A lane whose expected loads are not a number within 0..1e9 gets nan in sent_kg and passed_kg.
    """
    senders, drugs = a.share.shape[:2]
    groups = group(address)
    cells, busy = make_room(4 * groups.key.size)
    lay_out(address, groups, cells)
    out.seized_kg[:] = 0.0
    out.delivered_kg[:] = 0.0
    for d in range(drugs):
        lay_out_drug(a.p_inspect[d], a.mean_load_kg[d], a.sigma[d], groups, cells)
        seized, delivered = out.seized_kg[d].reshape(-1), out.delivered_kg[d].reshape(-1)
        for s in range(senders):
            base = (np.uint64(address.sender[s]) << SENDER_BIT) | (np.uint64(d) << DRUG_BIT)
            draw_upper(address, base, groups, cells)
            wrong = expect(a.send_kg[s, d], a.share[s, d], groups, cells)
            found = find_busy(cells, busy)
            loads, hits = out.loads[s, d].reshape(-1), out.hits[s, d].reshape(-1)
            draw_counts(address, base, cells, busy, found, loads, hits)
            weigh(address, base, cells, busy, found)
            sent_kg, passed_kg = out.sent_kg[s, d], out.passed_kg[s, d]
            settle(cells, busy, found, a.stock_kg[s, d], sent_kg, passed_kg, seized, delivered)
            if wrong:
                spoil(a.send_kg[s, d], a.share[s, d], a.mean_load_kg[d], sent_kg, passed_kg)
