"""``task=list``: scenarios, levers, outcomes and parameters as tables."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from hydra.core.hydra_config import HydraConfig
from rich.table import Table

from flowsim.domain.chain import networks
from flowsim.domain.outcomes import DISPLACEMENT, OUTCOMES
from flowsim.domain.params import Fact, flat
from flowsim.experiments.build import options
from flowsim.experiments.catalogue import about, choices
from flowsim.experiments.schema import Config

WIDE = 140  # characters from which roles and sources have room
BETTER = {-1: "less", 0: "", 1: "more"}
HOW = {
    "sum": "total from the policy start",
    "last": "at the end",
    "mean_last_year": "mean of the last year",
    "pair": "against the baseline",
}


def listed(config: Config, width: int) -> Table:
    """The table that ``list=`` asks for, for a terminal of so many characters."""
    kinds = {"scenarios": _scenarios, "levers": _levers, "outcomes": _outcomes, "parameters": _parameters}
    table = kinds[config.list](config)
    if width < WIDE:
        table.columns = [column for column in table.columns if column.header not in ("role", "source")]
    return table


def _scenarios(config: Config) -> Table:
    folders = [Path(s.path) for s in HydraConfig.get().runtime.config_sources if s.schema == "file"]
    files = choices("scenario", list(reversed(folders)))
    rows = ((name, about(files[name]) if name in files else "") for name in options("scenario"))
    return _table("Scenarios", ("scenario", "what happens"), rows)


def _levers(config: Config) -> Table:
    rows = (_row(fact) for fact in flat(config) if fact.role == "lever")
    return _table("Levers", ("lever", "value", "range", "unit", "role", "source"), rows)


def _outcomes(config: Config) -> Table:
    rows = (
        (o.name, o.unit, HOW[o.how], BETTER[o.better], o.label) for o in (*OUTCOMES.values(), *DISPLACEMENT.values())
    )
    return _table("Outcomes", ("outcome", "unit", "over the horizon", "better", "in words"), rows)


def _parameters(config: Config) -> Table:
    facts = (*flat(config), *_of_organisations(config), *_of_networks(config))
    return _table("Parameters", ("parameter", "value", "range", "unit", "role", "source"), map(_row, facts))


def _of_organisations(config: Config) -> Iterator[Fact]:
    for name, organisation in config.organisations.items():
        yield from flat(organisation, f"organisations.{name}.")


def _of_networks(config: Config) -> Iterator[Fact]:
    for name, network in config.networks.items():
        yield from networks.facts(name, network)


def _row(fact: Fact) -> tuple[str, ...]:
    """Name, value, range of evidence (else hard limits), unit, role and source."""
    known = fact.low is not None and fact.high is not None
    low, high = (fact.low, fact.high) if known else fact.limits
    value = f"{fact.value:g}" if isinstance(fact.value, float) else str(fact.value)
    return fact.name, value, f"{low:g} to {high:g}", fact.unit, fact.role, fact.source


def _table(title: str, columns: Sequence[str], rows: Iterable[Sequence[str]]) -> Table:
    table = Table(*columns, title=title, title_justify="left", box=None, pad_edge=False)
    for column in table.columns[1:]:
        column.overflow = "fold"
    table.columns[0].no_wrap = True
    for row in rows:
        table.add_row(*row)
    return table
