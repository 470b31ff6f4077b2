"""Growers: land follows the margin, in both directions at different speeds."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from numpy.testing import assert_allclose, assert_array_equal

from flowsim.agents import Grower
from flowsim.agents.grower import crop_margin
from flowsim.domain.chain.farming import farming
from flowsim.domain.codes import Crop
from flowsim.domain.params import stack
from flowsim.domain.world_config import WorldConfig
from flowsim.engine.model import FlowModel


@pytest.fixture(params=Crop, ids=lambda crop: crop.name.lower())
def grower(model: FlowModel, request: pytest.FixtureRequest) -> Grower:
    """The growers of the first region of a crop."""
    found: Grower = next(one for one in model.agents_by_type[Grower] if one.crop == request.param)
    assert found.region == model.crop_rows[found.crop].start
    return found


def planned(grower: Grower, price: float = 1.0, loss: float | None = None, land: float = 1.0) -> np.ndarray:
    """Area after one decision over the area before, at a multiple of the usual farm price."""
    model, r, p = grower.model, grower.region, grower.model.farming[grower.crop]
    world, base = model.world, model.base
    world.planted_ha[r] = base.planted_ha[r] * land
    world.farm_expected[grower.crop] = p.usd_per_kg * price
    world.erad_rate[r] = base.erad_rate[r] if loss is None else loss
    world.belief[r] = 1.0 - np.exp(-p.growth_weeks * world.erad_rate[r])
    grower.decide()
    return np.asarray(model.intents.planted_ha[r] / world.planted_ha[r])


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
    p = grower.model.farming[grower.crop]
    speed = 1.0 - (1.0 - p.lambda_area) ** (grower.model.decide_weeks / 26.0)
    assert_allclose(entry / into, speed, rtol=1e-9)
    assert_allclose(leave / out, speed * p.exit_asymmetry, rtol=1e-9)
    assert (p.exit_asymmetry < 1.0).all()


def test_steps_converge_to_the_target_without_overshoot(grower: Grower) -> None:
    world, base, r = grower.model.world, grower.model.base, grower.region
    world.planted_ha[r] = 0.5 * base.planted_ha[r]
    for _ in range(400):
        before = world.planted_ha[r].copy()
        grower.decide()
        world.planted_ha[r] = grower.model.intents.planted_ha[r]
        assert (world.planted_ha[r] >= before).all()
    assert_allclose(world.planted_ha[r], base.planted_ha[r], rtol=1e-3)


def test_eradication_lowers_belief_margin_and_land(grower: Grower) -> None:
    model, r = grower.model, grower.region
    rates = [model.base.erad_rate[r] * k for k in (1.0, 2.0, 4.0)]
    land, margins = [], []
    for rate in rates:
        land.append(planned(grower, loss=rate))
        margins.append(grower.margin(model.world.farm_expected[grower.crop], model.world.belief[r]))
    assert (np.diff(land, axis=0) < 0.0).all()
    assert (np.diff(margins, axis=0) < 0.0).all()


def test_belief_follows_what_is_eradicated(grower: Grower) -> None:
    world, r = grower.model.world, grower.region
    before = world.belief[r].copy()
    world.erad_rate[r] *= 3.0
    path = [before]
    for _ in range(60):
        grower.decide()
        path.append(world.belief[r].copy())
    loss = 1.0 - np.exp(-grower.model.farming[grower.crop].growth_weeks * world.erad_rate[r])
    assert (np.diff(path, axis=0) > 0.0).all()
    assert_allclose(path[-1], loss, rtol=1e-3)


def test_legal_income_takes_land_of_poppy_alone(grower: Grower) -> None:
    usual = planned(grower)
    grower.model.world.alternatives[:] = 0.3
    less = planned(grower) < usual
    assert less.all() if grower.crop == Crop.POPPY else not less.any()


def test_a_hopeless_margin_ends_the_crop_slowly(grower: Grower) -> None:
    left = planned(grower, price=0.01)
    assert (left < 1.0).all()
    assert (left > 0.9).all()


def test_margin_is_income_less_costs() -> None:
    chain = stack([WorldConfig().chain])
    poppy = replace(chain.crops, yield_pure_kg_per_ha=np.array([2.0]), gum_per_heroin=np.array([10.0]))
    poppy = replace(poppy, saleable_share=np.array([0.5]), cost_usd_per_ha=np.array([1000.0]))
    cannabis = replace(chain.cannabis, yield_kg_per_ha=np.array([500.0]), cost_usd_per_ha=np.array([4000.0]))
    crops = farming(replace(chain, crops=poppy, cannabis=cannabis))
    assert_array_equal(crop_margin(crops[Crop.POPPY], np.array([500.0]), np.array([0.2])), [3000.0])
    assert_array_equal(crop_margin(crops[Crop.MARIJUANA], np.array([50.0]), np.array([0.2])), [16000.0])


def test_other_regions_do_not_move(grower: Grower) -> None:
    before = grower.model.intents.planted_ha.copy()
    planned(grower, price=2.0)
    moved = (grower.model.intents.planted_ha != before).any(axis=1)
    assert np.flatnonzero(moved).tolist() == [grower.region]
