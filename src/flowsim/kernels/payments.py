"""Accounts of launderers are scored once every four weeks on the sums of the four weeks.

Law of an account-month. Its features (deposits, lot, outside, ratio) are ``x = e + lift * delta`` for launderers and
``x = e`` for the others, e four independent standard normals, so that the bank's score

    kappa * sum(weight x) + sqrt(1 - kappa^2) noise,    sum(weight^2) = 1,

is N(0, 1) for the legal and N(kappa * lift * sum(weight delta), 1) for launderers. Columns follow from x through the
quantile functions of legal account-months of the segment, the same for both.

An alert that somebody reads needs one word: it is below the chance of one, and then gives the score by inversion. Four
rows share a call at (lane, PAYMENTS, week, place); two accounts never have one place in one week. The five normals
behind a score, given the score, are drawn for the rows that are looked at (``deposits``, ``columns``): the joint law is
that of drawing them first.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from flowsim.kernels.flags import list_marked
from flowsim.kernels.inversion import BLOCK, normal_block
from flowsim.kernels.jit import inline, kernel
from flowsim.kernels.philox import HALF_WORD, PAYMENTS, WORD, philox4x32, uniforms2
from flowsim.kernels.scratch import bare, room
from flowsim.kernels.screening import sf
from flowsim.kernels.single import exp32
from flowsim.kernels.tenure import LISTED, RUN

QUARTER = RUN // 4  # calls of a run
WORDS, MOST_WORD = 2.0**32, 2.0**32 - 1.0
DEPOSITS = 1  # slot of PAYMENTS, at serials; slots 2 to 4 are for other columns


class Law(NamedTuple):
    """Legal account-months of each segment; float64 (segment, L). x is a feature, standard normal for the legal."""

    mu_usd: np.ndarray  # deposits: exp(mu + sd x) USD in four weeks
    sd_usd: np.ndarray
    mu_lot: np.ndarray  # mean lot below the limit: 0.95 logistic(mu + sd x) of the limit
    sd_lot: np.ndarray
    mu_above: np.ndarray  # chance that a payment that may be at or above the limit is: logistic(mu - sd x of the lot)
    sd_above: np.ndarray
    mu_outside: np.ndarray  # chance that a payment comes from outside the area: logistic(mu + sd x)
    sd_outside: np.ndarray
    mu_ratio: np.ndarray  # share of deposits that leaves again in the four weeks: logistic(mu + sd x)
    sd_ratio: np.ndarray
    age_weeks: np.ndarray  # mean age of an account, exponential
    sd_payment: np.ndarray  # log spread of the payments of a row
    limit_usd: np.ndarray  # amount from which a payment is reported anyway, 10,000


class Rule(NamedTuple):
    """How banks score the account-months of each cell; float64, last axis lanes."""

    segment: np.ndarray  # (cell,) int64 row of Law
    kappa: np.ndarray  # (cell, L) quality of systems, above 0 up to 1: correlation of the score with what can be seen
    lift: np.ndarray  # (cell, L) strength of the traces that launderers leave, 1 is full; not used for the legal
    cut: np.ndarray  # (cell, L) score above which there is an alert
    delta: np.ndarray  # (4, L) shift of each feature at lift 1
    weight: np.ndarray  # (4, L) weight of each feature in the score, squares add up to 1


class Found(NamedTuple):
    """Account-months with an alert that is read, listed per lane by place; ``most`` is the room of the list."""

    count: np.ndarray  # (L,) int64 alerts; where it exceeds most, only the first ones are listed
    slot: np.ndarray  # (L, most) int32 place
    cell: np.ndarray  # (L, most) int32
    score: np.ndarray  # (L, most) float64


TOP = np.float32(16.11809565095832)  # log of 10 million USD
FEWEST = np.float32(1.0)


@inline
def whole_dollars(log_usd):  # type: ignore[no-untyped-def]
    """Deposits in whole USD, 1 to 10 million."""
    usd = np.rint(exp32(log_usd if log_usd < TOP else TOP))
    return usd if usd > FEWEST else FEWEST


@inline
def strength(rule, lane):  # type: ignore[no-untyped-def]
    """Mean of ``sum(weight x)`` of launderers at lift 1."""
    total = 0.0
    for f in range(4):
        total += rule.weight[f, lane] * rule.delta[f, lane]
    return total


@inline
def mean_score(rule, cell, lane, full):  # type: ignore[no-untyped-def]
    """Mean score of a launderer in a cell; ``full`` is ``strength``."""
    return rule.kappa[cell, lane] * rule.lift[cell, lane] * full


@inline
def rest(share):  # type: ignore[no-untyped-def]
    """What is left of a variance of 1, as a standard deviation."""
    left = 1.0 - share * share
    return np.sqrt(left if left > 0.0 else 0.0)


@kernel
def lay_out(rule, spots, bank_of, watched, lane, limit, scale, mean):  # type: ignore[no-untyped-def]
    """What a lane's rows need of their cell, at ``cell + 1``; of nobody, at 0, there is no alert.

    Words below ``limit`` uint32 are alerts; the chance that a score is higher is (word + 1/2) ``scale``; mean score.
    """
    full = strength(rule, lane)
    gap, chance, seen = room(BLOCK, np.float64), room(BLOCK, np.float64), room(BLOCK, np.float64)
    for i in range(BLOCK):
        gap[i], seen[i] = 0.0, 0.0
    limit[:] = np.uint32(0)
    for start in range(0, spots.size, BLOCK):
        size = min(BLOCK, spots.size - start)
        for i in range(size):
            cell = np.uint64(spots[start + i])
            mean[cell + np.uint64(1)] = mean_score(rule, cell, lane, full)
            gap[i] = rule.cut[cell, lane] - mean[cell + np.uint64(1)]
            seen[i] = watched[np.uint64(bank_of[start + i]), lane]
        for i in range(BLOCK):
            chance[i] = sf(gap[i])
        for i in range(size):
            at = np.uint64(spots[start + i]) + np.uint64(1)
            words = min(np.rint(chance[i] * seen[i] * WORDS), MOST_WORD)
            limit[at], scale[at] = np.uint32(words), chance[i] / words


@kernel
def list_alerts(key, week, cell, limit, slots, cells, words):  # type: ignore[no-untyped-def]
    """Places, cells plus 1 and words of the rows ``cell (rows,)`` that have an alert; returns how many."""
    hit, word, flag = room(LISTED, np.int32), room(RUN, np.uint32), room(RUN, np.uint8)
    eights = flag.view(np.uint64)
    k_0, k_1, when, process, zero = key & WORD, key >> HALF_WORD, np.uint64(week), np.uint64(PAYMENTS), np.uint64(0)
    count, most = 0, slots.size
    for start in range(0, cell.size, RUN):
        here, call = cell[start : start + RUN], np.uint64(start // 4)
        for i in range(QUARTER):
            a, b, c, d = philox4x32(call + np.uint64(i), zero, when, process, k_0, k_1)
            word[i], word[QUARTER + i] = np.uint32(a), np.uint32(b)
            word[2 * QUARTER + i], word[3 * QUARTER + i] = np.uint32(c), np.uint32(d)
        for i in range(here.size):
            flag[i] = np.uint8(word[i] < limit[np.uint64(np.int64(here[i]) + 1)])
        for i in range(here.size, RUN):
            flag[i] = np.uint8(0)
        hits = list_marked(eights, hit)
        listed = min(hits, most - count) if count < most else 0
        place, where, drawn = (
            slots[count : count + listed],
            cells[count : count + listed],
            words[count : count + listed],
        )
        for j in range(listed):
            i = np.uint64(hit[j])
            place[j], where[j], drawn[j] = start + i, here[i] + 1, word[i]
        count += hits
    return count


@kernel
def invert(words, cells, scale, mean, scores):  # type: ignore[no-untyped-def]
    """Scores of alerts from their words; ``cells (alert,)`` plus 1 become cells."""
    words, cells, scale, mean, scores = bare(words), bare(cells), bare(scale), bare(mean), bare(scores)
    u, z = room(BLOCK, np.float64), room(BLOCK, np.float64)
    for i in range(BLOCK):
        u[i] = 0.5
    for at in range(0, cells.size, BLOCK):
        end = min(at + BLOCK, cells.size)
        word, cell, score = words[at:end], cells[at:end], scores[at:end]
        for i in range(cell.size):
            u[i] = (np.float64(word[i]) + 0.5) * scale[np.uint64(cell[i])]
        normal_block(u, z)
        for i in range(cell.size):
            score[i] = mean[np.uint64(cell[i])] - z[i]
            cell[i] -= 1


@kernel
def screen(keys, week, table, live, spots, rule, watched, found):  # type: ignore[no-untyped-def]
    """Score every account in use once and list those with an alert that somebody reads.

    Parameters
    ----------
    keys : (L,) uint64
    week : int
        Not negative; the last of the four weeks.
    table, live : tenure.Accounts, (L,) int64
    spots : (spot,) int64
        Cells that have accounts.
    rule : Rule
    watched : (bank, L) float64
        Share of accounts that are watched, at bank ``cell % banks``.
    found : Found
        Overwritten; ``count`` may exceed the room of the list, then the rest of the lane is counted but not listed.
    """
    table, rule, found = bare(table), bare(rule), bare(found)
    many, most = rule.kappa.shape[0] + 1, found.slot.shape[1]
    limit, scale, mean = np.zeros(many, np.uint32), np.zeros(many), np.zeros(many)
    words, bank_of = np.empty(most, np.uint32), spots % watched.shape[0]
    for lane in range(live.size):
        lay_out(rule, spots, bank_of, watched, lane, limit, scale, mean)
        cells_of, cells = table.cell[lane, : live[lane]], found.cell[lane]
        count = list_alerts(keys[lane], week, cells_of, limit, found.slot[lane], cells, words)
        listed = min(count, most)
        invert(words[:listed], cells[:listed], scale, mean, found.score[lane, :listed])
        found.count[lane] = count


@kernel
def deposits(key, week, lane, rule, law, cell, serial, deviation, first, usd):  # type: ignore[no-untyped-def]
    """Deposits of launderers' account-months, given by how much their scores exceed the mean.

    ``cell, serial (row,)`` uint64, ``deviation (row,)``; written are ``first (row,)``, normals behind the deposits, and
    ``usd (row,)``, whole dollars.
    """
    rule, law, cell, serial = bare(rule), bare(law), bare(cell), bare(serial)
    deviation, first, usd = bare(deviation), bare(first), bare(usd)
    number, u, z = room(BLOCK, np.uint64), room(BLOCK, np.float64), room(BLOCK, np.float64)
    share, log_usd = room(BLOCK, np.float64), room(BLOCK, np.float64)
    spread, excess = room(BLOCK, np.float64), room(BLOCK, np.float64)
    for i in range(BLOCK):
        number[i], share[i], log_usd[i], spread[i], excess[i] = np.uint64(0), 0.0, 0.0, 0.0, 0.0
    weight, delta, process, when = rule.weight[0, lane], rule.delta[0, lane], np.uint64(PAYMENTS), np.uint64(week)
    for start in range(0, cell.size, BLOCK):
        cells, serials, above = (
            cell[start : start + BLOCK],
            serial[start : start + BLOCK],
            deviation[start : start + BLOCK],
        )
        normals, dollars = first[start : start + BLOCK], usd[start : start + BLOCK]
        for i in range(cells.size):
            here = np.uint64(cells[i])
            s = np.uint64(rule.segment[here])
            share[i], spread[i] = rule.kappa[here, lane] * weight, law.sd_usd[s, lane]
            log_usd[i] = law.mu_usd[s, lane] + spread[i] * (rule.lift[here, lane] * delta)
            number[i], excess[i] = np.uint64(serials[i]), above[i]
        for i in range(BLOCK):
            u[i] = uniforms2(key, process, when, number[i], np.uint64(DEPOSITS))[0]
        normal_block(u, z)
        for i in range(BLOCK):
            z[i] = share[i] * excess[i] + rest(share[i]) * z[i]
            u[i] = whole_dollars(np.float32(log_usd[i] + spread[i] * z[i]))
        for i in range(cells.size):
            normals[i], dollars[i] = z[i], u[i]
