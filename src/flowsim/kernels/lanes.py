"""Sums that give a lane the same bits alone and in a tile.

``np.sum`` over an entity axis adds in a different order when the lane axis has length 1, and ``@`` leaves the order
to a library. These add one row after the other, always.
"""

from __future__ import annotations

from collections.abc import Sequence
from math import prod

import numpy as np
from numpy.typing import ArrayLike, NDArray

from flowsim.kernels.jit import kernel

Floats = NDArray[np.float64]


@kernel
def add_rows(rows, out):  # type: ignore[no-untyped-def]
    """``out (M,)`` = sum of ``rows (R, M)``, first row first."""
    for i in range(rows.shape[1]):
        out[i] = 0.0
    for row in range(rows.shape[0]):
        for i in range(rows.shape[1]):
            out[i] += rows[row, i]


@kernel
def add_middle(blocks, out):  # type: ignore[no-untyped-def]
    """``out (A, M)`` = sum of ``blocks (A, R, M)`` over the middle axis, first row first."""
    for a in range(blocks.shape[0]):
        for i in range(blocks.shape[2]):
            out[a, i] = 0.0
        for row in range(blocks.shape[1]):
            for i in range(blocks.shape[2]):
                out[a, i] += blocks[a, row, i]


@kernel
def add_products(matrix, rows, out):  # type: ignore[no-untyped-def]
    """``out (A, L)`` = ``matrix (A, B)`` times ``rows (B, L)``, first column of the matrix first."""
    for a in range(matrix.shape[0]):
        for lane in range(rows.shape[1]):
            out[a, lane] = 0.0
        for b in range(matrix.shape[1]):
            factor = matrix[a, b]
            for lane in range(rows.shape[1]):
                out[a, lane] += factor * rows[b, lane]


def total(values: ArrayLike) -> Floats:
    """Sum over every axis but the last: ``(..., L)`` to ``(L,)``, in storage order."""
    array = np.ascontiguousarray(values, dtype=np.float64)
    out = np.empty(array.shape[-1])
    add_rows(array.reshape(-1, array.shape[-1]), out)
    return out


def sum_over(values: ArrayLike, *axes: int) -> Floats:
    """Sum over the given axes, never the last: ``sum_over(x (K, D, C, L), 0, 2)`` gives ``(D, L)``.

    Raises
    ------
    ValueError
        If the lane axis is among ``axes``.
    """
    array = np.ascontiguousarray(values, dtype=np.float64)
    gone = sorted(axis % array.ndim for axis in axes)
    if array.ndim - 1 in gone:
        raise ValueError("lanes are never summed")
    kept = tuple(axis for axis in range(array.ndim) if axis not in gone)
    shape = [array.shape[axis] for axis in kept]
    if gone[-1] - gone[0] != len(gone) - 1:  # not neighbours: bring them together
        array = np.ascontiguousarray(array.transpose(*gone, *kept))
        gone = list(range(len(gone)))
    before, after = prod(array.shape[: gone[0]]), prod(array.shape[gone[-1] + 1 :])
    out = np.empty((before, after))
    add_middle(array.reshape(before, -1, after), out)
    return out.reshape(shape)


def weighted(values: ArrayLike, weights: ArrayLike) -> Floats:
    """Weighted mean over every axis but the last, 0 where the weights are all 0: two ``(..., L)`` to ``(L,)``."""
    top, bottom = total(np.multiply(values, weights)), total(np.broadcast_to(weights, np.shape(values)))
    return np.divide(top, bottom, out=np.zeros_like(top), where=bottom != 0.0)


def mix(matrix: ArrayLike, values: ArrayLike) -> Floats:
    """Matrix times columns of lanes: ``(A, B)`` and ``(B, L)`` to ``(A, L)``."""
    columns = np.ascontiguousarray(values, dtype=np.float64)
    square = np.ascontiguousarray(matrix, dtype=np.float64)
    out = np.empty((square.shape[0], columns.shape[1]))
    add_products(square, columns, out)
    return out


def full(value: ArrayLike, shape: int | Sequence[int]) -> Floats:
    """A fresh contiguous writable float64 array of ``shape`` filled with ``value``, broadcast over lanes."""
    out = np.empty(shape)
    out[...] = value
    return out
