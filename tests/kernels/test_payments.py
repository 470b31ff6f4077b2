"""Accounts: the slow twin, order of rows, opening and closing, laws."""

from __future__ import annotations

import numpy as np
import oracle_payments
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numba import config
from numpy.testing import assert_allclose, assert_array_equal

from flowsim.kernels import draws
from flowsim.kernels.payments import (
    Found,
    Law,
    Opening,
    Rule,
    Sums,
    close_accounts,
    expected_usd,
    open_accounts,
    retire,
    screen,
)

compiled = pytest.mark.skipif(config.DISABLE_JIT, reason="large samples need compiled kernels")


def random_rule(rng, segments, cells, lanes):
    weight = rng.uniform(0.2, 1.0, (4, lanes))
    return Rule(
        rng.integers(0, segments, cells),
        rng.uniform(0.2, 1.0, (cells, lanes)),
        rng.uniform(0.0, 1.5, (cells, lanes)),
        rng.uniform(-1.0, 2.5, (cells, lanes)),
        rng.uniform(0.3, 1.3, (4, lanes)),
        weight / np.sqrt((weight**2).sum(0)),
    )


RANGES = {
    "mu_usd": (6.0, 9.0),
    "sd_usd": (0.4, 1.2),
    "mu_lot": (-2.5, -0.5),
    "sd_lot": (0.4, 1.2),
    "mu_above": (-1.5, 0.0),
    "sd_above": (0.3, 0.9),
    "mu_outside": (-2.0, 0.0),
    "sd_outside": (0.4, 1.2),
    "mu_ratio": (-1.0, 1.0),
    "sd_ratio": (0.4, 1.2),
    "age_weeks": (50.0, 300.0),
    "sd_payment": (0.2, 0.8),
    "limit_usd": (5e3, 15e3),
}


def random_law(rng, segments, lanes):
    return Law(*(rng.uniform(*RANGES[name], (segments, lanes)) for name in Law._fields))


def no_sums(cells, lanes):
    return Sums(*np.zeros((3, cells, lanes)))


def no_found(lanes, most):
    kinds = (np.int32, np.int32, np.float32, np.float32)
    return Found(np.full(lanes, -1), *(np.zeros((lanes, most), kind) for kind in kinds))


def opened_table(rng, keys, room, cells, most=9, age=100.0, life=0.0):
    lanes = keys.size
    table, live, serials = np.zeros((lanes, room, 4), np.float32), np.zeros(lanes, np.int64), np.zeros(lanes, np.int64)
    number = rng.integers(0, most, (cells, lanes)).astype(float)
    opened = np.zeros((cells, lanes))
    open_accounts(keys, 3, number, Opening(np.full(lanes, age), np.full(lanes, life)), table, live, serials, opened)
    return table, live, serials, number, opened


@pytest.mark.twin
@given(st.integers(0, 2**32 - 1), st.integers(1, 4), st.integers(1, 7), st.integers(0, 5000))
def test_screening_equals_the_slow_twin(seed, lanes, cells, week):
    rng = np.random.default_rng(seed)
    keys = draws.lane_keys(rng.integers(0, 2**31, lanes))
    table, live, *_ = opened_table(rng, keys, 64, cells)
    rule, law = random_rule(rng, 2, cells, lanes), random_law(rng, 2, lanes)
    ours, theirs, found = no_sums(cells, lanes), no_sums(cells, lanes), no_found(lanes, 64)
    screen(keys, week, table, live, rule, law, ours, found)
    expected = oracle_payments.screen(keys, week, table, live, rule, law, theirs)
    assert_array_equal(ours.accounts, theirs.accounts)
    assert_array_equal(ours.alerts, theirs.alerts)
    assert_allclose(ours.deposits_usd, theirs.deposits_usd, rtol=1e-4, atol=8.0)  # deposits: 1e-4 of each
    for lane, alerts in enumerate(expected):
        assert found.count[lane] == len(alerts)
        if alerts:
            slot, cell, score, usd = (np.array(column) for column in zip(*alerts, strict=True))
            assert_array_equal(found.slot[lane, : slot.size], slot)
            assert_array_equal(found.cell[lane, : slot.size], cell)
            assert_allclose(found.score[lane, : slot.size], score, rtol=0.0, atol=1e-4)
            assert_allclose(found.usd[lane, : slot.size], usd, rtol=1e-4, atol=1.0)


@pytest.mark.twin
@given(st.integers(0, 2**32 - 1), st.integers(1, 4), st.integers(1, 5))
def test_opening_and_closing_equal_the_slow_twin(seed, lanes, cells):
    rng = np.random.default_rng(seed)
    keys = draws.lane_keys(rng.integers(0, 2**31, lanes))
    table, live, serials, number, opened = opened_table(rng, keys, 24, cells, life=20.0)
    assert_array_equal(live, np.minimum(number.sum(0), 24))
    assert_array_equal(serials, live)
    assert_array_equal(opened.sum(0), live)
    assert (opened <= number).all()
    before = [table[lane, : live[lane]].copy() for lane in range(lanes)]
    for rows in before:
        assert_array_equal(rows[:, 1], np.arange(len(rows)))
        assert (rows[:, 2] <= 3).all()
        assert (rows[:, 3] > 3).all()
    week, closed = 15, np.zeros((cells, lanes))
    close_accounts(week, table, live, closed)
    for lane, rows in enumerate(before):
        left = {tuple(row) for row in table[lane, : live[lane]]}
        assert left == oracle_payments.close_accounts(week, rows)
        assert closed[:, lane].sum() == len(rows) - live[lane]


def test_a_row_keeps_its_draws_wherever_it_lies():
    rng = np.random.default_rng(5)
    keys = draws.lane_keys(range(3))
    table, live, *_ = opened_table(rng, keys, 4000, 40, most=150)
    rule, law = random_rule(rng, 2, 40, 3), random_law(rng, 2, 3)
    first, found = no_sums(40, 3), no_found(3, 4000)
    screen(keys, 9, table, live, rule, law, first, found)
    moved = table.copy()
    for lane in range(3):
        moved[lane, : live[lane]] = table[lane, rng.permutation(live[lane])]
    second, found_2 = no_sums(40, 3), no_found(3, 4000)
    screen(keys, 9, moved, live, rule, law, second, found_2)
    for a, b in zip(first, second, strict=True):
        assert_array_equal(a, b)
    for lane in range(3):
        n = found.count[lane]
        ids = table[lane, found.slot[lane, :n], 1]
        ids_2 = moved[lane, found_2.slot[lane, :n], 1]
        assert dict(zip(ids, found.score[lane, :n], strict=True)) == dict(
            zip(ids_2, found_2.score[lane, :n], strict=True)
        )


def test_a_full_list_counts_on_and_is_said():
    rng = np.random.default_rng(6)
    keys = draws.lane_keys(range(2))
    table, live, *_ = opened_table(rng, keys, 600, 3, most=150)
    rule, law = random_rule(rng, 1, 3, 2), random_law(rng, 1, 2)
    rule.cut[:] = -9.0
    sums, found = no_sums(3, 2), no_found(2, 5)
    screen(keys, 1, table, live, rule, law, sums, found)
    assert_array_equal(found.count, live)
    assert_array_equal(sums.alerts.sum(0), live)
    assert_array_equal(found.slot, [[0, 1, 2, 3, 4]] * 2)


@compiled
def test_retiring_takes_the_chance_asked_for():
    rng = np.random.default_rng(7)
    keys = draws.lane_keys(range(2))
    table, live, *_ = opened_table(rng, keys, 60_000, 4, most=2, age=10.0)
    open_accounts(
        keys,
        4,
        np.full((4, 2), 10_000.0),
        Opening(np.full(2, 10.0), np.zeros(2)),
        table,
        live,
        live.copy(),
        np.zeros((4, 2)),
    )
    chance = np.repeat(np.array([0.0, 0.1, 0.5, 1.0])[:, None], 2, 1)
    had, closed = live.copy(), np.zeros((4, 2))
    retire(keys, 8, chance, table, live)
    close_accounts(8, table, live, closed)
    assert_array_equal(had - live, closed.sum(0))
    assert_allclose(closed / 10_000.0, chance, atol=0.02)


def test_a_lane_alone_gives_the_same_bits():
    rng = np.random.default_rng(11)
    keys = draws.lane_keys(range(3))
    table, live, *_ = opened_table(rng, keys, 1500, 20, most=60)
    rule, law = random_rule(rng, 2, 20, 3), random_law(rng, 2, 3)
    sums, found = no_sums(20, 3), no_found(3, 1500)
    screen(keys, 9, table, live, rule, law, sums, found)
    for lane in range(3):
        one = slice(lane, lane + 1)
        rule_1, law_1 = (type(x)(*(y if y.ndim == 1 else y[:, one].copy() for y in x)) for x in (rule, law))
        sums_1, found_1 = no_sums(20, 1), no_found(1, 1500)
        screen(keys[one].copy(), 9, table[one].copy(), live[one].copy(), rule_1, law_1, sums_1, found_1)
        for a, b in zip(sums, sums_1, strict=True):
            assert_array_equal(a[:, lane], b[:, 0])
        for a, b in zip(found, found_1, strict=True):
            assert_array_equal(a[lane], b[0])


def test_openings_that_do_not_fit_are_refused_and_said():
    keys, opening = draws.lane_keys(range(3)), Opening(np.full(3, 50.0), np.zeros(3))
    table, live = np.zeros((3, 8, 4), np.float32), np.array([0, 6, 0])
    serials = np.array([0, 6, 2**24 - 3])
    number, opened = np.array([[5.0, 3.0, 2.9], [np.nan, 1.0, 4.0], [-2.0, np.inf, 0.0]]), np.zeros((3, 3))
    open_accounts(keys, 1, number, opening, table, live, serials, opened)
    assert_array_equal(opened, [[5, 2, 2], [0, 0, 1], [0, 0, 0]])
    assert_array_equal(live, [5, 8, 3])
    assert_array_equal(serials, [5, 8, 2**24])
    assert_array_equal(table[2, :3, 1], 2**24 - np.array([3, 2, 1]))
    assert_array_equal(table[1, :6], 0.0)


@compiled
def test_deposits_have_the_mean_that_is_expected():
    rng = np.random.default_rng(12)
    keys = draws.lane_keys(range(2))
    table, live, *_ = opened_table(rng, keys, 200_000, 3, most=2)
    open_accounts(
        keys,
        3,
        np.full((3, 2), 60_000.0),
        Opening(np.ones(2), np.zeros(2)),
        table,
        live,
        live.copy(),
        np.zeros((3, 2)),
    )
    rule, law = random_rule(rng, 2, 3, 2), random_law(rng, 2, 2)
    sums, mean = no_sums(3, 2), np.empty((3, 2))
    screen(keys, 4, table, live, rule, law, sums, no_found(2, 1))
    expected_usd(rule, law, mean)
    spread = mean * np.sqrt(np.expm1(law.sd_usd[rule.segment] ** 2) / sums.accounts)
    assert (np.abs(sums.deposits_usd / sums.accounts - mean) < 4.5 * spread).all()
