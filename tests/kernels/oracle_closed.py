"""Slow twin of ``kernels/closed.py``: one lane, the whole matrix of rivalry, plain floats."""

from __future__ import annotations

import numpy as np

from flowsim.kernels.draws import binomial, poisson, uniforms2
from flowsim.kernels.philox import CLOSED


def hostility(rivals, allies):
    """S of two symmetric matrices of weights."""
    s = (rivals + 1.0) / (allies.sum(1, keepdims=True) + 1.0)
    np.fill_diagonal(s, 0.0)
    return s


def flows(members, s, rule):
    """Expected recruits, arrests, deaths and leavers of each group; ``rule`` is a dict of plain numbers."""
    total = members.sum()
    out = []
    for i, c in enumerate(members):
        arrests = min((rule["flow"] / total if total > 0.0 else 0.0) + rule["rate"], 1.0) * c
        deaths = min(rule["theta"] * sum(c * s[i, j] * members[j] for j in range(len(members))), c - arrests)
        out.append((rule["recruit"] * c, arrests, deaths, min(rule["omega"] * c**2, c - arrests - deaths)))
    return out


def drawn(key, week, number, c, expected):
    """Counts in the place of one group's expected flows."""
    recruits, arrests, deaths, left = expected
    if c == 0.0:
        return expected
    u = [*uniforms2(key, CLOSED, week, number, 0), *uniforms2(key, CLOSED, week, number, 1)]
    counts = [poisson(u[0], recruits), binomial(u[1], c, arrests / c)]
    alive = c - arrests
    counts.append(binomial(u[2], c - counts[1], deaths / alive) if alive > 0.0 else 0.0)
    alive -= deaths
    counts.append(binomial(u[3], c - counts[1] - counts[2], left / alive) if alive > 0.0 else 0.0)
    return tuple(float(count) for count in counts)
