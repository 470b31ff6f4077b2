"""Laboratories and precursor orders against their twins, and their books."""

from __future__ import annotations

from copy import deepcopy

import numpy as np
import oracle_synthesis as twin
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from flowsim.kernels import synthesis
from flowsim.kernels.draws import lane_keys

SEEDS = st.integers(0, 2**32 - 1)
FEW = settings(max_examples=25, deadline=None, derandomize=True)
CLOSE = {"rtol": 1e-12, "atol": 1e-9}  # atol: differences of stocks of 1e4 kg
DRUGS, MADE, CHEMISTRIES = 5, 3, 3  # cocaine and marijuana come from no laboratory
MADE_FROM = {1: (0,), 2: (1, 2)}  # fentanyl, methamphetamine


def numbers(rng, low, high, *shape, zeros=0.0):
    """Uniform numbers, some of them exactly 0."""
    return np.where(rng.random(shape) < zeros, 0.0, rng.uniform(low, high, shape))


def alone(bundle, lane):
    """The same bundle with one lane only; ids of makers and the week have no lanes."""
    fixed = ("number", "week")
    cut = {k: x[..., lane : lane + 1].copy() for k, x in bundle._asdict().items() if k not in fixed}
    return bundle._replace(**cut)


def makers(rng, senders=3, lanes=5):
    size, chemistry = (senders, DRUGS, lanes), (CHEMISTRIES, senders, lanes)
    plan, per_lab = numbers(rng, 0.0, 300.0, *size, zeros=0.2), numbers(rng, 1.0, 20.0, MADE, lanes)
    near = np.maximum(np.ceil(1.2 * plan[:, :MADE] / per_lab) + rng.integers(-4, 5, (senders, MADE, lanes)), 0.0)
    labs = np.zeros(size)
    labs[:, :MADE] = np.where(rng.random(near.shape) < 0.5, near, rng.integers(0, 120, near.shape))
    share = rng.random(lanes)
    state = synthesis.Makers(
        number=np.array([2, 7, 11], dtype=np.uint64)[:senders],
        labs=np.where(rng.random(size) < 0.2, 0.0, labs),
        stock_kg=numbers(rng, 0.0, 1e4, *size, zeros=0.2),
        produced_kg=np.full(size, np.nan),
        raided=np.full(size, np.nan),
        lost_kg=np.full(size, np.nan),
        precursor_kg=numbers(rng, 0.0, 1e3, *chemistry, zeros=0.2),
        precursor_used_kg=np.full(chemistry, np.nan),
        precursor_lost_kg=np.full(chemistry, np.nan),
        precursor_use_mean=numbers(rng, 0.0, 1e3, *chemistry),
    )
    making = synthesis.Making(
        keys=lane_keys(rng.integers(0, 1000, lanes)),
        week=int(rng.integers(800, 1900)),
        plan_kg=plan,
        heroin_kg=numbers(rng, 0.0, 300.0, senders, lanes, zeros=0.2),
        per_lab_kg=per_lab,
        build_weeks=numbers(rng, 1.0, 10.0, lanes),
        raid_hazard=numbers(rng, 0.0, 1.2, lanes, zeros=0.3),
        precursor_per_kg=numbers(rng, 0.5, 5.0, CHEMISTRIES, lanes),
        split=np.stack([np.ones(lanes), share, 1.0 - share]),
    )
    return state, making


def imports(rng, senders=3, lanes=5, leads=6):
    size, chemistry = (CHEMISTRIES, senders, lanes), (CHEMISTRIES, lanes)
    state = synthesis.Imports(
        pipeline_kg=numbers(rng, 0.0, 500.0, leads, *size, zeros=0.4),
        stock_kg=numbers(rng, 0.0, 3e3, *size, zeros=0.3),
        use_mean=numbers(rng, 0.0, 200.0, *size, zeros=0.3),
        ordered_kg=np.full(size, np.nan),
        arriving_kg=np.full(size, np.nan),
        usual_kg=numbers(rng, 0.0, 200.0, *size, zeros=0.2),
        substitution=numbers(rng, 0.0, 1.0, *chemistry),
    )
    rule = synthesis.ImportRule(
        cover_weeks=numbers(rng, 0.5, 20.0, lanes),
        shipment_kg=numbers(rng, 0.1, 300.0, *chemistry),
        lead_weeks=numbers(rng, 1.0, 9.0, lanes),
        supplier_loss=numbers(rng, 0.0, 1.0, *chemistry, zeros=0.3),
        substitution_rate=numbers(rng, 0.0, 0.5, lanes),
        foothold=numbers(rng, 0.0, 0.2, lanes),
    )
    return state, rule


@pytest.mark.twin
@FEW
@given(seed=SEEDS)
def test_makers_work_like_their_twin(seed):
    state, making = makers(np.random.default_rng(seed))
    before = deepcopy(state)
    synthesis.make(state, making)
    for k, d, lane in np.ndindex(len(state.number), MADE, len(making.build_weeks)):
        labs, stock = float(before.labs[k, d, lane]), float(before.stock_kg[k, d, lane])
        plan, capacity = float(making.plan_kg[k, d, lane]), float(making.per_lab_kg[d, lane])
        u_raid, u_build = twin.dice(making.keys[lane], making.week, state.number[k], d)
        after, raided = twin.laboratories(
            labs,
            plan,
            capacity,
            build_weeks=float(making.build_weeks[lane]),
            hazard=float(making.raid_hazard[lane]),
            u_raid=u_raid,
            u_build=u_build,
        )
        assert (state.labs[k, d, lane], state.raided[k, d, lane]) == (after, raided)
        if d == 0:
            product = twin.boil_gum(stock, labs, raided, float(making.heroin_kg[k, lane]))
        else:
            facts = [
                tuple(
                    float(x)
                    for x in (
                        making.split[c, lane],
                        making.precursor_per_kg[c, lane],
                        before.precursor_kg[c, k, lane],
                        before.precursor_use_mean[c, k, lane],
                    )
                )
                for c in MADE_FROM[d]
            ]
            product, tables = twin.cook(stock, labs, raided, plan, capacity, facts)
            for c, table in zip(MADE_FROM[d], tables, strict=True):
                for name, value in table.items():
                    np.testing.assert_allclose(getattr(state, name)[c, k, lane], value, **CLOSE, err_msg=name)
        for name, value in product.items():
            np.testing.assert_allclose(getattr(state, name)[k, d, lane], value, **CLOSE, err_msg=name)


@pytest.mark.twin
@FEW
@given(seed=SEEDS)
def test_precursors_are_ordered_like_their_twin(seed):
    state, rule = imports(np.random.default_rng(seed))
    before = deepcopy(state)
    synthesis.order_precursors(state, rule)
    for c, lane in np.ndindex(state.substitution.shape):
        loss = float(rule.supplier_loss[c, lane])
        pace = float(rule.substitution_rate[lane]), float(rule.foothold[lane])
        z = twin.replaced(float(before.substitution[c, lane]), loss, *pace)
        np.testing.assert_allclose(state.substitution[c, lane], z, **CLOSE)
        for k in range(state.stock_kg.shape[1]):
            want = twin.order(
                before.pipeline_kg[:, c, k, lane].tolist(),
                float(before.stock_kg[c, k, lane]),
                float(before.use_mean[c, k, lane]),
                float(before.usual_kg[c, k, lane]),
                cover=float(rule.cover_weeks[lane]),
                shipment=float(rule.shipment_kg[c, lane]),
                lead=float(rule.lead_weeks[lane]),
                cut=loss - z,
            )
            for name, value in want.items():
                np.testing.assert_allclose(getattr(state, name)[..., c, k, lane], value, **CLOSE, err_msg=name)


@FEW
@given(seed=SEEDS)
def test_product_and_precursors_balance(seed):
    state, making = makers(np.random.default_rng(seed))
    before = deepcopy(state)
    synthesis.make(state, making)
    made = (state.produced_kg - state.lost_kg)[:, :MADE]
    np.testing.assert_allclose((state.stock_kg - before.stock_kg)[:, :MADE], made, **CLOSE)
    gone = state.precursor_used_kg + state.precursor_lost_kg
    np.testing.assert_allclose(before.precursor_kg - state.precursor_kg, gone, **CLOSE)
    assert (state.labs >= 0.0).all()
    assert (state.raided[:, :MADE] <= before.labs[:, :MADE]).all()
    assert (state.precursor_kg >= 0.0).all()


def test_drugs_without_laboratories_are_left_alone():
    state, making = makers(np.random.default_rng(9))
    before = deepcopy(state)
    synthesis.make(state, making)
    for name in ("labs", "stock_kg", "produced_kg", "raided", "lost_kg"):
        np.testing.assert_array_equal(getattr(state, name)[:, MADE:], getattr(before, name)[:, MADE:], err_msg=name)
    assert np.isfinite(state.stock_kg).all()


@FEW
@given(seed=SEEDS)
def test_the_pipeline_balances(seed):
    state, rule = imports(np.random.default_rng(seed))
    before = deepcopy(state)
    synthesis.order_precursors(state, rule)
    change = state.pipeline_kg.sum(axis=0) - before.pipeline_kg.sum(axis=0)
    np.testing.assert_allclose(change, state.ordered_kg - state.arriving_kg, **CLOSE)
    np.testing.assert_array_equal(state.stock_kg, before.stock_kg)
    assert (state.ordered_kg >= 0.0).all()


@pytest.mark.parametrize(("build", "kernel"), [(makers, synthesis.make), (imports, synthesis.order_precursors)])
def test_a_lane_alone_has_the_bits_of_its_tile(build, kernel):
    state, rule = build(np.random.default_rng(7))
    single = [(alone(state, lane), alone(rule, lane)) for lane in range(5)]
    kernel(state, rule)
    for lane, (one, its_rule) in enumerate(single):
        kernel(one, its_rule)
        for name in set(state._fields) - {"number"}:
            np.testing.assert_array_equal(getattr(one, name)[..., 0], getattr(state, name)[..., lane], err_msg=name)


def first_two(name, array):
    """Rows of the first two makers; the arrays of precursors begin with the chemistry."""
    return np.ascontiguousarray(array[:, :2] if name.startswith("precursor") else array[:2])


def test_a_further_maker_changes_nobody_elses_dice():
    three, rule = makers(np.random.default_rng(8))
    two = three._replace(**{k: first_two(k, x).copy() for k, x in three._asdict().items()})
    fewer = rule._replace(plan_kg=rule.plan_kg[:2].copy(), heroin_kg=rule.heroin_kg[:2].copy())
    synthesis.make(three, rule)
    synthesis.make(two, fewer)
    for name in two._fields:
        np.testing.assert_array_equal(getattr(two, name), first_two(name, getattr(three, name)), err_msg=name)


def test_an_order_arrives_after_its_lead_time():
    state, rule = imports(np.random.default_rng(4), senders=1, lanes=1)
    for array in (state.pipeline_kg, state.stock_kg):
        array[:] = 0.0
    state.use_mean[:], rule.lead_weeks[:], rule.supplier_loss[:] = 1000.0, 4.0, 0.0
    arrived = []
    for _ in range(5):
        synthesis.order_precursors(state, rule)
        arrived.append(state.arriving_kg[:, 0, 0].tolist())
        state.use_mean[:] = 0.0
    assert arrived[:4] == [[0.0] * CHEMISTRIES] * 4
    assert min(arrived[4]) > 0.0


@pytest.mark.parametrize("empty", ["labs", "precursor_kg"])
def test_makers_without_laboratories_or_precursors_cook_nothing(empty):
    state, making = makers(np.random.default_rng(5))
    getattr(state, empty)[:] = 0.0
    synthesis.make(state, making)
    np.testing.assert_array_equal(state.produced_kg[:, 1:MADE], 0.0)
    np.testing.assert_array_equal(state.precursor_used_kg, 0.0)


def test_one_chemistry_does_not_replace_the_other_within_the_week():
    state, making = makers(np.random.default_rng(5))
    making.raid_hazard[:], making.plan_kg[:], state.labs[:, :MADE] = 0.0, 10.0, 100.0
    making.split[1], making.split[2] = 0.7, 0.3
    state.precursor_kg[:] = 1e6
    state.precursor_kg[1] = 0.0
    synthesis.make(state, making)
    np.testing.assert_allclose(state.produced_kg[:, 2], 3.0, rtol=1e-12)
    np.testing.assert_allclose(state.produced_kg[:, 1], 10.0, rtol=1e-12)
    np.testing.assert_array_equal(state.precursor_used_kg[1], 0.0)


def test_who_uses_nothing_orders_nothing():
    state, rule = imports(np.random.default_rng(6))
    state.use_mean[:] = 0.0
    synthesis.order_precursors(state, rule)
    np.testing.assert_array_equal(state.ordered_kg, 0.0)


@pytest.mark.parametrize("chemistry", range(CHEMISTRIES))
def test_supply_lost_and_not_replaced_stops_orders_of_its_chemistry(chemistry):
    state, rule = imports(np.random.default_rng(6))
    state.stock_kg[:] = 0.0
    rule.substitution_rate[:], state.substitution[:], rule.supplier_loss[:] = 0.0, 0.0, 0.0
    rule.supplier_loss[chemistry] = 1.0
    synthesis.order_precursors(state, rule)
    stopped = [not state.ordered_kg[c].any() for c in range(CHEMISTRIES)]
    assert stopped == [c == chemistry for c in range(CHEMISTRIES)]


def test_a_loss_binds_what_is_left_of_the_use_before_it_and_no_loss_binds_nothing():
    state, rule = imports(np.random.default_rng(6))
    state.use_mean[:], state.stock_kg[:], state.pipeline_kg[:], state.usual_kg[:] = 100.0, 0.0, 0.0, 0.0
    rule.shipment_kg[:], rule.substitution_rate[:], state.substitution[:] = 1.0, 0.0, 0.0
    rule.supplier_loss[:] = 0.0
    synthesis.order_precursors(state, rule)
    assert (state.ordered_kg > 100.0).all()
    np.testing.assert_array_equal(state.usual_kg, 100.0)
    rule.supplier_loss[:], state.use_mean[:], state.pipeline_kg[:] = 0.4, 300.0, 0.0
    synthesis.order_precursors(state, rule)
    np.testing.assert_allclose(state.ordered_kg, 60.0, rtol=1e-12)
    np.testing.assert_array_equal(state.usual_kg, 100.0)


def test_half_of_a_lost_supply_is_replaced_at_the_median_and_forgotten_when_it_returns():
    state, rule = imports(np.random.default_rng(6))
    rate = np.log(9.0) / 4.0
    rule.supplier_loss[:], rule.substitution_rate[:], state.substitution[:] = 0.5, np.expm1(rate), 0.0
    rule.foothold[:] = np.exp(-23.0 * rate)
    weeks = 0
    while state.substitution[0, 0] < 0.25:
        synthesis.order_precursors(state, rule)
        weeks += 1
    assert 22 <= weeks <= 24
    rule.supplier_loss[:] = 0.0
    synthesis.order_precursors(state, rule)
    np.testing.assert_array_equal(state.substitution, 0.0)
