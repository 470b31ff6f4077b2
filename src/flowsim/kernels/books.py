"""Sums of rows of one flat buffer: the record, the audit and the published series of a week in a few calls."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from flowsim.kernels.jit import exact, kernel

ALONE = np.uint64(2**63)  # stands where a row is multiplied by nothing


class Sums(NamedTuple):
    """Which rows each sum adds; terms of one sum stand side by side."""

    start: np.ndarray  # (sum + 1,) int64, first term of each sum, and the number of terms
    row: np.ndarray  # (term,) uint64
    times: np.ndarray  # (term,) uint64, row that the first is multiplied by, or ALONE
    sign: np.ndarray  # (term,) float64


@kernel
def add(flat, sums, out):  # type: ignore[no-untyped-def]
    """``out (sum, lane) += `` sums of ``sign * row [* row]`` of ``flat (row, lane)``, first term first."""
    lanes = flat.shape[1]
    for i in range(out.shape[0]):
        for term in range(sums.start[i], sums.start[i + 1]):
            row, times, sign = sums.row[term], sums.times[term], sums.sign[term]
            if times == ALONE:
                for lane in range(lanes):
                    out[i, lane] += sign * flat[row, lane]
            else:
                for lane in range(lanes):
                    out[i, lane] += sign * flat[row, lane] * flat[times, lane]


@kernel
def count_broken(flat, first, stop):  # type: ignore[no-untyped-def]
    """How many numbers of rows ``first[i]:stop[i]`` of ``flat (row, lane)`` are negative or nan."""
    lanes, count = flat.shape[1], 0
    for i in range(len(first)):
        for row in range(first[i], stop[i]):
            for lane in range(lanes):
                count += 0 if flat[row, lane] >= 0.0 else 1
    return count


@exact
def compare(values, before, largest, tolerance):  # type: ignore[no-untyped-def]
    """Whether every account moved by its flow, and every toll paid was earned.

    Parameters
    ----------
    values : (row, L)
        Stocks of all accounts, then their flows, then tolls paid and tolls earned.
    before, largest : (account, L)
        Last balance; the largest so far, brought up to date.
    tolerance : float
        Gap allowed, as a share of the largest stock or of the tolls.

    Returns
    -------
    (float, int, int)
        The widest gap of an account as such a share, and how many gaps of accounts and of tolls are wider than allowed
        or nan.
    """
    accounts, lanes = before.shape
    worst, broken, unearned = 0.0, 0, 0
    for account in range(accounts):
        for lane in range(lanes):
            stock = values[account, lane]
            largest[account, lane] = max(largest[account, lane], abs(stock))
            gap = abs(stock - before[account, lane] - values[accounts + account, lane])
            gap /= max(largest[account, lane], 1e-6)
            worst = max(worst, gap)
            if not gap <= tolerance:
                broken += 1
    for lane in range(lanes):
        paid, earned = values[2 * accounts, lane], values[2 * accounts + 1, lane]
        if not abs(paid - earned) <= tolerance * max(paid, 1.0):
            unearned += 1
    return worst, broken, unearned


@exact
def note_ratios(parts, per, to, out):  # type: ignore[no-untyped-def]
    """``out[to[i]]`` = row ``i`` of ``parts (2 n, L)`` over row ``n + i``, over ``per[i]``; 0 where that is 0."""
    count, lanes = len(to), parts.shape[1]
    for i in range(count):
        for lane in range(lanes):
            bottom = parts[count + i, lane]
            out[to[i], lane] = (parts[i, lane] / bottom if bottom != 0.0 else 0.0) / per[i]


@exact
def add_scaled(parts, factor, start, out):  # type: ignore[no-untyped-def]
    """Add to each row of ``out`` its run of rows of ``parts (part, L)``, each times its row of ``factor``.

    Row ``i`` gets the parts ``start[i]:start[i + 1]``.
    """
    rows, lanes = out.shape
    for i in range(rows):
        for lane in range(lanes):
            total = parts[start[i], lane] * factor[start[i], lane]
            for part in range(start[i] + 1, start[i + 1]):
                total += parts[part, lane] * factor[part, lane]
            out[i, lane] += total
