"""Portfolios: the scenarios of several Next Steps composed into one world."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import fields, replace
from typing import Any

from flowsim.domain.errors import UserError

NEXT_STEPS = {
    1: "institutions",
    2: "intelligence_and_arms",
    3: "supply",
    4: "cartel_finance",
    5: "aml_cooperation",
    6: "coordination",
    7: "regional_partners",
    8: "us_demand",
}
"""Scenario of each Next Step."""


def steps(asked: Sequence[int]) -> list[int]:
    """The Next Steps of a portfolio, in order, each once.

    Raises
    ------
    UserError
        If a number names none.
    """
    for number in asked:
        if number not in NEXT_STEPS:
            raise UserError(f"compare.portfolio: there is no Next Step {number}; allowed: 1 to {len(NEXT_STEPS)}")
    return sorted(set(asked))


def title(numbers: Sequence[int]) -> str:
    """Name of a portfolio where scenarios have theirs."""
    return "next_steps_" + "_".join(str(number) for number in numbers)


def combined(parts: Sequence[Any]) -> Any:
    """One configuration with every instrument of the parts, each at its highest intensity among them.

    Parameters
    ----------
    parts : sequence of Config
        The composed scenarios; they differ in policy only.
    """
    policies = [part.policy for part in parts]
    rooms = {
        f.name: max((getattr(policy, f.name) for policy in policies), key=lambda room: float(room.intensity))
        for f in fields(policies[0])
    }
    return replace(parts[0], policy=replace(policies[0], **rooms))
