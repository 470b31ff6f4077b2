"""Choice of banks and memory of closures: plain twins, cells without accounts, lanes alone."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.testing import assert_allclose, assert_array_equal

from flowsim.kernels.custom import (
    Flow,
    Seen,
    Taste,
    choose_banks,
    clear,
    remember,
    set_rules,
    want_accounts,
    weigh_banks,
)

HOLDERS, BANKS = 3, 5


def case(seed, lanes):
    rng = np.random.default_rng(seed)
    cells = HOLDERS * BANKS
    open_to = rng.random(cells) < 0.6
    open_to[::BANKS] = True
    size = np.where(open_to, rng.uniform(0.1, 1.0, cells), 0.0)
    held, closed = np.floor(rng.uniform(0.0, 30.0, (cells, lanes))), rng.uniform(0.0, 3.0, (cells, lanes))
    held[~open_to], closed[~open_to] = 0.0, 0.0
    seen = Seen(held, closed, held * 2.0, size, rng.uniform(0.1, 1.0, (cells, lanes)))
    taste = Taste(
        rng.uniform(0.0, 0.1, lanes),
        rng.uniform(1.0, 50.0, lanes),
        rng.uniform(0.0, 3.0, (HOLDERS, lanes)),
        *rng.uniform(0.0, 0.3, (2, lanes)),
        rng.uniform(1.0, 30.0, lanes),
        rng.uniform(0.0, 0.2, lanes),
    )
    return np.flatnonzero(open_to), seen, taste


def slow_choice(spots, seen, taste, holder, lane):
    """Shares of one holder by cell."""
    mine = [int(cell) for cell in spots if cell // BANKS == holder]
    held, wish = sum(seen.held[cell, lane] for cell in mine), {}
    for cell in mine:
        own = seen.held[cell, lane] / max(held, 1.0)
        months = seen.months[cell, lane] + taste.prior[lane]
        closing = (seen.closed[cell, lane] + taste.usual[lane] * taste.prior[lane]) / months
        cost = closing * taste.loss[holder, lane] + taste.concentration[lane] * own - 0.01
        size = taste.custom[lane] * own + (1.0 - taste.custom[lane]) * seen.size[cell]
        wish[cell] = size * seen.kept[cell, lane] * math.exp(-taste.theta[lane] * cost)
    explore, total = taste.explore[lane], sum(wish.values())
    return {cell: (1.0 - explore) * wish[cell] / total + explore * seen.size[cell] for cell in mine}


@pytest.mark.twin
@given(st.integers(0, 2**32 - 1), st.integers(1, 3))
def test_the_choice_of_banks_equals_the_slow_twin(seed, lanes):
    spots, seen, taste = case(seed, lanes)
    share = np.full((HOLDERS * BANKS, lanes), np.nan)
    choose_banks(spots, seen, taste, share)
    for holder in range(HOLDERS):
        for lane in range(lanes):
            for cell, expected in slow_choice(spots, seen, taste, holder, lane).items():
                assert_allclose(share[cell, lane], expected, rtol=1e-12)
    assert np.isnan(np.delete(share, spots, 0)).all()


@pytest.mark.twin
@given(st.integers(0, 2**32 - 1), st.integers(1, 3))
def test_memory_equals_the_slow_twin(seed, lanes):
    rng = np.random.default_rng(seed)
    spots, seen, _ = case(seed, lanes)
    told, keep, closing = (
        np.floor(seen.held / 3.0),
        rng.uniform(0.5, 1.0, lanes),
        rng.uniform(0.0, 0.2, (HOLDERS, lanes)),
    )
    closed, months, before = seen.closed.copy(), seen.months.copy(), closing.copy()
    remember(spots, told, seen.held, keep, closed, months, closing)
    assert_allclose(closed, seen.closed * keep + told, rtol=1e-12)
    assert_allclose(months, seen.months * keep + seen.held / 4.0, rtol=1e-12)
    gone, had = (x.reshape(HOLDERS, BANKS, lanes).sum(1) for x in (told, seen.held))
    assert_allclose(closing, before + (4.0 * gone / np.maximum(had, 1.0) - before) / 8.0, rtol=1e-12)


def test_a_lane_alone_gives_the_same_bits():
    spots, seen, taste = case(4, 9)
    share, alone = np.zeros((HOLDERS * BANKS, 9)), np.zeros((HOLDERS * BANKS, 1))
    choose_banks(spots, seen, taste, share)
    one = [type(x)(*(y if y.shape[-1] != 9 else y[..., 7:8].copy() for y in x)) for x in (seen, taste)]
    choose_banks(spots, *one, alone)
    assert_array_equal(share[:, 7:8], alone)


@pytest.mark.twin
@given(st.integers(0, 2**32 - 1), st.integers(1, 3))
def test_traces_are_those_of_pooled_schemes(seed, lanes):
    rng = np.random.default_rng(seed)
    spots, *_ = case(seed, lanes)
    known, sharing = rng.uniform(0.2, 1.5, (BANKS, lanes)), rng.uniform(0.0, 1.0, (BANKS, lanes))
    banks, usual = rng.uniform(1.0, 12.0, (HOLDERS, lanes)), rng.uniform(1.0, 6.0, lanes)
    lift = np.full((HOLDERS * BANKS, lanes), np.nan)
    kappa, cut, (of_kappa, of_cut) = lift.copy(), lift.copy(), rng.normal(size=(2, BANKS, lanes))
    set_rules(spots, known, sharing, banks, usual, (of_kappa, of_cut), (lift, kappa, cut))
    m = banks[:, None]
    every = known * usual / m * np.sqrt(1.0 + sharing * (m - 1.0))
    assert_allclose(lift[spots], every.reshape(lift.shape)[spots], rtol=1e-12)
    assert_array_equal(kappa[spots], np.tile(of_kappa, (HOLDERS, 1))[spots])
    assert_array_equal(cut[spots], np.tile(of_cut, (HOLDERS, 1))[spots])
    for table in (lift, kappa, cut):
        assert np.isnan(np.delete(table, spots, 0)).all()


@pytest.mark.twin
@given(st.integers(0, 2**32 - 1), st.integers(1, 3), st.booleans())
def test_accounts_wanted_follow_what_holders_place(seed, lanes, first):
    rng = np.random.default_rng(seed)
    placed, provider, window = rng.gamma(0.5, 1e6, (6, 2, lanes)), np.array([4, 1]), rng.gamma(0.5, 1e6, lanes)
    usd, banks, usual = (
        rng.uniform(1e3, 1e4, (HOLDERS, lanes)),
        rng.uniform(1, 5, (HOLDERS, lanes)),
        rng.uniform(2, 4, lanes),
    )
    held, closed = np.floor(rng.gamma(1.0, 60.0, (2, HOLDERS, BANKS, lanes)))
    growth, missing = rng.uniform(0.0, 0.5, lanes), np.empty((HOLDERS, lanes))
    want_accounts(Flow(placed, provider, window, usd, banks, usual), held, closed, growth, first, missing)
    for lane in range(lanes):
        flows = [*(placed[v, :, lane].sum() for v in provider), window[lane]]
        for h, flow in enumerate(flows):
            need = 4.0 * flow / usd[h, lane] * banks[h, lane] / usual[lane]
            want = need / 4.0 if first else max(need - held[h, :, lane].sum(), 0.0) / 4.0
            if h == HOLDERS - 1 and not first:
                want = min(want, growth[lane] * held[h, :, lane].sum() + closed[h, :, lane].sum())
            assert math.isclose(missing[h, lane], want, rel_tol=1e-12, abs_tol=1e-9)


def test_cells_with_accounts_are_cleared_and_others_left():
    told, usd = np.ones((6, 2)), np.full((6, 2), 2.0)
    alerts = np.ones((3, 2))
    clear(np.array([1, 4]), told, usd, alerts)
    assert not alerts.any()
    assert_array_equal(told[:, 0], [1, 0, 1, 1, 0, 1])
    assert_array_equal(usd[:, 1], [2, 0, 2, 2, 0, 2])


@given(st.integers(0, 2**32 - 1), st.integers(1, 3))
def test_means_over_banks_are_by_accounts(seed, lanes):
    rng = np.random.default_rng(seed)
    held, parts = np.floor(rng.gamma(0.5, 20.0, (HOLDERS, BANKS, lanes))), tuple(rng.normal(size=(3, BANKS, lanes)))
    held[1] = 0.0
    out = np.full((4, HOLDERS, lanes), np.nan)
    weigh_banks(held, parts, out)
    assert_array_equal(out[3], held.sum(1))
    for mean, part in zip(out, parts, strict=False):
        assert_allclose(mean, (held * part).sum(1) / np.maximum(held.sum(1), 1e-9), rtol=1e-12, atol=1e-12)
    assert not out[:, 1].any()
