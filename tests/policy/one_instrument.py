"""One instrument applied by itself, for the tests of this folder."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import fields, replace
from typing import Any

from flowsim.domain.calendar import week_number
from flowsim.domain.params import stack
from flowsim.policy import REGISTRY
from flowsim.state.levers import Levers

START = week_number("2018-01-01")
LATE = START + 2000
CHOICES = {"randomised_share": 0.4, "marijuana_gain": 0.5}
"""Parts of instruments that do nothing unless chosen."""


def full(name: str, **values: Any) -> Any:
    """Params of an instrument in which every choice has an effect."""
    params = REGISTRY[name].Params(**values)
    names = {f.name for f in fields(params)}
    return replace(params, **{choice: x for choice, x in CHOICES.items() if choice in names - set(values)})


def applied(name: str, params: Any | Sequence[Any], week: int = LATE) -> Levers:
    """Levers after one instrument, one lane per Params."""
    worlds = params if isinstance(params, list) else [params]
    levers = Levers(len(worlds))
    REGISTRY[name].apply(levers, {}, stack(worlds), week)
    levers.close()
    return levers
