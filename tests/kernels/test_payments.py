"""Scoring of accounts: the slow twin, places, the law of alerts, scores and deposits."""

from __future__ import annotations

import numpy as np
import oracle_payments
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numba import config
from numpy.testing import assert_allclose, assert_array_equal
from scipy.special import ndtr
from scipy.stats import kstest, truncnorm

from flowsim.kernels import draws
from flowsim.kernels.payments import Found, Law, Rule, deposits, screen
from flowsim.kernels.tenure import Accounts, Free, Opening, open_accounts

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


def no_accounts(lanes, room):
    return Accounts(*(np.zeros((lanes, room), kind) for kind in (np.int16, np.int32, np.int16, np.int16)))


def no_free(lanes, room):
    return Free(np.zeros(lanes, np.int64), np.zeros((lanes, room), np.int32))


def no_found(lanes, most):
    return Found(np.full(lanes, -1), *(np.zeros((lanes, most), kind) for kind in (np.int32, np.int32, np.float64)))


def opened_table(rng, keys, room, cells, most=9, age=100.0, life=0.0):
    """Accounts of a first opening: table, places in use, serials, numbers asked for and opened by cell."""
    lanes = keys.size
    table, live, serials = no_accounts(lanes, room), np.zeros(lanes, np.int64), np.zeros(lanes, np.int64)
    number = rng.integers(0, most, (cells, lanes)).astype(float)
    opened, opening = np.zeros((cells, lanes)), Opening(np.full(lanes, age), np.full(lanes, life))
    spots, share = np.arange(cells), np.ones((cells, lanes))
    open_accounts(keys, 3, number, share, spots, opening, table, live, serials, no_free(lanes, room), opened)
    return table, live, serials, number, opened


def scored(keys, week, table, live, rule, watched=None):
    """Alerts of all cells; where a bank is a cell and watches everything, unless it is said."""
    cells, lanes = rule.kappa.shape
    found = no_found(lanes, table.cell.shape[1])
    watched = np.ones((cells, lanes)) if watched is None else watched
    screen(keys, week, table, live, np.arange(cells), rule, watched, found)
    return found


@pytest.mark.twin
@given(st.integers(0, 2**32 - 1), st.integers(1, 4), st.integers(1, 7), st.integers(0, 5000))
def test_screening_equals_the_slow_twin(seed, lanes, cells, week):
    rng = np.random.default_rng(seed)
    keys = draws.lane_keys(rng.integers(0, 2**31, lanes))
    table, live, *_ = opened_table(rng, keys, 700, cells, most=150)
    table.cell[:, 5:9] = -1
    rule, watched = random_rule(rng, 2, cells, lanes), rng.uniform(0.0, 1.0, (max(cells // 2, 1), lanes))
    found = scored(keys, week, table, live, rule, watched)
    for lane, alerts in enumerate(oracle_payments.screen(keys, week, table, live, rule, watched)):
        assert found.count[lane] == len(alerts)
        if alerts:
            place, cell, score = (np.array(column) for column in zip(*alerts, strict=True))
            assert_array_equal(found.slot[lane, : place.size], place)
            assert_array_equal(found.cell[lane, : place.size], cell)
            assert_allclose(found.score[lane, : place.size], score, rtol=0.0, atol=1e-9)
            assert (found.score[lane, : place.size] > rule.cut[cell, lane] - 1e-12).all()


@pytest.mark.twin
@given(st.integers(0, 2**32 - 1), st.integers(1, 150))
def test_deposits_equal_the_slow_twin(seed, many):
    rng = np.random.default_rng(seed)
    key, rule, law = draws.lane_keys([seed])[0], random_rule(rng, 2, 4, 2), random_law(rng, 2, 2)
    cell, serial = rng.integers(0, 4, many).astype(np.uint64), rng.integers(0, 2**24, many).astype(np.uint64)
    deviation, first, usd = rng.normal(1.0, 1.0, many), np.empty(many), np.empty(many)
    deposits(key, 9, 1, rule, law, cell, serial, deviation, first, usd)
    for i in range(many):
        score = deviation[i] + oracle_payments.mean_score(int(cell[i]), 1, rule)
        normal, dollars = oracle_payments.deposits(key, 9, int(cell[i]), serial[i], score, 1, rule, law)
        assert_allclose(first[i], normal, rtol=0.0, atol=1e-9)
        assert_allclose(usd[i], dollars, rtol=1e-6, atol=1.0)


def test_a_place_keeps_its_draws_whatever_lies_around_it():
    rng = np.random.default_rng(5)
    keys = draws.lane_keys(range(3))
    table, live, *_ = opened_table(rng, keys, 4000, 40, most=150)
    rule = random_rule(rng, 2, 40, 3)
    first = scored(keys, 9, table, live, rule)
    gone = rng.random(table.cell.shape) < 0.3
    table.cell[gone] = -1
    second = scored(keys, 9, table, live - 100, rule)
    for lane in range(3):
        ours, theirs = (
            dict(zip(x.slot[lane, : x.count[lane]], x.score[lane, : x.count[lane]], strict=True))
            for x in (first, second)
        )
        left = {place for place in ours if not gone[lane, place] and place < live[lane] - 100}
        assert theirs == {place: ours[place] for place in left}


def test_a_full_list_counts_on_and_is_said():
    rng = np.random.default_rng(6)
    keys = draws.lane_keys(range(2))
    table, live, *_ = opened_table(rng, keys, 600, 3, most=150)
    rule = random_rule(rng, 1, 3, 2)
    rule.cut[:] = -9.0
    found = no_found(2, 5)
    screen(keys, 1, table, live, np.arange(3), rule, np.ones((3, 2)), found)
    assert_array_equal(found.count, live)
    assert_array_equal(found.slot, [[0, 1, 2, 3, 4]] * 2)


def test_what_nobody_watches_and_where_nobody_is_gives_no_alert():
    rng = np.random.default_rng(8)
    keys = draws.lane_keys(range(2))
    table, live, *_ = opened_table(rng, keys, 600, 4, most=150)
    rule = random_rule(rng, 1, 4, 2)
    rule.cut[:] = -9.0
    watched = np.array([[0.0, 1.0], [1.0, 0.0], [1.0, 1.0], [1.0, 1.0]])
    found = no_found(2, 600)
    screen(keys, 1, table, live, np.arange(3), rule, watched, found)
    for lane, seen in enumerate(([1, 2], [0, 2])):
        assert_array_equal(np.unique(found.cell[lane, : found.count[lane]]), seen)
        assert found.count[lane] == np.isin(table.cell[lane, : live[lane]], seen).sum()


@compiled
def test_alerts_scores_and_deposits_have_their_law():
    """Alerts are Binomial, scores a normal's tail; with deposits drawn given the score these are lognormal again."""
    rng, n, weeks = np.random.default_rng(12), 16_000, 12
    keys = draws.lane_keys(range(2))
    table, live = no_accounts(2, n), np.full(2, n)
    table.cell[:], table.serial[:] = np.arange(n) % 3, np.arange(n)
    rule, law, watched = (
        random_rule(rng, 2, 3, 2),
        random_law(rng, 2, 2),
        np.array([[0.3, 1.0], [0.8, 0.6], [1.0, 0.1]]),
    )
    mean = rule.kappa * rule.lift * (rule.weight * rule.delta).sum(0)
    chance = ndtr(mean - rule.cut) * watched
    scores: dict[tuple[int, int], list[np.ndarray]] = {(c, lane): [] for c in range(3) for lane in range(2)}
    hits = np.zeros((2, n), np.int64)
    for week in range(weeks):
        found = scored(keys, week, table, live, rule, watched)
        for c, lane in scores:
            here = found.cell[lane, : found.count[lane]] == c
            scores[c, lane].append(found.score[lane, : found.count[lane]][here])
            np.add.at(hits[lane], found.slot[lane, : found.count[lane]][here], 1)
    for (c, lane), parts in scores.items():
        p, each = chance[c, lane], np.array([len(part) for part in parts])
        share, many = np.concatenate(parts), (np.arange(n) % 3 == c).sum()
        assert abs(each.sum() - weeks * many * p) < 4.5 * np.sqrt(weeks * many * p * (1.0 - p))
        tail = truncnorm(rule.cut[c, lane] - mean[c, lane], np.inf, loc=mean[c, lane])
        assert kstest(share, tail.cdf).pvalue > 1e-3
        mine = hits[lane, np.arange(n) % 3 == c]  # weeks are independent
        assert abs(mine.var() / (weeks * p * (1.0 - p)) - 1.0) < 6.0 * np.sqrt(2.0 / many)
    rule.cut[:] = -9.0
    found = scored(keys, 99, table, live, rule)
    for lane in range(2):
        cell, usd, first = found.cell[lane].astype(np.uint64), np.empty(n), np.empty(n)
        gap = found.score[lane] - mean[found.cell[lane], lane]
        deposits(keys[lane], 99, lane, rule, law, cell, found.slot[lane].astype(np.uint64), gap, first, usd)
        assert kstest(first, "norm").pvalue > 1e-3
        share = rule.kappa[found.cell[lane], lane] * rule.weight[0, lane]
        assert abs(np.mean(first * gap - share)) < 5.0 * np.sqrt(2.0 / n)


def test_a_lane_alone_gives_the_same_bits():
    rng = np.random.default_rng(11)
    keys = draws.lane_keys(range(3))
    table, live, *_ = opened_table(rng, keys, 1500, 20, most=60)
    rule, watched = random_rule(rng, 2, 20, 3), rng.uniform(0.1, 1.0, (5, 3))
    found = scored(keys, 9, table, live, rule, watched)
    for lane in range(3):
        one = slice(lane, lane + 1)
        rule_1 = Rule(*(y if y.ndim == 1 else y[:, one].copy() for y in rule))
        table_1 = Accounts(*(field[one].copy() for field in table))
        found_1 = scored(keys[one].copy(), 9, table_1, live[one].copy(), rule_1, watched[:, one].copy())
        for a, b in zip(found, found_1, strict=True):
            assert_array_equal(a[lane], b[0])
