"""A week of bribes and what they do to institutions, rounded as numpy rounds."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from flowsim.kernels.courts import Wear, wear_down
from flowsim.kernels.jit import exact

WEEKS_PER_YEAR = 365.25 / 7
MEMORY_WEEKS = 26.0
TINY = 1e-9


class Offices(NamedTuple):
    """Institutions of Mexico; (L,) float64 unless it says otherwise."""

    wages: np.ndarray  # (sender, L) paid by organisations, USD per week
    bribe_share: np.ndarray  # bribes over wages
    budget_usd: np.ndarray  # per year
    bribes: np.ndarray  # USD per week, remembered
    bribes_2012: np.ndarray
    rest: np.ndarray  # as in ``courts.Wear``, with the next four
    settle_weeks: np.ndarray
    rise: np.ndarray
    wear: np.ndarray
    lost: np.ndarray
    states: np.ndarray  # (state, L) bribes over budgets, over those of the nation
    ports: np.ndarray  # (seaport, L) the same
    weight: np.ndarray  # (state,) share of the nation's homicides
    state_strength: np.ndarray  # (state, L)
    state_integrity: np.ndarray  # (state, L) effect of authorities over that of 2012
    port_strength: np.ndarray  # (seaport, L)
    port_integrity: np.ndarray  # (seaport, L)
    integrity: np.ndarray  # mean of states


@exact
def average(weight, values, out):  # type: ignore[no-untyped-def]
    """Mean of states, ``out (L,)``, by ``weight (state,)`` of ``values (state, L)``; exactly 1 where all are 1."""
    out[:] = 0.0
    for s in range(values.shape[0]):
        for lane in range(out.shape[0]):
            out[lane] += weight[s] * (values[s, lane] - 1.0)
    for lane in range(out.shape[0]):
        out[lane] = 1.0 + out[lane]


@exact
def bribe(offices, programme, begun):  # type: ignore[no-untyped-def]
    """One week; until history has ``begun`` bribes are only remembered, as those of 2012.

    ``programme (L,)`` is the intensity of the anti-corruption programme; strength and integrity of ``offices`` change.
    """
    lanes, o = programme.shape[0], offices
    paid, usual, ratio = np.zeros(lanes), np.empty(lanes), np.empty(lanes)
    for k in range(o.wages.shape[0]):
        for lane in range(lanes):
            paid[lane] += o.wages[k, lane]
    for lane in range(lanes):
        o.bribes[lane] += (o.bribe_share[lane] * paid[lane] - o.bribes[lane]) / MEMORY_WEEKS
    if not begun:
        o.bribes_2012[:] = o.bribes
        return
    for lane in range(lanes):
        usual[lane] = o.bribes_2012[lane] * WEEKS_PER_YEAR / o.budget_usd[lane]
        ratio[lane] = o.bribes[lane] / max(o.bribes_2012[lane], TINY)
    rule = Wear(o.rest, usual, ratio, programme, o.settle_weeks, o.rise, o.wear, o.lost)
    wear_down(o.state_strength, o.state_integrity, o.states, rule)
    wear_down(o.port_strength, o.port_integrity, o.ports, rule)
    average(o.weight, o.state_integrity, o.integrity)
