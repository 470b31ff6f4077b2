"""Arrays that nobody counts: scratch on the stack, and views of arguments."""

from __future__ import annotations

from typing import NamedTuple

import numba
import numpy as np
import pytest

from flowsim.kernels.jit import FLAGS, kernel
from flowsim.kernels.scratch import bare, room

SIZE = 5


class Pair(NamedTuple):
    rows: np.ndarray  # (row, lane)
    inner: tuple[np.ndarray, float]


@kernel
def fill(out):
    """Three kinds of scratch beside each other."""
    x, word, byte = room(SIZE, np.float64), room(SIZE, np.uint32), room(SIZE, np.uint8)
    for i in range(SIZE):
        x[i], word[i], byte[i] = i + 0.5, np.uint32(2 * i), np.uint8(3 * i)
    for i in range(x.size):
        out[0, i], out[1, i], out[2, i] = x[i], word[i], byte[i]


@kernel
def double(pair):
    """Works on views of rows."""
    pair = bare(pair)
    for row in range(pair.rows.shape[0]):
        here = pair.rows[row]
        for lane in range(here.shape[0]):
            here[lane] *= pair.inner[1]
            pair.inner[0][lane] += here[lane]


def test_scratch_keeps_what_is_written_and_does_not_overlap():
    out = np.zeros((3, SIZE))
    fill(out)
    fill(out)  # no trace of the first call matters
    np.testing.assert_array_equal(out, [np.arange(SIZE) + 0.5, 2.0 * np.arange(SIZE), 3.0 * np.arange(SIZE)])


@pytest.mark.parametrize("order", ["whole", "columns"])
def test_views_that_are_not_counted_are_the_same_memory(order):
    whole = np.arange(12.0).reshape(3, 4)
    rows = whole if order == "whole" else whole[:, :2]
    want, sums = 2.0 * rows, np.zeros(rows.shape[1])
    double(Pair(rows, (sums, 2.0)))
    np.testing.assert_array_equal(rows, want)
    np.testing.assert_array_equal(sums, want.sum(0))


@pytest.mark.skipif(numba.config.DISABLE_JIT, reason="counts instructions of the machine code")
def test_nothing_is_counted():
    fresh = numba.njit(double.py_func, **FLAGS)  # what comes from the cache keeps no code to read
    fresh(Pair(np.ones((2, 3)), (np.zeros(3), 2.0)))
    code = fresh.inspect_llvm(fresh.signatures[0])
    body = code[code.index("define") :]
    assert "call void @NRT_incref" not in body.split("\ndefine")[0]
