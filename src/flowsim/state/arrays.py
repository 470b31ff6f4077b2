"""Structures of arrays that are updated in place and never rebound."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from math import prod
from typing import Any, Self

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
LINE = 64  # bytes of a cache line


def array(dims: str, unit: str) -> Any:
    """Declare an array: axis names (the lane axis is added) and unit."""
    return field(metadata={"dims": tuple(dims.split()), "unit": unit})


def aligned(rows: int, lanes: int) -> Floats:
    """Zeros, (rows, lanes), that begin on a cache line."""
    size = rows * lanes
    memory = np.zeros(size + LINE // 8)
    ahead = (-memory.ctypes.data % LINE) // 8
    return memory[ahead : ahead + size].reshape(rows, lanes)


@dataclass
class Arrays:
    """Base of World and Intents: float64, C-contiguous, last axis lanes; views of one flat buffer."""

    def __setattr__(self, name: str, value: Any) -> None:
        """Allow in-place updates, refuse another array: kernels hold references to the first."""
        held = self.__dict__
        if held.setdefault(name, value) is not value:
            raise AttributeError(f"{type(self).__name__}.{name} is updated in place, never rebound")

    @classmethod
    def empty(cls, sizes: Mapping[str, int], lanes: int) -> Self:
        """Zeros.

        Parameters
        ----------
        sizes : mapping of axis name to length
        lanes : int
        """
        shapes = {f.name: tuple(sizes[d] for d in f.metadata["dims"]) for f in fields(cls)}
        flat = aligned(sum(prod(shape) for shape in shapes.values()), lanes)
        views, begin = {}, {}
        at = 0
        for name, shape in shapes.items():
            begin[name], end = at, at + prod(shape)
            views[name] = flat[at:end].reshape(*shape, lanes)
            at = end
        arrays = cls(**views)
        arrays.__dict__.update(_flat=flat, _begin=begin)
        return arrays

    @property
    def flat(self) -> Floats:
        """The buffer behind all arrays, (row, L), in order of the fields."""
        return np.asarray(self.__dict__["_flat"])

    def rows(self, name: str) -> slice:
        """Rows of the buffer that an array takes."""
        begin = self.__dict__["_begin"][name]
        return slice(begin, begin + prod(getattr(self, name).shape[:-1]))

    def copy(self) -> Self:
        """An independent copy."""
        first = fields(self)
        sizes = {d: n for f in first for d, n in zip(f.metadata["dims"], getattr(self, f.name).shape, strict=False)}
        twin = type(self).empty(sizes, self.flat.shape[1])
        twin.restore(self)
        return twin

    def restore(self, other: Self) -> None:
        """Overwrite every array in place by another's."""
        np.copyto(self.flat, other.flat)
