"""Accounts of launderers: a row each, scored once every four weeks on the sums of the four weeks.

The table of one phase is ``table (L, room, 4)`` float32 with ``live (L,)`` rows in use at the front: 16 bytes an
account, lane by lane. A removed row is filled by the last one; the draws hang on the serial, so position never matters.

Law of an account-month. At (lane, PAYMENTS, week, serial) lie five independent standard normals: four of the upper 24
bits of the four words of one call, the fifth of their lower 8 bits. The features (deposits, lot, outside, ratio) are
``x = e + lift * delta`` for launderers and ``x = e`` for the others, so that the bank's score

    kappa * sum(weight x) + sqrt(1 - kappa^2) e_5,    sum(weight^2) = 1,

is N(0, 1) for the legal and N(kappa * lift * sum(weight delta), 1) for launderers. Columns follow from x through the
quantile functions of legal account-months of the segment (``material``), the same for both.

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
ONE, FEWEST, BYTE = np.float32(1.0), np.float32(1.0), np.uint64(0xFF)
UP_1, UP_2, UP_3 = np.uint64(8), np.uint64(16), np.uint64(24)


@inline
def fifth(c0, c1, c2, c3):  # type: ignore[no-untyped-def]
    """The fifth word of a call: the lower 8 bits of its four words, which no 24-bit uniform of theirs uses."""
    return (c0 & BYTE) << UP_3 | (c1 & BYTE) << UP_2 | (c2 & BYTE) << UP_1 | c3 & BYTE


@inline
def whole_dollars(log_usd):  # type: ignore[no-untyped-def]
    """Deposits in whole USD, 1 to 10 million."""
    usd = np.rint(exp32(log_usd if log_usd < TOP else TOP))
    return usd if usd > FEWEST else FEWEST


@kernel
def lay_out(rule, law, lane, record):  # type: ignore[no-untyped-def]
    """What a lane's rows need of their cell, ``record (cell, 6)`` float32.

    Log deposits at e = 0, their spread, kappa, mean score, weight of the fifth normal, cut.
    """
    strength = 0.0
    for f in range(4):
        strength += rule.weight[f, lane] * rule.delta[f, lane]
    for c in range(rule.segment.size):
        s, kappa, lift = rule.segment[c], rule.kappa[c, lane], rule.lift[c, lane]
        rest = 1.0 - kappa * kappa
        record[c, 0] = law.mu_usd[s, lane] + law.sd_usd[s, lane] * lift * rule.delta[0, lane]
        record[c, 1] = law.sd_usd[s, lane]
        record[c, 2] = kappa
        record[c, 3] = kappa * lift * strength
        record[c, 4] = np.sqrt(rest if rest > 0.0 else 0.0)
        record[c, 5] = rule.cut[c, lane]


@kernel
def screen_lane(key, week, lane, table, weight, record, sums, found):  # type: ignore[no-untyped-def]
    """``screen`` for the rows in use, ``table (rows, 4)``, of one lane; sums of its cells, ``sums (cell, 3)``."""
    a, b, c, d, e = (
        np.empty(RUN, np.uint32),
        np.empty(RUN, np.uint32),
        np.empty(RUN, np.uint32),
        np.empty(RUN, np.uint32),
        np.empty(RUN, np.uint32),
    )
    base, spread, kappa = np.zeros(RUN, np.float32), np.zeros(RUN, np.float32), np.zeros(RUN, np.float32)
    mean, noise, cut = np.zeros(RUN, np.float32), np.zeros(RUN, np.float32), np.zeros(RUN, np.float32)
    serial, cell = np.zeros(RUN, np.uint64), np.zeros(RUN, np.uint64)
    usd, score = np.empty(RUN, np.float32), np.empty(RUN, np.float32)
    w_0, w_1, w_2, w_3 = np.float32(weight[0]), np.float32(weight[1]), np.float32(weight[2]), np.float32(weight[3])
    k_0, k_1, when, process, zero = key & WORD, key >> HALF_WORD, np.uint64(week), np.uint64(PAYMENTS), np.uint64(0)
    count, most = 0, found.slot.shape[1]
    for start in range(0, table.shape[0], RUN):
        rows = table[start : start + RUN]
        size = rows.shape[0]
        for i in range(size):
            at = np.uint64(rows[i, CELL])
            cell[i], serial[i] = at, np.uint64(rows[i, SERIAL])
            base[i], spread[i], kappa[i] = record[at, 0], record[at, 1], record[at, 2]
            mean[i], noise[i], cut[i] = record[at, 3], record[at, 4], record[at, 5]
        for i in range(RUN):
            c_0, c_1, c_2, c_3 = philox4x32(serial[i], zero, when, process, k_0, k_1)
            a[i], b[i], c[i], d[i] = np.uint32(c_0), np.uint32(c_1), np.uint32(c_2), np.uint32(c_3)
            e[i] = np.uint32(fifth(c_0, c_1, c_2, c_3))
        for i in range(RUN):
            first = normal32(odd32(a[i]))
            seen = w_0 * first + w_1 * normal32(odd32(b[i])) + w_2 * normal32(odd32(c[i])) + w_3 * normal32(odd32(d[i]))
            score[i] = kappa[i] * seen + (noise[i] * normal32(odd32(e[i])) + mean[i])
            usd[i] = whole_dollars(base[i] + spread[i] * first)
        for i in range(size):
            at = cell[i]
            sums[at, 0] += usd[i]
            sums[at, 1] += 1.0
            if score[i] > cut[i]:
                sums[at, 2] += 1.0
                if count < most:
                    found.slot[lane, count], found.cell[lane, count] = start + i, at
                    found.score[lane, count], found.usd[lane, count] = score[i], usd[i]
                count += 1
    found.count[lane] = count


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
    record, own = np.empty((cells, 6), np.float32), np.empty((cells, 3))
    for lane in range(lanes):
        lay_out(rule, law, lane, record)
        own[:] = 0.0
        weight = rule.weight[:, lane].copy()
        screen_lane(keys[lane], week, lane, table[lane, : live[lane]], weight, record, own, found)
        for c in range(cells):
            sums.deposits_usd[c, lane] += own[c, 0]
            sums.accounts[c, lane] += own[c, 1]
            sums.alerts[c, lane] += own[c, 2]


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
