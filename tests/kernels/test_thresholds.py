"""Chances by bin of priority, renewed where a bank has moved its threshold: against numpy, equal to the bit."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from flowsim.kernels.thresholds import Sought, fetch, fill_in, find_moved
from flowsim.kernels.waiting import Chances

BANKS, LANES, BINS = 5, 3, 3


def case(seed):
    rng = np.random.default_rng(seed)
    now = tuple(rng.normal(size=(BANKS, LANES)) for _ in range(4))
    before, moved = tuple(array.copy() for array in now), rng.uniform(size=(BANKS, LANES)) < 0.4
    moved[0, 0] = True
    for part, array in enumerate(before):
        array[moved & (rng.uniform(size=moved.shape) < 0.6 if part else True)] = np.nan
    return rng, now, before, moved


@pytest.mark.parametrize("part", [0, 1, 2, 3])
def test_what_has_moved_is_found(part):
    rng = np.random.default_rng(part)
    now = tuple(rng.normal(size=(BANKS, LANES)) for _ in range(4))
    before, moved = tuple(array.copy() for array in now), np.ones((BANKS, LANES), bool)
    assert find_moved(now, before, moved) == 0
    assert not moved.any()
    before[part][2, 1], before[part][4, 0] = np.nan, 9.0
    assert find_moved(now, before, moved) == 2
    assert {tuple(map(int, where)) for where in np.argwhere(moved)} == {(2, 1), (4, 0)}


@pytest.mark.twin
@given(seed=st.integers(0, 10**6))
def test_places_that_moved_are_fetched_one_after_the_other(seed):
    rng, now, before, moved = case(seed)
    prior, steps, some = rng.normal(size=LANES), np.array([0.5, 1.25]), int(moved.sum())
    assert find_moved(now, before, moved) == some
    sought = Sought(*np.full((len(Sought._fields), BINS, some), np.nan))
    fetch(now, before, moved, prior, steps, sought)
    strength, skill, cut, bar = (part[moved] for part in now)
    over = cut + np.array([0.0, *steps])[:, None]
    for mine, want in zip(sought[:5], (strength, skill, over, prior[np.nonzero(moved)[1]], bar), strict=True):
        np.testing.assert_array_equal(mine, np.broadcast_to(want, (BINS, some)))
    np.testing.assert_array_equal(sought.illicit, over - strength)
    for mine, want in zip(before, now, strict=True):
        np.testing.assert_array_equal(mine, want)


@pytest.mark.twin
@given(seed=st.integers(0, 10**6))
def test_chances_by_bin_add_up_to_those_above_thresholds(seed):
    rng, _, _, moved = case(seed)
    some = int(moved.sum())
    sought = Sought(*np.sort(rng.uniform(0.0, 1.0, (len(Sought._fields), BINS, some)), axis=1)[:, ::-1].copy())
    chances = Chances(*np.full((4, BINS, BANKS, LANES), np.nan))
    fill_in(moved, sought, chances)

    def parts(above):
        return above - np.concatenate([above[1:], np.zeros((1, some))])

    legal, illicit = parts(sought.legal), parts(sought.illicit)
    said = parts(sought.legal * sought.said) / np.maximum(legal, 1e-300)
    true = parts(sought.illicit * sought.true) / np.maximum(illicit, 1e-300)
    for table, want in zip(chances, (legal, illicit, said, true), strict=True):
        np.testing.assert_array_equal(table[:, moved], want)
        assert np.isnan(table[:, ~moved]).all()
