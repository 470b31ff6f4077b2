"""Accounts of launderers: a row each, scored once every four weeks on the sums of the four weeks.

The table of one phase is ``table (L, room, 4)`` float32 with ``live (L,)`` rows in use at the front: 16 bytes an
account, lane by lane. A removed row is filled by the last one; the draws hang on the serial, so position never matters.

Law of an account-month. Its features (deposits, lot, outside, ratio) are ``x = e + lift * delta`` for launderers and
``x = e`` for the others, e four independent standard normals, so that the bank's score

    kappa * sum(weight x) + sqrt(1 - kappa^2) noise,    sum(weight^2) = 1,

is N(0, 1) for the legal and N(kappa * lift * sum(weight delta), 1) for launderers. Score and deposits need three
normals only, each of a word of one call at (lane, PAYMENTS, week, serial): e of the deposits, the weighted sum of the
other three e, scaled to variance 1, and the noise. What the sum hides is drawn for the rows that are looked at
(``columns``): the joint law is that of five normals. Columns follow from x through the quantile functions of legal
account-months of the segment, the same for both.

Deposits are whole dollars, so that their sums are exact and do not depend on the order of the rows.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from flowsim.kernels.jit import inline, kernel
from flowsim.kernels.philox import HALF_WORD, OPENINGS, PAYMENTS, WORD, philox4x32, uniforms2
from flowsim.kernels.single import exp32, normal32, odd32
from flowsim.kernels.vmath import vlog

CELL, SERIAL, OPENED, CLOSES = 0, 1, 2, 3  # fields of a row
SERIALS = 2**24  # whole numbers that float32 holds
RUN = 512  # rows worked together: their scratch fits the first cache
AGES, RETIREMENTS = 1, 2  # slots of OPENINGS; slot 0 is free for numbers of openings


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


class Sums(NamedTuple):
    """Account-months of each cell, added to; float64 (cell, L)."""

    deposits_usd: np.ndarray
    accounts: np.ndarray
    alerts: np.ndarray


class Found(NamedTuple):
    """Account-months with an alert, listed per lane in order of slots; ``most`` is the room of the list."""

    count: np.ndarray  # (L,) int64 alerts; where it exceeds most, only the first ones are listed
    slot: np.ndarray  # (L, most) int32
    cell: np.ndarray  # (L, most) int32
    score: np.ndarray  # (L, most) float32
    usd: np.ndarray  # (L, most) float32 deposits of the four weeks


class Opening(NamedTuple):
    """Accounts as launderers take them over; float64 (L,)."""

    age_weeks: np.ndarray  # mean age at takeover, exponential
    life_weeks: np.ndarray  # mean weeks until they give an account up, exponential; 0: not decided


TOP = np.float32(16.11809565095832)  # log of 10 million USD
FEWEST, FIELDS = np.float32(1.0), 5


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
    return np.float32(rule.kappa[cell, lane] * rule.lift[cell, lane] * full)


@inline
def rest(share):  # type: ignore[no-untyped-def]
    """What is left of a variance of 1, as a standard deviation."""
    left = 1.0 - share * share
    return np.sqrt(left if left > 0.0 else 0.0)


@kernel
def lay_out(rule, law, lane, record):  # type: ignore[no-untyped-def]
    """What a lane's rows need of their cell, ``record (FIELDS, cell)`` float32.

    Log deposits at e = 0, their spread, kappa, weight of the noise, cut minus mean score.
    """
    full = strength(rule, lane)
    for c in range(rule.segment.size):
        s, kappa, lift = rule.segment[c], rule.kappa[c, lane], rule.lift[c, lane]
        record[0, c] = law.mu_usd[s, lane] + law.sd_usd[s, lane] * lift * rule.delta[0, lane]
        record[1, c] = law.sd_usd[s, lane]
        record[2, c] = kappa
        record[3, c] = rest(kappa)
        record[4, c] = rule.cut[c, lane] - kappa * lift * full


@kernel
def screen_lane(key, week, table, own, record, sums, found):  # type: ignore[no-untyped-def]
    """``screen`` for the rows in use, ``table (rows, 4)``, of one lane; returns how many have an alert.

    ``own`` weight of the deposits; ``sums (3, cell)`` float64 dollars, accounts, alerts; ``found`` slot, cell,
    deviation of the score from its mean and dollars, (most,).
    """
    serial, cell, hit = np.zeros(RUN, np.uint64), np.zeros(RUN, np.uint64), np.zeros(RUN + 1, np.uint64)
    a, b, c = np.empty(RUN, np.uint32), np.empty(RUN, np.uint32), np.empty(RUN, np.uint32)
    base, spread, kappa = np.empty(RUN, np.float32), np.empty(RUN, np.float32), np.empty(RUN, np.float32)
    noise, bar = np.empty(RUN, np.float32), np.empty(RUN, np.float32)
    usd, score = np.empty(RUN, np.float32), np.empty(RUN, np.float32)
    weight, others = np.float32(own), np.float32(rest(own))
    k_0, k_1, when, process, zero = key & WORD, key >> HALF_WORD, np.uint64(week), np.uint64(PAYMENTS), np.uint64(0)
    bases, spreads, kappas, noises, bars = record[0], record[1], record[2], record[3], record[4]
    dollars, accounts, alerts = sums[0], sums[1], sums[2]
    slots, cells, deviations, amounts = found
    count, most = 0, slots.size
    for start in range(0, table.shape[0], RUN):
        rows = table[start : start + RUN]
        size = rows.shape[0]
        for i in range(size):
            cell[i], serial[i] = np.uint64(rows[i, CELL]), np.uint64(rows[i, SERIAL])
        for i in range(RUN):
            base[i], spread[i], kappa[i] = bases[cell[i]], spreads[cell[i]], kappas[cell[i]]
            noise[i], bar[i] = noises[cell[i]], bars[cell[i]]
        for i in range(RUN):
            c_0, c_1, c_2, _ = philox4x32(serial[i], zero, when, process, k_0, k_1)
            a[i], b[i], c[i] = np.uint32(c_0), np.uint32(c_1), np.uint32(c_2)
        for i in range(RUN):
            first = normal32(odd32(a[i]))
            seen = weight * first + others * normal32(odd32(b[i]))
            score[i] = kappa[i] * seen + noise[i] * normal32(odd32(c[i]))
            usd[i] = whole_dollars(base[i] + spread[i] * first)
        hits = 0
        for i in range(size):
            dollars[cell[i]] += usd[i]
            accounts[cell[i]] += 1.0
            hit[np.uint64(hits)] = np.uint64(i)
            hits += int(score[i] > bar[i])
        for j in range(hits):
            alerts[cell[hit[j]]] += 1.0
        for j in range(min(hits, most - count) if count < most else 0):
            i, at = hit[j], count + j
            slots[at], cells[at], deviations[at], amounts[at] = start + i, cell[i], score[i], usd[i]
        count += hits
    return count


@kernel
def screen(keys, week, table, live, rule, law, sums, found):  # type: ignore[no-untyped-def]
    """Score every account in use once and list those with an alert.

    Parameters
    ----------
    keys : (L,) uint64
    week : int
        Not negative; the last of the four weeks.
    table, live : (L, room, 4) float32, (L,) int64
    rule : Rule
    law : Law
    sums : Sums
        Added to. Independent of the order of the rows.
    found : Found
        Overwritten; ``count`` may exceed the room of the list, then the rest of the lane is counted but not listed.
    """
    cells, lanes = rule.kappa.shape
    record, own = np.empty((FIELDS, cells), np.float32), np.empty((3, cells))
    for lane in range(lanes):
        lay_out(rule, law, lane, record)
        own[:] = 0.0
        lists = found.slot[lane], found.cell[lane], found.score[lane], found.usd[lane]
        rows = table[lane, : live[lane]]
        count = screen_lane(keys[lane], week, rows, rule.weight[0, lane], record, own, lists)
        full = strength(rule, lane)
        for j in range(min(count, found.score.shape[1])):
            found.score[lane, j] += mean_score(rule, found.cell[lane, j], lane, full)
        for c in range(cells):
            sums.deposits_usd[c, lane] += own[0, c]
            sums.accounts[c, lane] += own[1, c]
            sums.alerts[c, lane] += own[2, c]
        found.count[lane] = count


@kernel
def expected_usd(rule, law, mean):  # type: ignore[no-untyped-def]
    """Mean deposits of a launderer's account-month of each cell, ``mean (cell, L)`` USD, overwritten."""
    for c in range(rule.segment.size):
        s = rule.segment[c]
        for lane in range(mean.shape[1]):
            sd = law.sd_usd[s, lane]
            mean[c, lane] = np.exp(law.mu_usd[s, lane] + sd * (rule.lift[c, lane] * rule.delta[0, lane] + 0.5 * sd))


@kernel
def open_accounts(keys, week, number, opening, table, live, serials, opened):  # type: ignore[no-untyped-def]
    """Append rows.

    Parameters
    ----------
    keys : (L,) uint64
    week : int
        Not negative.
    number : (cell, L) float64
        Accounts to open; a fraction is left out.
    opening : Opening
    table, live : (L, room, 4) float32, (L,) int64
        Appended to, in order of cells.
    serials : (L,) int64
        Serials used so far in the lane, added to.
    opened : (cell, L) float64
        Added to: fewer than ``number`` where the table or the serials (2**24) run out.
    """
    for lane in range(live.size):
        row, serial = live[lane], serials[lane]
        left = min(table.shape[1] - row, SERIALS - serial)
        for c in range(number.shape[0]):
            wanted = np.floor(number[c, lane])
            some = int(min(wanted, float(left))) if wanted > 0.0 else 0
            for _ in range(some):
                u, v = uniforms2(keys[lane], OPENINGS, week, serial, AGES)
                life = opening.life_weeks[lane]
                table[lane, row, CELL], table[lane, row, SERIAL] = c, serial
                table[lane, row, OPENED] = week - np.floor(-opening.age_weeks[lane] * vlog(u))
                table[lane, row, CLOSES] = week + 1 + np.floor(-life * vlog(v)) if life > 0.0 else 0.0
                row, serial = row + 1, serial + 1
            left -= some
            opened[c, lane] += some
        live[lane], serials[lane] = row, serial


@kernel
def retire(keys, week, chance, table, live):  # type: ignore[no-untyped-def]
    """Let accounts be closed from now on with ``chance (cell, L)``, each by its own draw, unless already decided."""
    for lane in range(live.size):
        for i in range(live[lane]):
            if table[lane, i, CLOSES] == 0.0:
                p = chance[int(table[lane, i, CELL]), lane]
                if p > 0.0 and uniforms2(keys[lane], OPENINGS, week, int(table[lane, i, SERIAL]), RETIREMENTS)[0] < p:
                    table[lane, i, CLOSES] = week


@kernel
def close_accounts(week, table, live, closed):  # type: ignore[no-untyped-def]
    """Remove the rows whose week of closing has come: the last row moves into the hole.

    ``table (L, room, 4)``, ``live (L,)`` change; ``closed (cell, L)`` float64 is added to.
    """
    for lane in range(live.size):
        i, last = 0, live[lane] - 1
        while i <= last:
            if 0.0 < table[lane, i, CLOSES] <= week:
                closed[int(table[lane, i, CELL]), lane] += 1.0
                for f in range(4):
                    table[lane, i, f] = table[lane, last, f]
                last -= 1
            else:
                i += 1
        live[lane] = last + 1
