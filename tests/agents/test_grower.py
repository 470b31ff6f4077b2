"""Growers: land follows the margin, in both directions at different speeds."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from numpy.testing import assert_allclose, assert_array_equal

from flowsim.agents import Grower
from flowsim.agents.grower import gum_margin
from flowsim.domain.params import stack
from flowsim.domain.world_config import WorldConfig
from flowsim.engine.model import FlowModel


@pytest.fixture
def grower(model: FlowModel) -> Grower:
    found: Grower = model.agents_by_type[Grower][0]
    return found


def planned(grower: Grower, price: float = 1.0, loss: float | None = None, land: float = 1.0) -> np.ndarray:
    """Area after one decision over the area before, at a multiple of the usual gum price."""
    world, base = grower.model.world, grower.model.base
    world.planted_ha[0] = base.planted_ha[0] * land
    world.gum_expected[:] = grower.model.params.crops.gum_cost_usd_per_kg * price
    world.erad_rate[0] = base.erad_rate[0] if loss is None else loss
    world.belief[0] = 1.0 - np.exp(-grower.model.params.crops.growth_weeks * world.erad_rate[0])
    grower.decide()
    return np.asarray(grower.model.intents.planted_ha[0] / world.planted_ha[0])


def test_at_the_equilibrium_nothing_moves(grower: Grower) -> None:
    assert_allclose(planned(grower), 1.0, rtol=1e-12)


def test_price_moves_land_toward_the_target(grower: Grower) -> None:
    low, high, higher = (planned(grower, price) for price in (0.7, 1.3, 1.6))
    assert (low < 1.0).all()
    assert (higher > high).all()
    assert (high > 1.0).all()


def test_exit_is_slower_than_entry(grower: Grower) -> None:
    """The same distance from the target, above and below it."""
    entry = planned(grower, land=1.0 / 1.25) - 1.0
    into = 1.25 - 1.0
    leave = 1.0 - planned(grower, land=1.25)
    out = 1.0 - 1.0 / 1.25
    p = grower.model.params.crops
    speed = 1.0 - (1.0 - p.lambda_area) ** (grower.model.decide_weeks / 26.0)
    assert_allclose(entry / into, speed, rtol=1e-9)
    assert_allclose(leave / out, speed * p.exit_asymmetry, rtol=1e-9)
    assert (p.exit_asymmetry < 1.0).all()


def test_steps_converge_to_the_target_without_overshoot(grower: Grower) -> None:
    world, base = grower.model.world, grower.model.base
    world.planted_ha[0] = 0.5 * base.planted_ha[0]
    for _ in range(400):
        before = world.planted_ha[0].copy()
        grower.decide()
        world.planted_ha[0] = grower.model.intents.planted_ha[0]
        assert (world.planted_ha[0] >= before).all()
    assert_allclose(world.planted_ha[0], base.planted_ha[0], rtol=1e-3)


def test_eradication_lowers_belief_margin_and_land(grower: Grower) -> None:
    model = grower.model
    rates = [model.base.erad_rate[0] * k for k in (1.0, 2.0, 4.0)]
    land, margins = [], []
    for rate in rates:
        land.append(planned(grower, loss=rate))
        margins.append(grower.margin(model.world.gum_expected, model.world.belief[0]))
    assert (np.diff(land, axis=0) < 0.0).all()
    assert (np.diff(margins, axis=0) < 0.0).all()


def test_belief_follows_what_is_eradicated(grower: Grower) -> None:
    world = grower.model.world
    before = world.belief[0].copy()
    world.erad_rate[0] *= 3.0
    path = [before]
    for _ in range(60):
        grower.decide()
        path.append(world.belief[0].copy())
    loss = 1.0 - np.exp(-grower.model.params.crops.growth_weeks * world.erad_rate[0])
    assert (np.diff(path, axis=0) > 0.0).all()
    assert_allclose(path[-1], loss, rtol=1e-3)


def test_legal_income_takes_land(grower: Grower) -> None:
    usual = planned(grower)
    grower.model.world.alternatives[:] = 0.3
    assert (planned(grower) < usual).all()


def test_a_hopeless_margin_ends_poppy_slowly(grower: Grower) -> None:
    left = planned(grower, price=0.01)
    assert (left < 1.0).all()
    assert (left > 0.9).all()


def test_margin_is_income_less_costs() -> None:
    crops = stack([WorldConfig().chain.crops])
    crops = replace(crops, yield_pure_kg_per_ha=np.array([2.0]), gum_per_heroin=np.array([10.0]))
    crops = replace(crops, saleable_share=np.array([0.5]), cost_usd_per_ha=np.array([1000.0]))
    assert_array_equal(gum_margin(crops, np.array([500.0]), np.array([0.2])), [3000.0])


def test_other_regions_do_not_move(grower: Grower) -> None:
    before = grower.model.intents.planted_ha.copy()
    planned(grower, price=2.0)
    assert_array_equal(grower.model.intents.planted_ha[1:], before[1:])
