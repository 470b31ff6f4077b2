"""Fronts: pairs of groups in a state that are hotter than the state; short lists, one per lane."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from flowsim.kernels.jit import kernel

LEAST_HEAT = 0.02  # below it a front is forgotten


class Fronts(NamedTuple):
    """Heat beyond that of the state, (front, L) float64; the first ``count`` rows of a lane are in use."""

    one: np.ndarray  # cell
    other: np.ndarray  # cell
    heat: np.ndarray
    count: np.ndarray  # (L,)


@kernel
def cool(fronts, weeks):  # type: ignore[no-untyped-def]
    """Heat of fronts fades with e-fold ``weeks (L,)``; the last front takes the place of one that is forgotten."""
    for lane in range(weeks.shape[0]):
        keep, f = np.exp(-1.0 / weeks[lane]), 0
        count = np.int64(fronts.count[lane])
        while f < count:
            fronts.heat[f, lane] *= keep
            if fronts.heat[f, lane] >= LEAST_HEAT:
                f += 1
                continue
            count -= 1
            fronts.one[f, lane] = fronts.one[count, lane]
            fronts.other[f, lane] = fronts.other[count, lane]
            fronts.heat[f, lane] = fronts.heat[count, lane]
            fronts.heat[count, lane] = 0.0
        fronts.count[lane] = count


@kernel
def open_front(fronts, a, b, heat, most, lane):  # type: ignore[no-untyped-def]
    """Add a front between two cells of one lane; where the list is full the coolest one gives way."""
    count = np.int64(fronts.count[lane])
    at = count
    for f in range(count):
        if fronts.one[f, lane] == a and fronts.other[f, lane] == b:
            fronts.heat[f, lane] = min(fronts.heat[f, lane] + heat, most)
            return
    if count == fronts.heat.shape[0]:
        at = 0
        for f in range(1, count):
            at = f if fronts.heat[f, lane] < fronts.heat[at, lane] else at
    else:
        fronts.count[lane] = count + 1.0
    fronts.one[at, lane] = a
    fronts.other[at, lane] = b
    fronts.heat[at, lane] = min(heat, most)
