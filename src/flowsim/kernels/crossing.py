"""One week of loads over a set of ways: how many set out, which are caught, what they weigh.

Every load is an individual: Poisson number, its own inspection, its own lognormal size. For one sender and one drug
the ways and lanes form one flat vector of cells, worked in blocks of ``BLOCK`` on scratch that stays in the nearest
cache, so that a single lane is as vectorised as a tile. Cells without loads drop out after the first stage.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from flowsim.kernels.inversion import BLOCK, binomial_block, normal_block, poisson_block, prepare
from flowsim.kernels.jit import inline, kernel
from flowsim.kernels.philox import uniforms2
from flowsim.kernels.vmath import vexp

DRUG_BIT, SENDER_BIT = np.uint64(16), np.uint64(20)


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


@inline
def expect(send_kg, share, mean_load_kg, lam):  # type: ignore[no-untyped-def]
    """Expected loads per cell, ``lam (C L,)``; returns whether there are any."""
    ways, lanes = share.shape
    any_ = 0
    for c in range(ways):
        for lane in range(lanes):
            value = send_kg[lane] * share[c, lane] / mean_load_kg[c, lane]
            lam[c * lanes + lane] = value
            any_ |= int(value > 0.0)
    return any_ != 0


@inline
def count_loads(address, base, key, number, lam, loads, busy, luck):  # type: ignore[no-untyped-def]
    """Draw ``loads (C L,)``; list the ``busy`` cells, those with any, with the uniform of their inspection in ``luck``.

    Returns the length of the list.
    """
    k, who = np.empty(BLOCK, np.uint64), np.empty(BLOCK, np.uint64)
    u, v, mean = np.empty(BLOCK), np.empty(BLOCK), np.empty(BLOCK)
    mass, reached, count = np.empty(BLOCK), np.empty(BLOCK), np.empty(BLOCK)
    found = 0
    for start in range(0, lam.size, BLOCK):
        size = min(BLOCK, lam.size - start)
        any_ = 0
        for i in range(size):
            mean[i] = lam[start + i]
            k[i] = key[start + i]
            who[i] = number[start + i]
            any_ |= int(mean[i] > 0.0)
        if any_ == 0:
            for i in range(size):
                loads[start + i] = 0.0
            continue
        for i in range(size, BLOCK):
            mean[i] = 0.0
            k[i] = np.uint64(0)
            who[i] = np.uint64(0)
        for i in range(BLOCK):
            u[i], v[i] = uniforms2(k[i], address.count, address.week, base | who[i], 0)
        poisson_block(u, mean, mass, reached, count)
        for i in range(size):
            loads[start + i] = count[i]
        for i in range(size):
            busy[found] = start + i
            luck[found] = v[i]
            found += int(count[i] > 0.0)
    return found


@inline
def inspect(busy, luck, found, p, log_rest, odds, loads, hits):  # type: ignore[no-untyped-def]
    """Draw the ``hits (C L,)`` among the loads of the busy cells."""
    u, n, chance, logs = np.empty(BLOCK), np.empty(BLOCK), np.empty(BLOCK), np.empty(BLOCK)
    ratio, mass, reached, count = np.empty(BLOCK), np.empty(BLOCK), np.empty(BLOCK), np.empty(BLOCK)
    for start in range(0, found, BLOCK):
        size = min(BLOCK, found - start)
        for i in range(size):
            cell = busy[start + i]
            u[i] = luck[start + i]
            n[i] = loads[cell]
            chance[i] = p[cell]
            logs[i] = log_rest[cell]
            ratio[i] = odds[cell]
        for i in range(size, BLOCK):
            u[i] = 0.5
            n[i] = 0.0
            chance[i] = 0.0
            logs[i] = 0.0
            ratio[i] = 0.0
        binomial_block(u, n, chance, logs, ratio, mass, reached, count)
        for i in range(size):
            hits[busy[start + i]] = count[i]


@inline
def weigh(address, base, key, number, busy, found, mean_kg, sigma, loads, hits, kg):  # type: ignore[no-untyped-def]
    """Draw every load's size and add it up: ``kg (2, C L)``, passed in row 0 and seized, the first loads, in row 1."""
    cells = loads.size
    cell, target = np.empty(BLOCK, np.uint64), np.empty(BLOCK, np.uint64)
    k, who, slot = np.empty(BLOCK, np.uint64), np.empty(BLOCK, np.uint64), np.empty(BLOCK, np.uint64)
    u, z, mean, spread = np.empty(BLOCK), np.empty(BLOCK), np.empty(BLOCK), np.empty(BLOCK)
    into = kg.reshape(-1)
    place, load = 0, 0
    while place < found:
        filled = 0
        while filled < BLOCK and place < found:
            here = busy[place]
            number_of, caught = int(loads[here]), int(hits[here])
            run = min(number_of - load, BLOCK - filled)
            for i in range(run):
                cell[filled + i] = here
                slot[filled + i] = load + i + 1
                target[filled + i] = here + cells if load + i < caught else here
            filled += run
            load += run
            if load == number_of:
                place += 1
                load = 0
        for i in range(filled):
            k[i] = key[cell[i]]
            who[i] = number[cell[i]]
            mean[i] = mean_kg[cell[i]]
            spread[i] = sigma[cell[i]]
        for i in range(filled, BLOCK):
            k[i] = np.uint64(0)
            who[i] = np.uint64(0)
            slot[i] = np.uint64(0)
            mean[i] = 0.0
            spread[i] = 0.0
        for i in range(BLOCK):
            u[i] = uniforms2(k[i], address.size, address.week, base | who[i], slot[i])[0]
        normal_block(u, z)
        for i in range(BLOCK):
            z[i] = mean[i] * vexp(spread[i] * (z[i] - 0.5 * spread[i]))
        for i in range(filled):
            into[target[i]] += z[i]


@inline
def settle(kg, stock_kg, sent_kg, passed_kg, seized_kg, delivered_kg):  # type: ignore[no-untyped-def]
    """Add up ways in order; where the sender has less, all its loads of the week shrink by one factor."""
    ways, lanes = seized_kg.shape
    factor, caught = np.empty(lanes), np.zeros(lanes)
    for lane in range(lanes):
        passed_kg[lane] = 0.0
    for c in range(ways):
        for lane in range(lanes):
            passed_kg[lane] += kg[0, c * lanes + lane]
            caught[lane] += kg[1, c * lanes + lane]
    for lane in range(lanes):
        sent = passed_kg[lane] + caught[lane]
        short = sent > stock_kg[lane]
        factor[lane] = stock_kg[lane] / sent if short else 1.0
        sent_kg[lane] = stock_kg[lane] if short else sent
        passed_kg[lane] = passed_kg[lane] * factor[lane]
    for c in range(ways):
        for lane in range(lanes):
            delivered_kg[c, lane] += kg[0, c * lanes + lane] * factor[lane]
            seized_kg[c, lane] += kg[1, c * lanes + lane] * factor[lane]


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
        Overwritten.
    """
    senders, drugs, ways, lanes = a.share.shape
    cells = ways * lanes
    key, number = np.empty(cells, np.uint64), np.empty(cells, np.uint64)
    p, log_rest, odds, sigma = np.empty(cells), np.empty(cells), np.empty(cells), np.empty(cells)
    lam, luck, busy = np.empty(cells), np.empty(cells + 1), np.empty(cells + 1, np.int64)
    kg = np.empty((2, cells))
    for c in range(ways):
        for lane in range(lanes):
            key[c * lanes + lane] = address.keys[lane]
            number[c * lanes + lane] = address.number[c]
    out.seized_kg[:] = 0.0
    out.delivered_kg[:] = 0.0
    for d in range(drugs):
        mean_kg = a.mean_load_kg[d].reshape(-1)
        for c in range(ways):
            for lane in range(lanes):
                p[c * lanes + lane] = a.p_inspect[d, c, lane]
                sigma[c * lanes + lane] = a.sigma[d, lane]
        for i in range(cells):
            log_rest[i], odds[i] = prepare(p[i])
        for s in range(senders):
            loads, hits = out.loads[s, d].reshape(-1), out.hits[s, d].reshape(-1)
            hits[:] = 0.0
            if not expect(a.send_kg[s, d], a.share[s, d], a.mean_load_kg[d], lam):
                loads[:] = 0.0
                out.sent_kg[s, d, :] = 0.0
                out.passed_kg[s, d, :] = 0.0
                continue
            base = (np.uint64(address.sender[s]) << SENDER_BIT) | (np.uint64(d) << DRUG_BIT)
            found = count_loads(address, base, key, number, lam, loads, busy, luck)
            inspect(busy, luck, found, p, log_rest, odds, loads, hits)
            kg[:] = 0.0
            weigh(address, base, key, number, busy, found, mean_kg, sigma, loads, hits, kg)
            settle(kg, a.stock_kg[s, d], out.sent_kg[s, d], out.passed_kg[s, d], out.seized_kg[d], out.delivered_kg[d])
