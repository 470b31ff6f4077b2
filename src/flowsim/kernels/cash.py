"""Loads of cash on their way south: how many, which are found, and what those hold."""

from __future__ import annotations

import numpy as np

from flowsim.kernels.inversion import BLOCK, binomial_block, normal, poisson_block, prepare
from flowsim.kernels.jit import kernel
from flowsim.kernels.philox import CASH_LOADS, CASH_SIZE, uniforms2
from flowsim.kernels.vmath import vexp


@kernel
def search(keys, week, number, placed_usd, car, found, loads, hits, seized_usd):  # type: ignore[no-untyped-def]
    """Poisson loads of mean size ``car[0]``, each found with its own chance, each found one with its own size.

    Parameters
    ----------
    keys : (L,) uint64
    week : int
    number : (sender,) uint64
        Stable ids of the senders.
    placed_usd : (sender, L) float64
        Cash sent south this week.
    car : (2, L) float64
        Mean USD of a load and its log spread.
    found : (L,) float64
        Chance that a load is found.
    loads, hits, seized_usd : (sender, L) float64
        Written; what is found is at most what was sent.
    """
    senders, lanes = placed_usd.shape
    key, u, v, mean = np.zeros(BLOCK, np.uint64), np.empty(BLOCK), np.empty(BLOCK), np.zeros(BLOCK)
    chance, mass, reached = np.zeros(BLOCK), np.empty(BLOCK), np.empty(BLOCK)
    log_rest, odds, load, hit = np.empty(BLOCK), np.empty(BLOCK), np.empty(BLOCK), np.empty(BLOCK)
    process, when, zero = np.uint64(CASH_LOADS), np.uint64(week), np.uint64(0)
    for first in range(0, lanes, BLOCK):
        size = min(BLOCK, lanes - first)
        for k in range(senders):
            who = np.uint64(number[k])
            for i in range(size):
                lane = first + i
                key[i], mean[i], chance[i] = keys[lane], placed_usd[k, lane] / car[0, lane], found[lane]
            for i in range(BLOCK):
                u[i], v[i] = uniforms2(key[i], process, when, who, zero)
            poisson_block(u, mean, mass, reached, load)
            for i in range(BLOCK):
                log_rest[i], odds[i] = prepare(chance[i])
            binomial_block(v, load, chance, log_rest, odds, mass, reached, hit)
            for i in range(size):
                loads[k, first + i], hits[k, first + i] = load[i], hit[i]
    for k in range(senders):
        for lane in range(lanes):
            total, sigma = 0.0, car[1, lane]
            for i in range(int(hits[k, lane])):
                z = normal(uniforms2(keys[lane], CASH_SIZE, week, number[k], i)[0])
                total += car[0, lane] * vexp(sigma * (z - 0.5 * sigma))
            seized_usd[k, lane] = min(total, placed_usd[k, lane])
