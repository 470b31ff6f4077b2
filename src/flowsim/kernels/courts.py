"""One week of institutions of Mexico and of courts that learn a new procedure, rounded as numpy rounds."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from flowsim.kernels.jit import exact

WEEKS_PER_YEAR = 365.25 / 7
LEAST, MOST = 0.01, 1.0  # strength


class Wear(NamedTuple):
    """What wears institutions down and builds them up; (L,) float64."""

    rest: np.ndarray  # strength of 2012
    usual: np.ndarray  # bribes over budgets in 2012
    ratio: np.ndarray  # bribes over those of 2012
    programme: np.ndarray  # intensity of the anti-corruption programme
    settle_weeks: np.ndarray
    rise: np.ndarray  # per year
    wear: np.ndarray  # per year
    lost: np.ndarray  # share of an effect that is lost where strength is 0


@exact
def wear_down(strength, integrity, factor, rule):  # type: ignore[no-untyped-def]
    """Strength of a week, and the effect of authorities over that of 2012.

    ``dI = (I* - I)/settle + rise m (1 - I)/52 - wear b I/52``, where ``I*`` is what keeps the strength of 2012 at rest.

    Parameters
    ----------
    strength, integrity : (place, L)
        Updated; overwritten.
    factor : (place, L)
        Bribes over budgets of a place over those of the nation.
    rule : Wear
    """
    places, lanes = strength.shape
    for place in range(places):
        for lane in range(lanes):
            now, rest = strength[place, lane], rule.rest[lane]
            worn = rule.wear[lane] * (rule.usual[lane] * factor[place, lane]) / WEEKS_PER_YEAR
            pull = (rest - now) / rule.settle_weeks[lane]
            built = rule.rise[lane] * rule.programme[lane] * (1.0 - now) / WEEKS_PER_YEAR
            now += pull + built - worn * (rule.ratio[lane] * now - rest)
            now = min(max(now, LEAST), MOST)
            kept = 1.0 - rule.lost[lane] * (1.0 - now)
            strength[place, lane] = now
            integrity[place, lane] = kept / (1.0 - rule.lost[lane] * (1.0 - rest))


@exact
def learn(switched, switch_weeks, share, felt_not, learning, practised):  # type: ignore[no-untyped-def]
    """Courts switch, feel it some weeks later, and learn.

    Parameters
    ----------
    switched : (state,)
        Share of courts that switch this week.
    switch_weeks, share : (L,)
        Weeks until a switch is felt; share of those that learn who have learnt it by the end of the week.
    felt_not, learning, practised : (state, L)
        Shares of courts that have switched without feeling it, that learn, that have learnt it; updated.
    """
    states, lanes = learning.shape
    for state in range(states):
        for lane in range(lanes):
            known = felt_not[state, lane] + switched[state]
            felt = known / switch_weeks[lane]
            learnt = share[lane] * learning[state, lane]
            felt_not[state, lane] = known - felt
            learning[state, lane] += felt - learnt
            practised[state, lane] += learnt


@exact
def weigh(weight, one, first, other, second, out):  # type: ignore[no-untyped-def]
    """``out (L,)`` = sum over states of ``weight (state,) * (one * first + other * second)``.

    ``one`` and ``other`` are (state, L), ``first`` and ``second`` (L,).
    """
    states, lanes = one.shape
    for lane in range(lanes):
        out[lane] = 0.0
    for state in range(states):
        for lane in range(lanes):
            out[lane] += weight[state] * (first[lane] * one[state, lane] + second[lane] * other[state, lane])
