"""Slow twin of ``kernels/caution.py``: numpy, one operation after the other."""

from __future__ import annotations

import numpy as np
from oracle_nests import added


def choose(ways, habit):
    """Shares wanted: logit on learned chances of seizure, and a part of the last shares."""
    risk = (ways.hits + habit.prior_hits) / (ways.trials + habit.prior_hits + habit.prior_passes)
    weight = ways.openings * np.exp(-habit.beta * risk)
    total = added(weight.transpose(2, 0, 1, 3))[:, :, None]
    return habit.inertia * ways.last + (1.0 - habit.inertia) * (weight / total)


def mean_price(price, order):
    """Mean of prices by orders."""
    weight = order + 1e-12
    return added((price * weight).transpose(1, 0, 2)) / added(weight.transpose(1, 0, 2))
