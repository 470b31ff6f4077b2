"""Sums of rows against their twins."""

from __future__ import annotations

import numpy as np
import oracle_books as twin
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from flowsim.kernels import books

SEEDS = st.integers(0, 2**32 - 1)
FEW = settings(max_examples=25, deadline=None, derandomize=True)


def case(rng, rows=9, lanes=5, count=6):
    """Rows of all sizes, and sums of none to seven of them."""
    flat = rng.lognormal(0.0, 4.0, (rows, lanes)) * rng.choice([-1.0, 0.0, 1.0, 1.0], (rows, lanes))
    start = np.concatenate([[0], np.cumsum(rng.integers(0, 8, count))])
    terms = int(start[-1])
    times = np.where(rng.random(terms) < 0.5, books.ALONE, rng.integers(0, rows, terms).astype(np.uint64))
    row = rng.integers(0, rows, terms).astype(np.uint64)
    return flat, books.Sums(start, row, times, rng.choice([-1.0, 1.0], terms))


@pytest.mark.twin
@FEW
@given(seed=SEEDS)
def test_sums_are_those_of_their_twin(seed):
    rng = np.random.default_rng(seed)
    flat, sums = case(rng)
    before = rng.normal(size=(len(sums.start) - 1, flat.shape[1]))
    out = before.copy()
    books.add(flat, sums, out)
    for i, lane in np.ndindex(out.shape):
        terms = []
        for term in range(sums.start[i], sums.start[i + 1]):
            factors = [row for row in (sums.row[term], sums.times[term]) if row != books.ALONE]
            terms.append((sums.sign[term], *(float(flat[row, lane]) for row in factors)))
        size = 1.0 + sum(abs(twin.added(0.0, [term])) for term in terms)
        assert out[i, lane] == pytest.approx(twin.added(before[i, lane], terms), rel=1e-12, abs=1e-14 * size)


@pytest.mark.twin
@FEW
@given(seed=SEEDS)
def test_broken_stocks_are_counted_like_their_twin(seed):
    rng = np.random.default_rng(seed)
    flat = rng.choice([-1.0, 0.0, 2.0, np.nan, np.inf], (12, 5), p=[0.1, 0.3, 0.4, 0.1, 0.1])
    first, stop = np.array([0, 5, 9]), np.array([3, 5, 12])
    assert books.count_broken(flat, first, stop) == twin.broken([*flat[0:3].ravel(), *flat[9:12].ravel()])


def test_a_lane_alone_has_the_bits_of_its_tile():
    flat, sums = case(np.random.default_rng(5), rows=40, lanes=64, count=30)
    tile = np.zeros((30, 64))
    books.add(flat, sums, tile)
    for lane in (0, 17, 63):
        one = np.zeros((30, 1))
        books.add(flat[:, lane : lane + 1].copy(), sums, one)
        np.testing.assert_array_equal(one[:, 0], tile[:, lane])


def test_the_first_term_is_added_first():
    flat = np.array([[1e16], [1.0], [1e16]])
    sums = books.Sums(np.array([0, 3]), np.arange(3, dtype=np.uint64), np.full(3, books.ALONE), np.array([1.0, 1, -1]))
    out = np.zeros((1, 1))
    books.add(flat, sums, out)
    assert out[0, 0] == 0.0


@pytest.mark.twin
@FEW
@given(seed=SEEDS)
def test_balances_are_compared_like_their_twin(seed):
    rng = np.random.default_rng(seed)
    before, flow = rng.lognormal(0.0, 4.0, (2, 4, 3))
    stock = before + flow + rng.choice([0.0, 1e-3], (4, 3)) * rng.choice([1.0, np.nan], (4, 3), p=[0.9, 0.1])
    largest = before * rng.uniform(1.0, 3.0, (4, 3))
    want = np.array([twin.gap(*x) for x in zip(*(a.ravel() for a in (stock, before, flow, largest)), strict=True)])
    tolls = np.array([[3.0, 5e9, np.nan], [3.0, 5e9 + rng.choice([1.0, 9.0]), 1.0]])
    worst, broken, unearned = books.compare(np.concatenate([stock, flow, tolls]), before, largest, 1e-9)
    assert unearned == (1 if tolls[1, 1] - 5e9 == 1.0 else 2)
    assert broken == sum(1 for gap in want[:, 1] if not gap <= 1e-9)
    assert broken or worst == want[:, 1].max()
    known = ~np.isnan(stock)
    np.testing.assert_array_equal(largest[known], want[:, 0].reshape(4, 3)[known])


@pytest.mark.twin
@FEW
@given(seed=SEEDS)
def test_ratios_are_those_of_their_twin_and_of_numpy(seed):
    rng = np.random.default_rng(seed)
    parts, per, to = rng.choice([-1.0, 0.0, 0.3, 7.1], (6, 5)), rng.uniform(1.0, 9.0, 3), np.array([4, 0, 2])
    out = np.full((5, 5), 8.0)
    books.note_ratios(parts, per, to, out)
    for i, lane in np.ndindex(3, 5):
        assert out[to[i], lane] == twin.ratio(parts[i, lane], parts[3 + i, lane], per[i])
    top, bottom = parts[:3], parts[3:]
    over = np.divide(top, bottom, out=np.zeros_like(top), where=bottom != 0.0)
    np.testing.assert_array_equal(out[to], over / per[:, None])
    assert (out[[1, 3]] == 8.0).all()


@pytest.mark.twin
@FEW
@given(seed=SEEDS)
def test_scaled_parts_are_added_like_numpy_adds_them(seed):
    rng = np.random.default_rng(seed)
    parts, factor, before = rng.normal(size=(6, 5)), rng.normal(size=(6, 5)), rng.normal(size=(3, 5))
    out, scaled = before.copy(), parts * factor
    books.add_scaled(parts, factor, np.array([0, 1, 4, 6]), out)
    np.testing.assert_array_equal(out[0], before[0] + scaled[0])
    np.testing.assert_array_equal(out[1], before[1] + (scaled[1] + scaled[2] + scaled[3]))
    np.testing.assert_array_equal(out[2], before[2] + (scaled[4] + scaled[5]))
