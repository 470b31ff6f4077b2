"""What cases find and freezes catch: slow twins, totals."""

from __future__ import annotations

import math

import numpy as np
import oracle
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.testing import assert_allclose, assert_array_equal

from flowsim.kernels.draws import lane_keys
from flowsim.kernels.freezes import FEW, MOST, Case, catch, decide, freeze, recover

CASES, RECOVERIES = 38, 39


def slow_recovery(key, week, country, mean, median, sigma):
    number = oracle.poisson(oracle.uniforms2(key, CASES, week, country, 0)[0], mean)
    normals = [
        oracle.normal(oracle.uniforms2(key, RECOVERIES, week, country, i)[0]) for i in range(min(int(number), FEW))
    ]
    each = sum(median * math.exp(sigma * z) for z in normals)
    return each + max(number - FEW, 0) * median * math.exp(0.5 * sigma * sigma)


@pytest.mark.twin
@given(st.integers(0, 2**32 - 1), st.integers(1, 70), st.sampled_from([0.0, 2.0, 25.0, 90.0]))
def test_recoveries_equal_the_slow_twin(seed, lanes, most):
    rng = np.random.default_rng(seed)
    keys, mean = lane_keys(range(seed % 99, seed % 99 + lanes)), rng.uniform(0.0, most, lanes)
    median, sigma, out = rng.uniform(1e4, 1e6, lanes), rng.uniform(0.0, 2.0, lanes), np.full(lanes, np.nan)
    recover(keys, 11, 1, mean, median, sigma, out)
    expected = [slow_recovery(*lane) for lane in zip(keys, [11] * lanes, [1] * lanes, mean, median, sigma, strict=True)]
    assert_allclose(out, expected, rtol=1e-9)


@pytest.mark.twin
@given(st.integers(0, 2**32 - 1), st.integers(1, 3))
def test_freezes_catch_at_most_half_from_all_clients_alike(seed, lanes):
    rng = np.random.default_rng(seed)
    rows, banks, senders = np.array([1, 4]), 3, 2
    usd, chance = rng.gamma(0.5, 1e5, (3 * banks, lanes)), rng.uniform(0.0, 1.0, lanes)
    transit, frozen = rng.gamma(0.5, 1e5, (6, senders + 1, lanes)), np.zeros((6, senders + 1, lanes))
    before, taken = transit.copy(), np.zeros((senders, lanes))
    catch(rows, usd, chance, transit, frozen, taken)
    for network, row in enumerate(rows):
        sought = usd[network * banks : (network + 1) * banks].sum(0) * chance
        share = np.minimum(sought / before[row, :-1].sum(0), 0.5)
        assert_allclose(frozen[row, :-1], before[row, :-1] * share, rtol=1e-12)
    assert_allclose(transit + frozen, before, rtol=1e-12)
    assert_allclose(taken, frozen[:, :-1].sum(0), rtol=1e-12)
    others = np.setdiff1d(np.arange(6), rows)
    assert_array_equal(transit[others], before[others])
    assert not frozen[:, -1].any()


@pytest.mark.twin
@given(st.integers(0, 2**32 - 1), st.integers(1, 3))
def test_property_is_frozen_and_decided_on_as_in_numpy(seed, lanes):
    rng = np.random.default_rng(seed)
    usd, senders = rng.gamma(0.5, 1e5, (7, 4, lanes)), 3
    found, purses, rows = rng.gamma(0.5, 1e4, lanes), np.array([5, 0, 2]), np.array([3, 5])
    weeks, back_share, reach, speed = rng.uniform(0.2, 1.5, (4, lanes))
    week = np.full((3, senders + 1, lanes), np.nan)
    twin, taken = usd.copy(), np.empty((senders, lanes))
    case = Case(usd, purses, rows, weeks * 60.0, back_share, taken, *week)
    freeze(case, found, reach)
    held = twin[5, :-1] + twin[0, :-1] + twin[2, :-1]
    share = np.minimum(found * reach / np.maximum(held[0] + held[1] + held[2], 1e-9), MOST)
    twin[purses, :-1] *= 1.0 - share
    assert_array_equal(taken, held * share)
    assert_array_equal(usd, twin)
    assert (share < MOST).any() or lanes < 3

    frozen, back, gone = week
    decide(case, speed)
    decided = (twin[3, :-1] + taken) / (weeks * 60.0 / speed)
    twin[3, :-1] = twin[3, :-1] + taken - decided
    twin[5, :-1] += decided * back_share
    assert_array_equal(usd, twin)
    assert_array_equal(frozen[:-1], taken)
    assert_array_equal(back[:-1], decided * back_share)
    assert_array_equal(gone[:-1], decided - back[:-1])
    assert np.isnan(frozen[-1]).all()
