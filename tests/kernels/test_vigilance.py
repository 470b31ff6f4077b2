"""Decisions of banks against their twins, to the bit: these kernels replace numpy without moving a number."""

from __future__ import annotations

import numpy as np
import oracle_vigilance as twin
import pytest
from hypothesis import given
from hypothesis import strategies as st

from flowsim.kernels.vigilance import Business, Means, Push, Rules, Watch, part, watch

BANKS, SEGMENTS = 5, 3
CASES = given(seed=st.integers(0, 10**6), lanes=st.sampled_from([1, 3, 64]))


@pytest.mark.twin
@CASES
def test_banks_watch_like_their_twin(seed, lanes):
    r = np.random.default_rng(seed)
    banks = Watch(*r.uniform(0.0, 9.0, (9, BANKS, lanes)))
    usual, seen, known, customers, supervision = r.uniform(0.0, 1.0, (5, BANKS, lanes))
    seen *= r.random((BANKS, 1)) < 0.8
    appetite, sharing = r.uniform(0.0, 1.0, BANKS), (r.random(BANKS) < 0.3).astype(float)
    means = Means(40.0 * usual, seen, known, 1e4 * customers, appetite, sharing, 3.0 * supervision)
    rules, push = Rules(*r.uniform(0.0, 1.0, (8, lanes))), Push(*r.uniform(0.0, 1.0, (7, lanes)))
    want, waits = twin.watch(banks, means, rules, push), banks.wait_weeks.copy()
    watch(banks, means, rules, push)
    for name, values in want.items():
        np.testing.assert_array_equal(getattr(banks, name), values, err_msg=name)
    np.testing.assert_array_equal(banks.wait_weeks, waits)


@pytest.mark.twin
@CASES
def test_banks_part_with_customers_like_their_twin(seed, lanes):
    r = np.random.default_rng(seed)
    risk, margin = r.uniform(0.0, 1.0, (2, SEGMENTS, lanes))
    business = Business(risk, *r.uniform(0.0, 0.1, (1, lanes)), 9.0 * margin, *r.uniform(0.0, 0.2, (3, lanes)))
    appetite, banks = r.uniform(0.0, 1.0, BANKS), Watch(*r.uniform(0.0, 2.0, (9, BANKS, lanes)))
    kept, segments = r.uniform(0.04, 1.0, (2, SEGMENTS, BANKS, lanes))
    customers, dropped = r.uniform(0.0, 1e4, (BANKS, lanes)), np.full((BANKS, lanes), np.pi)
    want = twin.part(business, appetite, banks, kept, segments, customers, 4)
    part(business, appetite, banks, kept, segments, customers, 4, dropped)
    np.testing.assert_array_equal(kept, want[0])
    np.testing.assert_array_equal(dropped, want[1])
