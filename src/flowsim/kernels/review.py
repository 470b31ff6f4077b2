"""What becomes of alerts on launderers' accounts, and the tables that go with thresholds."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from flowsim.kernels.inversion import BLOCK, normal, normal_block
from flowsim.kernels.jit import kernel
from flowsim.kernels.philox import REVIEW, uniforms2
from flowsim.kernels.screening import reports, sf

SERIAL, CLOSES = 1, 3  # fields of a row of the table of accounts


class Desk(NamedTuple):
    """What an alert meets at its bank; float64 (bank, L)."""

    coverage: np.ndarray  # share of accounts that are watched
    strength: np.ndarray  # d1 that the bank expects
    skill: np.ndarray  # d2 of its analysts
    prior: np.ndarray  # log odds before the score
    bar: np.ndarray  # log odds from which it reports
    lateness: np.ndarray  # weeks until an alert is read
    leaves: np.ndarray  # chance that a reported account is closed
    cut: np.ndarray  # score above which there is an alert


class Outcome(NamedTuple):
    """Alerts on launderers' accounts; float64, added to."""

    cleared: np.ndarray  # (bin, bank, L) alerts that will not be reported
    reported: np.ndarray  # (bin, bank, L) alerts that will be
    closing: np.ndarray  # (cell, L) accounts that are told to leave
    usd: np.ndarray  # (cell, L) deposits of four weeks in reported accounts


@kernel
def quantiles(rate, out):  # type: ignore[no-untyped-def]
    """``out`` = standard normal above which a share ``rate`` lies; arrays of any equal shape."""
    rates, scores = rate.reshape(-1), out.reshape(-1)
    for i in range(rates.shape[0]):
        scores[i] = -normal(rates[i])


@kernel
def decide(lane, week, at, size, watched, signal, told, work, outcome):  # type: ignore[no-untyped-def]
    """Fate of one block of alerts of a lane, whose draws are made; ``work`` is (table, found, desk, steps)."""
    table, found, desk, steps = work
    banks, bins = desk.coverage.shape[0], outcome.reported.shape[0]
    for i in range(size):
        slot, cell = np.uint64(found.slot[lane, at + i]), np.int64(found.cell[lane, at + i])
        bank = np.uint64(cell % banks)
        if watched[i] >= desk.coverage[bank, lane]:
            continue
        score, d1, d2 = np.float64(found.score[lane, at + i]), desk.strength[bank, lane], desk.skill[bank, lane]
        place = 0
        while place < bins - 1 and score >= desk.cut[bank, lane] + steps[place]:
            place += 1
        if not reports(score, signal[i] + d2, d1, d2, desk.prior[bank, lane], desk.bar[bank, lane]):
            outcome.cleared[place, bank, lane] += 1.0
            continue
        outcome.reported[place, bank, lane] += 1.0
        outcome.usd[cell, lane] += np.float64(found.usd[lane, at + i])
        leaving = np.float32(week + 1.0 + np.floor(desk.lateness[bank, lane]))
        already = table[lane, slot, CLOSES]
        if told[i] < desk.leaves[bank, lane] and (already <= 0.0 or already > leaving):
            outcome.closing[cell, lane] += 1.0
            table[lane, slot, CLOSES] = leaving


@kernel
def review(keys, week, table, found, desk, steps, outcome):  # type: ignore[no-untyped-def]
    """Analysts look at the alerts of a week: each account has its own signal, fate and day of closing.

    Parameters
    ----------
    keys : (L,) uint64
    week : int
        As it addresses draws; closing weeks in the table count the same way.
    table : (L, room, 4) float32
        Accounts of the phase; the closing week of those that are told to leave is written.
    found : payments.Found
    desk : Desk
    steps : (bin - 1,) float64
        Scores over the threshold at which the higher bins of priority begin.
    outcome : Outcome
    """
    serial = np.zeros(BLOCK, np.uint64)
    watched, own, told, signal = np.empty(BLOCK), np.empty(BLOCK), np.empty(BLOCK), np.empty(BLOCK)
    process, when = np.uint64(REVIEW), np.uint64(week)
    for lane in range(keys.shape[0]):
        key, number = keys[lane], min(found.count[lane], found.slot.shape[1])
        for at in range(0, number, BLOCK):
            size = min(BLOCK, number - at)
            for i in range(size):
                serial[i] = np.uint64(table[lane, np.uint64(found.slot[lane, at + i]), SERIAL])
            for i in range(BLOCK):
                watched[i], own[i] = uniforms2(key, process, when, serial[i], np.uint64(0))
            for i in range(BLOCK):
                told[i] = uniforms2(key, process, when, serial[i], np.uint64(1))[0]
            normal_block(own, signal)
            decide(lane, week, at, size, watched, signal, told, (table, found, desk, steps), outcome)


@kernel
def upper_tail(score, out):  # type: ignore[no-untyped-def]
    """``out`` = chance of a standard normal above each score; arrays of any equal shape."""
    scores, chances = score.reshape(-1), out.reshape(-1)
    for i in range(scores.shape[0]):
        chances[i] = sf(scores[i])


def above(score: NDArray[np.float64]) -> NDArray[np.float64]:
    """Chance of a standard normal above each score, any shape."""
    out = np.empty_like(score)
    upper_tail(score, out)
    return out
