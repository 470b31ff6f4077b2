"""What loads weigh: every seized load by itself, what passes a cell in one draw.

The sum of n lognormal loads of one mean is drawn as one lognormal with its exact mean and variance (Fenton 1960,
"The sum of log-normal probability distributions in scatter transmission systems"): for n = 1 the load's own law.
"""

from __future__ import annotations

import numpy as np

from flowsim.kernels.inversion import BLOCK, normal_block
from flowsim.kernels.jit import inline, kernel
from flowsim.kernels.philox import uniforms2
from flowsim.kernels.vmath import vexp, vlog

FEW = 16  # the spread of a pile of fewer loads comes from a table


@inline
def pile_spread(n, sigma, growth):  # type: ignore[no-untyped-def]
    """Log spread of the weight of n lognormal loads that has the variance of their sum; n at least 1.

    Fenton (1960): ``sqrt(log(1 + growth / n))``, ``growth = exp(sigma^2) - 1``; for n = 1 the load's own.
    """
    x = growth / n
    one = 1.0 + x
    spread = np.sqrt(vlog(one) + (x - (one - 1.0)) / one)
    return spread if n > 1.0 else sigma


@kernel
def pile_spreads(sigma, spreads):  # type: ignore[no-untyped-def]
    """``spreads (FEW, L)``: ``pile_spread`` by number of loads; row 0 is growth."""
    for lane in range(sigma.shape[0]):
        spreads[0, lane] = np.expm1(sigma[lane] * sigma[lane])
    for n in range(1, FEW):
        for lane in range(sigma.shape[0]):
            spreads[n, lane] = pile_spread(float(n), sigma[lane], spreads[0, lane])


@inline
def weigh_piles(n, hit, z, mean_kg, lane, spreads, spread, kg):  # type: ignore[no-untyped-def]
    """What ``n - hit`` loads weigh together at the normal z; all are local arrays of BLOCK but ``spreads``."""
    many = 0
    for i in range(BLOCK):
        number = n[i] - hit[i]
        few = number < FEW
        many |= int(not few)
        spread[i] = spreads[np.uint64(number if few else 0.0), lane[i]]
    if many != 0:
        for i in range(BLOCK):
            if n[i] - hit[i] >= FEW:
                spread[i] = pile_spread(n[i] - hit[i], 0.0, spreads[0, lane[i]])
    for i in range(BLOCK):
        kg[i] = (n[i] - hit[i]) * mean_kg[i] * vexp(spread[i] * (z[i] - 0.5 * spread[i]))


@kernel
def weigh_seized(address, base, spreads, cells, busy, with_hit):  # type: ignore[no-untyped-def]
    """Draw every seized load's size and add it to its cell."""
    home, slot = np.empty(BLOCK, np.uint64), np.zeros(BLOCK, np.uint64)
    key, who = np.zeros(BLOCK, np.uint64), np.zeros(BLOCK, np.uint64)
    u, z, mean, spread = np.empty(BLOCK), np.empty(BLOCK), np.zeros(BLOCK), np.zeros(BLOCK)
    busy.seized_kg[:with_hit] = 0.0
    place, load = 0, 0
    while place < with_hit:
        filled = 0
        while filled < BLOCK and place < with_hit:
            number = int(busy.hits[place])
            fixed = cells.fixed[busy.hit[place]]
            run = min(number - load, BLOCK - filled)
            for i in range(filled, filled + run):
                home[i] = place
                slot[i] = np.uint64(load + i - filled + 1)
                key[i], who[i] = fixed[0], fixed[1]
                mean[i], spread[i] = cells.drug[busy.hit[place], 3], spreads[1, fixed[2]]
            filled += run
            load += run
            if load == number:
                place += 1
                load = 0
        for i in range(BLOCK):
            u[i] = uniforms2(key[i], address.size, address.week, base | who[i], slot[i])[0]
        normal_block(u, z)
        for i in range(BLOCK):
            z[i] = mean[i] * vexp(spread[i] * (z[i] - 0.5 * spread[i]))
        for i in range(filled):
            busy.seized_kg[home[i]] += z[i]
