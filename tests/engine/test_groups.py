"""Relations of groups: who is whose rival or ally, and how many as groups grow."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from flowsim.data.agreement import opened
from flowsim.data.homicide import load_states
from flowsim.domain.chain.conflict import Params
from flowsim.domain.world_config import WorldConfig
from flowsim.engine.groups import Groups, make_groups
from flowsim.kernels.contest import ALLY, RIVAL

CONFIG = WorldConfig()
STATES = load_states(opened(CONFIG.files))


def made(local: int, **changes: float) -> Groups:
    return make_groups(CONFIG.organisations, local, STATES, replace(Params(), **changes))


def degree(groups: Groups, code: int) -> float:
    """Mean number of local groups of its state that are rivals, or allies, of a local group."""
    where = groups.where
    local = (where.group[where.one] >= groups.exporters) & (where.group[where.other] >= groups.exporters)
    return 2.0 * float((local & (where.code == code)).sum()) / groups.local


@pytest.mark.parametrize("local", [32, 140, 200])
def test_no_bound_binds_where_groups_are_as_many_as_there_are(local: int) -> None:
    bounded, free = made(local).where, made(local, local_met=5000.0).where
    for mine, theirs in zip(bounded, free, strict=True):
        np.testing.assert_array_equal(mine, theirs)


def test_a_local_group_has_no_more_rivals_and_allies_however_many_there_are() -> None:
    rule, many = Params(), [made(local) for local in (500, 1000, 2000, 4000)]
    for code, chance in ((RIVAL, rule.local_rivals), (ALLY, rule.local_allies)):
        degrees = [degree(groups, code) for groups in many]
        assert max(degrees) < 1.05 * rule.local_met * chance
        assert degrees[-1] == pytest.approx(rule.local_met * chance, rel=0.05)
        free = [degree(made(local, local_met=5000.0), code) for local in (500, 2000)]
        assert free[1] > 3.0 * free[0]  # without the bound they grow as groups do


def test_pairs_grow_as_groups_do() -> None:
    sizes = (1000, 2000, 4000)
    number = [len(made(local).where.one) for local in sizes]
    assert np.polyfit(np.log(sizes), np.log(number), 1)[0] < 1.05


def test_pairs_are_in_order_and_share_a_state() -> None:
    groups = made(400)
    where = groups.where
    np.testing.assert_array_equal(where.state[where.one], where.state[where.other])
    assert (np.diff(where.one) >= 0).all()
    assert (where.one < where.other).all()
    assert len(set(zip(where.one.tolist(), where.other.tolist(), strict=True))) == len(where.one)
    k, j = where.group[where.one], where.group[where.other]
    exporting = k < groups.exporters
    np.testing.assert_array_equal(where.code[exporting], where.relation[k[exporting], j[exporting]])
    square = where.relation[:, : groups.exporters]
    np.testing.assert_array_equal(square, square.T)
