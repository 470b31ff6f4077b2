"""Columns and payments of account-months: slow twins, sums and counts, and the law of thinning."""

from __future__ import annotations

import numpy as np
import oracle_payments
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numba import config
from numpy.testing import assert_allclose, assert_array_equal
from scipy.stats import ks_2samp, kstest, truncnorm
from test_payments import no_accounts, opened_table, random_law, random_rule, scored

from flowsim.kernels import draws
from flowsim.kernels.material import Payments, Rows, legal_rows, materialise, rows
from flowsim.kernels.payments import Found
from flowsim.kernels.tenure import Accounts

compiled = pytest.mark.skipif(config.DISABLE_JIT, reason="large samples need compiled kernels")
COLUMNS = ("usd", "payments", "below", "outside", "ratio", "age_weeks", "score")


def no_rows(lanes, most):
    return Rows(np.full(lanes, -1), *np.full((9, lanes, most), np.nan))


def no_payments(lanes, most):
    return Payments(
        np.full(lanes, -1), *(np.full((lanes, most), 77, kind) for kind in (np.int64, np.int64, np.int64, np.uint8))
    )


def everybody(keys, week, table, live, rule):
    """A list of all accounts, each with its score."""
    return scored(keys, week, table, live, rule._replace(cut=np.full_like(rule.cut, -9.0)))


def illicit(seed, lanes=2, cells=3, room=130, most=60, week=9):
    rng = np.random.default_rng(seed)
    keys = draws.lane_keys(rng.integers(0, 2**31, lanes))
    table, live, *_ = opened_table(rng, keys, room, cells, most)
    rule, law = random_rule(rng, 2, cells, lanes), random_law(rng, 2, lanes)
    out = no_rows(lanes, room)
    rows(keys, week, table, rule, law, everybody(keys, week, table, live, rule), out)
    return keys, week, table, live, rule, law, out


@pytest.mark.twin
@given(st.integers(0, 2**32 - 1))
def test_columns_equal_the_slow_twin(seed):
    keys, week, table, live, rule, law, out = illicit(seed, most=12, room=20)
    found = everybody(keys, week, table, live, rule)
    assert_array_equal(out.count, live)
    for lane in range(2):
        assert_array_equal(out.score[lane, : live[lane]], found.score[lane, : live[lane]])
        for at in range(live[lane]):
            cell, serial, opened = (int(field[lane, at]) for field in table[:3])
            usd, score = out.usd[lane, at], out.score[lane, at]
            _, dollars = oracle_payments.deposits(keys[lane], week, cell, serial, score, lane, rule, law)
            assert_allclose(usd, dollars, rtol=1e-6, atol=1.0)
            *counts, ratio = oracle_payments.row(keys[lane], week, cell, serial, score, lane, rule, law, usd)
            assert [out.payments[lane, at], out.below[lane, at], out.outside[lane, at]] == counts
            assert_allclose(out.ratio[lane, at], ratio, rtol=1e-4)
            assert [out.cell[lane, at], out.id[lane, at], out.age_weeks[lane, at]] == [cell, serial, week - opened]
        assert np.isnan(out.usd[lane, live[lane] :]).all()


@pytest.mark.twin
@given(st.integers(0, 2**32 - 1))
def test_legal_alerts_equal_the_slow_twin(seed):
    rng = np.random.default_rng(seed)
    keys = draws.lane_keys(rng.integers(0, 2**31, 2))
    rule, law, number = random_rule(rng, 2, 3, 2), random_law(rng, 2, 2), rng.integers(0, 9, (3, 2)).astype(float)
    out = no_rows(2, 30)
    legal_rows(keys, 77, number, rule, law, out)
    assert_array_equal(out.count, number.sum(0))
    for lane in range(2):
        at = 0
        for group in range(3):
            for j in range(int(number[group, lane])):
                score, age, log_usd, columns = oracle_payments.legal_row(keys[lane], 77, group, j, lane, rule, law)
                usd = out.usd[lane, at]
                assert_allclose(out.score[lane, at], score, rtol=1e-9, atol=1e-9)
                assert score > rule.cut[group, lane]
                assert abs(usd - np.exp(log_usd)) <= 0.5 + 1e-6 * usd
                *counts, ratio = columns(usd)
                assert [out.payments[lane, at], out.below[lane, at], out.outside[lane, at]] == counts
                assert_allclose(out.ratio[lane, at], ratio, rtol=1e-9)
                assert (out.cell[lane, at], out.age_weeks[lane, at]) == (group, age)
                at += 1


@pytest.mark.twin
@given(st.integers(0, 2**32 - 1))
def test_payments_equal_the_slow_twin(seed):
    keys, week, _, live, rule, law, out = illicit(seed, most=3, room=8)
    paid = no_payments(2, 3000)
    materialise(keys, week, out, rule, law, paid)
    for lane in range(2):
        at = 0
        for place in range(live[lane]):
            segment, number = rule.segment[int(out.cell[lane, place])], int(out.payments[lane, place])
            counts = int(out.usd[lane, place]), number, int(out.below[lane, place]), int(out.outside[lane, place])
            shape = float(law.limit_usd[segment, lane]), float(law.sd_payment[segment, lane])
            cents, days, far = oracle_payments.payments(keys[lane], week, out.id[lane, place], *counts, *shape)
            assert_allclose(paid.cents[lane, at : at + number], cents, rtol=1e-9, atol=1.0)
            assert_array_equal(paid.day[lane, at : at + number], days)
            assert_array_equal(paid.outside[lane, at : at + number], far)
            at += number
        assert paid.count[lane] == at


@pytest.mark.parametrize("mu_lot", [-2.0, 2.5])  # ordinary lots, lots close below the limit
def test_payments_have_the_sum_and_the_counts_of_their_row(mu_lot):
    keys, week, table, live, rule, law, out = illicit(3, room=2000, most=500)
    law.mu_lot[:], law.mu_usd[:], law.sd_usd[:] = mu_lot, 9.0, 2.0
    law.limit_usd[:] = np.rint(law.limit_usd)
    rows(keys, week, table, rule, law, everybody(keys, week, table, live, rule), out)
    paid = no_payments(2, 255 * 2000)
    materialise(keys, week, out, rule, law, paid)
    for lane in range(2):
        n, m = live[lane], paid.count[lane]
        row, cents = paid.row[lane, :m], paid.cents[lane, :m]
        limit = 100.0 * law.limit_usd[rule.segment[out.cell[lane, :n].astype(int)], lane]
        assert cents.min() >= 1
        assert_array_equal(np.bincount(row, cents, n), 100.0 * out.usd[lane, :n])
        assert_array_equal(np.bincount(row, minlength=n), out.payments[lane, :n])
        assert_array_equal(np.bincount(row, cents < limit[row], n), out.below[lane, :n])
        assert_array_equal(np.bincount(row, paid.outside[lane, :m], n), out.outside[lane, :n])
        assert set(paid.day[lane, :m]) == set(range(28))
        assert out.payments[lane, :n].max() <= 255
        assert (out.usd[lane, :n] >= 1).all()


def test_lists_that_are_full_count_on_and_leave_whole_rows_out():
    keys, week, table, live, rule, law, out = illicit(4, room=60, most=25)
    few = no_rows(2, 5)
    rows(keys, week, table, rule, law, everybody(keys, week, table, live, rule), few)
    assert_array_equal(few.count, live)
    assert_array_equal(few.usd, out.usd[:, :5])
    paid = no_payments(2, 40)
    materialise(keys, week, out, rule, law, paid)
    listed = out.payments[0, : live[0]]
    assert paid.count[0] == listed.sum()
    whole = listed[np.cumsum(listed) <= 40].sum()
    assert (paid.cents[0, int(whole) :] == 77).all()
    number = np.full((3, 2), 4.0)
    legal = no_rows(2, 7)
    legal_rows(keys, week, number, rule, law, legal)
    assert_array_equal(legal.count, [12, 12])
    assert_array_equal(legal.cell[0], [0, 0, 0, 0, 1, 1, 1])


def test_rows_and_payments_do_not_depend_on_place_lane_or_others():
    keys, week, table, live, rule, law, out = illicit(5)
    found = everybody(keys, week, table, live, rule)
    paid, alone_paid = no_payments(2, 20_000), no_payments(1, 20_000)
    materialise(keys, week, out, rule, law, paid)
    for lane in range(2):
        one = slice(lane, lane + 1)
        cut = [type(x)(*(y if y.ndim == 1 else y[:, one].copy() for y in x)) for x in (rule, law)]
        turned = Accounts(*(field[one, : live[lane]][:, ::-1].copy() for field in table))
        _, place, *listed = (part[one, : live[lane]] if part.ndim == 2 else part for part in found)
        parts = (live[lane] - 1 - place[:, ::-1], *(part[:, ::-1].copy() for part in listed))
        alone = no_rows(1, live[lane])
        rows(keys[one].copy(), week, turned, *cut, Found(live[one].copy(), *parts), alone)
        for name in COLUMNS:
            assert_array_equal(getattr(alone, name)[0, ::-1], getattr(out, name)[lane, : live[lane]])
        materialise(keys[one].copy(), week, alone, *cut, alone_paid)
        assert paid.count[lane] == alone_paid.count[0]
        ours = sorted(zip(out.id[lane, paid.row[lane, : paid.count[lane]]], paid.cents[lane], strict=False))
        theirs = sorted(zip(alone.id[0, alone_paid.row[0, : paid.count[lane]]], alone_paid.cents[0], strict=False))
        assert ours == theirs
    many, fewer, most = np.array([[5.0] * 2, [8.0] * 2, [6.0] * 2]), np.array([[2.0] * 2, [8.0] * 2, [1.0] * 2]), 30
    first, second = no_rows(2, most), no_rows(2, most)
    legal_rows(keys, week, many, rule, law, first)
    legal_rows(keys, week, fewer, rule, law, second)
    for name in COLUMNS:  # the alerts of the second group are the same ones
        assert_array_equal(getattr(first, name)[:, 5:13], getattr(second, name)[:, 2:10])


def one_group(seed, kappa, cut, lift=1.0):
    rng = np.random.default_rng(seed)
    rule, law = random_rule(rng, 1, 1, 1), random_law(rng, 1, 1)
    rule.kappa[:], rule.cut[:], rule.lift[:] = kappa, cut, lift
    return rule, law


@compiled
@pytest.mark.parametrize("kappa", [0.5, 0.9, 1.0])
def test_thinning_is_drawing_all_and_keeping_those_above_the_cut(kappa):
    keys, cut, n = draws.lane_keys([8]), 1.5, 600_000
    rule, law = one_group(8, kappa, cut)
    drawn = no_rows(1, n)
    all_of_them = rule._replace(cut=np.full((1, 1), -9.0))
    for part in range(3):
        share = no_rows(1, n // 3)
        legal_rows(keys, 100 + part, np.full((1, 1), n / 3), all_of_them, law, share)
        for name in COLUMNS:
            getattr(drawn, name)[0, part * n // 3 : (part + 1) * n // 3] = getattr(share, name)[0]
    assert kstest(drawn.score[0], "norm").pvalue > 1e-3
    kept = drawn.score[0] > cut
    thinned = no_rows(1, int(kept.sum()))
    legal_rows(keys, 200, np.full((1, 1), float(kept.sum())), rule, law, thinned)
    assert kstest(thinned.score[0], truncnorm(cut, np.inf).cdf).pvalue > 1e-3
    for name in COLUMNS:
        a, b = getattr(drawn, name)[0, kept], getattr(thinned, name)[0]
        scale = a.std() * np.sqrt(2.0 / a.size)
        assert abs(a.mean() - b.mean()) < 4.0 * scale
        if name != "usd":  # heavy tail: its logarithm below
            squares = ((a - a.mean()) ** 2).std() * np.sqrt(2.0 / a.size)
            assert abs(a.var() - b.var()) < 4.5 * squares
        assert ks_2samp(a, b).pvalue > 1e-3
    joint = [
        np.corrcoef([np.log(x.usd[0, s]), np.log(x.ratio[0, s] / (1 - x.ratio[0, s])), x.score[0, s]])
        for x, s in ((drawn, kept), (thinned, slice(None)))
    ]
    assert_allclose(joint[0], joint[1], atol=4.0 / np.sqrt(kept.sum()))


@compiled
def test_features_behind_the_score_are_independent_standard_normals():
    """Undo the quantile functions: log deposits and logit of the ratio, with the score's moments given by the law."""
    keys = draws.lane_keys([9])
    n = 200_000
    table, live = no_accounts(1, n), np.array([n])
    table.serial[0] = np.arange(n)
    rule, law = one_group(9, 0.8, 2.576)
    law.mu_usd[:], law.sd_usd[:] = 8.4, 1.0
    out = no_rows(1, n)
    rows(keys, 50, table, rule, law, everybody(keys, 50, table, live, rule), out)
    x_usd = (np.log(out.usd[0]) - law.mu_usd[0, 0]) / law.sd_usd[0, 0] - rule.delta[0, 0]
    x_ratio = (np.log(out.ratio[0] / (1 - out.ratio[0])) - law.mu_ratio[0, 0]) / law.sd_ratio[0, 0] - rule.delta[3, 0]
    score = out.score[0] - 0.8 * (rule.weight[:, 0] * rule.delta[:, 0]).sum()
    exact = np.eye(3)
    exact[2, 0] = exact[0, 2] = 0.8 * rule.weight[0, 0]
    exact[2, 1] = exact[1, 2] = 0.8 * rule.weight[3, 0]
    assert_allclose(np.cov([x_usd, x_ratio, score]), exact, atol=5.0 * np.sqrt(2.0 / n))
    for x in (x_usd, x_ratio, score):
        assert kstest(x, "norm").pvalue > 1e-3
