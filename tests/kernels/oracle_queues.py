"""Slow twin of ``kernels/queues.py``: one gate of one lane, hour by hour, plain floats."""

from __future__ import annotations

from math import sqrt


def chance(rho, booths, capacity, scatter, patience):
    """Wait by chance alone, hours."""
    rho = min(rho, 0.95)
    if rho <= 0.0:
        return 0.0
    return min(patience, scatter * rho ** (sqrt(2.0 * (booths + 1.0)) - 1.0) / (1.0 - rho) / capacity)


def hour_of(queue, come, serve, most):
    """The queue after an hour, hours spent in it, and crossings given up."""
    after = queue + come - serve
    if after <= 0.0:
        empties_after = queue / (serve - come) if queue > 0.0 else 0.0
        return 0.0, queue * empties_after / 2.0, 0.0
    given_up = max(0.0, after - most)
    after = min(after, most)
    return after, (queue + after) / 2.0, given_up


def wait(arrivals, capacity, booths, profile, opening, *, scatter, patience):
    """Mean wait in hours and crossings given up, on the second of two like days."""
    capacity = max(capacity, 1e-9)
    queue = 0.0
    for _ in range(2):
        spent, joined, put_off = 0.0, 0.0, 0.0
        for share, open_share in zip(profile, opening, strict=True):
            come, serve = arrivals * share, max(capacity * open_share, 1e-9)
            queue, area, over = hour_of(queue, come, serve, patience * capacity)
            spent += area + (come - over) * chance(come / serve, booths * open_share, serve, scatter, patience)
            joined += come - over
            put_off += over
    return {"hours": spent / joined if joined > 0.0 else 0.0, "put_off": put_off}
