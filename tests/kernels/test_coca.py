"""The market in Colombia against its twin."""

from __future__ import annotations

import numpy as np
import oracle_coca as twin
import pytest
from hypothesis import given
from hypothesis import strategies as st

from flowsim.kernels.coca import Store, StoreRule, sell_coca

SENDERS, LANES = 3, 4
LOW, HIGH = StoreRule(800.0, -0.9, 0.1, 0.05, 2.0, 20.0), StoreRule(2000.0, -0.1, 1.0, 0.5, 12.0, 300.0)


def case(seed):
    """A store from empty to full, some senders that ask for nothing."""
    r = np.random.default_rng(seed)
    rule = StoreRule(*(r.uniform(low, high, LANES) for low, high in zip(LOW, HIGH, strict=True)))
    stock = r.choice([0.0, 1e3, 5e4], LANES)
    store = Store(stock, r.uniform(500.0, 5000.0, LANES), *r.uniform(1e3, 2e4, (2, LANES)), np.full(LANES, np.pi))
    orders = np.where(r.random((SENDERS, LANES)) < 0.3, 0.0, r.uniform(0.0, 6000.0, (SENDERS, LANES)))
    return store, r.uniform(0.0, 2e4, LANES), orders, rule


def sold_in(store, made, orders, rule):
    sold = np.full_like(orders, np.pi)
    sell_coca(store, made, orders, rule, sold)
    return sold


@pytest.mark.twin
@given(seed=st.integers(0, 10**6))
def test_the_week_is_that_of_the_twin(seed):
    store, made, orders, rule = case(seed)
    before = Store(*(x.copy() for x in store))
    sold = sold_in(store, made, orders, rule)
    for lane in range(LANES):
        state = [float(x[lane]) for x in before[:4]]
        one = {name: float(x[lane]) for name, x in rule._asdict().items()}
        want, kg = twin.sell(*state, float(made[lane]), orders[:, lane].tolist(), **one)
        for name, value in want.items():
            np.testing.assert_allclose(getattr(store, name)[lane], value, rtol=1e-9, atol=1e-6, err_msg=name)
        np.testing.assert_allclose(sold[:, lane], kg, rtol=1e-9, atol=1e-9)


def test_kilograms_balance_and_a_lane_alone_has_the_bits_of_its_tile():
    store, made, orders, rule = case(3)
    before = Store(*(x.copy() for x in store))
    sold = sold_in(store, made, orders, rule)
    np.testing.assert_allclose(store.stock_kg + store.world_kg + sold.sum(0), before.stock_kg + made, rtol=1e-12)
    for lane in range(LANES):
        here = slice(lane, lane + 1)
        alone, one = Store(*(x[here].copy() for x in before)), StoreRule(*(x[here].copy() for x in rule))
        np.testing.assert_array_equal(
            sold_in(alone, made[here].copy(), orders[:, here].copy(), one)[:, 0], sold[:, lane]
        )
        for name in Store._fields:
            np.testing.assert_array_equal(getattr(alone, name)[0], getattr(store, name)[lane], err_msg=name)
