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


def full(name: str, **values: Any) -> Any:
    """Params of an instrument in which every choice has an effect."""
    params = REGISTRY[name].Params(**values)
    names = {f.name for f in fields(params)}
    if "randomised_share" in names and "randomised_share" not in values:
        params = replace(params, randomised_share=0.4)
    return params


def applied(name: str, params: Any | Sequence[Any], week: int = LATE) -> Levers:
    """Levers after one instrument, one lane per Params."""
    worlds = params if isinstance(params, list) else [params]
    levers = Levers(len(worlds))
    REGISTRY[name].apply(levers, {}, stack(worlds), week)
    levers.close()
    return levers
