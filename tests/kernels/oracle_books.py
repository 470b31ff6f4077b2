"""Slow twins of ``kernels/books.py``: plain lists and floats."""

from __future__ import annotations

from math import prod


def added(before, terms):
    """A number and its terms, each a sign and one or two factors, in their order."""
    for sign, *factors in terms:
        before += sign * prod(factors)
    return before


def broken(numbers):
    """How many are negative or nan."""
    return sum(1 for x in numbers if not x >= 0.0)


def gap(stock, before, flow, largest):
    """The largest stock so far, and what a stock moved beyond its flow as a share of it."""
    largest = max(largest, abs(stock))
    return largest, abs(stock - before - flow) / max(largest, 1e-6)


def ratio(top, bottom, per):
    """One over another, 0 where that is 0."""
    return (top / bottom if bottom else 0.0) / per
