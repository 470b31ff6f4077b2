"""Columns of account-months: what a bank sees of the rows that it looks at, by the same law for everybody.

- lot: 0.95 of the limit times logistic(mu + sd x); payments: deposits over lot, rounded up, 1 to 255;
- at or above the limit: Binomial of those payments that could be, chance logistic(mu - sd x of the lot);
- from outside: Binomial(payments, logistic(mu + sd x)); ratio of what leaves: logistic(mu + sd x).

Launderers' rows come from the draws that ``payments`` scored: fresh normals at slots 1 and 2 of their address, given
the weighted sum that the score saw, and two uniforms at slot 3. Rows are worked in blocks of ``BLOCK``.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from flowsim.kernels.inversion import BLOCK, binomial_block, normal_block, prepare
from flowsim.kernels.jit import inline, kernel
from flowsim.kernels.payments import FIELDS, OPENED, SERIAL, lay_out, mean_score, rest, screen_lane, strength
from flowsim.kernels.philox import HALF_WORD, PAYMENTS, WORD, philox4x32, uniforms2
from flowsim.kernels.single import normal32, odd32
from flowsim.kernels.vmath import vexp

MOST_PAYMENTS = 255.0
FULL = 0.95  # mean lot at most, share of the limit


class Rows(NamedTuple):
    """Account-months with all columns, listed per lane; float64 (L, most) but for count."""

    count: np.ndarray  # (L,) int64 rows; where it exceeds most, only the first ones are listed
    cell: np.ndarray  # cell of the launderer, or group of the legal
    id: np.ndarray  # serial, or an id of 2**31 and more for the legal
    usd: np.ndarray  # deposits of the four weeks, whole
    payments: np.ndarray  # their number
    below: np.ndarray  # of these below the limit
    outside: np.ndarray  # of these from outside the area
    ratio: np.ndarray  # of deposits that left again
    age_weeks: np.ndarray  # of the account, whole
    score: np.ndarray  # of the bank


@inline
def logistic(x):  # type: ignore[no-untyped-def]
    """``1 / (1 + exp(-x))``."""
    return 1.0 / (1.0 + vexp(-x))


@kernel
def to_normals(u):  # type: ignore[no-untyped-def]
    """Standard normal quantiles of ``u (BLOCK,)``, in place."""
    own, z = np.empty(BLOCK), np.empty(BLOCK)
    for i in range(BLOCK):
        own[i] = u[i]
    normal_block(own, z)
    for i in range(BLOCK):
        u[i] = z[i]


@kernel
def draw_uniforms(key, process, week, entity, slot, draw):  # type: ignore[no-untyped-def]
    """Two uniforms of each address: ``draw (2, BLOCK)`` from ``entity (BLOCK,)`` uint64."""
    first, second = draw[0], draw[1]
    u, v = np.empty(BLOCK), np.empty(BLOCK)
    for i in range(BLOCK):
        u[i], v[i] = uniforms2(key, process, week, entity[i], slot)
    for i in range(BLOCK):
        first[i], second[i] = u[i], v[i]


@kernel
def draw_counts(u, n, p, out):  # type: ignore[no-untyped-def]
    """Binomial counts of a block, ``out (BLOCK,)``."""
    own, number, chance = np.empty(BLOCK), np.empty(BLOCK), np.empty(BLOCK)
    log_rest, odds = np.empty(BLOCK), np.empty(BLOCK)
    mass, reached, count = np.empty(BLOCK), np.empty(BLOCK), np.empty(BLOCK)
    for i in range(BLOCK):
        own[i], number[i], chance[i] = u[i], n[i], p[i]
        log_rest[i], odds[i] = prepare(chance[i])
    binomial_block(own, number, chance, log_rest, odds, mass, reached, count)
    for i in range(BLOCK):
        out[i] = count[i]


@kernel
def describe(law, lane, segment, usd, x, draw, columns):  # type: ignore[no-untyped-def]
    """Columns of a block of rows.

    ``segment (BLOCK,)``, ``usd (BLOCK,)`` deposits, ``x (3, BLOCK)`` features of lot, outside and ratio, ``draw (2,
    BLOCK)`` uniforms; ``columns (4, BLOCK)`` payments, below, outside, ratio.
    """
    number, limit = np.empty(BLOCK), np.empty(BLOCK)
    possible, chance, share = np.empty(BLOCK), np.empty(BLOCK), np.empty(BLOCK)
    for i in range(BLOCK):
        s = segment[i]
        limit[i] = law.limit_usd[s, lane]
        chance[i] = law.mu_above[s, lane] - law.sd_above[s, lane] * x[0, i]
        share[i] = law.mu_outside[s, lane] + law.sd_outside[s, lane] * x[1, i]
        number[i] = law.mu_lot[s, lane] + law.sd_lot[s, lane] * x[0, i]
        columns[3, i] = logistic(law.mu_ratio[s, lane] + law.sd_ratio[s, lane] * x[2, i])
    for i in range(BLOCK):
        lots = np.ceil(usd[i] / (FULL * limit[i] * logistic(number[i])))
        lots = MOST_PAYMENTS if lots > MOST_PAYMENTS else lots
        number[i] = usd[i] if lots > usd[i] else lots
        fit = np.floor((100.0 * usd[i] - number[i]) / np.rint(100.0 * limit[i]))
        possible[i] = number[i] if fit > number[i] else fit
        chance[i], share[i] = logistic(chance[i]), logistic(share[i])
    draw_counts(draw[0], possible, chance, columns[1])
    draw_counts(draw[1], number, share, columns[2])
    for i in range(BLOCK):
        above = columns[1, i]
        if usd[i] > FULL * limit[i] * number[i] and above < 1.0:  # 255 payments below the limit would not do
            above = 1.0
        columns[0, i], columns[1, i] = number[i], number[i] - above


@kernel
def write_block(out, lane, start, size, usd, columns):  # type: ignore[no-untyped-def]
    """Columns of a block into rows ``start`` to ``start + size`` of a lane."""
    for i in range(size):
        out.usd[lane, start + i] = usd[i]
        out.payments[lane, start + i], out.below[lane, start + i] = columns[0, i], columns[1, i]
        out.outside[lane, start + i], out.ratio[lane, start + i] = columns[2, i], columns[3, i]


@kernel
def score_again(key, week, lane, rule, law, picked, cell, score, usd):  # type: ignore[no-untyped-def]
    """Scores and deposits of ``picked (rows, 4)`` by the code that screened them, so that no bit differs."""
    record, sums = np.empty((FIELDS, rule.segment.size), np.float32), np.empty((3, rule.segment.size))
    lay_out(rule, law, lane, record)
    record[FIELDS - 1] = -np.inf
    slot, full = np.empty(score.size, np.int32), strength(rule, lane)
    screen_lane(key, week, picked, rule.weight[0, lane], record, sums, (slot, cell, score, usd))
    for at in range(score.size):
        score[at] += mean_score(rule, cell[at], lane, full)


@kernel
def weighted_sums(key, week, entity, seen):  # type: ignore[no-untyped-def]
    """The weighted sums of normals that the scores saw, ``seen (BLOCK,)``."""
    for i in range(BLOCK):
        words = philox4x32(entity[i], np.uint64(0), np.uint64(week), np.uint64(PAYMENTS), key & WORD, key >> HALF_WORD)
        seen[i] = normal32(odd32(np.uint32(words[1])))


@kernel
def reveal(lane, rule, cell, seen, x):  # type: ignore[no-untyped-def]
    """Features ``x (3, BLOCK)`` from fresh normals in x, given their weighted sum ``seen (BLOCK,)`` of variance 1."""
    others = rest(rule.weight[0, lane])
    share = 1.0 / others if others > 0.0 else 0.0
    w_1, w_2, w_3 = share * rule.weight[1, lane], share * rule.weight[2, lane], share * rule.weight[3, lane]
    for i in range(BLOCK):
        lift = rule.lift[cell[i], lane]
        gap = seen[i] - (w_1 * x[0, i] + w_2 * x[1, i] + w_3 * x[2, i])
        x[0, i] += w_1 * gap + lift * rule.delta[1, lane]
        x[1, i] += w_2 * gap + lift * rule.delta[2, lane]
        x[2, i] += w_3 * gap + lift * rule.delta[3, lane]


@kernel
def rows(keys, week, table, rule, law, found, out):  # type: ignore[no-untyped-def]
    """All columns of listed rows of launderers, as ``screen`` scored them in ``week``.

    Parameters
    ----------
    keys, week, table, rule, law
        As ``screen`` had them.
    found : payments.Found
        Only ``count`` and ``slot`` are read; any list of slots in use will do.
    out : Rows
        Overwritten.
    """
    cell, entity, segment = np.zeros(BLOCK, np.int64), np.zeros(BLOCK, np.uint64), np.zeros(BLOCK, np.int64)
    seen, deposits, draw, columns = np.empty(BLOCK), np.ones(BLOCK), np.empty((6, BLOCK)), np.empty((4, BLOCK))
    for lane in range(keys.size):
        listed = min(found.count[lane], found.slot.shape[1], out.usd.shape[1])
        picked, cells = np.empty((listed, 4), np.float32), np.zeros(listed, np.int32)
        score, usd = np.empty(listed, np.float32), np.empty(listed, np.float32)
        for at in range(listed):
            picked[at] = table[lane, found.slot[lane, at]]
        score_again(keys[lane], week, lane, rule, law, picked, cells, score, usd)
        for start in range(0, listed, BLOCK):
            size = min(BLOCK, listed - start)
            for i in range(size):
                at = start + i
                cell[i], entity[i], deposits[i] = cells[at], np.uint64(picked[at, SERIAL]), usd[at]
                segment[i] = rule.segment[cell[i]]
                out.cell[lane, at], out.id[lane, at] = cells[at], picked[at, SERIAL]
                out.age_weeks[lane, at], out.score[lane, at] = week - picked[at, OPENED], score[at]
            weighted_sums(keys[lane], week, entity, seen)
            for slot in range(1, 4):
                draw_uniforms(keys[lane], PAYMENTS, week, entity, slot, draw[2 * slot - 2 : 2 * slot])
            for f in range(3):
                to_normals(draw[f])
            reveal(lane, rule, cell, seen, draw[:3])
            describe(law, lane, segment, deposits, draw[:3], draw[4:], columns)
            write_block(out, lane, start, size, deposits, columns)
        out.count[lane] = found.count[lane]
