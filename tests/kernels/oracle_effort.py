"""Slow twin of ``kernels/effort.py``: numpy, one operation after the other."""

from __future__ import annotations

import numpy as np


def count_caught(place, caught, found):
    """Finds with the loads of a week."""
    out = found.copy()
    for c in range(len(place)):
        if place[c] >= 0:
            out[place[c]] += caught[c]
    return out


def add_kinds(parts, found):
    """Finds with the sum over kinds, first kind first."""
    here = np.zeros(parts.shape[1:])
    for part in parts:
        here = here + part
    return found + here


def survey(eradicated, standing, found, seen):
    """Finds and the area seen, a week on."""
    there = np.zeros(len(seen))
    for row in standing:
        there = there + row
    return found + eradicated, seen + (there - seen) / 52.0


def believe(found, learning, belief):
    """Weighted mean of the last belief and the shares of finds."""
    every = np.zeros(belief.shape[1])
    for row in found:
        every = every + row
    share = np.where(every > 0.0, found / np.where(every > 0.0, every, 1.0), belief)
    return (1.0 - learning) * belief + learning * share


def move(share, even, movable):
    """Effort over its even share."""
    return np.minimum((1.0 - movable) + movable * share / even, 6.0)
