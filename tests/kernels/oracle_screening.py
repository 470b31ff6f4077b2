"""Slow twins of ``kernels/screening.py``: one account, bank, authority or scheme at a time."""

from __future__ import annotations

from itertools import pairwise
from math import ceil, comb, erfc, exp, inf, log, pi, sqrt

import numpy as np
from scipy.optimize import brentq

NODES, WEIGHTS = np.polynomial.legendre.leggauss(24)


def sf(x):
    """Upper tail of the standard normal."""
    return 0.5 * erfc(x / sqrt(2.0))


def logit(p):
    return log(p / (1.0 - p))


def reports(s1, s2, *, d1, d2, prior_logit, report_logit):
    """Likelihood ratio of each signal added to the prior, in logs."""
    odds = prior_logit
    for seen, strength in ((s1, d1), (s2, d2)):
        odds += (seen**2 - (seen - strength) ** 2) / 2.0
    return odds >= report_logit


def pieces(function, low, high, breaks):
    """Integral of a function that bends at ``breaks``, over pieces at most 1 long."""
    edges = [low, *sorted({x for x in breaks if low < x < high}), high]
    total = 0.0
    for left, right in pairwise(edges):
        cuts = np.linspace(left, right, ceil(right - left) + 1)
        for a, b in pairwise(cuts):
            half = (b - a) / 2.0
            total += half * sum(w * function(a + half * (1.0 + x)) for x, w in zip(NODES, WEIGHTS, strict=True))
    return total


def reported(d1, d2, threshold, odds, mean1, mean2):
    """Chance of a report given an alert; ``odds`` is the report bar less the prior, in logs; means of the signals."""
    need = odds + d1**2 / 2.0 + d2**2 / 2.0

    def of_analyst(s1):
        if d2 == 0.0:
            return 1.0 if d1 * s1 >= need else 0.0
        return sf((need - d1 * s1) / d2 - mean2)

    turn, width = (need / d1, d2 / d1) if d1 > 0.0 else (threshold, 0.0)
    middle = turn - width * mean2
    best = mean1 + d1 * (need - d1 * mean1 - d2 * mean2) / (d1**2 + d2**2) if d1 + d2 > 0.0 else mean1
    breaks = [mean1, best, turn, *(middle + width * k for k in (-8, -4, -2, 2, 4, 8))]
    breaks += [max(threshold, mean1 - 12.0) + k for k in (0.3, 1.0, 2.0, 4.0)]
    low = max(threshold, mean1 - 12.0)
    both = pieces(
        lambda s1: exp(-((s1 - mean1) ** 2) / 2.0) / sqrt(2.0 * pi) * of_analyst(s1),
        low,
        max(low, mean1) + 12.0,
        breaks,
    )
    return both / sf(threshold - mean1)


def two_stage(d1, d2, threshold, prior_logit, report_logit):
    """Alerts per legal account-month, reports per legal alert, reports per illicit alert."""
    odds = report_logit - prior_logit
    return sf(threshold), *(reported(d1, d2, threshold, odds, *means) for means in ((0.0, 0.0), (d1, d2)))


def report_bar(cost, fine, found, fined):
    expected = fine * found * fined
    bar = min(max(cost / expected if expected > 0.0 else inf, 1e-5), 0.95)
    return bar, logit(bar)


def triage(ppv, room, d_f):
    if room >= 1.0:
        return 1.0
    if room <= 0.0:
        return 0.0
    line = brentq(lambda t: ppv * sf(t - d_f) + (1.0 - ppv) * sf(t) - room, -9.0, 38.0 + d_f, xtol=1e-14, rtol=1e-14)
    return sf(line - d_f)


def triage_power(ppv, room, a, volume=1e6):
    """Reports, capacity and true reports as numbers."""
    capacity, true = room * volume, ppv * volume
    chance = min(1.0, (capacity / volume) ** (1.0 - a)) if room > 0.0 else 0.0
    return min(chance * true, capacity) / true if true > 0.0 else chance


def pooled(d1, m, sigma):
    return d1 / m * sqrt(1.0 + sigma * (m - 1.0))


def count_rule(n, k, m, sigma):
    p = 1.0 / m
    law = [comb(n, own) * p**own * (1.0 - p) ** (n - own) for own in range(n + 1)]
    return sum(mass for own, mass in enumerate(law) if own + sigma * (n - own) >= k - 1e-9)


def spread_of(*, most, strength, threshold, sharing, account_usd, value_usd, loss, closes):
    """Best number of banks, its cost and the next cheapest cost."""

    def cost(m):
        return m * account_usd / value_usd + loss * closes * sf(threshold - pooled(strength, m, sharing))

    ranked = sorted((cost(m), m) for m in range(1, most + 1))
    return ranked[0][1], ranked[0][0], ranked[1][0] if most > 1 else inf
