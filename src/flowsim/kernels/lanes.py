"""Sums that give a lane the same bits alone and in a tile.

``np.sum`` over an entity axis adds in a different order when the lane axis has length 1, and ``@`` leaves the order
to a library. These add one row after the other, always.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
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
    order, blocks, shape = _plan(array.shape, axes)
    if order:
        array = np.ascontiguousarray(array.transpose(order))
    out = np.empty((blocks[0], blocks[2]))
    add_middle(array.reshape(blocks), out)
    return out.reshape(shape)


@cache
def _plan(
    shape: tuple[int, ...], axes: tuple[int, ...]
) -> tuple[tuple[int, ...], tuple[int, int, int], tuple[int, ...]]:
    """Order of axes that brings those to sum together (empty if they are), blocks as in ``add_middle``, shape left."""
    gone = sorted(axis % len(shape) for axis in axes)
    if len(shape) - 1 in gone:
        raise ValueError("lanes are never summed")
    kept = tuple(axis for axis in range(len(shape)) if axis not in gone)
    left = tuple(shape[axis] for axis in kept)
    order: tuple[int, ...] = ()
    if gone[-1] - gone[0] != len(gone) - 1:  # not neighbours
        order = (*gone, *kept)
        shape, gone = tuple(shape[axis] for axis in order), list(range(len(gone)))
    before, middle, after = (
        prod(part) for part in (shape[: gone[0]], shape[gone[0] : gone[-1] + 1], shape[gone[-1] + 1 :])
    )
    return order, (before, middle, after), left


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
