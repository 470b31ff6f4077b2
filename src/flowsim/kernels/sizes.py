"""What loads weigh: every seized load by itself, what passes a cell in one draw.

The sum of n lognormal loads of one mean is drawn as one lognormal with its exact mean and variance (Fenton 1960,
"The sum of log-normal probability distributions in scatter transmission systems"): for n = 1 the load's own law.
"""

from __future__ import annotations

import numpy as np

from flowsim.kernels.inversion import BLOCK
from flowsim.kernels.jit import inline, kernel
from flowsim.kernels.philox import HALF_WORD, WORD, philox4x32
from flowsim.kernels.scratch import room
from flowsim.kernels.single import exp32, normal32, odd32
from flowsim.kernels.vmath import vlog

FEW = 16  # the spread of a pile of fewer loads comes from a table
FOUR_BLOCKS = 4 * BLOCK  # a philox call has a word for each of four loads
NONE, HALF = np.float32(0.0), np.float32(0.5)


@inline
def pile_spread(n, sigma, growth):  # type: ignore[no-untyped-def]
    """Log spread of the weight of n lognormal loads that has the variance of their sum; n at least 1.

    Fenton (1960): ``sqrt(log(1 + growth / n))``, ``growth = exp(sigma^2) - 1``; for n = 1 the load's own.
    """
    x = growth / n
    one = 1.0 + x
    spread = np.sqrt(vlog(one) + (x - (one - 1.0)) / one)
    return spread if n > 1.0 else sigma


@inline
def factor(word, spread):  # type: ignore[no-untyped-def]
    """Lognormal factor with mean 1 at the uniform of a uint32, float32."""
    return exp32(spread * (normal32(odd32(word)) - HALF * spread))


@inline
def weigh_piles(n, hit, word, mean_kg, lane, spreads, growth, spread, kg):  # type: ignore[no-untyped-def]
    """What ``n - hit`` loads weigh together at the uniform of ``word``; local arrays of BLOCK but the tables."""
    many = 0
    for i in range(BLOCK):
        number = n[i] - hit[i]
        few = number < FEW
        many |= int(not few)
        spread[i] = spreads[np.uint64(number if few else 0.0), lane[i]]
    if many != 0:
        for i in range(BLOCK):
            number = n[i] - hit[i]
            wide = pile_spread(number if number >= FEW else float(FEW), 0.0, growth[lane[i]])
            spread[i] = wide if number >= FEW else spread[i]
    for i in range(BLOCK):
        spread[i] = factor(word[i], spread[i])
    for i in range(BLOCK):
        kg[i] = (n[i] - hit[i]) * mean_kg[i] * spread[i]


@kernel
def weigh_seized(address, base, known, busy, with_hit):  # type: ignore[no-untyped-def]
    """Draw every seized load's size and add it to its cell.

    Four loads of a cell share a call: load j is word ``j % 4`` at slot ``j // 4 + 1``. Calls are worked in blocks.
    """
    home, slot = room(BLOCK, np.uint64), room(BLOCK, np.uint64)
    key, who = room(BLOCK, np.uint64), room(BLOCK, np.uint64)
    left, sum_, spread = room(BLOCK, np.float64), room(BLOCK, np.float64), room(BLOCK, np.float32)
    words, kg = room(FOUR_BLOCKS, np.uint32), room(BLOCK, np.float32)
    process, week, per_lane = np.uint64(address.size), np.uint64(address.week), 1.0 / address.keys.shape[0]
    place, filled, drawn, most = 0, 0, 0.0, 0.0  # most: loads that a call of the block has to weigh
    for j in range(with_hit):
        busy.seized_kg[j] = 0.0
    while place < with_hit:
        at = busy.cell[busy.hit[place]]
        way, lane = np.uint64((float(at) + 0.5) * per_lane), busy.lane[busy.hit[place]]
        home[filled], slot[filled], left[filled] = place, np.uint64(drawn) // 4 + 1, busy.hits[place] - drawn
        key[filled], who[filled], spread[filled] = address.keys[lane], base | address.number[way], known.spread[1, lane]
        most = max(most, left[filled])
        drawn += 4.0
        if drawn >= busy.hits[place]:
            place, drawn = place + 1, 0.0
        filled += 1
        if filled < BLOCK and place < with_hit:
            continue
        for i in range(filled, BLOCK):
            key[i], who[i], slot[i], left[i], spread[i] = np.uint64(0), np.uint64(0), np.uint64(0), 0.0, NONE
        for i in range(BLOCK):
            a, b, c, d = philox4x32(who[i], slot[i], week, process, key[i] & WORD, key[i] >> HALF_WORD)
            words[i], words[BLOCK + i], words[2 * BLOCK + i], words[3 * BLOCK + i] = a, b, c, d
        for i in range(BLOCK):
            sum_[i] = 0.0
        for k in range(int(min(most, 4.0))):
            for i in range(BLOCK):
                kg[i] = factor(words[k * BLOCK + i], spread[i])
            for i in range(BLOCK):
                sum_[i] += kg[i] if left[i] > k else NONE
        for i in range(filled):
            busy.seized_kg[home[i]] += sum_[i] * known.cell[busy.cell[busy.hit[home[i]]], np.uint64(3)]
        filled, most = 0, 0.0
