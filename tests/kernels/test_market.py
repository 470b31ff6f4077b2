"""Sales, orders and prices of US markets against their twins, and their books."""

from __future__ import annotations

from copy import deepcopy

import numpy as np
import oracle_market as twin
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from flowsim.kernels import market as shops

SEEDS = st.integers(0, 2**32 - 1)
FEW = settings(max_examples=25, deadline=None, derandomize=True)
CLOSE = {"rtol": 1e-12, "atol": 1e-10}  # atol: differences of stocks of 500 kg
KERNELS = (shops.sell, shops.restock, shops.price)
MARKETS, LANES = 2, 5


def numbers(rng, low, high, *shape, zeros=0.0):
    """Uniform numbers, some of them exactly 0."""
    return np.where(rng.random(shape) < zeros, 0.0, rng.uniform(low, high, shape))


def alone(bundle, lane):
    """The same bundle with one lane only."""
    return type(bundle)(*(x[..., lane : lane + 1].copy() for x in bundle))


def case(seed):
    """State, flows and rule of MARKETS x LANES, from a seed."""
    rng = np.random.default_rng(seed)
    place, deep = (MARKETS, LANES), (3, 2, MARKETS, LANES)
    state = shops.Market(
        stock_kg=numbers(rng, 0.0, 500.0, *deep, zeros=0.2),
        price=numbers(rng, 2e4, 2e6, *deep),
        demand_mean=numbers(rng, 0.0, 200.0, *deep, zeros=0.1),
        memory=numbers(rng, -0.5, 0.5, *place),
        adoption=numbers(rng, 1e-6, 1.0, *place),
        import_memory=numbers(rng, -0.5, 0.5, *place),
        order_kg=np.full((2, *place), np.nan),
        mail_order_kg=numbers(rng, 0.0, 50.0, *place, zeros=0.2),
        on_hand_kg=numbers(rng, 0.0, 500.0, *deep, zeros=0.2),
    )
    flows = shops.Flows(
        arrived_kg=numbers(rng, 0.0, 200.0, 2, *place, zeros=0.3),
        mailed_kg=numbers(rng, 0.0, 20.0, *place, zeros=0.3),
        elsewhere_kg=np.full(place, np.nan),
        consumed_kg=np.full((2, *place), np.nan),
        unmet_kg=np.full(place, np.nan),
        fentanyl_share=numbers(rng, 0.0, 1.0, *place, zeros=0.2),
        demand_kg=np.full(place, np.nan),
    )
    low = dict.fromkeys(shops.MarketRule._fields, (0.1, 1.0)) | {
        "gamma": (0.0, 3.0),
        "cover": (0.5, 8.0),
        "eps_short": (-0.8, 0.0),
        "eps_long": (-1.5, 0.0),
        "eps_memory": (20.0, 100.0),
        "spend_cap": (1.0, 4.0),
        "retail_ref": (4e5, 1e6),
        "wholesale_ref": (7e4, 1e5),
        "equivalents": (15.0, 50.0),
        "mail_choice": (0.0, 6.0),
    }
    rule = {name: numbers(rng, *low[name], LANES) for name in shops.MarketRule._fields}
    rule["landed_ref"], rule["landed"] = numbers(rng, 2e4, 6e4, 2, LANES), numbers(rng, 1e4, 3e5, 2, LANES)
    rule["supply"] = np.stack([numbers(rng, 0.0, 0.5, LANES), numbers(rng, 4.0, 40.0, LANES)])
    ranges = ((0.0, 0.05), (0.3, 1.0), (2e4, 2e5))
    rule["adoption"] = np.stack([numbers(rng, *ends, *place) for ends in ranges])
    rule["users_kg"] = numbers(rng, 0.0, 300.0, *place, zeros=0.2)
    return state, flows, shops.MarketRule(**rule)


def plain(rule, m, lane):
    """The rule of one market and lane as plain numbers."""
    out = {name: float(getattr(rule, name)[lane]) for name in rule._fields if getattr(rule, name).ndim == 1}
    out["landed"], out["landed_ref"] = rule.landed[:, lane].tolist(), float(rule.landed_ref[0, lane])
    out["supply_elasticity"], out["supply_lag"] = rule.supply[:, lane].tolist()
    out["adoption_rate"], out["ceiling"], out["mail_cost"] = rule.adoption[:, m, lane].tolist()
    out["users_kg"] = float(rule.users_kg[m, lane])
    return out


def cells(array, m, lane):
    """A (level, drug) or (drug,) table of one market and lane."""
    keys = np.ndindex(array.shape[:-2])
    return {key if len(key) > 1 else key[0]: float(array[(*key, m, lane)]) for key in keys}


def compare(array, m, lane, want, name):
    found = cells(array, m, lane) if isinstance(want, dict) else {0: float(array[m, lane])}
    expected = want if isinstance(want, dict) else {0: want}
    for key, value in expected.items():
        np.testing.assert_allclose(found[key], value, **CLOSE, err_msg=f"{name} {key}")


@pytest.mark.twin
@FEW
@given(seed=SEEDS)
def test_users_buy_like_their_twin(seed):
    state, flows, rule = case(seed)
    old = deepcopy(state)
    shops.sell(state, flows, rule)
    for m, lane in np.ndindex(MARKETS, LANES):
        stock, mean = cells(old.stock_kg, m, lane), cells(old.demand_mean, m, lane)
        want = twin.sell(
            stock,
            mean,
            float(old.memory[m, lane]),
            float(old.adoption[m, lane]),
            retail_price=float(old.price[2, 0, m, lane]),
            arrived=flows.arrived_kg[:, m, lane].tolist(),
            mailed=float(flows.mailed_kg[m, lane]),
            rule=plain(rule, m, lane),
        )
        for name, value in {**want, "stock_kg": stock, "demand_mean": mean}.items():
            compare(getattr(state if hasattr(state, name) else flows, name), m, lane, value, name)


@pytest.mark.twin
@FEW
@given(seed=SEEDS)
def test_levels_reorder_like_their_twin(seed):
    state, flows, rule = case(seed)
    old = deepcopy(state)
    shops.restock(state, flows, rule)
    for m, lane in np.ndindex(MARKETS, LANES):
        stock, mean, prices = (cells(x, m, lane) for x in (old.stock_kg, old.demand_mean, old.price))
        want = twin.restock(stock, mean, prices, float(old.import_memory[m, lane]), plain(rule, m, lane))
        for name, value in {**want, "stock_kg": stock, "demand_mean": mean}.items():
            compare(getattr(state if hasattr(state, name) else flows, name), m, lane, value, name)


@pytest.mark.twin
@FEW
@given(seed=SEEDS)
def test_prices_and_dealers_move_like_their_twin(seed):
    state, flows, rule = case(seed)
    old = deepcopy(state)
    shops.price(state, flows, rule)
    for m, lane in np.ndindex(MARKETS, LANES):
        prices, mean, on_hand = (cells(x, m, lane) for x in (old.price, old.demand_mean, old.on_hand_kg))
        adoption = twin.price(
            prices,
            mean,
            on_hand,
            float(old.adoption[m, lane]),
            share=float(flows.fentanyl_share[m, lane]),
            by_mail=float(old.mail_order_kg[m, lane]),
            rule=plain(rule, m, lane),
        )
        compare(state.price, m, lane, prices, "price")
        compare(state.adoption, m, lane, adoption, "adoption")


@FEW
@given(seed=SEEDS)
def test_kilograms_balance(seed):
    state, flows, rule = case(seed)
    old = deepcopy(state)
    shops.sell(state, flows, rule)
    gained = flows.arrived_kg - flows.consumed_kg
    gained[1] += flows.mailed_kg
    np.testing.assert_allclose(state.stock_kg.sum(axis=0) - old.stock_kg.sum(axis=0), gained, **CLOSE)
    old = deepcopy(state)
    shops.restock(state, flows, rule)
    gained = np.stack([flows.elsewhere_kg, np.zeros_like(flows.elsewhere_kg)])
    np.testing.assert_allclose(state.stock_kg.sum(axis=0) - old.stock_kg.sum(axis=0), gained, **CLOSE)
    assert (state.stock_kg >= -1e-10).all()
    assert (state.order_kg >= 0.0).all()


@FEW
@given(seed=SEEDS)
def test_doses_sold_and_unmet_are_the_doses_wanted(seed):
    state, flows, rule = case(seed)
    shops.sell(state, flows, rule)
    doses = flows.consumed_kg[0] + rule.equivalents * flows.consumed_kg[1]
    np.testing.assert_allclose(doses + flows.unmet_kg, flows.demand_kg, **CLOSE)
    assert (flows.fentanyl_share >= 0.0).all()
    assert (flows.fentanyl_share <= 1.0).all()


def test_a_lane_alone_has_the_bits_of_its_tile():
    tile = case(7)
    single = [tuple(alone(bundle, lane) for bundle in tile) for lane in range(LANES)]
    for kernel in KERNELS:
        kernel(*tile)
    for lane, (one, its_flows, its_rule) in enumerate(single):
        for kernel in KERNELS:
            kernel(one, its_flows, its_rule)
        for small, large in ((one, tile[0]), (its_flows, tile[1])):
            for name in small._fields:
                found, want = getattr(small, name)[..., 0], getattr(large, name)[..., lane]
                np.testing.assert_array_equal(found, want, err_msg=name)


def test_no_users_buy_nothing_and_leave_the_share_that_dealers_want():
    state, flows, rule = case(1)
    rule.users_kg[:] = 0.0
    shops.sell(state, flows, rule)
    np.testing.assert_array_equal(flows.consumed_kg, 0.0)
    np.testing.assert_array_equal(flows.unmet_kg, 0.0)
    np.testing.assert_array_equal(flows.fentanyl_share, state.adoption)


def test_empty_shelves_leave_all_demand_unmet():
    state, flows, rule = case(2)
    state.stock_kg[:] = 0.0
    shops.sell(state, flows, rule)
    np.testing.assert_array_equal(flows.consumed_kg, 0.0)
    np.testing.assert_array_equal(flows.unmet_kg, flows.demand_kg)


def test_one_drug_stands_in_for_the_other():
    state, flows, rule = case(3)
    rule.users_kg[:] = 100.0
    state.stock_kg[2, 0], state.stock_kg[2, 1] = 1e6, 0.0
    shops.sell(state, flows, rule)
    np.testing.assert_allclose(flows.consumed_kg[0], flows.demand_kg, rtol=1e-12)
    np.testing.assert_array_equal(flows.fentanyl_share, 0.0)


def test_a_market_without_stock_or_demand_keeps_finite_prices():
    state, flows, rule = case(4)
    for array in (state.stock_kg, state.demand_mean, state.mail_order_kg, flows.arrived_kg, flows.mailed_kg):
        array[:] = 0.0
    rule.users_kg[:] = 0.0
    for kernel in KERNELS:
        kernel(state, flows, rule)
    for array in (*state, *flows):
        assert np.isfinite(array).all()
    np.testing.assert_array_equal(state.order_kg, 0.0)


def test_at_reference_costs_and_target_cover_heroin_prices_rest():
    state, flows, rule = case(5)
    rule.landed[:] = rule.landed_ref
    state.price[0] = rule.landed_ref[:, None]
    state.price[1, 0], state.price[2, 0] = rule.wholesale_ref, rule.retail_ref
    state.demand_mean[:] = 10.0
    state.on_hand_kg[:] = 10.0 * rule.cover
    flows.fentanyl_share[:] = 0.0
    before = state.price.copy()
    shops.price(state, flows, rule)
    np.testing.assert_allclose(state.price[:, 0], before[:, 0], rtol=1e-13)


def test_dealers_leave_fentanyl_that_costs_more_per_dose():
    for factor, sign in ((0.5, 1.0), (2.0, -1.0)):
        state, flows, rule = case(6)
        rule.adoption[0], rule.adoption[1], state.adoption[:] = 0.05, 0.9, 0.3
        rule.a[:] = 0.0
        state.price[1, 1] = factor * state.price[1, 0] * rule.equivalents
        shops.price(state, flows, rule)
        assert (sign * (state.adoption - 0.3) > 0.0).all()
