"""Slow, obvious twins of the kernels: scalar loops, Python integers, the standard library's functions."""

from __future__ import annotations

import math
from statistics import NormalDist

import numpy as np

WORD = 2**32


def philox(counter, key):
    """Philox4x32-10 on Python integers: four counter words, two key words, four words back."""
    c0, c1, c2, c3 = counter
    k0, k1 = key
    for _ in range(10):
        high_0, low_0 = divmod(0xD2511F53 * c0, WORD)
        high_1, low_1 = divmod(0xCD9E8D57 * c2, WORD)
        c0, c1, c2, c3 = high_1 ^ c1 ^ k0, low_1, high_0 ^ c3 ^ k1, low_0
        k0, k1 = (k0 + 0x9E3779B9) % WORD, (k1 + 0xBB67AE85) % WORD
    return c0, c1, c2, c3


def uniforms2(key, process, week, entity, slot):
    """Two uniforms at an address: 52 bits and a half, over 2**52."""
    key = int(key)
    words = philox([int(x) % WORD for x in (entity, slot, week, process)], (key % WORD, key // WORD))
    return tuple(((high * WORD + low) // 4096 + 0.5) / 2**52 for high, low in (words[:2], words[2:]))


def normal(u):
    """Standard normal quantile, cut at exp(-25) from either end."""
    return -normal(1.0 - u) if u > 0.5 else NormalDist().inv_cdf(max(u, math.exp(-25.0)))


def rounded(mean, variance, lean, u, most):
    """Cornish-Fisher quantile of a count, with continuity correction."""
    z = normal(u)
    return min(max(math.floor(mean + math.sqrt(variance) * z + lean * (z * z - 1.0) / 6.0 + 0.5), 0), most)


def poisson(u, lam):
    """Smallest n with P(N <= n) >= u."""
    if lam > 30.0:
        return rounded(lam, lam, 1.0, u, math.inf)
    n, mass = 0, math.exp(-lam)
    reached = mass
    while min(u, 1.0 - 1e-12) > reached:
        n += 1
        mass *= lam / n
        reached += mass
    return n


def binomial(u, n, p):
    """Smallest k with P(K <= k) >= u; above one half the failures are counted with 1 - u."""
    if p > 0.5:
        return n - binomial(1.0 - u, n, 1.0 - p)
    if n * p * (1.0 - p) > 30.0:
        return rounded(n * p, n * p * (1.0 - p), 1.0 - 2.0 * p, u, n)
    k, reached = 0, (1.0 - p) ** n
    while min(u, 1.0 - 1e-12) > reached and k < n:
        k += 1
        reached += math.comb(n, k) * p**k * (1.0 - p) ** (n - k)
    return k


def number_inspection_and_weight(address, lane, base, way):
    """Uniforms of number, inspection and size.

    16 ways share the call that gives the upper 8 bits of the first.
    """
    key, way = int(address.keys[lane]), int(way)
    key = key % WORD, key // WORD
    shared = philox((base | way // 16, 0, address.week, address.count), key)
    own = philox((base | way, 1, address.week, address.count), key)
    byte = shared[way % 4] // 256 ** (way // 4 % 4) % 256
    number = byte * 2**44 + own[0] * 2**12 + own[1] % 4096
    size = own[1] // 4096 * 4096 + own[3] % 4096  # bits that the first two do not use
    return (number + 0.5) / 2**52, (own[2] * 2**20 + own[3] // 4096 + 0.5) / 2**52, short(size)


def short(word):
    """Uniform of the upper 24 bits of a word, which stand for the middle of their interval."""
    return (word // 256 + 0.5) / 2**24


def load_kg(u, mean_kg, sigma):
    """Size of one load."""
    return mean_kg * math.exp(sigma * normal(u) - sigma * sigma / 2.0)


def seized_kg(address, lane, number, hits, mean_kg, sigma):
    """Sizes of the seized loads of a cell, four to a call."""
    key, kg = int(address.keys[lane]), 0.0
    for j in range(hits):
        words = philox((number, j // 4 + 1, address.week, address.size), (key % WORD, key // WORD))
        kg += load_kg(short(words[j % 4]), mean_kg, sigma)
    return kg


def pile_kg(u, n, mean_kg, sigma):
    """Weight of n loads: lognormal with the mean and the variance of their sum."""
    if n == 0:
        return 0.0
    return load_kg(u, n * mean_kg, math.sqrt(math.log1p(math.expm1(sigma * sigma) / n)) if n > 1 else sigma)


def cross(a, address, out):
    """One week of loads, one cell after the other."""
    senders, drugs, ways, lanes = a.rate.shape
    for name in ("sent_kg", "passed_kg", "seized_kg", "delivered_kg", "caught"):
        getattr(out, name)[...] = 0.0
    for s in range(senders):
        for d in range(drugs):
            for lane in range(lanes):
                passed, seized = [0.0] * ways, [0.0] * ways
                for c in range(ways):
                    base = int(address.sender[s]) << 20 | d << 16
                    u, v, w = number_inspection_and_weight(address, lane, base, address.number[c])
                    n = poisson(u, float(np.float32(a.send_kg[s, d, lane]) * a.rate[s, d, c, lane]))
                    hits = binomial(v, n, a.p_inspect[d, c, lane])
                    out.trials[s, d, c, lane] += n
                    out.hits[s, d, c, lane] += hits
                    out.caught[c, lane] += hits
                    size = a.mean_load_kg[d, c, lane], a.sigma[d, lane]
                    passed[c] = pile_kg(w, n - hits, *size)
                    seized[c] = seized_kg(address, lane, base | int(address.number[c]), hits, *size)
                sent, stock = sum(passed) + sum(seized), a.stock_kg[s, d, lane]
                factor = stock / sent if sent > stock else 1.0
                out.sent_kg[s, d, lane] = sent * factor
                out.passed_kg[s, d, lane] = sum(passed) * factor
                for c in range(ways):
                    out.delivered_kg[d, c, lane] += passed[c] * factor
                    out.seized_kg[d, c, lane] += seized[c] * factor
