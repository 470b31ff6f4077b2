"""Slow twins of ``kernels/tolls.py``: one sender, drug and lane at a time, plain floats and lists by route."""

from __future__ import annotations

from math import log2


def pay(share, fee, scale, toll, plaza, plazas):
    """Mean toll, mean fees and mean toll by plaza over the routes of one sender and drug."""
    paid = [part * owed if row >= 0 else 0.0 for part, owed, row in zip(share, toll, plaza, strict=True)]
    return {
        "due": sum(paid),
        "usd": sum(part * usual * scale for part, usual in zip(share, fee, strict=True)),
        "by_plaza": [sum(x for x, row in zip(paid, plaza, strict=True) if row == here) for here in range(plazas)],
    }


def crowd(trials, hidden, strength):
    """Fall of log odds by route of one drug; ``trials`` lists loads by sender and route."""
    used = [sum(loads) for loads in zip(*trials, strict=True)]
    out = []
    for loads, cover in zip(used, hidden, strict=True):
        if cover > 0.0:
            ratio = loads / max(sum(used), 1e-300) / (cover / sum(hidden))
        else:
            ratio = 1.0
        out.append(strength * log2(max(0.25, min(16.0, ratio))))
    return out
