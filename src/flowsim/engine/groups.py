"""Groups: exporters, local groups, rows kept for splits; where they are at first, who is whose rival or ally.

What is not known is made by rule. Exporters rank by their weights in exports and have members in proportion to 1/rank;
they sit in their home state, in the border states that they hold and next door. Local groups share out what is left
by the homicides of 2011-14. Exporters that are no allies and meet in a state that is important to either are rivals;
relations of local groups are draws that no seed changes.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
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

    @property
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
    one, other = pairs(relation, group, state)
    where = Map(number, group, state, start, cell, spare, one, other, relation[group[one], group[other]], relation)
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
    """NEUTRAL, RIVAL or ALLY for every two groups that are not split off, symmetric."""
    exporters, size = len(organisations), len(organisations) + len(homes)
    out = np.full((size, size), NEUTRAL, dtype=np.int64)
    a, b = np.triu_indices(size, 1)
    u = np.empty((len(a), 1))
    entity = number[a].astype(np.uint64) * np.uint64(10_000) + number[b].astype(np.uint64)
    draws.fill_uniform(draws.lane_keys([0]), draws.NETWORK, 0, entity, 0, u)
    meet = (b >= exporters) & ((a < exporters) | (homes[a - exporters] == homes[b - exporters]))
    out[a[meet], b[meet]] = np.where(
        u[meet, 0] < rule.local_rivals,
        RIVAL,
        np.where(u[meet, 0] < rule.local_rivals + rule.local_allies, ALLY, NEUTRAL),
    )
    for k in range(exporters):
        for j in range(k + 1, exporters):
            allied = names[j] in organisations[k].allies or names[k] in organisations[j].allies
            both, most = presence[k] * presence[j] > 0.0, np.maximum(presence[k], presence[j])
            out[k, j] = ALLY if allied else RIVAL if (both & (most >= rule.important)).any() else NEUTRAL
    return np.maximum(out, out.T)


def pairs(relation: Ints, group: Ints, state: Ints) -> tuple[Ints, Ints]:
    """Cells of rivals and allies that can meet, (pair,) each, state by state."""
    one, other = [], []
    for s in range(int(state.max()) + 1):
        here = np.flatnonzero((state == s) & (group < len(relation)))
        i, j = np.triu_indices(len(here), 1)
        related = relation[group[here[i]], group[here[j]]] != NEUTRAL
        one.append(here[i[related]])
        other.append(here[j[related]])
    return np.concatenate(one), np.concatenate(other)


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
