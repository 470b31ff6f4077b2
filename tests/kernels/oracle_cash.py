"""Slow twin of ``kernels/cash.py``: one sender in one lane."""

from __future__ import annotations

from math import exp

from oracle import binomial, normal, poisson, uniforms2


def search(key, week, number, placed, mean, sigma, found):
    """Loads, hits and USD found."""
    u, v = uniforms2(key, 30, week, number, 0)
    loads = poisson(u, placed / mean)
    hits = binomial(v, loads, found)
    scores = [normal(uniforms2(key, 31, week, number, i)[0]) for i in range(hits)]
    sizes = [mean * exp(sigma * z - sigma * sigma / 2.0) for z in scores]
    return loads, hits, min(sum(sizes), placed)
