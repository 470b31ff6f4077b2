"""What becomes of alerts on launderers' accounts, and the tables that go with thresholds."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from flowsim.kernels.inversion import BLOCK, normal, normal_block
from flowsim.kernels.jit import inline, kernel
from flowsim.kernels.payments import deposits, mean_score, strength
from flowsim.kernels.philox import REVIEW, uniforms2
from flowsim.kernels.scratch import bare, room
from flowsim.kernels.screening import reports, sf

FIGURES = 7  # of a bank that an alert meets


class Desk(NamedTuple):
    """What an alert meets at its bank; float64 (bank, L) unless it says otherwise."""

    strength: np.ndarray  # d1 that the bank expects
    skill: np.ndarray  # d2 of its analysts
    prior: np.ndarray  # (L,) log odds before the score
    bar: np.ndarray  # log odds from which it reports
    lateness: np.ndarray  # weeks until an alert is read
    leaves: np.ndarray  # (L,) chance that a reported account is closed
    cut: np.ndarray  # score above which there is an alert


class Said(NamedTuple):
    """Reported accounts of one lane, (most,)."""

    cell: np.ndarray  # uint64
    serial: np.ndarray  # uint64
    slot: np.ndarray  # uint64 place
    score: np.ndarray  # float64
    told: np.ndarray  # float64 draw by which the bank tells it to leave


class Outcome(NamedTuple):
    """Alerts on launderers' accounts; float64, added to."""

    cleared: np.ndarray  # (bin, bank, L) alerts that will not be reported
    reported: np.ndarray  # (bin, bank, L) alerts that will be
    closing: np.ndarray  # (cell, L) accounts that are told to leave
    alerts: np.ndarray  # (bank, L) all of them
    usd: np.ndarray  # (cell, L) deposits of four weeks in reported accounts


@kernel
def quantiles(rate, out):  # type: ignore[no-untyped-def]
    """``out`` = standard normal above which a share ``rate`` lies; arrays of any equal shape."""
    rates, scores = rate.reshape(-1), out.reshape(-1)
    for i in range(rates.shape[0]):
        scores[i] = -normal(rates[i])


@kernel
def copy_desk(desk, lane, own):  # type: ignore[no-untyped-def]
    """One lane of a desk, field by field: ``own (FIGURES, bank)``."""
    for bank in range(own.shape[1]):
        own[0, bank], own[1, bank], own[2, bank] = desk.strength[bank, lane], desk.skill[bank, lane], desk.prior[lane]
        own[3, bank], own[4, bank] = desk.bar[bank, lane], desk.cut[bank, lane]
        own[5, bank], own[6, bank] = desk.leaves[lane], np.floor(desk.lateness[bank, lane])


@inline
def weigh(own, banks, bank, score, signal, steps, figures, place):  # type: ignore[no-untyped-def]
    """Bin of priority of a block of alerts, counted on from the number of bins where they are reported.

    ``own (FIGURES * bank,)``; ``bank, score, signal, place (BLOCK,)`` and five ``figures (BLOCK,)``, local arrays.
    """
    d1, d2, prior, bar, cut = figures
    for i in range(BLOCK):
        at = bank[i]
        d1[i], d2[i], prior[i] = own[at], own[at + banks], own[at + banks * np.uint64(2)]
        bar[i], cut[i] = own[at + banks * np.uint64(3)], own[at + banks * np.uint64(4)]
    bins = np.uint64(steps.size + 1)
    for i in range(BLOCK):
        said = reports(score[i], signal[i] + d2[i], d1[i], d2[i], prior[i], bar[i])
        place[i] = bins * np.uint64(said)
    for step in range(steps.size):
        more = steps[step]
        for i in range(BLOCK):
            place[i] += np.uint64(score[i] >= cut[i] + more)


@kernel
def read(key, week, lane, serials, found, own, steps, tally, bank_of, said):  # type: ignore[no-untyped-def]
    """Analysts of one lane decide; gives how many alerts are reported.

    ``serials (room,)`` of the table, ``bank_of (cell,)``; ``tally (2 bins, bank)`` is added to, cleared ones first;
    ``said`` is overwritten.
    """
    serial, bank, place = room(BLOCK, np.uint64), room(BLOCK, np.uint64), room(BLOCK, np.uint64)
    u, v, signal, score = (
        room(BLOCK, np.float64),
        room(BLOCK, np.float64),
        room(BLOCK, np.float64),
        room(BLOCK, np.float64),
    )
    found, own, tally, said = bare(found), bare(own), bare(tally), bare(said)
    d1, d2, prior = room(BLOCK, np.float64), room(BLOCK, np.float64), room(BLOCK, np.float64)
    figures = d1, d2, prior, room(BLOCK, np.float64), room(BLOCK, np.float64)
    for i in range(BLOCK):
        serial[i], bank[i], score[i] = np.uint64(0), np.uint64(0), 0.0
    process, when, banks = np.uint64(REVIEW), np.uint64(week), np.uint64(own.shape[1])
    slots, cells, scores = found.slot[lane], found.cell[lane], found.score[lane]
    number, bins, count = min(found.count[lane], slots.size), np.uint64(steps.size + 1), np.uint64(0)
    counts, flat = tally.reshape(-1), own.reshape(-1)
    for at in range(0, number, BLOCK):
        end = min(at + BLOCK, number)
        slot, cell, given = slots[at:end], cells[at:end], scores[at:end]
        for i in range(slot.size):
            serial[i], bank[i], score[i] = serials[np.uint64(slot[i])], bank_of[np.uint64(cell[i])], given[i]
        for i in range(BLOCK):
            u[i], v[i] = uniforms2(key, process, when, serial[i], np.uint64(0))
        normal_block(v, signal)
        weigh(flat, banks, bank, score, signal, steps, figures, place)
        for i in range(slot.size):
            counts[place[i] * banks + bank[i]] += 1.0
            said.cell[count], said.serial[count], said.slot[count] = cell[i], serial[i], slot[i]
            said.score[count], said.told[count] = score[i], u[i]
            count += np.uint64(place[i] >= bins)
    return np.int64(count)


@kernel
def close_reported(key, week, lane, closes, own, rule, law, bank_of, said, count, outcome):  # type: ignore[no-untyped-def]
    """Deposits of the ``count`` reported accounts of one lane, and which of them are told to leave, and when."""
    closes, own, rule, law = bare(closes), bare(own), bare(rule), bare(law)
    said, outcome = bare(said), bare(outcome)
    cell, slot, score, told = said.cell[:count], said.slot[:count], said.score[:count], said.told[:count]
    deviation, first, usd, full = np.empty(count), np.empty(count), np.empty(count), strength(rule, lane)
    for i in range(count):
        deviation[i] = score[i] - mean_score(rule, cell[i], lane, full)
    deposits(key, week, lane, rule, law, cell, said.serial[:count], deviation, first, usd)
    for i in range(count):
        bank, until = bank_of[cell[i]], closes[slot[i]]
        leaving = np.int16(week + 1.0 + own[6, bank])
        sooner = (told[i] < own[5, bank]) & ((until <= 0) | (until > leaving))
        outcome.usd[cell[i], lane] += usd[i]
        outcome.closing[cell[i], lane] += np.float64(sooner)
        closes[slot[i]] = leaving if sooner else until


@kernel
def review(keys, week, table, found, desk, rule, law, steps, outcome):  # type: ignore[no-untyped-def]
    """Analysts look at the alerts of a week: each account has its own signal, fate and day of closing.

    Parameters
    ----------
    keys : (L,) uint64
    week : int
        As it addresses draws; closing weeks in the table count the same way.
    table : tenure.Accounts
        Accounts of the phase; the closing week of those that are told to leave is written.
    found : payments.Found
    desk : Desk
    rule, law : payments.Rule, payments.Law
        As ``payments.screen`` had the rule.
    steps : (bin - 1,) float64
        Scores over the threshold at which the higher bins of priority begin.
    outcome : Outcome
    """
    table, found, desk, outcome = bare(table), bare(found), bare(desk), bare(outcome)
    bins, banks, most = steps.size + 1, desk.cut.shape[0], found.slot.shape[1]
    own, tally = np.empty((FIGURES, banks)), np.empty((2 * bins, banks))
    bank_of, u64 = np.empty(rule.segment.size, np.uint64), np.uint64
    said = Said(np.empty(most, u64), np.empty(most, u64), np.empty(most, u64), np.empty(most), np.empty(most))
    for cell in range(bank_of.size):
        bank_of[cell] = cell % banks
    for lane in range(keys.shape[0]):
        copy_desk(desk, lane, own)
        tally[:] = 0.0
        count = read(keys[lane], week, lane, table.serial[lane], found, own, steps, tally, bank_of, said)
        for place in range(bins):
            for bank in range(banks):
                outcome.cleared[place, bank, lane] += tally[place, bank]
                outcome.reported[place, bank, lane] += tally[bins + place, bank]
                outcome.alerts[bank, lane] += tally[place, bank] + tally[bins + place, bank]
        closes = table.closes[lane]
        close_reported(keys[lane], week, lane, closes, own, rule, law, bank_of, said, count, outcome)


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
