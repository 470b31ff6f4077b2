"""Accounts come and go: the slow twin, places that stay, room, chances."""

from __future__ import annotations

import numpy as np
import oracle_tenure as twin
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.testing import assert_allclose, assert_array_equal
from test_payments import no_accounts, no_free, opened_table

from flowsim.kernels import draws
from flowsim.kernels.tenure import Accounts, Opening, close_accounts, open_accounts


@pytest.mark.twin
@given(st.integers(0, 2**32 - 1), st.integers(1, 4), st.integers(1, 3))
def test_closing_and_opening_equal_the_slow_twin(seed, lanes, holders):
    rng, banks, room = np.random.default_rng(seed), 3, 30
    keys, cells = draws.lane_keys(rng.integers(0, 2**31, lanes)), banks * holders
    table, live, serials, *_ = opened_table(rng, keys, room, cells, life=20.0)
    opening = Opening(rng.uniform(5.0, 200.0, lanes), rng.choice([0.0, 15.0], lanes))
    theirs = Accounts(*(field.copy() for field in table)), live.copy(), serials.copy()
    free, spots = no_free(lanes, room), np.flatnonzero(rng.random(cells) < 0.7)
    for week in (7, 15, 23):
        closed, held = np.full((cells, lanes), 7.0), np.zeros((cells, lanes))
        close_accounts(week, table, live, np.arange(cells), free, closed, held)
        assert_array_equal(held, -closed)
        held[:] = 0.0
        empty, gone = twin.close_accounts(week, *theirs[:2])
        for lane in range(lanes):
            assert_array_equal(free.place[lane, : free.count[lane]], empty[lane])
        assert {tuple(map(int, where)): closed[tuple(where)] for where in np.argwhere(closed)} == gone
        missing, share = rng.uniform(-2.0, 9.0, (holders, lanes)), rng.uniform(0.0, 1.0, (cells, lanes))
        open_accounts(keys, week, missing, share, spots, opening, table, live, serials, free, held)
        new = twin.open_accounts(keys, week, missing, share, spots, opening, *theirs, empty)
        assert {tuple(map(int, where)): held[tuple(where)] for where in np.argwhere(held)} == new
        assert_array_equal(live, theirs[1])
        assert_array_equal(serials, theirs[2])
        for ours, field in zip(table, theirs[0], strict=True):
            assert_array_equal(ours, field)


def test_accounts_keep_their_places_and_the_empty_ones_are_taken_first():
    rng, keys = np.random.default_rng(3), draws.lane_keys(range(2))
    table, live, serials, *_ = opened_table(rng, keys, 400, 4, most=80, life=10.0)
    before, had = Accounts(*(field.copy() for field in table)), live.copy()
    free, closed, held = no_free(2, 400), np.zeros((4, 2)), np.zeros((4, 2))
    close_accounts(9, table, live, np.arange(4), free, closed, held)
    held[:] = 0.0
    assert_array_equal(free.count, closed.sum(0))
    few = np.full((4, 2), 3.0)
    opening, spots = Opening(np.full(2, 50.0), np.full(2, 900.0)), np.arange(4)
    open_accounts(keys, 9, few, np.ones((4, 2)), spots, opening, table, live, serials, free, held)
    assert_array_equal(live, had)
    for lane in range(2):
        stays = np.setdiff1d(np.arange(live[lane]), free.place[lane, : free.count[lane]])
        taken, empty = free.place[lane, :12], free.place[lane, 12 : free.count[lane]]
        for now, then in zip(table, before, strict=True):
            assert_array_equal(now[lane, stays], then[lane, stays])
        assert (table.serial[lane, taken] >= had[lane]).all()
        assert (table.cell[lane, empty] == -1).all()
    again = np.zeros((4, 2))
    close_accounts(9, table, live, np.arange(4), free, again, held)
    assert not again.any()
    assert_array_equal(free.count, closed.sum(0) - 12)


def test_openings_that_do_not_fit_are_refused_and_said():
    keys, opening = draws.lane_keys(range(3)), Opening(np.full(3, 50.0), np.zeros(3))
    table, live, serials = no_accounts(3, 8), np.array([0, 6, 0]), np.array([0, 6, 2**24 - 3])
    missing, opened = np.array([[5.0, 3.0, 2.0], [np.nan, 1.0, 4.0], [-2.0, np.inf, 0.0]]), np.zeros((3, 3))
    share, spots = np.ones((3, 3)), np.arange(3)
    open_accounts(keys, 1, missing, share, spots, opening, table, live, serials, no_free(3, 8), opened)
    assert_array_equal(opened, [[5, 2, 2], [0, 0, 1], [0, 0, 0]])
    assert_array_equal(live, [5, 8, 3])
    assert_array_equal(serials, [5, 8, 2**24])
    assert_array_equal(table.serial[2, :3], 2**24 - np.array([3, 2, 1]))
    assert_array_equal(table.serial[1, :6], 0)


def test_fractions_are_opened_by_dice_and_lives_have_their_mean():
    keys, many = draws.lane_keys(range(2)), 4000
    table, live, serials, opened = (
        no_accounts(2, many),
        np.zeros(2, np.int64),
        np.zeros(2, np.int64),
        np.zeros((400, 2)),
    )
    opening, spots = Opening(np.full(2, 100.0), np.full(2, 40.0)), np.arange(400)
    missing, share = np.full((1, 2), 1000.0), np.full((400, 2), 0.0063)
    open_accounts(keys, 5000, missing, share, spots, opening, table, live, serials, no_free(2, many), opened)
    assert set(np.unique(opened)) == {6.0, 7.0}
    assert_allclose(opened.mean(0), 6.3, atol=4.0 * np.sqrt(0.21 / 400))
    for lane in range(2):
        age, life = 5000 - table.opened[lane, : live[lane]], table.closes[lane, : live[lane]] - 5001
        for weeks, mean in ((age, 99.5), (life, 39.5)):
            assert weeks.min() == 0
            assert abs(weeks.mean() - mean) < 4.5 * mean / np.sqrt(live[lane])
