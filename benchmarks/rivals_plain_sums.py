"""Sums, records and draws of one world in numpy; see ``rivals_plain.py``."""

from __future__ import annotations

from functools import cache

import numpy as np
from rivals_plain import Same

from flowsim.kernels.books import ALONE


@cache
def laid_out(sums):
    """Terms of sums as numpy wants them."""
    start, row, times, sign = sums.arrays
    product, some = np.flatnonzero(times != ALONE), np.flatnonzero(np.diff(start) > 0)
    return row.astype(np.intp), product, times[product].astype(np.intp), sign, start[some], some


def add(flat, sums, out):
    row, product, times, sign, start, some = laid_out(Same(*sums))
    values = flat[:, 0]
    terms = values[row]
    terms[product] *= values[times]
    terms *= sign
    out[some, 0] += np.add.reduceat(terms, start)


@cache
def joined(ranges):
    """Rows of several ranges, one after the other."""
    return np.concatenate([np.arange(a, b) for a, b in zip(*ranges.arrays, strict=True)])


def count_broken(flat, first, stop):
    values = flat[joined(Same(first, stop)), 0]
    return values.size - np.count_nonzero(values >= 0.0)


def add_rows(rows, out):
    rows.sum(0, out=out)


def total(values):
    array = np.asarray(values, float)
    return array.reshape(-1, array.shape[-1]).sum(0)


def sum_over(values, *axes):
    return np.asarray(values, float).sum(axes)


def mix(matrix, values):
    return np.asarray(matrix, float) @ values
