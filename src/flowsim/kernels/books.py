"""Sums of rows of one flat buffer: the record, the audit and the published series of a week in a few calls."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from flowsim.kernels.jit import kernel

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
def count_broken(flat, first, stop, out):  # type: ignore[no-untyped-def]
    """``out (lane,)`` = how many of rows ``first[i]:stop[i]`` of ``flat (row, lane)`` are negative or nan."""
    lanes = flat.shape[1]
    for lane in range(lanes):
        out[lane] = 0.0
    for i in range(len(first)):
        for row in range(first[i], stop[i]):
            for lane in range(lanes):
                out[lane] += 0.0 if flat[row, lane] >= 0.0 else 1.0
