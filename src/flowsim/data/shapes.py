"""Shapes of declarations: columns, tables, kinds of places, series of inputs, dated rules."""

from __future__ import annotations

from dataclasses import dataclass
from math import inf


@dataclass(frozen=True)
class Column:
    """One column of a table.

    Attributes
    ----------
    name, about : str
    kind : {"text", "whole", "number"}
    unit : str
    low, high : float
        Smallest and largest number allowed.
    needed : bool
        The column must exist; one that need not is checked where it does.
    blank : bool
        Cells may be empty.
    words : tuple of str
        What may stand in a cell instead of a number.
    names : tuple of str
        All that may stand in a cell of text; empty for any text.
    """

    name: str
    kind: str
    about: str
    unit: str = ""
    low: float = -inf
    high: float = inf
    needed: bool = True
    blank: bool = False
    words: tuple[str, ...] = ()
    names: tuple[str, ...] = ()


@dataclass(frozen=True)
class Table:
    """One table: what a row is, its columns, and those that tell rows apart."""

    about: str
    columns: tuple[Column, ...]
    key: tuple[str, ...]


@dataclass(frozen=True)
class Kind:
    """One kind of place in the geography.

    Attributes
    ----------
    about : str
    prefix : str
        How its ids begin.
    number : bool
        The id is the prefix and a number.
    needed : bool
        The model cannot run without at least one.
    weighed : bool
        ``weight_1`` is the starting share or size, of any unit; empty counts as 0.01, and 0 has no place.
    most : int
        How many the model has room for.
    parent : str
        What the column ``parent`` holds.
    """

    about: str
    prefix: str = ""
    number: bool = False
    needed: bool = False
    weighed: bool = False
    most: int = 1000
    parent: str = ""


@dataclass(frozen=True)
class Series:
    """One input that the model reads; ``{sector}`` in its name stands for every sector of the geography."""

    unit: str
    low: float = 0.0
    high: float = inf
    year: int = 2012


@dataclass(frozen=True)
class Rule:
    """One kind of dated rule.

    Attributes
    ----------
    about, unit : str
    countries, needed : tuple of str
        Countries whose law may have it, and those whose law must.
    absent : float
        Its value while no rule is in force.
    low, high : float
        Smallest and largest value allowed.
    """

    about: str
    unit: str
    countries: tuple[str, ...] = ("MX",)
    needed: tuple[str, ...] = ()
    absent: float = inf
    low: float = 0.0
    high: float = inf
