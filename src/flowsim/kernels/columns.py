"""Columns of account-months: what a bank sees of the rows that it looks at, by the same law for everybody.

- lot: 0.95 of the limit times logistic(mu + sd x); payments: deposits over lot, rounded up, 1 to 255;
- at or above the limit: Binomial of those payments that could be, chance logistic(mu - sd x of the lot);
- from outside: Binomial(payments, logistic(mu + sd x)); ratio of what leaves: logistic(mu + sd x).

Launderers' rows have the score that ``payments`` found, and its deposits; given these, the other three features and
the noise are drawn at slots 2 and 3 of their address, two uniforms at slot 4. Rows are worked in blocks of ``BLOCK``.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from flowsim.kernels.inversion import BLOCK, binomial_block, normal_block, prepare
from flowsim.kernels.jit import inline, kernel
from flowsim.kernels.payments import DEPOSITS, deposits, mean_score, rest, strength
from flowsim.kernels.philox import PAYMENTS, uniforms2
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
def reveal(lane, rule, cell, deviation, first, x):  # type: ignore[no-untyped-def]
    """Features ``x (3, BLOCK)`` of lot, outside and ratio, from four fresh normals in ``x (4, BLOCK)``.

    Given are by how much the score exceeds its mean, ``deviation (BLOCK,)``, and the normal of the deposits, ``first``.
    """
    w_0, w_1, w_2, w_3 = rule.weight[0, lane], rule.weight[1, lane], rule.weight[2, lane], rule.weight[3, lane]
    for i in range(BLOCK):
        kappa, lift = rule.kappa[cell[i], lane], rule.lift[cell[i], lane]
        left, noise = rest(kappa * w_0), rest(kappa)
        share = 1.0 / left if left > 0.0 else 0.0
        seen = kappa * (w_1 * x[0, i] + w_2 * x[1, i] + w_3 * x[2, i]) + noise * x[3, i]
        gap = share * share * kappa * (deviation[i] - kappa * w_0 * first[i] - seen)
        x[0, i] += w_1 * gap + lift * rule.delta[1, lane]
        x[1, i] += w_2 * gap + lift * rule.delta[2, lane]
        x[2, i] += w_3 * gap + lift * rule.delta[3, lane]


@kernel
def look_up(key, week, lane, table, rule, law, found, out, given):  # type: ignore[no-untyped-def]
    """What is known of listed rows of one lane; ``given (2, row)`` deviations of scores and normals of deposits."""
    many, full = given.shape[1], strength(rule, lane)
    cell, serial, usd = np.empty(many, np.uint64), np.empty(many, np.uint64), np.empty(many)
    for at in range(many):
        place = found.slot[lane, at]
        cell[at], serial[at] = table.cell[lane, place], table.serial[lane, place]
        given[0, at] = found.score[lane, at] - mean_score(rule, cell[at], lane, full)
    deposits(key, week, lane, rule, law, cell, serial, given[0], given[1], usd)
    for at in range(many):
        out.cell[lane, at], out.id[lane, at], out.usd[lane, at] = cell[at], serial[at], usd[at]
        out.age_weeks[lane, at] = week - table.opened[lane, found.slot[lane, at]]
        out.score[lane, at] = found.score[lane, at]


@kernel
def rows(keys, week, table, rule, law, found, out):  # type: ignore[no-untyped-def]
    """All columns of listed rows of launderers, as ``payments.screen`` scored them in ``week``.

    Parameters
    ----------
    keys, week, table, rule, law
        As ``screen`` and ``review`` had them.
    found : payments.Found
        Of ``screen``, or any part of it.
    out : Rows
        Overwritten.
    """
    cell, entity, segment = np.zeros(BLOCK, np.int64), np.zeros(BLOCK, np.uint64), np.zeros(BLOCK, np.int64)
    usd, deviation, first = np.ones(BLOCK), np.zeros(BLOCK), np.zeros(BLOCK)
    draw, columns = np.empty((6, BLOCK)), np.empty((4, BLOCK))
    for lane in range(keys.size):
        listed = min(found.count[lane], found.slot.shape[1], out.usd.shape[1])
        given = np.empty((2, listed))
        look_up(keys[lane], week, lane, table, rule, law, found, out, given)
        for start in range(0, listed, BLOCK):
            size = min(BLOCK, listed - start)
            for i in range(size):
                at = start + i
                cell[i], entity[i] = int(out.cell[lane, at]), np.uint64(out.id[lane, at])
                segment[i], usd[i] = rule.segment[cell[i]], out.usd[lane, at]
                deviation[i], first[i] = given[0, at], given[1, at]
            for pair in range(3):
                draw_uniforms(keys[lane], PAYMENTS, week, entity, DEPOSITS + 1 + pair, draw[2 * pair : 2 * pair + 2])
            for f in range(4):
                to_normals(draw[f])
            reveal(lane, rule, cell, deviation, first, draw[:4])
            describe(law, lane, segment, usd, draw[:3], draw[4:], columns)
            write_block(out, lane, start, size, usd, columns)
        out.count[lane] = found.count[lane]
