"""The phases of a week, in order."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from flowsim.engine.accounts import accounts
from flowsim.engine.arms import arms
from flowsim.engine.banking import screening
from flowsim.engine.border import crossing, inspect
from flowsim.engine.cases import cases
from flowsim.engine.cocaine import cocaine
from flowsim.engine.conflict import conflict
from flowsim.engine.delivery import review
from flowsim.engine.demand import market, use
from flowsim.engine.fields import crops
from flowsim.engine.goods import imports, synthesis
from flowsim.engine.institutions import institutions
from flowsim.engine.justice import justice
from flowsim.engine.migrants import migrants
from flowsim.engine.money import close_books, money
from flowsim.engine.recruitment import recruitment
from flowsim.engine.waits import queues

PHASES: tuple[Callable[[Any], None], ...] = (
    institutions,
    migrants,
    crops,
    synthesis,
    cocaine,
    imports,
    inspect,
    queues,
    crossing,
    market,
    use,
    accounts,
    money,
    screening,
    cases,
    close_books,
    arms,
    conflict,
    recruitment,
    justice,
    review,
)
"""Phases of a week, in order."""
