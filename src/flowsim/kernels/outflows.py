"""Payments out of account-months, given the columns and the deposits of the row.

What leaves is the ratio of the deposits, rounded to a cent. It is split over a drawn number of payments in proportion
to independent lognormals, each at least a cent. In order of the list they spend the deposits as these come in: each is
dated on or after the day by which deposits cover it and all before it, so that never more has left than has come in.
From that day on it waits an exponential time, cut at the end of the weeks.

Each payment out is a withdrawal, a wire to a company or a payment to a company for goods. An account's inclinations are
standard normals, for launderers shifted by their way: companies, goods, abroad, young companies, dear invoices.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from flowsim.kernels.columns import logistic
from flowsim.kernels.inversion import normal
from flowsim.kernels.jit import inline, kernel
from flowsim.kernels.material import DAYS, WORD_SIZE, share_out
from flowsim.kernels.philox import HALF_WORD, OUTFLOWS, WORD, philox4x32
from flowsim.kernels.vmath import vexp, vlog

WITHDRAWAL, WIRE, TRADE = 1, 2, 3  # legs; 0 is a deposit
FIRM, GOODS, ABROAD, YOUNG, DEAR = 0, 1, 2, 3, 4  # rows of the shifts
MOST_OUT, OLDEST = 255.0, 5200.0
OF_ROW = 2  # calls before those of payments; a payment has two
LAST_DAY = 27


class Outlay(NamedTuple):
    """Payments out of each segment, float64; and shifts by way."""

    mu_number: np.ndarray  # (segment, L) payments out: exp(mu + sd x), rounded up, 1 to 255
    sd_number: np.ndarray  # (segment, L)
    sd_amount: np.ndarray  # (segment, L) log spread of the payments out of a row
    dwell_days: np.ndarray  # (segment, L)
    mu_share: np.ndarray  # (3, segment, L) logits: to companies; of these for goods; of these abroad
    sd_share: np.ndarray  # (3, segment, L)
    company: np.ndarray  # (2, segment, L) mean age of companies in weeks, its log spread over accounts
    invoice: np.ndarray  # (2, segment, L) log spread of unit prices within an account, of its mean over accounts
    shift: np.ndarray  # (5, way, L) of FIRM, GOODS, ABROAD, YOUNG, DEAR; way 0 is that of customers, 0


class Outgoing(NamedTuple):
    """Payments out of rows, row after row, listed per lane."""

    count: np.ndarray  # (L,) int64 payments; where it exceeds most, rows that do not fit whole are left out
    row: np.ndarray  # (L, most) int64 place of the row in its list
    cents: np.ndarray  # (L, most) int64 USD cents
    day: np.ndarray  # (L, most) int64, 0..27 of the four weeks
    leg: np.ndarray  # (L, most) uint8 WITHDRAWAL, WIRE or TRADE
    abroad: np.ndarray  # (L, most) uint8 whether to a bank in another country
    weeks: np.ndarray  # (L, most) int64 age of the company paid, -1 for withdrawals
    invoice: np.ndarray  # (L, most) float64 unit price over the usual, nan where there is no invoice


@inline
def uniform(word):  # type: ignore[no-untyped-def]
    """A uniform of 32 bits, strictly inside (0, 1)."""
    return (float(word) + 0.5) * WORD_SIZE


@inline
def call(key, week, entity, slot):  # type: ignore[no-untyped-def]
    """Four words at one address."""
    return philox4x32(entity, np.uint64(slot), np.uint64(week), np.uint64(OUTFLOWS), key & WORD, key >> HALF_WORD)


@inline
def whole_cents(usd, ratio):  # type: ignore[no-untyped-def]
    """Cents that leave."""
    return np.rint(100.0 * usd * ratio)


@kernel
def count_outflows(keys, week, rows, rule, law, number):  # type: ignore[no-untyped-def]
    """Number of payments out of listed rows, ``number (L, most)``: 0 where less than half a cent leaves.

    Parameters
    ----------
    keys : (L,) uint64
    week : int
        That of the rows.
    rows : columns.Rows
    rule : payments.Rule
        As ``rows`` had it.
    law : Outlay
    number : (L, most) int64
        Overwritten as far as rows are listed.
    """
    for lane in range(keys.size):
        for place in range(min(rows.count[lane], rows.usd.shape[1])):
            s = rule.segment[int(rows.cell[lane, place])]
            x = normal(uniform(call(keys[lane], week, np.uint64(rows.id[lane, place]), 0)[0]))
            wanted = np.ceil(vexp(law.mu_number[s, lane] + law.sd_number[s, lane] * x))
            wanted = min(max(wanted, 1.0), MOST_OUT)
            number[lane, place] = int(min(wanted, whole_cents(rows.usd[lane, place], rows.ratio[lane, place])))


@kernel
def incline(key, week, entity, law, segment, way, lane, lean):  # type: ignore[no-untyped-def]
    """What an account inclines to, ``lean (5,)``: three logits, mean age of companies, mean log price of invoices."""
    _, a, b, c = call(key, week, entity, 0)
    d, e, _, _ = call(key, week, entity, 1)
    lean[FIRM], lean[GOODS], lean[ABROAD] = normal(uniform(a)), normal(uniform(b)), normal(uniform(c))
    lean[YOUNG], lean[DEAR] = normal(uniform(d)), normal(uniform(e))
    for f in range(5):
        lean[f] += law.shift[f, way, lane]
    for f in range(3):
        lean[f] = law.mu_share[f, segment, lane] + law.sd_share[f, segment, lane] * lean[f]
    lean[YOUNG] = law.company[0, segment, lane] * vexp(-law.company[1, segment, lane] * lean[YOUNG])
    lean[DEAR] = law.invoice[1, segment, lane] * lean[DEAR]


@kernel
def pay(key, week, entity, law, segment, lane, total, lean, curve, out, start, end):  # type: ignore[no-untyped-def]
    """Payments out of one row at ``start`` to ``end``: ``total`` cents; ``curve (28,)`` cents come in by each day."""
    many = end - start
    part, wait, large = np.empty(many), np.empty(many), np.ones(many, np.uint8)
    for j in range(many):
        a, b, c, d = call(key, week, entity, OF_ROW + 2 * j)
        e, f, g, _ = call(key, week, entity, OF_ROW + 2 * j + 1)
        part[j] = vexp(law.sd_amount[segment, lane] * normal(uniform(a)))
        wait[j] = uniform(g)
        firm, goods = uniform(b) < logistic(lean[FIRM]), uniform(c) < logistic(lean[GOODS])
        at = start + j
        out.leg[lane, at], out.abroad[lane, at], out.weeks[lane, at] = WITHDRAWAL, 0, -1
        out.invoice[lane, at] = np.nan
        if firm:
            age = np.floor(-lean[YOUNG] * vlog(uniform(d)))
            out.leg[lane, at], out.weeks[lane, at] = TRADE if goods else WIRE, int(min(age, OLDEST))
            out.abroad[lane, at] = uniform(f) < logistic(lean[ABROAD])
            if goods:
                out.invoice[lane, at] = vexp(lean[DEAR] + law.invoice[0, segment, lane] * normal(uniform(e)))
    share_out(total - many, np.inf, large, part)
    reached, before, day, dwell = 0.0, 0, 0, law.dwell_days[segment, lane]
    for j in range(many):
        reached += part[j]
        now = int(np.rint(reached)) + j + 1
        out.cents[lane, start + j] = now - before
        before = now
        while day < LAST_DAY and curve[day] < now:
            day += 1
        cut = 1.0 - vexp(-(DAYS - day) / dwell)
        later = day + int(-dwell * vlog(1.0 - wait[j] * cut))
        out.day[lane, start + j] = min(later, LAST_DAY)


@kernel
def pay_out(keys, week, rows, rule, way, law, paid, number, out):  # type: ignore[no-untyped-def]
    """Payments out of listed rows; their sum is the ratio of the deposits, to the cent.

    Parameters
    ----------
    keys, week, rows, rule, law, number
        As ``count_outflows`` had and found them.
    way : (cell,) int64
        Row of the shifts, 0 for customers.
    paid : material.Payments
        Deposits of the same rows, all of them listed.
    out : Outgoing
        Overwritten.
    """
    lean, curve = np.empty(5), np.empty(28, np.int64)
    for lane in range(keys.size):
        at, first = 0, 0
        for place in range(min(rows.count[lane], rows.usd.shape[1])):
            cell, entity, last = int(rows.cell[lane, place]), np.uint64(rows.id[lane, place]), first
            many, segment = number[lane, place], rule.segment[cell]
            if many > 0 and at + many <= out.cents.shape[1]:
                curve[:] = 0
                last = first + int(rows.payments[lane, place])
                for i in range(first, last):
                    curve[paid.day[lane, i]] += paid.cents[lane, i]
                for day in range(LAST_DAY):
                    curve[day + 1] += curve[day]
                incline(keys[lane], week, entity, law, segment, way[cell], lane, lean)
                total = whole_cents(rows.usd[lane, place], rows.ratio[lane, place])
                out.row[lane, at : at + many] = place
                pay(keys[lane], week, entity, law, segment, lane, total, lean, curve, out, at, at + many)
            first += int(rows.payments[lane, place])
            at += many
        out.count[lane] = at
