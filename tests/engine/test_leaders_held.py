"""Leaders held in Mexico: counted every week, back without extradition, net with it."""

from __future__ import annotations

import numpy as np
import pytest
from worlds import under, world

from flowsim.domain.params import put
from flowsim.domain.world_config import WorldConfig
from flowsim.engine.ground import whole
from flowsim.engine.model import FlowModel

WORLDS, WEEKS = 12, 260


def often(**parameters: float) -> WorldConfig:
    """Many removals, many returns, a short past."""
    config = world(end="2020-01-06", spinup=0)
    for name, value in {"removals": 26.0, "returns": 0.3, **parameters}.items():
        config = put(config, f"chain.conflict.{name}", value)
    return config


def ran(config: WorldConfig) -> dict[str, np.ndarray]:
    """Weekly series of leaders, (week, L) each; the count is checked every week."""
    model = FlowModel(config, range(WORLDS))
    start, rows = model.world.leaders_held.sum(0), []
    net = np.zeros(WORLDS)
    for _ in range(WEEKS):
        model.step()
        w = model.world
        net += w.leaders_captured - w.leaders_returned - w.leaders_extradited
        np.testing.assert_array_equal(w.leaders_held.sum(0), start + net)
        assert (w.leaders_captured <= w.leaders_removed).all()
        now = (w.leaders_captured, w.leaders_returned, w.leaders_extradited, w.leader_rise.sum((0, 1)))
        rows.append([values.copy() for values in now])
    return dict(zip(("captured", "returned", "extradited", "rise"), np.array(rows).transpose(1, 0, 2), strict=True))


@pytest.fixture(scope="module")
def never() -> dict[str, np.ndarray]:
    return ran(often(extraditions=0.0))


@pytest.fixture(scope="module")
def soon() -> dict[str, np.ndarray]:
    return ran(often(extraditions=52.0, appeal_weeks=0.0))


def test_without_extradition_leaders_come_back(never: dict[str, np.ndarray], soon: dict[str, np.ndarray]) -> None:
    assert (never["extradited"] == 0.0).all()
    assert never["returned"].sum() > 0.2 * never["captured"].sum()
    assert soon["returned"].sum() < 0.05 * never["returned"].sum()
    assert soon["extradited"].sum() > 0.9 * soon["captured"].sum()


def test_extradition_is_a_contest_now_for_one_that_does_not_come_later(never: dict[str, np.ndarray]) -> None:
    """Whether it is worth it depends on how much either is fought over."""
    harmless = ran(often(extraditions=52.0, appeal_weeks=0.0, extradition_shock=0.0))
    harmful = ran(often(extraditions=52.0, appeal_weeks=0.0, extradition_shock=1.0))
    assert harmless["rise"].sum() < never["rise"].sum() < harmful["rise"].sum()


def test_appeals_take_time() -> None:
    slow = ran(often(extraditions=52.0, appeal_weeks=520.0))
    fast = ran(often(extraditions=52.0, appeal_weeks=26.0))
    assert slow["extradited"].sum() < 0.4 * fast["extradited"].sum()
    assert slow["returned"].sum() > 2.0 * fast["returned"].sum()


def test_the_instrument_hands_over_more() -> None:
    config = often(extraditions=0.08)
    usual, more = ran(config), ran(under(config, "extradition"))
    assert more["extradited"].sum() > 1.5 * usual["extradited"].sum()
    assert more["returned"].sum() < usual["returned"].sum()
    np.testing.assert_array_equal(more["returned"][:20], usual["returned"][:20])


def test_leaders_held_at_the_start_are_whole_and_add_up() -> None:
    weight = np.array([[5.0, 1.0], [3.0, 1.0], [2.0, 1.0]])
    found = whole(np.array([10.2, 7.0]), weight)
    np.testing.assert_array_equal(found.sum(0), [10.0, 7.0])
    np.testing.assert_array_equal(found[:, 0], [5.0, 3.0, 2.0])
    model = FlowModel(world(spinup=0), [0])
    exporters = model.groups.exporters
    assert model.world.leaders_held[:exporters].sum() == model.params.conflict.held_2011[0]
    assert (model.world.leaders_held[exporters:] == 0.0).all()
