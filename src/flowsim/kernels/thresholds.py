"""Tables of chances that go with thresholds, renewed where a bank has moved its own; rounded as numpy rounds."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from flowsim.kernels.jit import exact

LEAST = 1e-300


class Sought(NamedTuple):
    """Places (bank and lane) that have moved, one after the other, by bin of priority; (bin, n) float64."""

    strength: np.ndarray  # d1 that the bank expects
    skill: np.ndarray  # d2 of its analysts
    threshold: np.ndarray  # score at which the bin begins
    prior: np.ndarray  # log odds before the score
    bar: np.ndarray  # log odds from which it reports
    legal: np.ndarray  # chance that a legal account scores above the threshold
    said: np.ndarray  # of those, reported
    true: np.ndarray  # the same of illicit ones
    illicit: np.ndarray  # score above which an illicit account is over the threshold, then the chance that it is


@exact
def find_moved(now, before, moved):  # type: ignore[no-untyped-def]
    """Where any of four arrays differs from what it was; counts such places.

    ``now, before`` tuples of four ``(bank, L)``; ``moved (bank, L)`` bool is overwritten.
    """
    some = 0
    for bank in range(moved.shape[0]):
        for lane in range(moved.shape[1]):
            one = (now[0][bank, lane] != before[0][bank, lane]) | (now[1][bank, lane] != before[1][bank, lane])
            two = (now[2][bank, lane] != before[2][bank, lane]) | (now[3][bank, lane] != before[3][bank, lane])
            moved[bank, lane] = one | two
            some += np.int64(one | two)
    return some


@exact
def fetch(now, before, moved, prior, steps, sought):  # type: ignore[no-untyped-def]
    """What decides on alerts at the places that have moved.

    Parameters
    ----------
    now, before : tuples of four (bank, L) float64
        Strength, skill, cut and bar; ``before`` becomes equal to ``now``.
    moved : (bank, L) bool
    prior : (L,) float64
    steps : (bin - 1,) float64
        Scores over the cut at which the higher bins begin.
    sought : Sought
        The first five and the last are overwritten.
    """
    strength, skill, cut, bar = now
    at = 0
    for bank in range(moved.shape[0]):
        for lane in range(moved.shape[1]):
            for part in range(4):
                before[part][bank, lane] = now[part][bank, lane]
            if not moved[bank, lane]:
                continue
            for place in range(sought.strength.shape[0]):
                over = cut[bank, lane] + (steps[place - 1] if place > 0 else 0.0)
                sought.strength[place, at], sought.skill[place, at] = strength[bank, lane], skill[bank, lane]
                sought.threshold[place, at], sought.prior[place, at] = over, prior[lane]
                sought.bar[place, at], sought.illicit[place, at] = bar[bank, lane], over - strength[bank, lane]
            at += 1


@exact
def fill_in(moved, sought, chances):  # type: ignore[no-untyped-def]
    """From chances above thresholds to chances in each bin.

    Parameters
    ----------
    moved : (bank, L) bool
    sought : Sought
        The last four as the chances above thresholds.
    chances : waiting.Chances
        Overwritten where a bank has moved.
    """
    bins, at = sought.legal.shape[0], 0
    for bank in range(moved.shape[0]):
        for lane in range(moved.shape[1]):
            if not moved[bank, lane]:
                continue
            for place in range(bins):
                legal, illicit = sought.legal[place, at], sought.illicit[place, at]
                said, true = legal * sought.said[place, at], illicit * sought.true[place, at]
                if place + 1 < bins:
                    more, worse = sought.legal[place + 1, at], sought.illicit[place + 1, at]
                    said -= more * sought.said[place + 1, at]
                    true -= worse * sought.true[place + 1, at]
                    legal, illicit = legal - more, illicit - worse
                chances.legal[place, bank, lane], chances.illicit[place, bank, lane] = legal, illicit
                chances.legal_said[place, bank, lane] = said / max(legal, LEAST)
                chances.illicit_said[place, bank, lane] = true / max(illicit, LEAST)
            at += 1
