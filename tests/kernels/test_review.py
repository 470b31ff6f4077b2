"""Alerts on launderers' accounts against their twin; quantiles and tails."""

from __future__ import annotations

from statistics import NormalDist

import numpy as np
import oracle_review as twin
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from flowsim.kernels import payments, review
from flowsim.kernels.draws import lane_keys

BANKS, HOLDERS, LANES, ROOM, MOST, BINS = 5, 2, 3, 40, 24, 3
STEPS = np.array([0.3, 0.8])


def case(seed, coverage=None):
    rng = np.random.default_rng(seed)
    table = np.zeros((LANES, ROOM, 4), np.float32)
    table[:, :, 0] = rng.integers(0, BANKS * HOLDERS, (LANES, ROOM))
    table[:, :, 1] = np.arange(ROOM)
    table[:, :, 3] = rng.choice([0.0, 101.0, 500.0], (LANES, ROOM))
    slot = np.stack([rng.permutation(ROOM)[:MOST] for _ in range(LANES)]).astype(np.int32)
    cell = np.take_along_axis(table[:, :, 0], slot.astype(np.int64), 1).astype(np.int32)
    found = payments.Found(
        np.array([MOST, 0, 7]),
        slot,
        cell,
        rng.normal(3.0, 0.6, (LANES, MOST)).astype(np.float32),
        rng.lognormal(9.0, 1.0, (LANES, MOST)).astype(np.float32),
    )

    def some(low, high):
        return rng.uniform(low, high, (BANKS, LANES))

    desk = review.Desk(
        coverage=some(0.0, 1.0) if coverage is None else np.full((BANKS, LANES), coverage),
        strength=some(0.0, 2.5),
        skill=some(0.0, 2.0),
        prior=some(-10.0, -7.0),
        bar=some(-6.0, -2.0),
        lateness=some(0.0, 9.0),
        leaves=some(0.0, 1.0),
        cut=some(2.0, 2.8),
    )
    out = review.Outcome(*np.zeros((2, BINS, BANKS, LANES)), *np.zeros((2, BANKS * HOLDERS, LANES)))
    return lane_keys(range(seed % 97, seed % 97 + LANES)), table, found, desk, out


@pytest.mark.twin
@settings(max_examples=25, deadline=None, derandomize=True)
@given(seed=st.integers(0, 2**32 - 1))
def test_alerts_end_as_their_twin_says(seed):
    keys, table, found, desk, out = case(seed)
    copy = table.copy()
    review.review(keys, 100, table, found, desk, STEPS, out)
    want = twin.review(keys, 100, copy, found, desk, STEPS, BANKS, BINS)
    for array, counts in zip(out, want, strict=True):
        assert {tuple(map(int, where)): array[tuple(where)] for where in np.argwhere(array)} == counts
    np.testing.assert_array_equal(table, copy)


def test_what_nobody_watches_is_not_reviewed():
    keys, table, found, desk, out = case(2, coverage=0.0)
    review.review(keys, 100, table, found, desk, STEPS, out)
    assert all((array == 0.0).all() for array in out)


def test_quantile_and_tail_are_inverse():
    rates = np.array([[1e-6, 0.005, 0.3], [0.5, 0.7, 0.999]])
    scores = np.empty_like(rates)
    review.quantiles(rates, scores)
    np.testing.assert_allclose(
        scores, [[-NormalDist().inv_cdf(p) for p in row] for row in rates], rtol=1e-12, atol=1e-15
    )
    np.testing.assert_allclose(review.above(scores), rates, rtol=1e-12)
