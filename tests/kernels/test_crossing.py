"""The load kernel: its slow twin, mass, lanes, rows, laws."""

from __future__ import annotations

import numpy as np
import oracle
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numba import config
from numpy.testing import assert_allclose, assert_array_equal

from flowsim.kernels import draws
from flowsim.kernels.crossing import Address, Crossed, Loads, cross

SINGLE = 2e-4  # sizes are drawn in single precision
compiled = pytest.mark.skipif(config.DISABLE_JIT, reason="large samples need compiled kernels")


def outputs(senders, drugs, ways, lanes):
    """Results of a call: no memory before it, the rest full of rubbish."""
    shapes = [(senders, drugs, lanes)] * 2 + [(drugs, ways, lanes)] * 2 + [(ways, lanes)]
    *weights, caught = (np.full(shape, np.pi) for shape in shapes)
    return Crossed(*weights, *np.zeros((2, senders, drugs, ways, lanes)), caught)


def case(seed, senders=2, drugs=2, ways=3, lanes=2, loads=2.0, scarce=0.3):
    """Random inputs with about ``loads`` loads per cell; some shares, sizes of spread and chances are degenerate."""
    r = np.random.default_rng(seed)
    share = r.dirichlet(np.full(ways, 0.5), (senders, drugs, lanes)).transpose(0, 1, 3, 2)
    share = np.where(r.random(share.shape) < 0.2, 0.0, share)
    mean_load = r.lognormal(1.0, 1.0, (drugs, ways, lanes))
    send = r.lognormal(0.0, 1.0, (senders, drugs, lanes)) * loads * ways * mean_load.mean()
    send = np.where(r.random(send.shape) < 0.1, 0.0, send)
    p = np.where(r.random(mean_load.shape) < 0.2, r.choice([0.0, 1.0, 0.5]), r.random(mean_load.shape) ** 2)
    stock = send * np.where(r.random(send.shape) < scarce, 0.3, 9.0)
    sigma = np.where(r.random((drugs, lanes)) < 0.2, 0.0, r.random((drugs, lanes)) * 1.5)
    rate = (share / mean_load).astype(np.float32)
    a = Loads(*(np.ascontiguousarray(x) for x in (send, stock, rate, p, mean_load, sigma)))
    senders_ids = r.choice(4000, senders, replace=False).astype(np.uint64)
    ways_ids = (r.choice(2 * ways, ways, replace=False) + r.integers(60000)).astype(np.uint64)
    return a, Address(draws.lane_keys(range(lanes)), 1000 + seed % 900, senders_ids, ways_ids, 1, 2)


def crossed(a, address):
    out = outputs(*a.rate.shape)
    cross(a, address, out)
    return out


@pytest.mark.twin
@given(
    seed=st.integers(0, 10**6),
    shape=st.tuples(st.integers(1, 3), st.integers(1, 2), st.integers(1, 5), st.integers(1, 3)),
    loads=st.sampled_from([0.01, 0.3, 2.0, 20.0]),
)
def test_the_kernel_equals_its_slow_twin(seed, shape, loads):
    a, address = case(seed, *shape, loads=loads)
    fast, slow = crossed(a, address), outputs(*a.rate.shape)
    oracle.cross(a, address, slow)
    for name in ("trials", "hits", "caught"):
        assert_array_equal(getattr(fast, name), getattr(slow, name))
    for name in ("sent_kg", "passed_kg", "seized_kg", "delivered_kg"):
        assert_allclose(getattr(fast, name), getattr(slow, name), rtol=SINGLE, atol=0.0, err_msg=name)


@pytest.mark.twin
def test_many_loads_equal_the_slow_twin_too():
    a, address = case(4, 1, 1, 2, 1, loads=60.0 if config.DISABLE_JIT else 600.0)
    fast, slow = crossed(a, address), outputs(*a.rate.shape)
    oracle.cross(a, address, slow)
    for name in ("trials", "hits", "caught"):
        assert_array_equal(getattr(fast, name), getattr(slow, name))
    assert_allclose(fast.delivered_kg, slow.delivered_kg, rtol=SINGLE)


@pytest.mark.parametrize("lanes", [2, 3, 70])
def test_a_lane_alone_equals_the_lane_in_a_tile(lanes):
    a, address = case(11, 2, 2, 5, lanes)
    tile = crossed(a, address)
    for lane in {0, lanes // 2, lanes - 1}:
        one = Loads(*(np.ascontiguousarray(x[..., lane : lane + 1]) for x in a))
        alone = crossed(one, address._replace(keys=address.keys[lane : lane + 1].copy()))
        for name, array in tile._asdict().items():
            assert_array_equal(getattr(alone, name)[..., 0], array[..., lane], err_msg=name)


def test_senders_and_ways_keep_their_loads_in_any_order():
    a, address = case(12, 4, 2, 6, 3, scarce=0.0)
    before = crossed(a, address)
    s, c = np.array([2, 0, 3, 1]), np.array([5, 2, 0, 1, 4, 3])
    turned = Loads(
        send_kg=a.send_kg[s],
        stock_kg=a.stock_kg[s],
        rate=np.ascontiguousarray(a.rate[s][:, :, c]),
        p_inspect=np.ascontiguousarray(a.p_inspect[:, c]),
        mean_load_kg=np.ascontiguousarray(a.mean_load_kg[:, c]),
        sigma=a.sigma,
    )
    after = crossed(turned, address._replace(sender=address.sender[s], number=address.number[c]))
    assert_array_equal(after.trials, before.trials[s][:, :, c])
    assert_array_equal(after.hits, before.hits[s][:, :, c])
    assert_allclose(after.passed_kg, before.passed_kg[s], rtol=1e-12)
    assert_allclose(after.seized_kg, before.seized_kg[:, c], rtol=1e-12)


def test_a_further_sender_changes_nobody_elses_draws():
    a, address = case(13, 3, 2, 4, 3)
    fewer = a._replace(**{n: getattr(a, n)[:2].copy() for n in ("send_kg", "stock_kg", "rate")})
    two, three = crossed(fewer, address._replace(sender=address.sender[:2].copy())), crossed(a, address)
    for name in ("sent_kg", "passed_kg", "trials", "hits"):
        assert_array_equal(getattr(two, name), getattr(three, name)[:2], err_msg=name)


def test_more_inspection_never_frees_a_load():
    a, address = case(14, 3, 2, 4, 3, scarce=0.0)
    tighter = a._replace(p_inspect=a.p_inspect + 0.5 * (1.0 - a.p_inspect))
    before, after = crossed(a, address), crossed(tighter, address)
    assert_array_equal(before.trials, after.trials)
    assert np.all(after.hits >= before.hits)
    fewer = after.hits.sum(2) > before.hits.sum(2)
    assert after.passed_kg[fewer].sum() < before.passed_kg[fewer].sum()
    assert_array_equal(after.passed_kg[~fewer], before.passed_kg[~fewer])


def test_loads_and_hits_are_added_to_the_memories():
    a, address = case(17, 3, 2, 4, 3)
    once, twice = crossed(a, address), outputs(*a.rate.shape)
    cross(a, address, twice)
    cross(a, address, twice)
    assert_array_equal(twice.trials, 2.0 * once.trials)
    assert_array_equal(twice.hits, 2.0 * once.hits)
    assert_array_equal(twice.caught, once.hits.sum((0, 1)))
    assert_array_equal(twice.sent_kg, once.sent_kg)


@given(st.integers(0, 10**6))
def test_mass_is_conserved_and_bounded_by_stock(seed):
    a, address = case(seed, 3, 2, 4, 2, loads=1.0, scarce=0.7)
    out = crossed(a, address)
    assert np.all(out.sent_kg <= a.stock_kg)
    assert np.all(out.hits <= out.trials)
    landed, sent = out.seized_kg.sum(1) + out.delivered_kg.sum(1), out.sent_kg.sum(0)
    assert_allclose(landed, sent, rtol=1e-12)
    assert_allclose(out.delivered_kg.sum(1), out.passed_kg.sum(0), rtol=1e-12)


def test_nothing_to_send_and_no_stock():
    a, address = case(15)
    for change in ({"send_kg": np.zeros_like(a.send_kg)}, {"stock_kg": np.zeros_like(a.stock_kg)}):
        out = crossed(a._replace(**change), address)
        assert out.sent_kg.max() == out.passed_kg.max() == out.seized_kg.max() == out.delivered_kg.max() == 0.0
    assert crossed(a._replace(send_kg=np.zeros_like(a.send_kg)), address).trials.max() == 0.0


@pytest.mark.filterwarnings("ignore:invalid value")
@pytest.mark.parametrize("wrong", [np.nan, -1.0, np.inf])
def test_a_lane_with_impossible_input_says_so_and_spares_the_others(wrong):
    a, address = case(16, 2, 1, 3, 3)
    good = crossed(a, address)
    a.send_kg[1, 0, 1] = wrong
    a.rate[1, 0, 0, 1] = 0.5
    bad = crossed(a, address)
    assert np.isnan(bad.sent_kg[1, 0, 1])
    assert np.isnan(bad.passed_kg[1, 0, 1])
    assert_array_equal(bad.sent_kg[:, :, [0, 2]], good.sent_kg[:, :, [0, 2]])
    assert_array_equal(bad.seized_kg[..., [0, 2]], good.seized_kg[..., [0, 2]])


def sure(lanes, lam, p, mean_kg, sigma):
    """One sender, one drug, two ways alike, more than enough in stock."""
    full = np.full
    a = Loads(
        send_kg=full((1, 1, lanes), lam * mean_kg * 2.0),
        stock_kg=full((1, 1, lanes), 1e9),
        rate=full((1, 1, 2, lanes), np.float32(0.5 / mean_kg)),
        p_inspect=full((1, 2, lanes), p),
        mean_load_kg=full((1, 2, lanes), mean_kg),
        sigma=full((1, lanes), sigma),
    )
    ids = np.arange(2, dtype=np.uint64)
    return crossed(a, Address(draws.lane_keys(range(lanes)), 1000, ids[:1].copy(), ids, 1, 2))


def near(value, mean, variance):
    assert abs(value.mean() - mean) < 5.0 * np.sqrt(variance / value.size)


@compiled
@pytest.mark.science
def test_laws_of_number_inspection_and_size():
    lam, p, mean_kg, sigma = 3.0, 0.2, 5.0, 0.8
    out = sure(4000, lam, p, mean_kg, sigma)
    assert out.trials.size == 8000
    near(out.trials, lam, lam)
    near(out.hits, lam * p, lam * p)  # a thinned Poisson number is Poisson
    square = mean_kg**2 * np.exp(sigma**2)  # second moment of a load
    near(out.delivered_kg, lam * (1 - p) * mean_kg, lam * (1 - p) * square)
    near(out.seized_kg, lam * p * mean_kg, lam * p * square)
    passed = out.trials - out.hits
    assert abs(np.corrcoef(passed.ravel(), out.hits.ravel())[0, 1]) < 5.0 / np.sqrt(8000)


@compiled
@pytest.mark.science
@pytest.mark.parametrize("lam", [0.3, 3.0, 40.0])
def test_what_passes_has_the_mean_and_variance_of_a_sum_of_loads(lam):
    mean_kg, sigma = 5.0, 0.8
    out = sure(20000, lam, 0.0, mean_kg, sigma)
    n, kg = out.trials[0, 0].ravel(), out.delivered_kg[0].ravel()
    each = mean_kg**2 * np.expm1(sigma**2)  # variance of a load
    near(kg, lam * mean_kg, lam * (mean_kg**2 + each))
    z2 = (kg[n > 0] - mean_kg * n[n > 0]) ** 2 / (each * n[n > 0])
    assert abs(z2.mean() - 1.0) < 5.0 * z2.std() / np.sqrt(z2.size)
    one = np.log(kg[n == 1] / mean_kg) / sigma + sigma / 2.0  # a load's own law: standard normal
    if one.size > 100:
        near(one, 0.0, 1.0)
        near(one**2, 1.0, 2.0)
        near(one**3, 0.0, 15.0)
