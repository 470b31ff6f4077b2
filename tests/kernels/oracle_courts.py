"""Slow twin of ``kernels/courts.py``: numpy, one operation after the other."""

from __future__ import annotations

import numpy as np

WEEKS_PER_YEAR = 365.25 / 7


def wear_down(strength, factor, w):
    """Strength after a week, and the effect of authorities over that of 2012."""
    worn = w.wear * (w.usual * factor) / WEEKS_PER_YEAR
    pull = (w.rest - strength) / w.settle_weeks
    built = w.rise * w.programme * (1.0 - strength) / WEEKS_PER_YEAR
    after = np.clip(strength + (pull + built - worn * (w.ratio * strength - w.rest)), 0.01, 1.0)
    return after, (1.0 - w.lost * (1.0 - after)) / (1.0 - w.lost * (1.0 - w.rest))


def learn(switched, switch_weeks, share, felt_not, learning, practised):
    """Shares of courts that have not felt the switch, that learn, that have learnt, a week on."""
    known = felt_not + switched[:, None]
    felt, learnt = known / switch_weeks, share * learning
    return known - felt, learning + (felt - learnt), practised + learnt


def weigh(weight, one, first, other, second):
    """Weighted sum over states, first state first."""
    out = np.zeros(one.shape[1])
    for state in range(len(weight)):
        out = out + weight[state] * (first * one[state] + second * other[state])
    return out
