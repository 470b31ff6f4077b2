"""Sales, orders, prices and purity of US markets against their twins, and their books."""

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
DRUGS, PRODUCTS, MARKETS, LANES = 5, 4, 2, 5
MAIN = [0, 2, 3, 4]  # the drug that a product is sold and priced as


def numbers(rng, low, high, *shape, zeros=0.0):
    """Uniform numbers, some of them exactly 0."""
    return np.where(rng.random(shape) < zeros, 0.0, rng.uniform(low, high, shape))


def alone(bundle, lane):
    """The same bundle with one lane only."""
    return type(bundle)(*(x[..., lane : lane + 1].copy() for x in bundle))


def case(seed):
    """State, flows and rule of MARKETS x LANES, from a seed."""
    rng = np.random.default_rng(seed)
    place, deep = (MARKETS, LANES), (3, DRUGS, MARKETS, LANES)
    state = shops.Market(
        stock_kg=numbers(rng, 0.0, 500.0, *deep, zeros=0.2),
        price=numbers(rng, 2e4, 2e6, *deep),
        demand_mean=numbers(rng, 0.0, 200.0, *deep, zeros=0.1),
        memory=numbers(rng, -0.5, 0.5, PRODUCTS, *place),
        adoption=numbers(rng, 1e-6, 1.0, *place),
        import_memory=numbers(rng, -0.5, 0.5, DRUGS, *place),
        order_kg=np.full((DRUGS, *place), np.nan),
        mail_order_kg=numbers(rng, 0.0, 50.0, *place, zeros=0.2),
        on_hand_kg=numbers(rng, 0.0, 500.0, *deep, zeros=0.2),
        purity=numbers(rng, 0.1, 1.0, PRODUCTS, *place),
    )
    flows = shops.Flows(
        arrived_kg=numbers(rng, 0.0, 200.0, DRUGS, *place, zeros=0.3),
        mailed_kg=numbers(rng, 0.0, 20.0, *place, zeros=0.3),
        elsewhere_kg=np.full((DRUGS, *place), np.nan),
        interior_kg=np.full((DRUGS, *place), np.nan),
        consumed_kg=np.full((DRUGS, *place), np.nan),
        unmet_kg=np.full((PRODUCTS, *place), np.nan),
        fentanyl_share=numbers(rng, 0.0, 1.0, *place, zeros=0.2),
        demand_kg=np.full((PRODUCTS, *place), np.nan),
    )
    plain_ranges = {
        "a": (0.1, 1.0),
        "gamma": (0.0, 3.0),
        "cover": (0.5, 8.0),
        "eps_memory": (20.0, 100.0),
        "spend_cap": (1.0, 4.0),
        "purity_exponent": (0.0, 1.5),
        "retail_risk": (0.7, 1.6),
        "passthrough": (0.0, 1.0),
        "equivalents": (15.0, 50.0),
        "mail_choice": (0.0, 6.0),
    }
    by_product = ((4e5, 1e6), (7e4, 1e5), (0.2, 1.0))
    by_market = ((0.0, 0.05), (0.3, 1.0), (2e4, 2e5))
    rule = {name: numbers(rng, *ends, LANES) for name, ends in plain_ranges.items()}
    rule["eps"] = np.stack([numbers(rng, *ends, PRODUCTS, LANES) for ends in ((-0.8, 0.0), (-1.5, 0.0))])
    rule["ref"] = np.stack([numbers(rng, *ends, PRODUCTS, LANES) for ends in by_product])
    rule["landed"] = np.stack([numbers(rng, *ends, DRUGS, LANES) for ends in ((2e4, 6e4), (1e4, 3e5))])
    rule["other_share"] = numbers(rng, 0.0, 1.0, DRUGS, *place, zeros=0.3)
    rule["supply"] = np.stack([numbers(rng, 0.0, 0.5, LANES), numbers(rng, 4.0, 40.0, LANES)])
    rule["adoption"] = np.stack([numbers(rng, *ends, *place) for ends in by_market])
    rule["users_kg"] = numbers(rng, 0.0, 300.0, PRODUCTS, *place, zeros=0.2)
    rule["interior"] = numbers(rng, 0.0, 0.5, DRUGS, *place, zeros=0.3)
    return state, flows, shops.MarketRule(**rule)


def plain(rule, m, lane):
    """The rule of one market and lane as plain numbers, and lists by product or drug."""
    out = {name: float(getattr(rule, name)[lane]) for name in rule._fields if getattr(rule, name).ndim == 1}
    out["eps_short"], out["eps_long"] = rule.eps[..., lane].tolist()
    out["retail_ref"], out["wholesale_ref"], out["purity_2012"] = rule.ref[..., lane].tolist()
    out["landed_2012"], out["landed"] = rule.landed[..., lane].tolist()
    out["supply_elasticity"], out["supply_lag"] = rule.supply[:, lane].tolist()
    out["adoption_rate"], out["ceiling"], out["mail_cost"] = rule.adoption[:, m, lane].tolist()
    for name in ("other_share", "users_kg", "interior"):
        out[name] = getattr(rule, name)[:, m, lane].tolist()
    return out


def cells(array, m, lane):
    """A (level, drug), (drug,) or (product,) table of one market and lane."""
    keys = np.ndindex(array.shape[:-2])
    return {key if len(key) > 1 else key[0]: float(array[(*key, m, lane)]) for key in keys}


def compare(array, m, lane, want, name):
    """Every entry of the kernel's table has the twin's value."""
    found = cells(array, m, lane) if isinstance(want, dict) else {0: float(array[m, lane])}
    expected = want if isinstance(want, dict) else {0: want}
    assert found.keys() == expected.keys(), name
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
        stock, mean, memory = (cells(x, m, lane) for x in (old.stock_kg, old.demand_mean, old.memory))
        want = twin.sell(
            stock,
            mean,
            memory,
            float(old.adoption[m, lane]),
            price=cells(old.price, m, lane),
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
        want = twin.restock(stock, mean, prices, cells(old.import_memory, m, lane), plain(rule, m, lane))
        for name, value in {**want, "stock_kg": stock, "demand_mean": mean}.items():
            compare(getattr(state if hasattr(state, name) else flows, name), m, lane, value, name)


@pytest.mark.twin
@FEW
@given(seed=SEEDS)
def test_prices_purity_and_dealers_move_like_their_twin(seed):
    state, flows, rule = case(seed)
    old = deepcopy(state)
    shops.price(state, flows, rule)
    for m, lane in np.ndindex(MARKETS, LANES):
        tables = (old.price, old.demand_mean, old.on_hand_kg, old.purity)
        prices, mean, on_hand, purity = (cells(x, m, lane) for x in tables)
        adoption = twin.price(
            prices,
            mean,
            on_hand,
            float(old.adoption[m, lane]),
            purity,
            share=float(flows.fentanyl_share[m, lane]),
            by_mail=float(old.mail_order_kg[m, lane]),
            rule=plain(rule, m, lane),
        )
        compare(state.price, m, lane, prices, "price")
        compare(state.purity, m, lane, purity, "purity")
        compare(state.adoption, m, lane, adoption, "adoption")


@FEW
@given(seed=SEEDS)
def test_kilograms_of_every_drug_balance(seed):
    state, flows, rule = case(seed)
    old = deepcopy(state)
    shops.sell(state, flows, rule)
    gained = flows.arrived_kg - flows.consumed_kg
    gained[1] += flows.mailed_kg
    np.testing.assert_allclose(state.stock_kg.sum(axis=0) - old.stock_kg.sum(axis=0), gained, **CLOSE)
    old = deepcopy(state)
    shops.restock(state, flows, rule)
    gained = flows.elsewhere_kg - flows.interior_kg
    np.testing.assert_allclose(state.stock_kg.sum(axis=0) - old.stock_kg.sum(axis=0), gained, **CLOSE)
    assert (state.stock_kg >= -1e-10).all()
    assert (state.order_kg >= 0.0).all()


@FEW
@given(seed=SEEDS)
def test_what_is_sold_and_unmet_is_what_was_wanted(seed):
    state, flows, rule = case(seed)
    shops.sell(state, flows, rule)
    taken = flows.consumed_kg[MAIN]
    taken[0] += rule.equivalents * flows.consumed_kg[1]
    np.testing.assert_allclose(taken + flows.unmet_kg, flows.demand_kg, **CLOSE)
    assert (flows.fentanyl_share >= 0.0).all()
    assert (flows.fentanyl_share <= 1.0).all()


@FEW
@given(seed=SEEDS)
def test_purity_stays_between_its_ends(seed):
    state, flows, rule = case(seed)
    state.purity[:] = rule.ref[2][:, None]
    rule.purity_exponent[:] = 5.0
    for _ in range(40):
        shops.price(state, flows, rule)
    assert (state.purity >= 0.1 - 1e-12).all()
    assert (state.purity <= np.maximum(0.98, rule.ref[2])[:, None] + 1e-12).all()


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


def test_one_opioid_stands_in_for_the_other_and_for_no_other_drug():
    state, flows, rule = case(3)
    rule.users_kg[:] = 100.0
    state.stock_kg[2] = 0.0
    state.stock_kg[2, 0] = 1e6
    shops.sell(state, flows, rule)
    np.testing.assert_allclose(flows.consumed_kg[0], flows.demand_kg[0], rtol=1e-12)
    np.testing.assert_array_equal(flows.fentanyl_share, 0.0)
    np.testing.assert_array_equal(flows.consumed_kg[1:], 0.0)
    np.testing.assert_array_equal(flows.unmet_kg[1:], flows.demand_kg[1:])


@pytest.mark.parametrize("product", range(PRODUCTS))
def test_users_of_one_product_answer_to_its_price_alone(product):
    (state, flows, rule), (other, its_flows, its_rule) = case(9), case(9)
    for each in (rule, its_rule):
        each.eps[:], each.users_kg[:] = -0.5, 50.0
    other.price[2, MAIN[product]] *= 1.1
    for one in ((state, flows, rule), (other, its_flows, its_rule)):
        shops.sell(*one)
    rest = [p for p in range(PRODUCTS) if p != product]
    assert (its_flows.demand_kg[product] < flows.demand_kg[product]).all()
    np.testing.assert_array_equal(its_flows.demand_kg[rest], flows.demand_kg[rest])


def test_others_supply_their_share_at_the_usual_price_and_all_that_is_left_where_they_have_everything():
    state, flows, rule = case(8)
    state.import_memory[:], rule.interior[:] = 0.0, 0.0
    state.demand_mean[:], state.stock_kg[:] = 100.0, 0.0
    rule.other_share[:] = np.array([0.0, 0.25, 0.5, 0.75, 1.0])[:, None, None]
    rule.cover[:] = 4.0
    shops.restock(state, flows, rule)
    np.testing.assert_allclose(flows.elsewhere_kg, rule.other_share * state.demand_mean[0], rtol=1e-12)
    wanted = state.demand_mean[0] * 2.0
    np.testing.assert_allclose(state.order_kg + flows.elsewhere_kg, wanted, rtol=1e-12)
    np.testing.assert_array_equal(flows.elsewhere_kg[0], 0.0)


def test_interior_seizures_are_a_share_of_what_moves_inland():
    state, flows, rule = case(10)
    rule.interior[:], rule.other_share[:] = 0.2, 0.0
    before = deepcopy(state)
    shops.restock(state, flows, rule)
    moved = before.stock_kg[0] - state.stock_kg[0]
    np.testing.assert_allclose(flows.interior_kg, 0.2 * moved, rtol=1e-12)
    assert (flows.interior_kg.sum(axis=(1, 2)) > 0.0).all()


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


def at_rest(seed):
    """A case at reference costs, target cover and the risk and purity of 2012."""
    state, flows, rule = case(seed)
    rule.landed[1], rule.retail_risk[:] = rule.landed[0], 1.0
    state.price[0] = rule.landed[0][:, None]
    state.price[1, MAIN], state.price[2, MAIN] = rule.ref[1][:, None], rule.ref[0][:, None]
    state.purity[:] = rule.ref[2][:, None]
    state.demand_mean[:] = 10.0
    state.on_hand_kg[:] = 10.0 * rule.cover
    flows.fentanyl_share[:] = 0.0
    return state, flows, rule


def test_at_reference_costs_and_target_cover_prices_and_purity_rest():
    state, flows, rule = at_rest(5)
    before = deepcopy(state)
    shops.price(state, flows, rule)
    np.testing.assert_allclose(state.price[:, MAIN], before.price[:, MAIN], rtol=1e-13)
    np.testing.assert_allclose(state.purity, before.purity, rtol=1e-12)


def test_riskier_street_sale_raises_retail_alone():
    state, flows, rule = at_rest(5)
    calm = deepcopy((state, flows, rule))
    rule.retail_risk[:] = 1.3
    shops.price(state, flows, rule)
    shops.price(*calm)
    np.testing.assert_array_equal(state.price[:2], calm[0].price[:2])
    assert (state.price[2] > calm[0].price[2]).all()
    assert (state.purity <= calm[0].purity).all()


def test_dealers_leave_fentanyl_that_costs_more_per_dose():
    for factor, sign in ((0.5, 1.0), (2.0, -1.0)):
        state, flows, rule = case(6)
        rule.adoption[0], rule.adoption[1], state.adoption[:] = 0.05, 0.9, 0.3
        rule.a[:] = 0.0
        state.price[1, 1] = factor * state.price[1, 0] * rule.equivalents
        shops.price(state, flows, rule)
        assert (sign * (state.adoption - 0.3) > 0.0).all()


def test_a_week_is_sales_orders_and_prices():
    one = case(11)
    other = deepcopy(one)
    shops.open_markets(*one)
    for kernel in KERNELS:
        kernel(*other)
    for got, want in zip([x for part in one for x in part], [x for part in other for x in part], strict=True):
        np.testing.assert_array_equal(got, want)
