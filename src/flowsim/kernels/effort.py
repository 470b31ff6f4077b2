"""Agencies: what they find in a week, what they make of it and where their effort goes, rounded as numpy rounds."""

from __future__ import annotations

import numpy as np

from flowsim.kernels.jit import exact

MOST = 6.0  # effort over its even share
WEEKS = 52.0  # that the area seen lags behind


@exact
def count_caught(place, caught, found):  # type: ignore[no-untyped-def]
    """Add the loads caught in a week to the finds of the places that ways belong to.

    Parameters
    ----------
    place : (C,) int64
        Place of each way, -1 where another agency looks.
    caught : (C, L)
        Loads, whole numbers.
    found : (place, L)
        Added to.
    """
    for c in range(place.size):
        if place[c] >= 0:
            for lane in range(caught.shape[1]):
                found[place[c], lane] += caught[c, lane]


@exact
def add_kinds(parts, found):  # type: ignore[no-untyped-def]
    """Add the sum of ``parts (kind, place, L)`` over kinds to ``found (place, L)``."""
    kinds, places, lanes = parts.shape
    for place in range(places):
        for lane in range(lanes):
            here = 0.0
            for kind in range(kinds):
                here += parts[kind, place, lane]
            found[place, lane] += here


@exact
def survey(eradicated, standing, found, seen):  # type: ignore[no-untyped-def]
    """Add what was eradicated to the finds; the area seen follows what stands with a year's delay.

    ``eradicated, standing, found (region, L)`` and ``seen (L,)`` in ha; the last two are updated.
    """
    regions, lanes = standing.shape
    for lane in range(lanes):
        there = 0.0
        for region in range(regions):
            there += standing[region, lane]
            found[region, lane] += eradicated[region, lane]
        seen[lane] += (there - seen[lane]) / WEEKS


@exact
def believe(found, learning, belief):  # type: ignore[no-untyped-def]
    """Belief moves toward the shares of finds; where nothing was found it stays.

    ``found, belief (place, L)``, the latter updated; ``learning (L,)`` is the weight of the finds.
    """
    places, lanes = belief.shape
    every = np.zeros(lanes)
    for place in range(places):
        for lane in range(lanes):
            every[lane] += found[place, lane]
    for place in range(places):
        for lane in range(lanes):
            old = belief[place, lane]
            share = found[place, lane] / every[lane] if every[lane] > 0.0 else old
            belief[place, lane] = (1.0 - learning[lane]) * old + learning[lane] * share


@exact
def move(share, even, movable, effort):  # type: ignore[no-untyped-def]
    """Effort over its even share: a fixed part stays, the movable part follows shares, up to a limit.

    ``share, even, effort (place, L)``, the last overwritten; ``movable (L,)``.
    """
    places, lanes = share.shape
    for place in range(places):
        for lane in range(lanes):
            moved = movable[lane] * share[place, lane] / even[place, lane]
            effort[place, lane] = min((1.0 - movable[lane]) + moved, MOST)
