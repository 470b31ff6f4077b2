"""Structures of arrays that are updated in place and never rebound."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from typing import Any, Self

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]


def array(dims: str, unit: str) -> Any:
    """Declare an array: axis names (the lane axis is added) and unit."""
    return field(metadata={"dims": tuple(dims.split()), "unit": unit})


@dataclass
class Arrays:
    """Base of World and Intents: float64, C-contiguous, last axis lanes."""

    def __setattr__(self, name: str, value: Any) -> None:
        """Allow in-place updates, refuse another array: kernels hold references to the first."""
        if getattr(self, name, value) is not value:
            raise AttributeError(f"{type(self).__name__}.{name} is updated in place, never rebound")
        object.__setattr__(self, name, value)

    @classmethod
    def empty(cls, sizes: Mapping[str, int], lanes: int) -> Self:
        """Zeros.

        Parameters
        ----------
        sizes : mapping of axis name to length
        lanes : int
        """
        return cls(
            **{f.name: np.zeros([*(sizes[d] for d in f.metadata["dims"]), lanes], np.float64) for f in fields(cls)}
        )

    def copy(self) -> Self:
        """An independent copy."""
        return type(self)(**{f.name: getattr(self, f.name).copy() for f in fields(self)})

    def restore(self, other: Self) -> None:
        """Overwrite every array in place by another's."""
        for f in fields(self):
            np.copyto(getattr(self, f.name), getattr(other, f.name))
