"""Slow, obvious twins of the choice of routes: whole arrays, the rules as they are written in the papers."""

from __future__ import annotations

import numpy as np

SMALL = 1e-12


def salience(payoff, usual):
    """How far a payoff stands out from the usual one, in [0, 1] (Bordalo, Gennaioli and Shleifer 2012)."""
    return np.abs(payoff - usual) / (np.abs(payoff) + np.abs(usual) + SMALL)


def local_thinker(value, cost, risk, openings, delta):
    """Value over the value of a load that arrives, to one who overweights the state that stands out; (D, C, L).

    ``value (D, 1, L)``, ``cost, risk, openings (D, C, L)``, ``delta (L,)``.
    """
    arrive, seized = value - cost, -cost

    def usual(x):
        return (x * openings).sum(1, keepdims=True)

    arrive_first = salience(arrive, usual(arrive)) > salience(seized, usual(seized))
    first, second = delta, delta * delta
    w_arrive = np.where(arrive_first, first, second)
    w_seized = np.where(arrive_first, second, first)
    scale = (1.0 - risk) * w_arrive + risk * w_seized
    return ((1.0 - risk) * w_arrive * arrive + risk * w_seized * seized) / scale / value


def choose(memory, routes, taste, share):
    """New shares of loads by route, one sender after the other."""
    risk = (memory.hits + taste.prior_hits) / (memory.trials + taste.prior_hits + taste.prior_passes)
    value = routes.value[:, None]
    for s in range(len(share)):
        cost = routes.fee[s] * routes.scale[:, None] + routes.toll[s] * taste.toll_share * value
        worth = local_thinker(value, cost, risk[s], routes.openings, taste.delta)
        weight = routes.openings * np.exp(taste.beta * worth - routes.crowding)
        new = taste.inertia * memory.share[s] + (1.0 - taste.inertia) * weight / weight.sum(1, keepdims=True)
        active = (routes.weights[s] != 0.0).any(1)
        share[s, active] = new[active]


def fade_and_judge(memory, weights, keep, prior_hits, prior_passes, risk_mean):
    """Fade the memories of the senders that have a weight, and the mean learned chance of seizure."""
    active = (weights != 0.0).any(2)
    memory.hits[active] *= keep
    memory.trials[active] *= keep
    risk = (memory.hits + prior_hits) / (memory.trials + prior_hits + prior_passes)
    risk_mean[:] = ((risk * memory.share).sum(2) * weights).sum(0)
