"""One week of loads over a set of ways: how many set out, which are caught, what they weigh.

Every load is an individual: Poisson number, its own inspection, its own lognormal size. For one sender and one drug
the ways and lanes form one flat vector of cells (way-major), worked in blocks of ``BLOCK``, so that a single lane is
as vectorised as a tile. One uniform against P(0) sorts out the cells with loads; only these ``busy`` cells go on, in
dense blocks, to numbers and inspections, and their loads, again in dense blocks, to sizes.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from flowsim.kernels.inversion import BLOCK, SWITCH, TOP, binomial_block, normal_block, poisson_block, prepare
from flowsim.kernels.jit import kernel
from flowsim.kernels.philox import uniforms2
from flowsim.kernels.vmath import vexp

DRUG_BIT, SENDER_BIT = np.uint64(16), np.uint64(20)
MOST = 1e9  # expected loads of a cell


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
    count: int  # process of numbers and inspections: two uniforms at slot 0
    size: int  # process of sizes: load j at slot j + 1


class Crossed(NamedTuple):
    """What became of the loads; float64, last axis lanes; kg and loads per week."""

    sent_kg: np.ndarray  # (sender, D, L), passed and seized, at most the stock
    passed_kg: np.ndarray  # (sender, D, L)
    seized_kg: np.ndarray  # (D, C, L) of all senders
    delivered_kg: np.ndarray  # (D, C, L) of all senders
    loads: np.ndarray  # (sender, D, C, L)
    hits: np.ndarray  # (sender, D, C, L) loads that were caught


class Cells(NamedTuple):
    """Flat scratch of one call, way-major; as long as C L rounded up to whole blocks."""

    key: np.ndarray  # uint64 of the lane
    number: np.ndarray  # uint64 id of the way
    lane: np.ndarray  # int64
    per_kg: np.ndarray  # 1 / mean size
    mean_kg: np.ndarray
    sigma: np.ndarray
    p: np.ndarray
    log_rest: np.ndarray  # of p, see prepare
    odds: np.ndarray
    lam: np.ndarray  # expected loads; 0 beyond C L


class Busy(NamedTuple):
    """Cells with loads, in order; the first ``found`` entries count."""

    cell: np.ndarray  # int64
    u: np.ndarray  # uniform of the number
    v: np.ndarray  # uniform of the inspections
    loads: np.ndarray
    hits: np.ndarray
    kg: np.ndarray  # (2, :) passed, seized


@kernel
def lay_out(address, ways, cells):  # type: ignore[no-untyped-def]
    """Keys, ids and lanes of the cells, the same for all senders and drugs."""
    lanes = address.keys.shape[0]
    cells.lam[:] = 0.0
    cells.key[:] = np.uint64(0)
    cells.number[:] = np.uint64(0)
    for c in range(ways):
        for lane in range(lanes):
            cells.key[c * lanes + lane] = address.keys[lane]
            cells.number[c * lanes + lane] = address.number[c]
            cells.lane[c * lanes + lane] = lane


@kernel
def lay_out_drug(p_inspect, mean_load_kg, sigma, cells):  # type: ignore[no-untyped-def]
    """What the cells of one drug have in common for all senders."""
    ways, lanes = p_inspect.shape
    for c in range(ways):
        for lane in range(lanes):
            i = c * lanes + lane
            cells.p[i] = p_inspect[c, lane]
            cells.mean_kg[i] = mean_load_kg[c, lane]
            cells.sigma[i] = sigma[lane]
    for i in range(ways * lanes):
        cells.per_kg[i] = 1.0 / cells.mean_kg[i]
        cells.log_rest[i], cells.odds[i] = prepare(cells.p[i])


@kernel
def expect(send_kg, share, cells):  # type: ignore[no-untyped-def]
    """Expected loads per cell; returns whether there are any, and whether one is not a number within 0..MOST."""
    ways, lanes = share.shape
    some, wrong = 0, 0
    for c in range(ways):
        for lane in range(lanes):
            lam = send_kg[lane] * share[c, lane] * cells.per_kg[c * lanes + lane]
            good = 0.0 <= lam <= MOST
            cells.lam[c * lanes + lane] = lam if good else 0.0
            some |= int(lam > 0.0)
            wrong |= int(not good)
    return some != 0, wrong != 0


@kernel
def find_busy(address, base, cells, busy):  # type: ignore[no-untyped-def]
    """List the cells whose uniform exceeds P(0), with both uniforms; returns how many there are."""
    u, v, more = np.empty(BLOCK), np.empty(BLOCK), np.empty(BLOCK, np.int64)
    found = 0
    for start in range(0, cells.lam.size, BLOCK):
        lam = cells.lam[start : start + BLOCK]
        key, number = cells.key[start : start + BLOCK], cells.number[start : start + BLOCK]
        some = 0
        for i in range(BLOCK):
            some |= int(lam[i] > 0.0)
        if some == 0:
            continue
        for i in range(BLOCK):
            u[i], v[i] = uniforms2(key[i], address.count, address.week, base | number[i], 0)
        for i in range(BLOCK):
            limit = TOP if u[i] > TOP else u[i]
            more[i] = int((limit > vexp(-lam[i])) | (lam[i] > SWITCH))
        before = found
        for i in range(BLOCK):
            busy.cell[found] = start + i
            found += more[i]
        for j in range(before, found):
            busy.u[j] = u[busy.cell[j] - start]
            busy.v[j] = v[busy.cell[j] - start]
    return found


@kernel
def draw_counts(cells, busy, found, loads, hits):  # type: ignore[no-untyped-def]
    """Loads and hits of the busy cells; ``loads, hits (C L,)`` get them too."""
    u, v, mean, n = np.empty(BLOCK), np.empty(BLOCK), np.empty(BLOCK), np.empty(BLOCK)
    p, log_rest, odds = np.empty(BLOCK), np.empty(BLOCK), np.empty(BLOCK)
    mass, reached, hit = np.empty(BLOCK), np.empty(BLOCK), np.empty(BLOCK)
    loads[:] = 0.0
    hits[:] = 0.0
    for start in range(0, found, BLOCK):
        size = min(BLOCK, found - start)
        for i in range(size):
            cell = busy.cell[start + i]
            u[i] = busy.u[start + i]
            v[i] = busy.v[start + i]
            mean[i] = cells.lam[cell]
            p[i] = cells.p[cell]
            log_rest[i] = cells.log_rest[cell]
            odds[i] = cells.odds[cell]
        for i in range(size, BLOCK):
            u[i], v[i], mean[i], p[i], log_rest[i], odds[i] = 0.0, 0.0, 0.0, 0.0, 0.0, 0.0
        poisson_block(u, mean, mass, reached, n)
        binomial_block(v, n, p, log_rest, odds, mass, reached, hit)
        for i in range(size):
            busy.loads[start + i] = n[i]
            busy.hits[start + i] = hit[i]
            loads[busy.cell[start + i]] = n[i]
            hits[busy.cell[start + i]] = hit[i]


@kernel
def weigh(address, base, cells, busy, found):  # type: ignore[no-untyped-def]
    """Draw every load's size and add it to its cell: the first loads are the seized ones."""
    home, row, slot = np.empty(BLOCK, np.int64), np.empty(BLOCK, np.int64), np.empty(BLOCK, np.uint64)
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
    """Add up ways in order; where the sender has less, all its loads of the week shrink by one factor.

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
        cell = busy.cell[j]
        delivered[cell] += busy.kg[0, j] * factor[cells.lane[cell]]
        seized[cell] += busy.kg[1, j] * factor[cells.lane[cell]]


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
    senders, drugs, ways, lanes = a.share.shape
    size = (ways * lanes + BLOCK - 1) // BLOCK * BLOCK
    cells = Cells(
        np.empty(size, np.uint64),
        np.empty(size, np.uint64),
        np.empty(size, np.int64),
        np.empty(size),
        np.empty(size),
        np.empty(size),
        np.empty(size),
        np.empty(size),
        np.empty(size),
        np.empty(size),
    )
    busy = Busy(
        np.empty(size + 1, np.int64),
        np.empty(size),
        np.empty(size),
        np.empty(size),
        np.empty(size),
        np.empty((2, size)),
    )
    lay_out(address, ways, cells)
    out.seized_kg[:] = 0.0
    out.delivered_kg[:] = 0.0
    for d in range(drugs):
        lay_out_drug(a.p_inspect[d], a.mean_load_kg[d], a.sigma[d], cells)
        seized, delivered = out.seized_kg[d].reshape(-1), out.delivered_kg[d].reshape(-1)
        for s in range(senders):
            base = (np.uint64(address.sender[s]) << SENDER_BIT) | (np.uint64(d) << DRUG_BIT)
            some, wrong = expect(a.send_kg[s, d], a.share[s, d], cells)
            found = find_busy(address, base, cells, busy) if some else 0
            draw_counts(cells, busy, found, out.loads[s, d].reshape(-1), out.hits[s, d].reshape(-1))
            weigh(address, base, cells, busy, found)
            sent_kg, passed_kg = out.sent_kg[s, d], out.passed_kg[s, d]
            settle(cells, busy, found, a.stock_kg[s, d], sent_kg, passed_kg, seized, delivered)
            if wrong:
                spoil(a.send_kg[s, d], a.share[s, d], a.mean_load_kg[d], sent_kg, passed_kg)
