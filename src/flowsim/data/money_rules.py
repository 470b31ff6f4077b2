"""Dated rules of law on cash: what stands in the table, week by week."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from flowsim.data import Inputs, table
from flowsim.data.kinds import RULES
from flowsim.domain.banks import BY_LETTERS
from flowsim.domain.calendar import middle, parse
from flowsim.domain.codes import COUNTRIES
from flowsim.domain.network import Floats


@dataclass(frozen=True)
class MoneyRules:
    """Values of the rules by week; the first row is week ``first``.

    Attributes
    ----------
    first : int
    values : dict of str to (W, country) float64
        By name of the rule; where no rule is in force, what ``RULES`` says of its absence: infinity for limits.
    """

    first: int
    values: dict[str, Floats]

    def of(self, rule: str, country: int) -> Floats:
        """One rule of one ``Country``, (W,)."""
        return self.values[rule][:, country]


@lru_cache(maxsize=8)
def load_money_rules(first: int, last: int, inputs: Inputs | None = None) -> MoneyRules:
    """Rules from week ``first`` to ``last`` inclusive; a rule holds in weeks whose Thursday it holds on.

    Parameters
    ----------
    first, last : int
        Weeks, also before 2011-10-03.
    inputs : Inputs, optional
        The tables of a run, from ``agreement.opened``; the packaged ones by default.
    """
    rows = table("money_rules", inputs)
    days = [middle(week) for week in range(first, last + 1)]
    values = {name: np.full((len(days), len(COUNTRIES)), rule.absent) for name, rule in RULES.items()}
    ends = rows["end"].fillna("9999-12-31")
    for country, name, start, end, value in zip(
        rows["country"], rows["rule"], map(parse, rows["start"]), map(parse, ends), rows["value"], strict=True
    ):
        holds = np.array([start <= day < end for day in days], dtype=bool)
        values[name][holds, BY_LETTERS[country]] = float(value)
    return MoneyRules(first, values)
