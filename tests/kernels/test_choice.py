"""The choice of routes: slow twins, lanes, senders, and how a local thinker behaves."""

from __future__ import annotations

import numpy as np
import oracle_choice as oracle
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.testing import assert_allclose, assert_array_equal

from flowsim.kernels.choice import Memory, Onward, Routes, Taste, choose, fade, fade_and_judge, learn_and_choose
from flowsim.kernels.tolls import Dues, pay


def case(seed, senders=3, drugs=2, ways=5, lanes=3):
    """Random inputs; some senders and drugs have no weight."""
    r = np.random.default_rng(seed)
    shape = (senders, drugs, ways, lanes)
    trials = r.gamma(0.5, 20.0, shape)
    share, openings = r.random(shape), r.random(shape[1:])
    weights = np.where(r.random((senders, drugs, 1)) < 0.3, 0.0, r.random((senders, drugs, lanes)))
    memory = Memory(trials * r.random(shape), trials, share / share.sum(2, keepdims=True))
    routes = Routes(
        weights,
        r.uniform(20000.0, 60000.0, (drugs, lanes)),
        r.uniform(500.0, 9000.0, (senders, ways, lanes)),
        r.uniform(0.5, 1.5, (drugs, lanes)),
        np.where(r.random((senders, ways, lanes)) < 0.5, 0.0, r.random((senders, ways, lanes))),
        openings / openings.sum(1, keepdims=True),
        r.random(shape[1:]) * r.choice([0.0, 1.0]),
    )
    low, high = [0.1, 5.0, 0.0, 0.3, 2.0, 0.1], [1.0, 20.0, 0.2, 1.0, 12.0, 0.9]
    return memory, routes, Taste(*(r.uniform(a, b, lanes) for a, b in zip(low, high, strict=True)))


def chosen(memory, routes, taste, rule=choose):
    share = np.full(memory.share.shape, np.pi)
    rule(memory, routes, taste, share)
    return share


def judged(memory, routes, taste, rule=fade_and_judge):
    """Mean risk and the faded memory; the case itself is left alone."""
    memory = Memory(*(x.copy() for x in memory))
    lanes = len(taste.delta)
    risk = np.full((memory.hits.shape[1], lanes), np.pi)
    rule(memory, routes.weights, np.linspace(0.9, 0.95, lanes), taste.prior_hits, taste.prior_passes, risk)
    return risk, memory


def one_lane(bundle, lane):
    return type(bundle)(*(np.ascontiguousarray(x[..., lane : lane + 1]) for x in bundle))


SHAPES = st.tuples(st.integers(1, 3), st.integers(1, 3), st.integers(1, 6), st.sampled_from([1, 2, 3, 9]))


@pytest.mark.twin
@given(seed=st.integers(0, 10**6), shape=SHAPES)
def test_the_choice_equals_its_slow_twin(seed, shape):
    inputs = case(seed, *shape)
    assert_allclose(chosen(*inputs), chosen(*inputs, oracle.choose), rtol=1e-11)


@pytest.mark.twin
@given(seed=st.integers(0, 10**6), shape=SHAPES)
def test_learning_equals_its_slow_twin(seed, shape):
    inputs = case(seed, *shape)
    (risk, memory), (slow_risk, slow_memory) = judged(*inputs), judged(*inputs, oracle.fade_and_judge)
    assert_allclose(risk, slow_risk, rtol=1e-12)
    assert_allclose(memory.hits, slow_memory.hits, rtol=1e-15)
    assert_allclose(memory.trials, slow_memory.trials, rtol=1e-15)


@pytest.mark.parametrize("seed", range(4))
def test_all_in_one_is_learning_then_choice_then_tolls(seed):
    memory, routes, taste = case(seed)
    plaza, keep = np.array([0, -1, 1, 1, 0]), np.linspace(0.9, 0.95, len(taste.delta))
    shape = routes.weights.shape
    dues, want = (Dues(*np.full((2, *shape), np.pi), np.full((*shape[:2], 2, shape[2]), np.pi)) for _ in range(2))
    risk, faded = judged(memory, routes, taste)
    choose(faded, routes, taste, faded.share)
    pay(faded.share, routes.fee, routes.scale, routes.toll, plaza, routes.weights, want)
    found, load_kg = np.full_like(risk, np.pi), np.random.default_rng(seed).uniform(2.0, 30.0, routes.openings.shape)
    rate = np.full(faded.share.shape, 7.0, np.float32)
    learn_and_choose(memory, routes, taste, keep, found, plaza, dues, Onward(load_kg, rate))
    active = (routes.weights != 0.0).any(-1)
    assert_array_equal(rate[active], (memory.share / load_kg).astype(np.float32)[active])
    assert (rate[~active] == 7.0).all()
    assert_allclose(found, risk, rtol=1e-12)
    for ours, theirs in (*zip(memory, faded, strict=True), *zip(dues, want, strict=True)):
        assert_allclose(ours, theirs, rtol=1e-12)


@pytest.mark.twin
def test_fading_multiplies_every_row():
    memory, keep = np.random.default_rng(1).random((2, 3, 4)), np.array([0.5, 0.9, 1.0, 0.0])
    before = memory.copy()
    fade(memory, keep)
    assert_array_equal(memory, before * keep)


@pytest.mark.parametrize("lanes", [2, 3, 70])
def test_a_lane_alone_equals_the_lane_in_a_tile(lanes):
    memory, routes, taste = case(3, lanes=lanes)
    routes.weights[:] = np.where(routes.weights.any(2, keepdims=True), routes.weights, 0.0)
    tile, (risk, faded) = chosen(memory, routes, taste), judged(memory, routes, taste)
    keep = np.linspace(0.9, 0.95, lanes)
    for lane in {0, lanes // 2, lanes - 1}:
        known, ways, one = one_lane(memory, lane), one_lane(routes, lane), one_lane(taste, lane)
        assert_array_equal(chosen(known, ways, one)[..., 0], tile[..., lane])
        mean = np.empty((2, 1))
        fade_and_judge(known, ways.weights, keep[lane : lane + 1].copy(), one.prior_hits, one.prior_passes, mean)
        assert_array_equal(mean[:, 0], risk[:, lane])
        assert_array_equal(known.trials[..., 0], faded.trials[..., lane])


def test_senders_do_not_see_one_another():
    memory, routes, taste = case(4)
    before = chosen(memory, routes, taste)
    memory.hits[0] += 5.0
    memory.trials[0] += 5.0
    assert_array_equal(chosen(memory, routes, taste)[1:], before[1:])


def test_shares_add_up_and_idle_pairs_are_left_alone():
    memory, routes, taste = case(5, 6, 3)
    share, active = chosen(memory, routes, taste), routes.weights.any(2)
    assert 0 < active.sum() < active.size
    assert_allclose(share[active].sum(1), 1.0, rtol=1e-12)
    assert (share[~active] == np.pi).all()


def test_a_crowded_route_loses_share():
    memory, routes, taste = case(6)
    routes.weights[:] = 1.0
    before = chosen(memory, routes, taste)
    routes.crowding[:, 2] += 0.7
    after = chosen(memory, routes, taste)
    assert (after[:, :, 2] < before[:, :, 2]).all()
    assert (np.delete(after, 2, axis=2) > np.delete(before, 2, axis=2)).all()


def test_salience_is_a_symmetric_share():
    x = np.array([0.0, 1.0, 5.0, -5.0])
    assert_array_equal(oracle.salience(x, x), 0.0)
    assert_allclose(oracle.salience(np.array([9.0]), np.array([1.0])), 0.8)
    assert_allclose(oracle.salience(np.array([5.0]), np.array([-5.0])), 1.0)
    assert_array_equal(oracle.salience(x, x[::-1]), oracle.salience(x[::-1], x))


def plain(delta, risk, cost, value=40000.0):
    """Weight over openings of every route, as log over beta: what a local thinker finds a route worth, (C,)."""
    ways = len(risk)
    trials = np.full((1, 1, ways, 1), 1e9)
    memory = Memory(np.reshape(risk, trials.shape) * trials, trials, trials)
    cost = np.reshape(cost, (1, ways, 1)).astype(float)
    even, one = np.full((1, ways, 1), 1.0 / ways), np.ones((1, 1))
    routes = Routes(one[None], value * one, cost, one, 0.0 * cost, even, 0.0 * even)
    taste = Taste(*(np.full(1, x) for x in (0.0, 0.0, 0.0, delta, 1.0, 0.0)))
    return np.log(chosen(memory, routes, taste)[0, 0, :, 0])


def test_without_discount_it_is_expected_value():
    risk, cost = np.array([0.01, 0.1, 0.3]), np.array([900.0, 4000.0, 700.0])
    found, expected = plain(1.0, risk, cost), ((1.0 - risk) * 40000.0 - cost) / 40000.0
    assert_allclose(np.diff(found), np.diff(expected), rtol=1e-9)


def test_where_nothing_stands_out_seizure_comes_first():
    """Routes of one cost are all usual, so no state stands out and the loss takes the larger weight."""
    risk, delta = np.array([0.1, 0.2]), 0.45
    arrive, seized = (1.0 - risk) * delta**2, risk * delta
    expected = (arrive * 37000.0 - seized * 3000.0) / (arrive + seized) / 40000.0
    found = plain(delta, risk, [3000.0, 3000.0])
    assert_allclose(np.diff(found), np.diff(expected), rtol=1e-9)
    assert np.diff(found) < np.diff(plain(1.0, risk, [3000.0, 3000.0]))


@pytest.mark.parametrize("delta", [0.35, 0.45, 1.0])
def test_a_riskier_route_is_worth_less(delta):
    assert (np.diff(plain(delta, np.linspace(0.01, 0.4, 6), np.full(6, 1000.0))) < 0.0).all()
