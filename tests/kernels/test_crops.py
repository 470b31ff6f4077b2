"""Fields and farm gates against their twins, and their books."""

from __future__ import annotations

from copy import deepcopy

import numpy as np
import oracle_crops as twin
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from flowsim.kernels import crops

SEEDS = st.integers(0, 2**32 - 1)
FEW = settings(max_examples=25, deadline=None, derandomize=True)
CLOSE = {"rtol": 1e-12, "atol": 1e-9}  # atol: differences of areas of 1e5 ha and stocks of 1e5 kg


def numbers(rng, low, high, *shape, zeros=0.0):
    """Uniform numbers, some of them exactly 0."""
    return np.where(rng.random(shape) < zeros, 0.0, rng.uniform(low, high, shape))


def alone(bundle, lane):
    """The same bundle with one lane only."""
    return type(bundle)(*(x[..., lane : lane + 1].copy() for x in bundle))


def fields(rng, regions=3, lanes=5):
    size = (regions, lanes)
    rows = [numbers(rng, 0.1, 1e5, *size, zeros=0.2) for _ in range(3)]
    state = crops.Fields(*rows, numbers(rng, 0.0, 0.1, *size, zeros=0.2), *np.full((3, *size), np.nan))
    rates = crops.FieldRates(
        search_ha=numbers(rng, 0.0, 5e4, *size, zeros=0.2),
        erad_rate_2012=numbers(rng, 0.001, 0.05, *size, zeros=0.1),
        yield_kg=numbers(rng, 0.0, 2.0, *size, zeros=0.1),
        replant=numbers(rng, 0.02, 1.0, lanes),
        dispersal=numbers(rng, 0.0, 3.0, lanes, zeros=0.2),
    )
    return state, rates


def gate(rng, regions=3, senders=4, lanes=5):
    state = crops.Farm(
        price=numbers(rng, 50.0, 5e3, lanes),
        demand_mean=numbers(rng, 0.1, 1e4, lanes),
        expected=numbers(rng, 50.0, 5e3, lanes),
        stock_kg=numbers(rng, 0.1, 1e4, regions, lanes, zeros=0.4),
        sold_kg=np.full((regions, lanes), np.nan),
        order_kg=numbers(rng, 0.1, 1e4, senders, lanes, zeros=0.4),
    )
    rule = crops.FarmRule(
        cost=numbers(rng, 50.0, 5e3, lanes),
        a=numbers(rng, 0.0, 1.0, lanes),
        gamma=numbers(rng, 0.0, 5.0, lanes),
        cover=numbers(rng, 0.5, 20.0, lanes),
        memory=numbers(rng, 1.0, 100.0, lanes),
    )
    return state, rule


@pytest.mark.twin
@FEW
@given(seed=SEEDS)
def test_fields_grow_like_their_twin(seed):
    state, rates = fields(np.random.default_rng(seed))
    before = deepcopy(state)
    crops.grow(state, rates)
    for r, lane in np.ndindex(state.standing_ha.shape):
        want = twin.grow_field(
            *(float(x[r, lane]) for x in (before.standing_ha, before.planted_ha, before.farm_kg, before.erad_rate)),
            rate_2012=float(rates.erad_rate_2012[r, lane]),
            search=float(rates.search_ha[r, lane]),
            yield_kg=float(rates.yield_kg[r, lane]),
            replant=float(rates.replant[lane]),
            dispersal=float(rates.dispersal[lane]),
        )
        for name, value in want.items():
            np.testing.assert_allclose(getattr(state, name)[r, lane], value, **CLOSE, err_msg=name)


@pytest.mark.twin
@FEW
@given(seed=SEEDS)
def test_a_farm_gate_trades_like_its_twin(seed):
    state, rule = gate(np.random.default_rng(seed))
    before = deepcopy(state)
    crops.trade(state, rule)
    for lane in range(len(state.price)):
        want = twin.trade(
            before.order_kg[:, lane].tolist(),
            before.stock_kg[:, lane].tolist(),
            *(float(x[lane]) for x in (before.price, before.expected, before.demand_mean)),
            **{name: float(getattr(rule, name)[lane]) for name in rule._fields},
        )
        for name, value in want.items():
            np.testing.assert_allclose(getattr(state, name)[..., lane], value, **CLOSE, err_msg=name)


@FEW
@given(seed=SEEDS)
def test_areas_and_harvests_balance(seed):
    state, rates = fields(np.random.default_rng(seed))
    before = deepcopy(state)
    crops.grow(state, rates)
    np.testing.assert_allclose(state.standing_ha - before.standing_ha, state.sown_ha - state.eradicated_ha, atol=1e-9)
    np.testing.assert_allclose(state.farm_kg - before.farm_kg, state.harvest_kg, rtol=1e-12, atol=1e-9)
    assert (state.standing_ha >= 0.0).all()
    assert (state.eradicated_ha <= before.standing_ha).all()


@FEW
@given(seed=SEEDS)
def test_what_is_bought_is_what_is_sold(seed):
    state, rule = gate(np.random.default_rng(seed))
    before = deepcopy(state)
    crops.trade(state, rule)
    np.testing.assert_allclose(before.stock_kg - state.stock_kg, state.sold_kg, **CLOSE)
    np.testing.assert_allclose(state.order_kg.sum(axis=0), state.sold_kg.sum(axis=0), **CLOSE)
    assert (state.stock_kg >= -1e-9).all()
    assert (state.order_kg <= before.order_kg).all()


@pytest.mark.parametrize(("make", "kernel"), [(fields, crops.grow), (gate, crops.trade)])
def test_a_lane_alone_has_the_bits_of_its_tile(make, kernel):
    state, rule = make(np.random.default_rng(7))
    single = [(alone(state, lane), alone(rule, lane)) for lane in range(5)]
    kernel(state, rule)
    for lane, (one, its_rule) in enumerate(single):
        kernel(one, its_rule)
        for name in state._fields:
            np.testing.assert_array_equal(getattr(one, name)[..., 0], getattr(state, name)[..., lane], err_msg=name)


def test_nothing_grows_on_no_land():
    state, rates = fields(np.random.default_rng(1))
    for array in (state.standing_ha, state.planted_ha, state.farm_kg, state.erad_rate):
        array[:] = 0.0
    crops.grow(state, rates)
    for array in state:
        np.testing.assert_array_equal(array, 0.0)


@pytest.mark.parametrize("empty", ["stock_kg", "order_kg"])
def test_no_stock_or_no_order_means_no_trade(empty):
    state, rule = gate(np.random.default_rng(2))
    getattr(state, empty)[:] = 0.0
    crops.trade(state, rule)
    np.testing.assert_array_equal(state.sold_kg, 0.0)
    np.testing.assert_array_equal(state.order_kg, 0.0)
    assert np.isfinite(state.price).all()


def test_at_cost_and_target_cover_the_price_rests():
    state, rule = gate(np.random.default_rng(3), regions=1, senders=1)
    state.price[:] = rule.cost
    state.demand_mean[:] = 100.0
    state.order_kg[:] = 100.0
    state.stock_kg[:] = 100.0 * rule.cover + 100.0
    crops.trade(state, rule)
    np.testing.assert_allclose(state.price, rule.cost, rtol=1e-13)
