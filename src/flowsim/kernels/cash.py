"""Loads of cash on their way south: how many, which are found, and what those hold."""

from __future__ import annotations

from flowsim.kernels.inversion import binomial, normal, poisson
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
    for k in range(senders):
        for lane in range(lanes):
            u, v = uniforms2(keys[lane], CASH_LOADS, week, number[k], 0)
            n = poisson(u, placed_usd[k, lane] / car[0, lane])
            hit = binomial(v, n, found[lane])
            total, sigma = 0.0, car[1, lane]
            for i in range(int(hit)):
                z = normal(uniforms2(keys[lane], CASH_SIZE, week, number[k], i)[0])
                total += car[0, lane] * vexp(sigma * (z - 0.5 * sigma))
            loads[k, lane], hits[k, lane] = n, hit
            seized_usd[k, lane] = min(total, placed_usd[k, lane])
