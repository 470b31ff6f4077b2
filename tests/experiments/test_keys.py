"""Equal worlds have equal keys; anything that changes numbers changes the key."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from flowsim.domain.chain import Horizon
from flowsim.domain.errors import UserError
from flowsim.domain.params import flat, put
from flowsim.domain.world_config import WorldConfig
from flowsim.experiments.keys import ROOMS, code_version, data_hashes, plain, run_key


def test_keys_are_short_and_stable():
    key = run_key(WorldConfig(), "a")
    assert key == run_key(WorldConfig(), "a")
    assert len(key) == 16
    assert int(key, 16) >= 0


def test_every_parameter_changes_the_key():
    world = WorldConfig()
    seen = {run_key(world, "a"), run_key(world, "b"), run_key(replace(world, horizon=Horizon(end="2019-01-01")), "a")}
    names = [fact for fact in flat(world) if isinstance(fact.value, float)][:40]
    for fact in names:
        seen.add(run_key(put(world, fact.name, fact.value + 0.125), "a"))
    assert len(seen) == len(names) + 3


def test_a_network_decides_the_key_by_its_numbers_and_its_channel():
    world = WorldConfig()
    one = world.networks["trade_a"]
    keys = {
        run_key(replace(world, networks={**world.networks, "trade_a": other}), "a")
        for other in (one, replace(one, fee=0.08), replace(one, channel="funnel"), replace(one))
    }
    assert len(keys) == 3
    assert run_key(world, "a") in keys


def test_equal_numbers_have_equal_keys():
    world = WorldConfig()
    name = next(fact.name for fact in flat(world) if isinstance(fact.value, float))
    keys = {run_key(put(world, name, number), "a") for number in (1, 1.0, np.float64(1.0), np.int64(1))}
    assert len(keys) == 1
    assert run_key(put(world, name, 0.0), "a") == run_key(put(world, name, -0.0), "a")


def test_numbers_that_are_not_finite_are_refused():
    name = next(fact.name for fact in flat(WorldConfig()) if isinstance(fact.value, float))
    for number in (float("nan"), float("inf")):
        with pytest.raises(UserError, match="finite"):
            run_key(put(WorldConfig(), name, number), "a")


def test_tables_keep_their_order_because_rows_of_arrays_do():
    assert list(plain({"b": 1, "a": 2})) == ["b", "a"]
    with pytest.raises(TypeError, match="no place"):
        plain({"x": object()})


def test_code_version_and_data():
    assert len(code_version()) == 16
    assert "experiments" not in ROOMS
    assert any(name.endswith("targets.csv") for name in data_hashes())
    assert all(len(value) == 16 for value in data_hashes().values())
