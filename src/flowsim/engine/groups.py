"""Groups: exporters, local groups, rows kept for splits; where they are at first, who is whose rival or ally.

What is not known is made by rule. Exporters rank by their weights in exports and have members in proportion to 1/rank;
they sit in their home state, in the border states that they hold and next door. Local groups share out what is left
by the homicides of 2011-14. Exporters that are no allies and meet in a state that is important to either are rivals;
relations of local groups are draws that no seed changes, rarer where many share a state, so that pairs grow as groups.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np

from flowsim.data.homicide import States
from flowsim.domain.chain.conflict import Params
from flowsim.domain.codes import DRUGS
from flowsim.domain.network import Floats, Ints
from flowsim.engine.routes import distance_km
from flowsim.kernels import draws
from flowsim.kernels.contest import ALLY, NEUTRAL, RIVAL, Map

SPARE = 48  # rows for splits: two a year by the defaults; where none is free a group does not split
LOCAL, HALF = 1000, 100_000  # first ids of local groups and of rows kept for splits


@dataclass(frozen=True)
class Groups:
    """What stays constant about groups.

    Attributes
    ----------
    names : tuple of str
        Exporters: organisations with some weight in exports.
    senders : (exporter,) int64
        Their rows among senders.
    local : int
    where : Map
    share : (cell,) float64
        Share of all members at the start.
    states : int
    touches : (state, state) float64
    anywhere : (n,) int64
        Rows that may be in any state: exporters and rows kept for splits.
    """

    names: tuple[str, ...]
    senders: Ints
    local: int
    where: Map
    share: Floats
    states: int
    touches: Floats

    @property
    def exporters(self) -> int:
        """Number of exporters."""
        return len(self.names)

    @property
    def count(self) -> int:
        """Rows of the group axis."""
        return self.exporters + self.local + SPARE

    @property
    def cells(self) -> int:
        """Rows of the cell axis."""
        return len(self.where.group)

    @property
    def spare(self) -> int:
        """First row kept for splits."""
        return self.exporters + self.local

    @cached_property
    def anywhere(self) -> Ints:
        """Rows that may be in any state."""
        return np.r_[0 : self.exporters, self.spare : self.count].astype(np.int64)


def make_groups(organisations: dict[str, Any], local: int, states: States, rule: Params) -> Groups:
    """Groups of a run.

    Parameters
    ----------
    organisations : dict of short name to Organisation
    local : int
        Number of local groups, at least one per state.
    states : States
    rule : Params
        Of conflict: where exporters are, who is whose rival or ally.
    """
    count, every = len(states), list(organisations)
    names = tuple(name for name in every if weight_of(organisations[name]) > 0.0)
    senders = np.array([every.index(name) for name in names], dtype=np.int64)
    exporters = [organisations[name] for name in names]
    homes = local_homes(max(local, count), states.lately)
    presence = exporter_presence(exporters, states, rule)
    group, state, start, spare = cells_of(len(exporters), homes, count)
    size = len(exporters) + len(homes) + SPARE
    cell = np.full((size, count), -1, dtype=np.int64)
    cell[group, state] = np.arange(len(group))
    number = np.concatenate([[o.id for o in exporters], LOCAL + np.arange(len(homes)), HALF + np.arange(SPARE)]).astype(
        np.uint64
    )
    relation = relations(exporters, names, presence, homes, number, rule)
    related = pairs(relation, local_relations(len(exporters), homes, number, rule), cell, homes)
    where = Map(number, group, state, start, cell, spare, *related, relation)
    share = np.zeros(len(group))
    shares(share, where, exporters, presence, homes, states)
    return Groups(names, senders, len(homes), where, share, count, states.neighbours)


def weight_of(organisation: Any) -> float:
    """Sum of an organisation's weights in exports."""
    return float(sum(getattr(organisation, drug) for drug in DRUGS))


def local_homes(local: int, weight: Floats) -> Ints:
    """Home state of each local group, (local,): two each if there are enough, the rest by largest remainder.

    One group alone would have nobody to fight.
    """
    least = 2 if local >= 2 * len(weight) else 1
    want = weight * (local - least * len(weight))
    number = least + np.floor(want).astype(np.int64)
    left = local - int(number.sum())
    number[np.argsort(-(want - np.floor(want)), kind="stable")[:left]] += 1
    return np.repeat(np.arange(len(weight)), number)


def exporter_presence(organisations: Sequence[Any], states: States, rule: Params) -> Floats:
    """Shares of each exporter's members by state, (exporter, state)."""
    out = np.zeros((len(organisations), len(states)))
    for k, org in enumerate(organisations):
        home = int(np.argmin(distance_km(org.home_lat, org.home_lon, states.lat, states.lon)))
        held = [i for i, name in enumerate(states.names) if name in org.plazas and i != home]
        near = states.neighbours[home] * states.lately
        near[held] = 0.0
        out[k] = rule.next_door * near / max(near.sum(), 1e-12)
        out[k, held] += (1.0 - rule.at_home - rule.next_door) / max(len(held), 1)
        out[k, home] += 1.0 - out[k].sum()
    return out


def cells_of(exporters: int, homes: Ints, states: int) -> tuple[Ints, Ints, Ints, Ints]:
    """Group and state of every cell, first cell of each state, first cell of it kept for splits."""
    group: list[int] = []
    state: list[int] = []
    start, spare = [0], []
    first = exporters + len(homes)
    for s in range(states):
        here = [*range(exporters), *(exporters + np.flatnonzero(homes == s))]
        spare.append(len(group) + len(here))
        here += range(first, first + SPARE)
        group += here
        state += [s] * len(here)
        start.append(len(group))
    return np.array(group), np.array(state), np.array(start), np.array(spare)


def relations(
    organisations: Sequence[Any], names: Sequence[str], presence: Floats, homes: Ints, number: Any, rule: Params
) -> Ints:
    """NEUTRAL, RIVAL or ALLY of every exporter with every group that is not split off, (exporter, group)."""
    exporters, size = len(organisations), len(organisations) + len(homes)
    out = np.full((exporters, size), NEUTRAL, dtype=np.int64)
    a, b = np.indices((exporters, len(homes))).reshape(2, -1)
    out[a, exporters + b] = drawn_relations(number[a], number[exporters + b], np.ones(len(a)), rule)
    for k in range(exporters):
        for j in range(k + 1, exporters):
            allied = names[j] in organisations[k].allies or names[k] in organisations[j].allies
            both, most = presence[k] * presence[j] > 0.0, np.maximum(presence[k], presence[j])
            code = ALLY if allied else RIVAL if (both & (most >= rule.important)).any() else NEUTRAL
            out[k, j] = out[j, k] = code
    return out


def local_relations(exporters: int, homes: Ints, number: Any, rule: Params) -> tuple[Ints, Ints, Ints]:
    """Local groups that are rivals or allies: groups of the pair and RIVAL or ALLY, (pair,) each.

    A local group deals with ``local_met`` others of its state at most, on average; all others are neutral to it.
    """
    one, other, share = [], [], []
    for home in np.unique(homes):
        here = exporters + np.flatnonzero(homes == home)
        i, j = np.triu_indices(len(here), 1)
        one.append(here[i])
        other.append(here[j])
        share.append(np.full(len(i), min(1.0, rule.local_met / max(len(here) - 1, 1))))
    a, b = np.concatenate(one), np.concatenate(other)
    code = drawn_relations(number[a], number[b], np.concatenate(share), rule)
    related = code != NEUTRAL
    return a[related], b[related], code[related]


def drawn_relations(one: Any, other: Any, share: Floats, rule: Params) -> Ints:
    """RIVAL, ALLY or NEUTRAL of pairs of groups by their ids, of which a ``share (pair,)`` deal with each other."""
    u = np.empty((len(one), 1))
    entity = one.astype(np.uint64) * np.uint64(10_000) + other.astype(np.uint64)
    draws.fill_uniform(draws.lane_keys([0]), draws.NETWORK, 0, entity, 0, u)
    rival, any_ = share * rule.local_rivals, share * (rule.local_rivals + rule.local_allies)
    return np.where(u[:, 0] < rival, RIVAL, np.where(u[:, 0] < any_, ALLY, NEUTRAL)).astype(np.int64)


def pairs(relation: Ints, local: tuple[Ints, Ints, Ints], cell: Ints, homes: Ints) -> tuple[Ints, Ints, Ints]:
    """Cells of rivals and allies that can meet, and RIVAL or ALLY; (pair,) each, state by state.

    Parameters
    ----------
    relation : (exporter, group) int64
    local : tuple of (pair,) int64
        Local groups that are rivals or allies, as ``local_relations`` gives them.
    cell : (group, state) int64
        Cells, -1 where there is none.
    homes : (local,) int64
    """
    exporters, (a, b, code) = len(relation), local
    at = cell[a, homes[a - exporters]], cell[b, homes[a - exporters]], code
    found = [np.stack(at)]
    k, j = np.nonzero(relation)
    k, j = k[k < j], j[k < j]
    for s in range(cell.shape[1]):
        here = cell[j, s] >= 0
        found.append(np.stack([cell[k[here], s], cell[j[here], s], relation[k[here], j[here]]]))
    one, other, code = np.concatenate(found, axis=1)
    order = np.lexsort((other, one))
    return one[order], other[order], code[order]


def shares(
    out: Floats, where: Map, organisations: Sequence[Any], presence: Floats, homes: Ints, states: States
) -> None:
    """Write each cell's share of all members: exporters by 1/rank, local groups 1/rank within their state."""
    weight = np.array([weight_of(org) for org in organisations])
    rank = np.empty(len(weight))
    rank[np.argsort(-weight, kind="stable")] = 1.0 + np.arange(len(weight))
    whole = (1.0 / np.arange(1.0, len(weight) + len(homes) + 1.0)).sum()
    size = 1.0 / rank / whole
    left = 1.0 - size.sum()
    for s in range(len(states)):
        out[where.cell[: len(weight), s]] = size * presence[:, s]
        mine = np.flatnonzero(homes == s)
        part = 1.0 / np.arange(1.0, len(mine) + 1.0)
        out[where.cell[len(weight) + mine, s]] = left * states.lately[s] * part / part.sum()
