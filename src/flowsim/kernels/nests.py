"""Choice of channels for street cash, group by group, rounded as numpy rounds.

Exponentials and logarithms are left to numpy, between the steps: ``expect``, exp, ``gather``, log, ``compare``, exp,
``divide``.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from flowsim.kernels.jit import exact
from flowsim.kernels.scratch import bare


class Known(NamedTuple):
    """What organisations know of providers; senders of a memory have one row more than those of a choice."""

    loss: np.ndarray  # (provider, sender + 1, L) remembered USD lost
    flow: np.ndarray  # (provider, sender + 1, L) remembered USD
    export: np.ndarray  # (sender + 1, L) USD a week, 52-week mean
    fee: np.ndarray  # (provider, L) share of value
    waiting: np.ndarray  # (provider, L) share of value that waiting costs
    size: np.ndarray  # (provider, L) relative to its group
    group: np.ndarray  # (provider,) int64


class Taste(NamedTuple):
    """How organisations choose; (L,) unless it says otherwise."""

    prior_loss: np.ndarray  # share that is expected to be lost
    prior_weeks: np.ndarray  # of an organisation's whole flow that this counts as
    memory_weeks: np.ndarray
    within: np.ndarray  # how much cost counts within a group
    between: np.ndarray  # and between groups
    odds: np.ndarray  # (group, L) log weight


class Steps(NamedTuple):
    """Scratch of a choice."""

    mass: np.ndarray  # (provider, sender, L) exponent, then weight within the group
    least: np.ndarray  # (group, sender, L) lowest cost
    total: np.ndarray  # (group, sender, L) of weights
    worth: np.ndarray  # (group, sender, L) weight per size, its log, exponent and weight between groups


@exact
def expect(known, taste, steps):  # type: ignore[no-untyped-def]
    """Exponents within groups, by the share of value that a dollar loses at each provider: fee, waiting, loss.

    The loss expected is that of memory and of a prior, which counts as some weeks of the organisation's whole flow, so
    that little experience moves it little.
    """
    known, taste, steps = bare(known), bare(taste), bare(steps)
    providers, senders, lanes = steps.mass.shape
    steps.least[:] = np.inf
    for v in range(providers):
        for k in range(senders):
            least, cost = steps.least[known.group[v], k], steps.mass[v, k]
            loss, flow = known.loss[v, k], known.flow[v, k]
            for lane in range(lanes):
                weight = taste.prior_weeks[lane] * max(known.export[k, lane], 1.0) / taste.memory_weeks[lane]
                cost[lane] = (loss[lane] + taste.prior_loss[lane] * weight) / (flow[lane] + weight)
            for lane in range(lanes):
                cost[lane] = (known.fee[v, lane] + known.waiting[v, lane]) + cost[lane]
            for lane in range(lanes):
                least[lane] = min(least[lane], cost[lane])
    for v in range(providers):
        for k in range(senders):
            least, cost = steps.least[known.group[v], k], steps.mass[v, k]
            for lane in range(lanes):
                cost[lane] = -taste.within[lane] * (cost[lane] - least[lane])


@exact
def gather(known, steps):  # type: ignore[no-untyped-def]
    """Weights of providers, their sums over groups, and these over the groups' sizes."""
    known, steps = bare(known), bare(steps)
    providers, senders, lanes = steps.mass.shape
    size = np.zeros((steps.total.shape[0], lanes))
    steps.total[:] = 0.0
    for v in range(providers):
        group = known.group[v]
        for lane in range(lanes):
            size[group, lane] += known.size[v, lane]
        for k in range(senders):
            mass, total = steps.mass[v, k], steps.total[group, k]
            for lane in range(lanes):
                mass[lane] *= known.size[v, lane]
                total[lane] += mass[lane]
    for group in range(size.shape[0]):
        for k in range(senders):
            for lane in range(lanes):
                steps.worth[group, k, lane] = steps.total[group, k, lane] / size[group, lane]


@exact
def compare(taste, steps):  # type: ignore[no-untyped-def]
    """Exponents between groups, from the log of a mean member's weight.

    A group is worth what its mean member is worth, ``-min C + ln(mean exp(-theta (C - min C))) / theta``: a further
    provider must not lift a group by existing.
    """
    taste, steps = bare(taste), bare(steps)
    groups, senders, lanes = steps.worth.shape
    top = np.empty(lanes)
    for k in range(senders):
        top[:] = -np.inf
        for group in range(groups):
            worth, least = steps.worth[group, k], steps.least[group, k]
            for lane in range(lanes):
                value = worth[lane] / taste.within[lane] - least[lane]
                worth[lane] = taste.odds[group, lane] + taste.between[lane] * value
                top[lane] = max(top[lane], worth[lane])
        for group in range(groups):
            for lane in range(lanes):
                steps.worth[group, k, lane] -= top[lane]


@exact
def divide(known, steps, share):  # type: ignore[no-untyped-def]
    """Shares of street cash by provider, ``share (provider, sender + 1, L)``, but for the last sender."""
    providers, senders, lanes = steps.mass.shape
    every = np.zeros((senders, lanes))
    for group in range(steps.worth.shape[0]):
        for k in range(senders):
            for lane in range(lanes):
                every[k, lane] += steps.worth[group, k, lane]
    for v in range(providers):
        group = known.group[v]
        for k in range(senders):
            for lane in range(lanes):
                within = steps.mass[v, k, lane] / steps.total[group, k, lane]
                share[v, k, lane] = within * (steps.worth[group, k, lane] / every[k, lane])
