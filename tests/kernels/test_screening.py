"""Screening, triage and spreading against their twins, their limits, and what a stronger signal must do."""

from __future__ import annotations

import numpy as np
import oracle_screening as twin
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.special import log_ndtr

from flowsim.kernels import screening
from flowsim.kernels.jit import kernel

SEEDS = st.integers(0, 2**32 - 1)
BANKS, LANES = 2, 3


@kernel
def sf_of(x, out):
    for i in range(x.size):
        out[i] = screening.sf(x[i])


@kernel
def logit_of(p, out):
    for i in range(p.size):
        out[i] = screening.logit(p[i])


@kernel
def reports_of(s1, s2, d1, d2, prior_logit, report_logit, out):
    for i in range(out.size):
        reported = screening.reports(s1[i], s2[i], d1[i], d2[i], prior_logit[i], report_logit[i])
        out[i] = 1.0 if reported else 0.0


@kernel
def pooled_of(d1, m, sigma, out):
    for i in range(out.size):
        out[i] = screening.pooled(d1[i], m[i], sigma[i])


def run(function, *inputs, outs=1):
    """What a kernel writes, from inputs of one shape."""
    inputs = [np.array(x, dtype=float) for x in np.broadcast_arrays(*inputs)]
    out = np.full((outs, *inputs[0].shape), np.nan)
    function(*inputs, *out)
    return out if outs > 1 else out[0]


def stages(d1, d2, threshold, prior_logit, report_logit):
    return run(screening.two_stage, d1, d2, threshold, prior_logit, report_logit, outs=3)


def strengths(rng, *shape):
    """From 0 to 4, some 0, some next to 0."""
    small = np.where(rng.random(shape) < 0.2, 10.0 ** rng.uniform(-6.0, 0.0, shape), 1.0)
    return np.where(rng.random(shape) < 0.1, 0.0, rng.uniform(0.0, 4.0, shape) * small)


def bank_case(rng, shape=(BANKS, LANES)):
    """Inputs of two_stage."""
    odds = rng.uniform(-12.0, 0.0, shape), rng.uniform(-12.0, 3.0, shape)
    return strengths(rng, *shape), strengths(rng, *shape), rng.uniform(-8.0, 8.0, shape), *odds


def share(rng, *shape):
    """Shares, some exactly 0 or 1."""
    return np.clip(rng.uniform(-0.1, 1.1, shape), 0.0, 1.0)


@pytest.mark.parametrize(("low", "high", "error"), [(-8.0, 8.0, 2e-14), (-37.4, 37.4, 1e-12)])
def test_the_normal_tail_is_accurate(low, high, error):
    x = np.linspace(low, high, 1001)
    found, exact = run(sf_of, x), np.array([twin.sf(v) for v in x])
    np.testing.assert_allclose(found, exact, rtol=error)
    np.testing.assert_allclose(np.log(found), log_ndtr(-x), rtol=1e-12, atol=2e-14)


def test_ends_of_the_normal_tail():
    x = np.array([0.0, -0.0, np.inf, -np.inf, np.nan])
    found = run(sf_of, x)
    np.testing.assert_allclose(found[:2], 0.5, rtol=1e-14)
    assert 0.0 < found[2] < 1e-300
    assert found[3] == 1.0
    assert np.isnan(found[4])


def test_log_odds():
    p = np.array([1e-300, 1e-9, 0.02, 0.5, 0.95, 1.0 - 1e-9])
    np.testing.assert_allclose(run(logit_of, p), np.log(p / (1.0 - p)), rtol=1e-14, atol=1e-15)
    assert np.isfinite(run(logit_of, [0.0, 1.0])).all()


@pytest.mark.twin
@given(seed=SEEDS)
def test_two_stages_are_like_their_twin(seed):
    case = bank_case(np.random.default_rng(seed))
    found = stages(*case)
    for bank, lane in np.ndindex(BANKS, LANES):
        want = twin.two_stage(*(float(x[bank, lane]) for x in case))
        np.testing.assert_allclose(found[0, bank, lane], want[0], rtol=1e-12)
        np.testing.assert_allclose(found[1:, bank, lane], want[1:], rtol=0.0, atol=1e-9)


def test_two_stages_in_the_usual_range_are_exact_to_1e_11():
    rng = np.random.default_rng(3)
    case = [rng.uniform(low, high, (4, 5)) for low, high in ((0, 4), (0, 4), (-8, 8), (-10, -8), (-6, -2))]
    found = stages(*case)
    for place in np.ndindex(4, 5):
        want = twin.two_stage(*(float(x[place]) for x in case))
        np.testing.assert_allclose(found[(slice(1, 3), *place)], want[1:], rtol=0.0, atol=1e-11)


@pytest.mark.twin
@given(seed=SEEDS)
def test_a_report_of_one_account_is_like_its_twin(seed):
    rng = np.random.default_rng(seed)
    case = [*rng.normal(0.0, 2.0, (2, 20)), *rng.uniform(0.0, 3.0, (2, 20)), *rng.uniform(-10.0, 0.0, (2, 20))]
    found = run(reports_of, *case)
    names = ("d1", "d2", "prior_logit", "report_logit")
    for i in range(20):
        want = twin.reports(case[0][i], case[1][i], **dict(zip(names, (x[i] for x in case[2:]), strict=True)))
        assert bool(found[i]) == want


@pytest.mark.twin
@given(seed=SEEDS)
def test_bars_are_like_their_twin(seed):
    rng = np.random.default_rng(seed)
    shape = (BANKS, LANES)
    case = rng.uniform(0.0, 400.0, shape), 10.0 ** rng.uniform(0.0, 8.0, shape), share(rng, *shape), share(rng, *shape)
    out = np.full((2, *shape), np.nan)
    screening.report_bar(*case, out)
    for place in np.ndindex(shape):
        want = twin.report_bar(*(float(x[place]) for x in case))
        np.testing.assert_allclose(out[(slice(None), *place)], want, rtol=1e-13, atol=1e-14)


@pytest.mark.twin
@given(seed=SEEDS)
def test_triage_is_like_its_twin(seed):
    rng = np.random.default_rng(seed)
    small = 10.0 ** rng.uniform(-9.0, 0.1, 8)
    ppv, room, d_f = share(rng, 8), np.where(rng.random(8) < 0.1, 0.0, small), strengths(rng, 8)
    found = run(screening.triage, ppv, room, d_f)
    want = [twin.triage(*(float(x) for x in row)) for row in zip(ppv, room, d_f, strict=True)]
    np.testing.assert_allclose(found, want, rtol=1e-11, atol=1e-12)
    assert (ppv * found <= np.minimum(room, 1.0) * (1.0 + 1e-12) + 1e-14).all()


@pytest.mark.twin
@given(seed=SEEDS)
def test_triage_by_a_power_is_like_its_twin(seed):
    rng = np.random.default_rng(seed)
    ppv, room, a = share(rng, 8), rng.uniform(0.0, 1.5, 8) * (rng.random(8) > 0.1), rng.uniform(0.0, 0.99, 8)
    found = run(screening.triage_power, ppv, room, a)
    want = [twin.triage_power(*(float(x) for x in row)) for row in zip(ppv, room, a, strict=True)]
    np.testing.assert_allclose(found, want, rtol=1e-12)
    assert (ppv * found <= room * (1.0 + 1e-12)).all()


@pytest.mark.twin
@given(seed=SEEDS)
def test_counting_and_pooling_are_like_their_twins(seed):
    rng = np.random.default_rng(seed)
    m, sigma = rng.integers(1, 20, 8).astype(float), share(rng, 8)
    m = np.where(rng.random(8) < 0.2, m + 0.5 * rng.random(8), m)
    n, k = rng.integers(0, 60, 8), rng.integers(0, 30, 8)
    found = run(screening.count_rule, n, k, m, sigma)
    want = [twin.count_rule(int(n[i]), int(k[i]), float(m[i]), float(sigma[i])) for i in range(8)]
    np.testing.assert_allclose(found, want, rtol=1e-11, atol=1e-300)
    d1 = strengths(rng, 8)
    want = [twin.pooled(float(d1[i]), float(m[i]), float(sigma[i])) for i in range(8)]
    np.testing.assert_allclose(run(pooled_of, d1, m, sigma), want, rtol=1e-14)


def scheme(rng, networks=2, lanes=4):
    low = {"strength": 0.0, "threshold": 1.0, "sharing": 0.0, "account_usd": 50.0, "value_usd": 5e3}
    high = {"strength": 6.0, "threshold": 4.0, "sharing": 1.0, "account_usd": 2e3, "value_usd": 5e5}
    low |= {"loss": 0.0, "closes": 0.0}
    high |= {"loss": 1.0, "closes": 1.0}
    return screening.Scheme(**{name: rng.uniform(low[name], high[name], (networks, lanes)) for name in low})


def spread(case, most):
    banks, cost = np.full((2, *case.strength.shape), np.nan)
    screening.spread_of(case, most, banks, cost)
    return banks, cost


@pytest.mark.twin
@given(seed=SEEDS, most=st.integers(1, 16))
def test_spreading_is_like_its_twin(seed, most):
    case = scheme(np.random.default_rng(seed))
    banks, cost = spread(case, most)
    for place in np.ndindex(banks.shape):
        best, least, second = twin.spread_of(most=most, **{k: float(v[place]) for k, v in case._asdict().items()})
        np.testing.assert_allclose(cost[place], least, rtol=1e-12)
        if second - least > 1e-12:
            assert banks[place] == best


def test_a_scheme_of_no_value_stays_at_one_bank():
    case = scheme(np.random.default_rng(2))
    case.value_usd[:] = 0.0
    assert (spread(case, 8)[0] == 1.0).all()


def test_no_strength_is_no_signal():
    """With neither signal all or none are reported; with one the other changes nothing."""
    prior, bar = -9.0, np.array([-9.5, -9.0, -8.5])
    np.testing.assert_allclose(stages(0.0, 0.0, 2.0, [[prior] * 3], [bar])[1:], [[[1.0, 1.0, 0.0]]] * 2, atol=1e-12)
    legal, true = stages(0.0, 1.5, [[-8.0, 0.0, 4.0]], prior, -7.0)[1:, 0]
    np.testing.assert_allclose(legal, legal[0], rtol=1e-12)
    np.testing.assert_allclose(true, true[0], rtol=1e-12)
    score = (3.0 + 0.5 * 2.0**2) / 2.0
    found = stages(2.0, 0.0, [[1.0, 2.0, 3.0]], prior, prior + 3.0)
    above = np.maximum(score, [1.0, 2.0, 3.0])
    np.testing.assert_allclose(found[1, 0] * found[0, 0], [twin.sf(x) for x in above], rtol=1e-11)
    np.testing.assert_allclose(
        found[2, 0], [twin.sf(x - 2.0) / twin.sf(t - 2.0) for x, t in zip(above, (1, 2, 3), strict=True)]
    )


def test_bars_have_ends():
    out = np.empty((2, 5))
    screening.report_bar(
        np.array([150.0, 150.0, 150.0, 0.0, 0.0]), np.array([1e12, 0.0, 10.0, 1.0, 0.0]), np.ones(5), np.ones(5), out
    )
    np.testing.assert_array_equal(out[0], [1e-5, 0.95, 0.95, 1e-5, 0.95])


def test_the_bar_of_2016():
    """A report of 150 USD, three times 20,000 USD, found in 16 and fined in 80 of 100 cases: near 2 %."""
    out = np.empty((2, 1))
    screening.report_bar(*(np.array([x]) for x in (150.0, 60_000.0, 0.16, 0.8)), out)
    np.testing.assert_allclose(out[0], 0.01953125)


def test_room_for_all_and_for_none():
    room = np.array([0.0, 1.0, 5.0])
    np.testing.assert_array_equal(run(screening.triage, 0.05, room, 1.0), [0.0, 1.0, 1.0])
    np.testing.assert_array_equal(run(screening.triage_power, 0.05, room, 0.4), [0.0, 1.0, 1.0])


def test_an_authority_without_a_signal_draws_lots():
    room = np.linspace(0.001, 0.999, 50)
    np.testing.assert_allclose(run(screening.triage, 0.05, room, 0.0), room, rtol=1e-12)
    np.testing.assert_allclose(run(screening.triage_power, 0.05, room, 0.0), room, rtol=1e-12)


def true_at(false, d1, d2, threshold, prior):
    """Reports per illicit account-month where the bar is set for ``false`` per legal one; everything (lane,)."""
    low, high = np.full((2, len(d1)), np.array([[-60.0], [60.0]]))
    for _ in range(60):
        bar = 0.5 * (low + high)
        alerts, legal, true = (x[0] for x in stages([d1], [d2], [threshold], [prior], [bar]))
        many = alerts * legal > false
        low, high = np.where(many, bar, low), np.where(many, high, bar)
    return run(sf_of, threshold - d1) * true


@pytest.mark.parametrize("false", [1e-5, 1e-4, 1e-3])
@pytest.mark.parametrize("lever", ["d1", "d2", "sigma"])
def test_every_lever_lifts_the_whole_curve(lever, false):
    """At equal false reports a stronger score, a better analyst and more sharing find more, as far as alerts allow."""
    n = 25
    d1, d2 = np.full((2, n), np.array([[1.8], [1.5]]))
    if lever == "d1":
        d1 = np.linspace(0.0, 4.0, n)
    elif lever == "d2":
        d2 = np.linspace(0.0, 4.0, n)
    else:
        d1 = run(pooled_of, 4.0, 4.0, np.linspace(0.0, 1.0, n))
    found = true_at(false, d1, d2, np.full(n, 2.5758), np.full(n, -9.2))
    assert (np.diff(found) > -1e-9).all()
    assert found[-1] > 1.5 * found[0]


def test_alerts_and_triage_rise_with_their_signals():
    d = np.linspace(0.0, 4.0, 30)
    assert (np.diff(run(sf_of, 2.5758 - d)) > 0.0).all()
    assert (np.diff(run(screening.triage, 0.05, 0.04, d)) > 0.0).all()
    assert (np.diff(run(screening.triage, 0.05, np.linspace(0.0, 1.2, 30), 1.0)) >= 0.0).all()


def test_sharing_never_weakens_a_score_or_a_count():
    sigma = np.linspace(0.0, 1.0, 21)
    for m in range(1, 13):
        assert (np.diff(run(pooled_of, 4.0, m, sigma)) >= 0.0).all()
        assert (np.diff(run(screening.count_rule, 24, 6, m, sigma)) >= 0.0).all()


@pytest.mark.parametrize("shape", [(1, 1), (30, 1), (1, 64), (3, 70)])
def test_shapes(shape):
    rng = np.random.default_rng(1)
    assert np.isfinite(stages(*bank_case(rng, shape))).all()
    assert np.isfinite(run(screening.triage, share(rng, *shape), share(rng, *shape), strengths(rng, *shape))).all()


def test_a_lane_alone_has_the_bits_of_its_tile():
    rng = np.random.default_rng(7)
    case, fiu = bank_case(rng, (3, 37)), (share(rng, 37), share(rng, 37), strengths(rng, 37))
    tile, tile_fiu, tile_scheme = stages(*case), run(screening.triage, *fiu), scheme(rng, 2, 37)
    tile_spread = spread(tile_scheme, 12)
    for lane in range(37):
        one = slice(lane, lane + 1)
        np.testing.assert_array_equal(stages(*(x[:, one] for x in case)), tile[..., one])
        np.testing.assert_array_equal(run(screening.triage, *(x[one] for x in fiu)), tile_fiu[one])
        alone = screening.Scheme(*(x[:, one].copy() for x in tile_scheme))
        for found, want in zip(spread(alone, 12), tile_spread, strict=True):
            np.testing.assert_array_equal(found, want[:, one])
