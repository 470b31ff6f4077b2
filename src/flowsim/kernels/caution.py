"""Choice of seaports and of first legs by learned chances of seizure, and prices by orders; rounded as numpy rounds."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from flowsim.kernels.jit import exact
from flowsim.kernels.scratch import bare

SMALL = 1e-12


class Ways(NamedTuple):
    """What senders know of a set of ways; (sender, kind, way, L) float64 unless it says otherwise."""

    hits: np.ndarray  # shipments seized, remembered
    trials: np.ndarray  # shipments sent, remembered
    openings: np.ndarray  # (way, L) weights of ways
    last: np.ndarray  # shares in force
    weight: np.ndarray  # scratch
    share: np.ndarray  # shares wanted


class Habit(NamedTuple):
    """How senders choose; (L,)."""

    prior_hits: np.ndarray  # shipments that somebody seems to have seen
    prior_passes: np.ndarray
    beta: np.ndarray  # how much the chance of seizure counts
    inertia: np.ndarray  # share of the last shares that stays


@exact
def fear(ways, habit):  # type: ignore[no-untyped-def]
    """Exponents of ways by the learned chance of seizure, into ``ways.weight``."""
    ways, habit = bare(ways), bare(habit)
    senders, kinds, places, lanes = ways.weight.shape
    for s in range(senders):
        for kind in range(kinds):
            for way in range(places):
                hits, trials, out = ways.hits[s, kind, way], ways.trials[s, kind, way], ways.weight[s, kind, way]
                for lane in range(lanes):
                    seen = trials[lane] + habit.prior_hits[lane] + habit.prior_passes[lane]
                    out[lane] = -habit.beta[lane] * ((hits[lane] + habit.prior_hits[lane]) / seen)


@exact
def settle(ways, habit):  # type: ignore[no-untyped-def]
    """Shares wanted: a part of the last ones, the rest by weight and openings."""
    ways, habit = bare(ways), bare(habit)
    senders, kinds, places, lanes = ways.weight.shape
    total = np.empty(lanes)
    for s in range(senders):
        for kind in range(kinds):
            total[:] = 0.0
            for way in range(places):
                weight = ways.weight[s, kind, way]
                for lane in range(lanes):
                    weight[lane] = ways.openings[way, lane] * weight[lane]
                    total[lane] += weight[lane]
            for way in range(places):
                weight, last, out = ways.weight[s, kind, way], ways.last[s, kind, way], ways.share[s, kind, way]
                for lane in range(lanes):
                    new = weight[lane] / total[lane]
                    out[lane] = habit.inertia[lane] * last[lane] + (1.0 - habit.inertia[lane]) * new


@exact
def mean_price(price, order, out):  # type: ignore[no-untyped-def]
    """``out (D, L)`` = mean of ``price`` by ``order``, (D, market, L)."""
    drugs, markets, lanes = price.shape
    spent, bought = np.empty(lanes), np.empty(lanes)
    for d in range(drugs):
        spent[:], bought[:] = 0.0, 0.0
        for market in range(markets):
            for lane in range(lanes):
                weight = order[d, market, lane] + SMALL
                spent[lane] += price[d, market, lane] * weight
                bought[lane] += weight
        for lane in range(lanes):
            out[d, lane] = spent[lane] / bought[lane]
