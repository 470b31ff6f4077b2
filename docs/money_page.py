"""The page on money: words by hand, parameters from the code."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from pathlib import Path

from flowsim.domain.chain import networks
from flowsim.domain.params import Fact, flat
from flowsim.experiments.schema import Config

HERE = Path(__file__).resolve().parent
ROOMS = ("accounts", "channels", "laundering", "liquidity", "payments", "legs", "screening", "banking", "fiu")
MARK = "<!-- begin: parameters --><!-- end: parameters -->"


def page(facts_table: Callable[[Iterable[Fact], str], str], note: str) -> str:
    """``money.template.md`` with every parameter of money in place of its mark.

    Parameters
    ----------
    facts_table : function
        Facts and the prefix to leave out, to a table.
    note : str
        First line, which says where the page is made.
    """
    facts = list(flat(Config()))
    parts = []
    for room in ROOMS:
        prefix = f"chain.{room}."
        parts.append(f"### `{prefix}*`\n\n" + facts_table((f for f in facts if f.name.startswith(prefix)), prefix))
    fees = (fact for name, one in networks.archetypes().items() for fact in networks.facts(name, one))
    parts.append("### `networks.*`\n\n" + facts_table((f for f in fees if f.name.endswith(".fee")), "networks."))
    return note + (HERE / "money.template.md").read_text(encoding="utf-8").replace(MARK, "\n".join(parts))
