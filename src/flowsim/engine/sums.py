"""Sums of rows of the world, said by name and added by one kernel call."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from flowsim.domain.network import Floats, Ints
from flowsim.kernels import books
from flowsim.state.world import World

NO_TERMS = np.zeros((0, 1), np.uint64), np.zeros((0, 1), np.uint64), np.zeros((0, 1))
Index = Any  # as in ``array[index]``, or a function of the model that gives it


@dataclass(frozen=True)
class Term:
    """Rows of one array of the world, as they are or each times a row of another."""

    array: str
    index: Index
    times: tuple[str, Index] | None
    sign: float

    def rows(self, world: World, model: Any) -> tuple[Ints, Ints]:
        """Rows of the flat buffer, (..., last axis), and what they are multiplied by."""
        row = _rows(world, self.array, self.index, model)
        if self.times is None:
            return row, np.full(row.shape, books.ALONE)
        return row, np.broadcast_to(_rows(world, *self.times, model), row.shape)


def _rows(world: World, name: str, index: Index, model: Any) -> Ints:
    taken = world.rows(name)
    number = np.arange(taken.start, taken.stop, dtype=np.uint64).reshape(getattr(world, name).shape[:-1])
    return np.asarray(number[index(model) if callable(index) else index])


@dataclass(frozen=True)
class Sum:
    """A sum over rows of the world; a reader like any other: ``Sum(...)(model)`` is (L,)."""

    terms: tuple[Term, ...]

    def __add__(self, other: Sum) -> Sum:
        return Sum(self.terms + other.terms)

    def __sub__(self, other: Sum) -> Sum:
        return Sum(self.terms + tuple(replace(term, sign=-term.sign) for term in other.terms))

    def __call__(self, model: Any) -> Floats:
        """Its value now, (L,)."""
        return np.asarray(Table([self], model.world, model).values(model.world)[0])


@dataclass(frozen=True)
class Scaled:
    """A sum times what a function of the model says, (L,)."""

    of: Sum
    by: Callable[[Any], Floats]

    def __call__(self, model: Any) -> Floats:
        """Its value now, (L,)."""
        return self.of(model) * self.by(model)


@dataclass(frozen=True)
class Each:
    """The same by place: the last axis of the terms is kept, axes before it are summed; (place, L)."""

    of: Sum

    def __call__(self, model: Any) -> Floats:
        """Its value now, (place, L)."""
        return Table([self], model.world, model).values(model.world)


@dataclass(frozen=True)
class Mean:
    """One sum over another, divided by ``per``; 0 where the lower one is 0."""

    top: Sum
    bottom: Sum
    per: float = 1.0

    def __call__(self, model: Any) -> Floats:
        """Its value now, (L,)."""
        top, bottom = Table([self.top, self.bottom], model.world, model).values(model.world)
        return over(top, bottom) / self.per


def sum_of(array: str, index: Index = (), times: tuple[str, Index] | None = None) -> Sum:
    """Sum of ``world.array[index]``, or of its products with another array's rows."""
    return Sum((Term(array, index, times, 1.0),))


def each(array: str, index: Index = ()) -> Each:
    """The rows of ``world.array[index]`` by place."""
    return Each(sum_of(array, index))


def mean(array: str, index: Index, weights: tuple[str, Index], per: float = 1.0) -> Mean:
    """Mean of ``world.array[index]`` with the weights of another array's rows."""
    return Mean(sum_of(array, index, weights), sum_of(*weights), per)


def over(top: Floats, bottom: Floats) -> Floats:
    """Ratio, 0 where ``bottom`` is 0."""
    return np.divide(top, bottom, out=np.zeros_like(top), where=bottom != 0.0)


def _terms(reader: Sum | Each | None, world: World, model: Any) -> tuple[NDArray[Any], ...]:
    """Rows, rows they are multiplied by, and signs of a reader, (term, place) each; a sum has one place."""
    if reader is None:
        return NO_TERMS
    by_place = isinstance(reader, Each)
    found: tuple[list[NDArray[Any]], ...] = ([], [], [])
    for term in reader.of.terms if isinstance(reader, Each) else reader.terms:
        row, times = term.rows(world, model)
        places = row.shape[-1] if by_place else 1
        for part, values in zip(found, (row, times, np.full(row.shape, term.sign)), strict=True):
            part.append(values.reshape(-1, places))
    return tuple(np.concatenate(part) for part in found)


class Table:
    """Sums found once in the layout of a world, added every week.

    Parameters
    ----------
    readers : sequence of Sum, Each or None
        A sum fills one row of the result, an ``Each`` as many as it has places; None leaves one row as it is.
    world : World
    model : optional
        For indices that are functions of the model.
    """

    def __init__(self, readers: Sequence[Sum | Each | None], world: World, model: Any = None) -> None:
        found = [_terms(reader, world, model) for reader in readers] or [tuple(part[:, :0] for part in NO_TERMS)]
        row, times, sign = (np.concatenate([terms[i].T.ravel() for terms in found]) for i in range(3))
        length = np.concatenate([np.full(terms[0].shape[1], len(terms[0])) for terms in found])
        self.sums = books.Sums(np.concatenate([[0], np.cumsum(length)]), row, times, sign)
        self.rows = len(length)

    def add(self, world: World, out: Floats) -> None:
        """Add the week's sums to ``out``, (row, L)."""
        books.add(world.flat, self.sums, out)

    def values(self, world: World, out: Floats | None = None) -> Floats:
        """The week's sums, (row, L), written into ``out`` if given."""
        if out is None:
            out = np.zeros((self.rows, world.flat.shape[1]))
        else:
            out[:] = 0.0
        self.add(world, out)
        return out
