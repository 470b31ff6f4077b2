"""Sums, records and draws of one world in numpy; see ``rivals_plain.py``."""

from __future__ import annotations

from functools import cache

import numpy as np
from rivals_plain import RNG

from flowsim.kernels.books import ALONE


@cache
def laid_out(start, row, times, sign):
    """Terms of sums as numpy wants them, worked out once; the arguments stand for arrays that stay."""
    start, row, times, sign = (array.value for array in (start, row, times, sign))
    product, some = np.flatnonzero(times != ALONE), np.flatnonzero(np.diff(start) > 0)
    return row.astype(np.intp), product, times[product].astype(np.intp), sign, start[some], some


class Same:
    """An array that is a key by being itself."""

    def __init__(self, value):
        self.value = value

    def __hash__(self):
        return id(self.value)

    def __eq__(self, other):
        return self.value is other.value


def add(flat, sums, out):
    row, product, times, sign, start, some = laid_out(*map(Same, sums))
    values = flat[:, 0]
    terms = values[row]
    terms[product] *= values[times]
    terms *= sign
    out[some, 0] += np.add.reduceat(terms, start)


def count_broken(flat, first, stop, out):
    out[0] = sum(np.count_nonzero(~(flat[a:b, 0] >= 0.0)) for a, b in zip(first, stop, strict=True))


def add_rows(rows, out):
    rows.sum(0, out=out)


def total(values):
    array = np.asarray(values, float)
    return array.reshape(-1, array.shape[-1]).sum(0)


def sum_over(values, *axes):
    return np.asarray(values, float).sum(axes)


def mix(matrix, values):
    return np.asarray(matrix, float) @ values


def fill_uniform(_keys, _process, _week, _entities, _slot, out):
    out[:] = RNG.random(out.shape)


def fill_normal(_keys, _process, _week, _entities, _slot, out):
    out[:] = RNG.standard_normal(out.shape)


def fill_poisson(_keys, _process, _week, _entities, _slot, lam, out):
    out[:] = RNG.poisson(lam)


def fill_binomial(_keys, _process, _week, _entities, _slot, n, p, out):
    out[:] = RNG.binomial(n.astype(int), p)
