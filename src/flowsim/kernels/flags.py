"""Rows of a run that are marked, listed eight at a time without a branch."""

from __future__ import annotations

import numpy as np

from flowsim.kernels.jit import kernel

EIGHT = 8
PLACES = np.array([[b for b in range(8) if x >> b & 1] + [0] * (8 - x.bit_count()) for x in range(256)], np.int32)
COUNTS = np.array([x.bit_count() for x in range(256)], np.uint64)
LOW = np.uint64(0xFF)
BY_1, BY_2, BY_4 = np.uint64(7), np.uint64(14), np.uint64(28)  # bring the bits of eight bytes together


@kernel
def packed(eight):  # type: ignore[no-untyped-def]
    """Eight bytes that are 0 or 1 as the eight bits of one."""
    eight |= eight >> BY_1
    eight |= eight >> BY_2
    return (eight | (eight >> BY_4)) & LOW


@kernel
def list_marked(eights, places):  # type: ignore[no-untyped-def]
    """Places of the marked rows of a run, in order; gives how many.

    Parameters
    ----------
    eights : (rows / 8,) uint64
        Bytes that are 0 or 1, eight at a time.
    places : (rows + 8,) int32
        Overwritten: the first entries count.
    """
    found = np.uint64(0)
    for j in range(eights.size):
        marks = packed(eights[np.uint64(j)])
        for k in range(8):
            places[found + np.uint64(k)] = np.int32(8 * j) + PLACES[marks, k]
        found += COUNTS[marks]
    return np.int64(found)
