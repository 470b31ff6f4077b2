"""Slow twin of ``kernels/cash.py``: one sender in one lane."""

from __future__ import annotations

from oracle import binomial, load_kg, poisson, uniforms2


def search(key, week, number, placed, mean, sigma, found):
    """Loads, hits and USD found."""
    u, v = uniforms2(key, 30, week, number, 0)
    loads = poisson(u, placed / mean)
    hits = binomial(v, loads, found)
    sizes = [load_kg(uniforms2(key, 31, week, number, i)[0], mean, sigma) for i in range(hits)]
    return loads, hits, min(sum(sizes), placed)
