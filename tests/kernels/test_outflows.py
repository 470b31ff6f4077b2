"""Payments out: slow twin, sums to the cent, never more out than in, and the law of legs."""

from __future__ import annotations

import numpy as np
import oracle_payments
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numba import config
from numpy.testing import assert_allclose, assert_array_equal
from scipy.stats import kstest
from test_material import illicit, no_payments

from flowsim.kernels.material import materialise
from flowsim.kernels.outflows import TRADE, WIRE, WITHDRAWAL, Outgoing, Outlay, count_outflows, pay_out

compiled = pytest.mark.skipif(config.DISABLE_JIT, reason="large samples need compiled kernels")
FIELDS = ("cents", "day", "leg", "abroad", "weeks", "invoice")


def no_outgoing(lanes, most):
    kinds = (np.int64, np.int64, np.int64, np.uint8, np.uint8, np.int64, np.float64)
    return Outgoing(np.full(lanes, -1), *(np.full((lanes, most), 77, kind) for kind in kinds))


def random_outlay(rng, segments, ways, lanes):
    def between(low, high, *first):
        return rng.uniform(low, high, (*first, segments, lanes))

    shift = rng.normal(0.0, 1.0, (5, ways, lanes))
    shift[:, 0] = 0.0
    company = np.concatenate([between(50, 800, 1), between(0, 1, 1)])
    return Outlay(
        between(-1, 3), between(0, 1), between(0, 1.5), between(0.5, 12), between(-2, 2, 3), between(0, 1.5, 3),
        company, between(0, 0.5, 2), shift,
    )  # fmt: skip


def paid_out(seed, most=60, room=130, most_out=20_000, **more):
    """Deposits and payments out of rows with a random law."""
    keys, week, _, live, rule, law, out = illicit(seed, most=most, room=room, **more)
    rng = np.random.default_rng(seed + 1)
    way, outlay = rng.integers(0, 3, len(rule.segment)), random_outlay(rng, 2, 3, 2)
    into, number = no_payments(2, 255 * room), np.full(out.usd.shape, -9)
    materialise(keys, week, out, rule, law, into)
    count_outflows(keys, week, out, rule, outlay, number)
    gone = no_outgoing(2, most_out)
    pay_out(keys, week, out, rule, way, outlay, into, number, gone)
    return keys, week, live, rule, way, outlay, out, into, number, gone


@pytest.mark.twin
@given(st.integers(0, 2**32 - 2))
def test_payments_out_equal_the_slow_twin(seed):
    keys, week, live, rule, way, outlay, rows, into, _, gone = paid_out(seed, most=3, room=8)
    for lane in range(2):
        at = 0
        for place in range(live[lane]):
            cell, mine = int(rows.cell[lane, place]), into.row[lane, : into.count[lane]] == place
            paid = [
                tuple(pair)
                for pair in zip(*(x[lane, : mine.size][mine].tolist() for x in (into.day, into.cents)), strict=True)
            ]
            row = rows.id[lane, place], rows.usd[lane, place], rows.ratio[lane, place], paid
            found = oracle_payments.outflows(keys[lane], week, *row, rule.segment[cell], way[cell], lane, outlay)
            end = at + len(found)
            for name, expected in zip(FIELDS, zip(*found, strict=True), strict=True):
                assert_allclose(
                    getattr(gone, name)[lane, at:end], expected, rtol=1e-9, atol=name == "cents", err_msg=name
                )
            assert (gone.row[lane, at:end] == place).all()
            at = end
        assert gone.count[lane] == at


def test_what_leaves_is_the_ratio_to_the_cent_and_never_more_than_came_in():
    *_, rows, into, number, gone = paid_out(3, most=500, room=2000, most_out=255 * 2000)
    whole = np.rint(100.0 * rows.usd * rows.ratio)
    days = np.arange(28)[:, None]
    assert (number[whole > 0] > 0).any()
    for lane in range(2):
        n, m, k = rows.count[lane], gone.count[lane], into.count[lane]
        row, cents, day = (x[lane, :m] for x in (gone.row, gone.cents, gone.day))
        assert cents.min() >= 1
        assert_array_equal(np.bincount(row, cents, n), whole[lane, :n])
        assert_array_equal(np.bincount(row, minlength=n), number[lane, :n])
        came, left = np.zeros((28, n)), np.zeros((28, n))
        np.add.at(came, (into.day[lane, :k], into.row[lane, :k]), into.cents[lane, :k])
        np.add.at(left, (day, row), cents)
        assert (left.cumsum(0) <= came.cumsum(0)).all()
        assert ((left > 0) & (days > 0)).any()
        assert (day.min(), day.max()) == (0, 27)


def test_legs_have_the_columns_that_belong_to_them():
    *_, gone = paid_out(4, most=200, room=600, most_out=60_000)
    for lane in range(2):
        leg, abroad, weeks, price = (getattr(gone, name)[lane, : gone.count[lane]] for name in FIELDS[2:])
        assert set(leg) == {WITHDRAWAL, WIRE, TRADE}
        assert_array_equal(weeks >= 0, leg != WITHDRAWAL)
        assert_array_equal(np.isnan(price), leg != TRADE)
        assert not abroad[leg == WITHDRAWAL].any()
        assert 0 < abroad[leg == TRADE].mean() < 1
        assert (price[leg == TRADE] > 0).all()


def test_rows_of_almost_nothing_pay_nothing_and_full_lists_leave_whole_rows_out():
    keys, week, live, rule, way, outlay, rows, into, number, gone = paid_out(5, most=25, room=60)
    few = no_outgoing(2, 40)
    pay_out(keys, week, rows, rule, way, outlay, into, number, few)
    assert_array_equal(few.count, gone.count)
    fits = np.cumsum(number[0, : live[0]]) <= 40
    size = int(number[0, : live[0]][fits].sum())
    assert 0 < size < 40
    assert_array_equal(few.cents[0, :size], gone.cents[0, :size])
    assert (few.cents[0, size:] == 77).all()
    rows.ratio[:, 0] = 1e-9
    count_outflows(keys, week, rows, rule, outlay, number)
    assert (number[:, 0] == 0).all()
    pay_out(keys, week, rows, rule, way, outlay, into, number, gone)
    for lane in range(2):
        assert 0 not in gone.row[lane, : gone.count[lane]]


def test_payments_out_do_not_depend_on_lane_or_other_rows():
    keys, week, live, rule, way, outlay, rows, into, number, gone = paid_out(6)
    for lane in range(2):
        one = slice(lane, lane + 1)
        law = Outlay(*(np.ascontiguousarray(part[..., one]) for part in outlay))
        mine, start = np.arange(3, live[lane]), int(rows.payments[lane, :3].sum())
        alone = type(rows)(np.array([mine.size]), *(np.ascontiguousarray(x[one, mine]) for x in rows[1:]))
        paid = type(into)(into.count[one], *(np.ascontiguousarray(x[one, start:]) for x in into[1:]))
        many, out = np.zeros(alone.usd.shape, np.int64), no_outgoing(1, 20_000)
        count_outflows(keys[one].copy(), week, alone, rule, law, many)
        pay_out(keys[one].copy(), week, alone, rule, way, law, paid, many, out)
        skip, end = int(number[lane, :3].sum()), gone.count[lane]
        assert out.count[0] == end - skip > 0
        for name in FIELDS:
            assert_array_equal(getattr(out, name)[0, : out.count[0]], getattr(gone, name)[lane, skip:end])


@compiled
def test_shares_ages_and_prices_follow_their_law():
    """Without spread over accounts: chances, exponential ages and lognormal prices by segment and way."""
    keys, week, _, rule, way, outlay, rows, into, number, _ = paid_out(7, most=900, room=4000, most_out=1)
    outlay.sd_share[:], outlay.company[1], outlay.invoice[1] = 0.0, 0.0, 0.0
    outlay.company[0], outlay.invoice[0] = 200.0, 0.3
    gone = no_outgoing(2, 255 * 4000)
    pay_out(keys, week, rows, rule, way, outlay, into, number, gone)
    for lane in range(2):
        m = gone.count[lane]
        segment = rule.segment[rows.cell[lane, gone.row[lane, :m]].astype(int)]
        leg, abroad, weeks, price = (getattr(gone, name)[lane, :m] for name in FIELDS[2:])
        for s in range(2):
            mine, chance = segment == s, 1.0 / (1.0 + np.exp(-outlay.mu_share[:, s, lane]))
            firm = mine & (leg != WITHDRAWAL)
            for part, of, p in (
                (firm, mine, chance[0]),
                (leg == TRADE, firm, chance[1]),
                (abroad == 1, firm, chance[2]),
            ):
                assert abs(part[of].mean() - p) < 4.5 * np.sqrt(p * (1 - p) / of.sum())
        old = weeks[leg != WITHDRAWAL]
        assert abs(old.mean() - 1.0 / np.expm1(1.0 / 200.0)) < 4.5 * 200.0 / np.sqrt(old.size)
        assert kstest(np.log(price[leg == TRADE]) / 0.3, "norm").pvalue > 1e-3
