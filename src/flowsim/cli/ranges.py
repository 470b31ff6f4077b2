"""Ranges of a tuning, as written in ``hydra.sweeper.params`` or on the command line."""

from __future__ import annotations

from dataclasses import dataclass
from math import isfinite
from typing import Any

from hydra.core.override_parser.overrides_parser import OverridesParser
from hydra.core.override_parser.types import IntervalSweep, Override, RangeSweep
from hydra.errors import HydraException

from flowsim.domain.errors import UserError
from flowsim.domain.params import Fact
from flowsim.experiments.overrides import name_of


@dataclass(frozen=True)
class Range:
    """What one parameter may become.

    Attributes
    ----------
    name : str
        Dotted name.
    written : str
        As the user wrote it.
    text : str
        As the sweeper reads it: an interval with whole ends would mean whole numbers, so its ends get a point.
    ends : tuple
        Every number it states; what is no number stands as it is.
    sweeps : bool
        False for a plain value.
    interval, log : bool
        Whether it is an interval, and one of logarithms.
    """

    name: str
    written: str
    text: str
    ends: tuple[Any, ...]
    sweeps: bool
    interval: bool
    log: bool


def read(written: str, where: str = "") -> Range:
    """One override as a range.

    Raises
    ------
    UserError
        If hydra cannot read it.
    """
    name, _, text = written.partition("=")
    try:
        override: Override = OverridesParser.create().parse_override(written)
        value: Any = override.value()
    except HydraException as error:
        line = str(error).splitlines()[0]
        raise UserError(f"{where}cannot read {written!r}: write interval(low, high) ({line})") from None
    if isinstance(value, IntervalSweep):
        ends: tuple[Any, ...] = (value.start, value.end)
        if all(_is_number(end) for end in ends):
            text = f"interval({float(ends[0])}, {float(ends[1])})"
            text = f"tag({', '.join(sorted(value.tags))}, {text})" if value.tags else text
        return Range(name_of(name), f"{where}{written}", text, ends, True, True, "log" in value.tags)
    if isinstance(value, RangeSweep):
        ends = (value.start, value.stop)
    elif override.is_sweep_override():
        ends = tuple(getattr(value, "list", None) or (text,))
    else:
        ends = (value,)
    return Range(name_of(name), f"{where}{written}", text, ends, override.is_sweep_override(), False, False)


def check_range(asked: Range, fact: Fact) -> list[str]:
    """Refuse what is no range of numbers within the hard limits; a note for what leaves the range of evidence.

    Raises
    ------
    UserError
        Naming the parameter, what was written and what is allowed.
    """
    low, high = fact.limits
    known = fact.low is not None and fact.high is not None
    hint = f"interval({float(fact.low or 0)}, {float(fact.high or 0)})" if known else "interval(low, high)"
    if not all(_is_number(end) for end in asked.ends):
        raise UserError(f"{asked.written} is no range of numbers; write for example {hint}")
    ends = [float(end) for end in asked.ends]
    if not all(isfinite(end) and low <= end <= high for end in ends):
        raise UserError(f"{asked.written} leaves the hard limits: {low:g} to {high:g} {fact.unit}")
    if asked.interval and not ends[0] < ends[1]:
        raise UserError(f"{asked.written} is empty: the first number must be below the second")
    if asked.log and ends[0] <= 0:
        raise UserError(f"{asked.written} needs numbers above zero: it is a range of logarithms")
    if asked.sweeps and known and not all((fact.low or 0) <= end <= (fact.high or 0) for end in ends):
        return [f"{asked.written} goes beyond the range of evidence {fact.low:g} to {fact.high:g}"]
    return []


def _is_number(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)
