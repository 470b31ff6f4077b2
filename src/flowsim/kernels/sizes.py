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
WIDE = 8


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


@inline
def repeat(value, start, row):  # type: ignore[no-untyped-def]
    """Write ``value`` at ``WIDE`` places from ``start`` on: one store."""
    for i in range(WIDE):
        row[start + np.uint64(i)] = value


@kernel
def weigh_seized(address, spreads, cell, busy, with_hit):  # type: ignore[no-untyped-def]
    """Draw every seized load's size and add it to its cell; ``cell`` are the records of the drug (see ``Odds``).

    Loads are listed ``WIDE`` at a time, most cells in one go; what does not fit a block opens the next one.
    """
    home, slot = np.zeros(BLOCK + WIDE, np.uint64), np.zeros(BLOCK + WIDE, np.uint64)
    key, who = np.zeros(BLOCK + WIDE, np.uint64), np.zeros(BLOCK + WIDE, np.uint64)
    mean, spread = np.zeros(BLOCK + WIDE), np.zeros(BLOCK + WIDE)
    u, z = np.empty(BLOCK), np.empty(BLOCK)
    size, process, week = np.uint64(BLOCK), np.uint64(address.size), np.uint64(address.week)
    drawn = np.zeros(1, np.uint64)  # loads already listed of a cell that needs more than one go
    place, filled, last, sum_ = 0, np.uint64(0), np.uint64(with_hit), 0.0
    while place < with_hit or filled > np.uint64(0):
        while filled < size and place < with_hit:
            at, number = busy.hit[place], np.uint64(busy.hits[place])
            lane, row = busy.lane[at], busy.number[at]
            lane_key, kg, sd = address.keys[lane], cell[busy.cell[at], np.uint64(3)], spreads[1, lane]
            repeat(np.uint64(place), filled, home)
            repeat(lane_key, filled, key)
            repeat(row, filled, who)
            repeat(kg, filled, mean)
            repeat(sd, filled, spread)
            for i in range(WIDE):
                slot[filled + np.uint64(i)] = np.uint64(i + 1)
            if number <= np.uint64(WIDE):
                filled += number
                place += 1
            else:
                for i in range(WIDE):
                    slot[filled + np.uint64(i)] += drawn[0]
                filled += min(number - drawn[0], np.uint64(WIDE))
                drawn[0] += np.uint64(WIDE)
                if drawn[0] >= number:
                    place += 1
                    drawn[0] = 0
        for i in range(BLOCK):
            u[i] = uniforms2(key[i], process, week, who[i], slot[i])[0]
        normal_block(u, z)
        for i in range(BLOCK):
            z[i] = mean[i] * vexp(spread[i] * (z[i] - 0.5 * spread[i]))
        for i in range(min(filled, size)):
            sum_ = z[i] + (sum_ if home[i] == last else 0.0)
            last = home[i]
            busy.seized_kg[last] = sum_
        for i in range(WIDE):
            home[i], slot[i], key[i], who[i] = home[BLOCK + i], slot[BLOCK + i], key[BLOCK + i], who[BLOCK + i]
            mean[i], spread[i] = mean[BLOCK + i], spread[BLOCK + i]
        filled -= min(filled, size)
