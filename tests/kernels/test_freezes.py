"""What cases find and freezes catch: slow twins, totals."""

from __future__ import annotations

import math

import numpy as np
import oracle
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.testing import assert_allclose, assert_array_equal

from flowsim.domain.codes import Country
from flowsim.kernels.draws import lane_keys
from flowsim.kernels.freezes import FEW, MOST, US, Accounts, Case, catch, decide, freeze, prosecute, recover

CASES, RECOVERIES, WEEK = 38, 39, 11


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
    case = Case(usd, purses, rows, weeks * 60.0, back_share, taken, *week, *np.zeros((3, lanes)))
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


def week_of(rng, lanes):
    usd, senders, cells = rng.gamma(0.5, 1e6, (7, 4, lanes)), 3, rng.gamma(0.5, 1e5, (9, lanes))
    ends = np.array([3, 5]), np.array([4, 6])
    cases = tuple(
        Case(
            *(usd, np.array([5, 0, 2]), rows, rng.uniform(20.0, 90.0, lanes), rng.uniform(0.0, 1.0, lanes)),
            *(np.empty((senders, lanes)), *np.full((3, senders + 1, lanes), np.nan)),
            *(rng.uniform(0.0, 5.0, lanes), rng.uniform(1e4, 1e5, lanes), rng.uniform(0.0, 2.0, lanes)),
        )
        for rows in ends
    )
    transit, frozen = rng.gamma(0.5, 1e5, (6, senders + 1, lanes)), np.zeros((6, senders + 1, lanes))
    return cases, Accounts(np.array([1, 4]), cells, rng.uniform(0.0, 1.0, lanes), transit, frozen)


@pytest.mark.twin
@given(st.integers(0, 2**32 - 1), st.sampled_from([1, 3, 64]))
def test_a_week_of_cases_is_made_of_its_steps(seed, lanes):
    (cases, accounts), (twins, theirs) = (week_of(np.random.default_rng(seed), lanes) for _ in range(2))
    keys, (left, reach, speed) = lane_keys(range(lanes)), np.random.default_rng(seed).uniform(0.2, 1.0, (3, lanes))
    prosecute(keys, WEEK, cases, accounts, left, reach, speed)
    for country, case in enumerate(twins):
        found = np.empty(lanes)
        recover(keys, WEEK, country, case.number, case.median_usd, case.sigma, found)
        freeze(case, found, reach)
        if country == US:
            caught = theirs.chance * left / 4.0
            catch(theirs.rows, theirs.usd, caught, theirs.transit, theirs.frozen, case.taken_usd)
        decide(case, speed)
    for ours, twin in ((accounts, theirs), *zip(cases, twins, strict=True)):
        for mine, want in zip(ours, twin, strict=True):
            assert_array_equal(mine, want)


def test_the_first_country_is_that_of_the_codes():
    assert US == Country.US
