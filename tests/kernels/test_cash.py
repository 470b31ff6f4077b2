"""Loads of cash against their twin, and what a search finds."""

from __future__ import annotations

import numpy as np
import oracle_cash as twin
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from flowsim.kernels import cash
from flowsim.kernels.draws import lane_keys

SENDERS, LANES = 3, 4


def run(seed, week=7, lanes=LANES, scale=1.0):
    rng = np.random.default_rng(seed)
    placed = rng.lognormal(14.0, 2.0, (SENDERS, lanes)) * scale
    car, found = np.stack([rng.uniform(5e4, 3e5, lanes), rng.uniform(0.0, 1.2, lanes)]), rng.uniform(0.0, 0.3, lanes)
    keys, number = lane_keys(range(seed % 1000, seed % 1000 + lanes)), np.array([5, 1, 9], np.uint64)
    out = [np.full_like(placed, np.nan) for _ in range(3)]
    cash.search(keys, week, number, placed, car, found, *out)
    return keys, number, placed, car, found, out


@pytest.mark.twin
@settings(max_examples=25, deadline=None, derandomize=True)
@given(seed=st.integers(0, 2**32 - 1))
def test_loads_of_cash_are_those_of_their_twin(seed):
    keys, number, placed, car, found, (loads, hits, usd) = run(seed)
    for k in range(SENDERS):
        for lane in range(LANES):
            want = twin.search(keys[lane], 7, number[k], placed[k, lane], car[0, lane], car[1, lane], found[lane])
            assert (loads[k, lane], hits[k, lane]) == want[:2]
            assert usd[k, lane] == pytest.approx(want[2], rel=1e-9)


def test_a_search_finds_its_share_and_never_more_than_there_is():
    share, weeks = [], 400
    for week in range(weeks):
        _, _, placed, _, found, (_, _, usd) = run(3, week, lanes=64)
        assert (usd <= placed).all()
        share.append(usd.sum(0) / (placed.sum(0) * found))
    assert np.mean(share) == pytest.approx(1.0, abs=0.02)


def test_no_cash_no_load():
    *_, out = run(1, scale=0.0)
    assert all((array == 0.0).all() for array in out)
