"""Alerts on customers and the queue at banks: the slow twins, sums, lanes alone."""

from __future__ import annotations

import numpy as np
import oracle_waiting as twin
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numba import config
from numpy.testing import assert_allclose, assert_array_equal
from scipy.stats import binom, kstest

from flowsim.kernels.draws import lane_keys
from flowsim.kernels.waiting import Chances, Customers, alert_customers, read_waiting

BINS, BANKS, HOLDERS = 3, 4, 2


def case(seed, lanes, most=3000.0):
    rng = np.random.default_rng(seed)
    by_bank = (BANKS, lanes)
    customers = Customers(
        np.floor(rng.uniform(0.0, most, by_bank)),
        rng.choice([0.0, 0.4, 1.0], by_bank),
        np.moveaxis(rng.dirichlet(np.ones(3), by_bank), -1, 0).copy(),
        rng.uniform(0.2, 1.0, (3, *by_bank)),
        rng.uniform(0.0, 0.2, lanes),
        np.floor(rng.uniform(0.0, 60.0, (HOLDERS, *by_bank))),
    )
    alerts, illicit = (np.moveaxis(rng.dirichlet([1, 1, 1, 6], by_bank), -1, 0)[:BINS].copy() for _ in range(2))
    chances = Chances(alerts, illicit, *rng.uniform(0.0, 1.0, (2, BINS, *by_bank)))
    return (
        lane_keys(range(seed % 97, seed % 97 + lanes)),
        customers,
        chances,
        np.floor(rng.gamma(1.0, 9.0, (6, BINS, *by_bank))),
    )


@pytest.mark.twin
@given(st.integers(0, 2**32 - 1), st.integers(1, 3), st.sampled_from([40.0, 3000.0]))
def test_alerts_on_customers_equal_the_slow_twin(seed, lanes, most):
    keys, customers, chances, waiting = case(seed, lanes, most)
    theirs, alerts = waiting.copy(), np.full((BANKS, lanes), np.nan)
    alert_customers(keys, 9, customers, chances, waiting, alerts)
    expected = twin.alert_customers(keys, 9, customers, chances, theirs)
    assert_array_equal(waiting, theirs)
    assert {where: alerts[where] for where in np.ndindex(alerts.shape)} == expected


@pytest.mark.twin
@given(st.integers(0, 2**32 - 1), st.integers(1, 3), st.floats(0.1, 3.0))
def test_reading_equals_the_slow_twin(seed, lanes, expire):
    rng = np.random.default_rng(seed)
    *_, waiting = case(seed, lanes)
    theirs, analysts, pace = waiting.copy(), rng.uniform(0.5, 20.0, (BANKS, lanes)), rng.uniform(1.0, 30.0, lanes)
    read, weeks, expired = np.empty((6, BANKS, lanes)), np.empty((BANKS, lanes)), np.empty((BANKS, lanes))
    before = waiting.sum((0, 1))
    read_waiting(analysts, pace, np.full(lanes, expire), waiting, read, weeks, expired)
    for bank, lane in np.ndindex(weeks.shape):
        mine = theirs[:, :, bank, lane]
        expected = twin.read_waiting(analysts[bank, lane], pace[lane], expire, mine)
        ours = [*read[:, bank, lane], weeks[bank, lane], expired[bank, lane]]
        assert_allclose(ours, [*expected[0], *expected[1:]], rtol=1e-10, atol=1e-10)
    assert_allclose(waiting, theirs, rtol=1e-10, atol=1e-10)
    assert_allclose(read.sum(0) + expired + waiting.sum((0, 1)), before, rtol=1e-12)


def test_a_lane_alone_gives_the_same_bits():
    keys, customers, chances, waiting = case(5, 70)
    alone, alerts = waiting[..., 66:67].copy(), np.empty((BANKS, 70))
    one = Customers(*(np.ascontiguousarray(part[..., 66:67]) for part in customers))
    its = Chances(*(np.ascontiguousarray(part[..., 66:67]) for part in chances))
    alert_customers(keys, 3, customers, chances, waiting, alerts)
    alone_alerts = np.empty((BANKS, 1))
    alert_customers(keys[66:67].copy(), 3, one, its, alone, alone_alerts)
    assert_array_equal(waiting[..., 66], alone[..., 0])
    assert_array_equal(alerts[:, 66], alone_alerts[:, 0])


@pytest.mark.skipif(config.DISABLE_JIT, reason="large samples need compiled kernels")
def test_counts_have_their_binomial_law():
    lanes = 4000
    _, customers, chances, waiting = case(7, 1, 900.0)
    wide = [[np.repeat(part, lanes, -1) for part in bundle] for bundle in (customers, chances)]
    customers, chances = Customers(*wide[0]), Chances(*wide[1])
    customers.coverage[:], customers.prevalence[:] = 1.0, 0.0
    waiting, alerts = np.zeros((6, BINS, BANKS, lanes)), np.empty((BANKS, lanes))
    alert_customers(lane_keys(range(lanes)), 3, customers, chances, waiting, alerts)
    number = np.floor(customers.number * (customers.segments * customers.kept).sum(0) / 4.0)[:, 0].astype(int)
    dither = np.random.default_rng(1)
    for bank in range(BANKS):
        for place in range(BINS):
            p = chances.legal[place, bank, 0]
            for count, share in (
                (waiting[:2, place, bank].sum(0), p),
                (waiting[1, place, bank], p * chances.legal_said[place, bank, 0]),
            ):
                law = binom(number[bank], share)
                u = law.cdf(count - 1) + dither.random(lanes) * law.pmf(count)  # uniform if the law is right
                assert kstest(u, "uniform").pvalue > 1e-4
