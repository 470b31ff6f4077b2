"""Alerts on launderers' accounts against their twin; quantiles and tails."""

from __future__ import annotations

from statistics import NormalDist

import numpy as np
import oracle_review as twin
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from test_payments import random_law, random_rule

from flowsim.kernels import payments, review, tenure
from flowsim.kernels.draws import lane_keys

BANKS, HOLDERS, LANES, ROOM, MOST, BINS = 5, 2, 3, 40, 24, 3
STEPS = np.array([0.3, 0.8])


def case(seed):
    rng = np.random.default_rng(seed)
    table = tenure.Accounts(
        rng.integers(0, BANKS * HOLDERS, (LANES, ROOM)).astype(np.int16),
        np.repeat(np.arange(ROOM, dtype=np.int32)[None], LANES, 0),
        np.zeros((LANES, ROOM), np.int16),
        rng.choice([0, 101, 500], (LANES, ROOM)).astype(np.int16),
    )
    slot = np.stack([rng.permutation(ROOM)[:MOST] for _ in range(LANES)]).astype(np.int32)
    cell = np.take_along_axis(table.cell, slot, 1).astype(np.int32)
    found = payments.Found(np.array([MOST, 0, 7]), slot, cell, rng.normal(3.0, 0.6, (LANES, MOST)))

    def some(low, high, shape=(BANKS, LANES)):
        return rng.uniform(low, high, shape)

    desk = review.Desk(
        strength=some(0.0, 2.5),
        skill=some(0.0, 2.0),
        prior=some(-10.0, -7.0, LANES),
        bar=some(-6.0, -2.0),
        lateness=some(0.0, 9.0),
        leaves=some(0.0, 1.0, LANES),
        cut=some(2.0, 2.8),
    )
    rule, law = random_rule(rng, 2, BANKS * HOLDERS, LANES), random_law(rng, 2, LANES)
    counts, by_cell = np.zeros((2, BINS, BANKS, LANES)), np.zeros((2, BANKS * HOLDERS, LANES))
    out = review.Outcome(*counts, by_cell[0], np.zeros((BANKS, LANES)), by_cell[1])
    return lane_keys(range(seed % 97, seed % 97 + LANES)), table, found, desk, rule, law, out


@pytest.mark.twin
@settings(max_examples=25, deadline=None, derandomize=True)
@given(seed=st.integers(0, 2**32 - 1))
def test_alerts_end_as_their_twin_says(seed):
    keys, table, found, desk, rule, law, out = case(seed)
    copy = tenure.Accounts(*(field.copy() for field in table))
    review.review(keys, 100, table, found, desk, rule, law, STEPS, out)
    *want, usd = twin.review(keys, 100, copy, found, desk, rule, law, STEPS, BANKS)
    for array, counts in zip(out, want, strict=False):
        assert {tuple(map(int, where)): array[tuple(where)] for where in np.argwhere(array)} == counts
    np.testing.assert_array_equal(table.closes, copy.closes)
    expected = np.zeros_like(out.usd)
    for where, dollars in usd.items():
        expected[where] = dollars
    np.testing.assert_allclose(out.usd, expected, rtol=1e-6, atol=3.0)


def test_quantile_and_tail_are_inverse():
    rates = np.array([[1e-6, 0.005, 0.3], [0.5, 0.7, 0.999]])
    scores = np.empty_like(rates)
    review.quantiles(rates, scores)
    np.testing.assert_allclose(
        scores, [[-NormalDist().inv_cdf(p) for p in row] for row in rates], rtol=1e-12, atol=1e-15
    )
    np.testing.assert_allclose(review.above(scores), rates, rtol=1e-12)
