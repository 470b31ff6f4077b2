"""Addressed draws: known answers, the slow twins, laws, independence of position and tile."""

from __future__ import annotations

import math
from itertools import pairwise

import numpy as np
import oracle
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numba import config
from numpy.testing import assert_allclose, assert_array_equal
from scipy import stats

from flowsim.kernels import draws
from flowsim.kernels.jit import kernel
from flowsim.kernels.philox import philox4x32

compiled = pytest.mark.skipif(config.DISABLE_JIT, reason="large samples need compiled kernels")

PINNED = {
    "loads": 1,
    "load_size": 2,
    "precursor_arrival": 3,
    "precursor_inspect": 4,
    "lab_raid": 5,
    "lab_build": 6,
    "mail": 7,
    "deaths": 8,
    "death_codes": 9,
    "eradication": 10,
    "effort": 11,
    "weather": 12,
    "drift": 13,
    "parameters": 14,
    "observation": 15,
    "choice": 16,
    "learning": 17,
    "growers": 18,
    "market": 19,
    "initiation": 20,
    "treatment": 21,
    "suppliers": 22,
    "traffic": 23,
    "interior": 24,
    "resample": 25,
}

KNOWN = [  # Random123 1.09, kat_vectors, philox4x32 10: counter, key, answer
    ((0, 0, 0, 0), (0, 0), (0x6627E8D5, 0xE169C58D, 0xBC57AC4C, 0x9B00DBD8)),
    ((2**32 - 1,) * 4, (2**32 - 1,) * 2, (0x408F276D, 0x41C83B0E, 0xA20BC7C6, 0x6D5451FD)),
    (
        (0x243F6A88, 0x85A308D3, 0x13198A2E, 0x03707344),
        (0xA4093822, 0x299F31D0),
        (0xD16CFE09, 0x94FDCCEB, 0x5001E420, 0x24126EA1),
    ),
]


@kernel
def words(counter, key, out):
    out[0], out[1], out[2], out[3] = philox4x32(counter[0], counter[1], counter[2], counter[3], key[0], key[1])


@kernel
def each(u, n, p, out):
    for i in range(u.size):
        out[0, i] = draws.normal(u[i])
        out[1, i] = draws.poisson(u[i], p[i] * n[i])
        out[2, i] = draws.binomial(u[i], n[i], p[i])


def fill(function, *inputs, shape, process=draws.LOADS, week=1000, slot=0, seeds=None, entities=None):
    keys = draws.lane_keys(range(shape[1]) if seeds is None else seeds)
    rows = np.arange(shape[0], dtype=np.uint64) if entities is None else np.asarray(entities, np.uint64)
    out = np.empty(shape)
    function(keys, process, week, rows, slot, *inputs, out)
    return out


def test_process_numbers_never_change():
    assert PINNED.items() <= draws.PROCESSES.items()
    assert len(set(draws.PROCESSES.values())) == len(draws.PROCESSES)


@pytest.mark.parametrize(("counter", "key", "answer"), KNOWN)
def test_known_answers(counter, key, answer):
    out = np.empty(4, np.uint64)
    words(np.array(counter, np.uint64), np.array(key, np.uint64), out)
    assert tuple(out.tolist()) == answer
    assert oracle.philox(counter, key) == answer


def test_lane_keys_never_change_and_are_unrelated():
    keys = draws.lane_keys([0, 1, 2, -1, 10**30])
    assert keys.dtype == np.uint64
    assert keys[:2].tolist() == [0x80FA165C221FB9BA, 0xB8E05E4B306944F1]
    flips = [bin(int(a) ^ int(b)).count("1") for a, b in pairwise(draws.lane_keys(range(500)))]
    assert 31.0 < np.mean(flips) < 33.0
    assert len(set(draws.lane_keys(range(5000)).tolist())) == 5000


@pytest.mark.twin
@given(st.integers(0, 2**32 - 1), st.integers(0, 50), st.integers(0, 2000), st.integers(0, 2**20), st.integers(-5, 5))
def test_uniforms_equal_the_twin(entity, process, week, slot, seed):
    first, second = np.empty((1, 2)), np.empty((1, 2))
    keys = draws.lane_keys([seed, seed + 1])
    draws.fill_uniforms2(keys, process, week, np.array([entity], np.uint64), slot, first, second)
    for lane, key in enumerate(keys):
        assert (first[0, lane], second[0, lane]) == oracle.uniforms2(key, process, week, entity, slot)


@compiled
def test_uniforms_stay_inside():
    sample = fill(draws.fill_uniform, shape=(4000, 50))
    assert 0.0 < sample.min() < 1e-4
    assert 1.0 - 1e-4 < sample.max() < 1.0
    edges = [((1 << 52) - 1 + 0.5) / 2**52, 0.5 / 2**52]
    assert 0.0 < edges[1] < edges[0] < 1.0
    out = np.empty((3, 2))
    each(np.array(edges), np.array([50.0, 50.0]), np.array([0.3, 0.3]), out)
    assert np.all(np.isfinite(out))


CHANCE = st.one_of(st.floats(0.0, 1.0), st.sampled_from([0.0, 1.0, 0.5, 1e-12, 1.0 - 1e-12]))


@pytest.mark.twin
@given(st.lists(st.tuples(st.integers(0, 2**50), st.integers(0, 400), CHANCE), min_size=1, max_size=20))
def test_samplers_equal_their_twins(cases):
    u = np.array([(k + 0.5) / (2**50 + 1) for k, _, _ in cases])
    n = np.array([float(n) for _, n, _ in cases])
    p = np.array([p for _, _, p in cases])
    out = np.empty((3, len(cases)))
    each(u, n, p, out)
    for i, (_, number, chance) in enumerate(cases):
        assert_allclose(out[0, i], oracle.normal(u[i]), rtol=1e-12, atol=1e-14)
        assert out[1, i] == oracle.poisson(u[i], chance * number)
        assert out[2, i] == oracle.binomial(u[i], number, chance)


@pytest.mark.twin
@given(st.integers(0, 10**6), st.integers(1, 3), st.integers(1, 5))
def test_filled_arrays_equal_the_scalars(seed, rows, lanes):
    random = np.random.default_rng(seed)
    shape, names = (rows, lanes), list(range(seed, seed + lanes))
    u = fill(draws.fill_uniform, shape=shape, seeds=names)
    n = np.floor(random.lognormal(2.0, 2.0, shape))
    p = random.choice([0.0, 1.0, 0.5, 0.01, random.random()], shape)
    out = np.empty((3, u.size))
    each(u.ravel(), n.ravel(), p.ravel(), out)
    assert_array_equal(fill(draws.fill_normal, shape=shape, seeds=names).ravel(), out[0])
    assert_array_equal(fill(draws.fill_poisson, n * p, shape=shape, seeds=names).ravel(), out[1])
    assert_array_equal(fill(draws.fill_binomial, n, p, shape=shape, seeds=names).ravel(), out[2])


def arguments(name, shape):
    random = np.random.default_rng(5)
    n = np.floor(random.lognormal(2.0, 1.5, shape))
    p = random.random(shape)
    return {"uniform": (), "normal": (), "poisson": (n * p,), "binomial": (n, p)}[name]


@pytest.mark.parametrize("name", ["uniform", "normal", "poisson", "binomial"])
@pytest.mark.parametrize("lanes", [2, 67])
def test_a_lane_alone_equals_the_lane_in_a_tile(name, lanes):
    shape, function = (3, lanes), getattr(draws, f"fill_{name}")
    inputs = arguments(name, shape)
    tile = fill(function, *inputs, shape=shape)
    for lane in (0, lanes // 2, lanes - 1):
        single = [np.ascontiguousarray(x[:, lane : lane + 1]) for x in inputs]
        assert_array_equal(fill(function, *single, shape=(3, 1), seeds=[lane])[:, 0], tile[:, lane])


@pytest.mark.parametrize("name", ["uniform", "normal", "poisson", "binomial"])
def test_rows_follow_their_ids_not_their_places(name):
    shape, function = (4, 3), getattr(draws, f"fill_{name}")
    inputs = arguments(name, shape)
    ids, order = np.array([7, 2, 900, 11]), np.array([2, 0, 3, 1])
    before = fill(function, *inputs, shape=shape, entities=ids)
    after = fill(function, *[np.ascontiguousarray(x[order]) for x in inputs], shape=shape, entities=ids[order])
    assert_array_equal(after, before[order])
    fewer = fill(function, *[np.ascontiguousarray(x[:2]) for x in inputs], shape=(2, 3), entities=ids[:2])
    assert_array_equal(fewer, before[:2])


def test_every_word_of_the_address_counts():
    base = {"process": 1, "week": 1000, "slot": 3}
    first = fill(draws.fill_uniform, shape=(2, 2), **base)
    for name in base:
        assert np.all(fill(draws.fill_uniform, shape=(2, 2), **{**base, name: base[name] + 1}) != first)


def test_edges():
    u = np.array([1e-9, 0.3, 0.999999])
    out = np.empty((3, 3))
    for n, p, expected in ((0.0, 0.4, 0.0), (9.0, 0.0, 0.0), (9.0, 1.0, 9.0), (1e6, 0.0, 0.0), (1e6, 1.0, 1e6)):
        each(u, np.full(3, n), np.full(3, p), out)
        assert out[2].tolist() == [expected] * 3
    each(u, np.full(3, -2.0), np.full(3, 1.0), out)
    assert out[1].tolist() == [0.0] * 3
    each(u, np.full(3, np.nan), np.full(3, 0.5), out)
    assert np.all(np.isnan(out[1:]))


def test_draws_grow_with_the_uniform_and_with_the_chance():
    u = np.linspace(1e-6, 1.0 - 1e-6, 301)
    for n, p in ((7.0, 0.2), (7.0, 0.8), (60.0, 0.45), (400.0, 0.3), (400.0, 0.9)):
        out = np.empty((3, u.size))
        each(u, np.full(u.size, n), np.full(u.size, p), out)
        assert np.all(np.diff(out, axis=1) >= 0.0)
    p = np.linspace(0.0, 1.0, 101)
    for middle in (0.01, 0.5, 0.99):
        out = np.empty((3, p.size))
        each(np.full(p.size, middle), np.full(p.size, 20.0), p, out)
        assert np.all(np.diff(out[1:], axis=1) >= 0.0)


@pytest.mark.science
@pytest.mark.parametrize("lam", [30.5, 45.0, 300.0])
def test_the_approximation_is_close_to_the_poisson_law(lam):
    u = np.linspace(0.0005, 0.9995, 2001)
    out = np.empty((3, u.size))
    each(u, np.full(u.size, lam), np.ones(u.size), out)
    above, below = stats.poisson.cdf(out[1], lam), stats.poisson.cdf(out[1] - 1.0, lam)
    assert np.max(np.maximum(below - u, u - above)) < 0.001


@pytest.mark.science
@pytest.mark.parametrize(("n", "p"), [(200.0, 0.3), (1000.0, 0.9), (2000.0, 0.02)])
def test_the_approximation_is_close_to_the_binomial_law(n, p):
    u = np.linspace(0.0005, 0.9995, 2001)
    out = np.empty((3, u.size))
    each(u, np.full(u.size, n), np.full(u.size, p), out)
    above, below = stats.binom.cdf(out[2], n, p), stats.binom.cdf(out[2] - 1.0, n, p)
    assert np.max(np.maximum(below - u, u - above)) < 0.001


SAMPLE = (2000, 60)


def close_in_moments(sample, mean, variance, kurtosis_excess):
    """Mean within five standard errors, variance within six of its own."""
    assert abs(sample.mean() - mean) < 5.0 * math.sqrt(variance / sample.size)
    error = variance * math.sqrt((kurtosis_excess + 2.0) / sample.size) + variance / math.sqrt(sample.size)
    assert abs(sample.var() - variance) < 6.0 * error


@compiled
@pytest.mark.science
@pytest.mark.parametrize("lam", [0.02, 0.5, 3.0, 29.0, 31.0, 200.0])
def test_poisson_moments(lam):
    close_in_moments(fill(draws.fill_poisson, np.full(SAMPLE, lam), shape=SAMPLE), lam, lam, 1.0 / lam)


@compiled
@pytest.mark.science
@pytest.mark.parametrize(("n", "p"), [(1.0, 0.5), (5.0, 0.1), (20.0, 0.7), (100.0, 0.97), (1000.0, 0.1)])
def test_binomial_moments(n, p):
    sample = fill(draws.fill_binomial, np.full(SAMPLE, n), np.full(SAMPLE, p), shape=SAMPLE)
    variance = n * p * (1.0 - p)
    close_in_moments(sample, n * p, variance, (1.0 - 6.0 * p * (1.0 - p)) / variance)


@compiled
@pytest.mark.science
def test_laws_by_kolmogorov_and_by_chi_square():
    assert stats.kstest(fill(draws.fill_uniform, shape=SAMPLE).ravel(), "uniform").pvalue > 1e-3
    assert stats.kstest(fill(draws.fill_normal, shape=SAMPLE).ravel(), "norm").pvalue > 1e-3
    sample = fill(draws.fill_poisson, np.full(SAMPLE, 2.5), shape=SAMPLE).ravel()
    seen = np.bincount(np.minimum(sample, 9).astype(int), minlength=10)
    law = np.append(stats.poisson.pmf(np.arange(9), 2.5), stats.poisson.sf(8, 2.5))
    assert stats.chisquare(seen, law * sample.size).pvalue > 1e-3


@compiled
@pytest.mark.science
def test_lanes_weeks_entities_and_words_are_uncorrelated():
    first, second = np.empty(SAMPLE), np.empty(SAMPLE)
    rows = np.arange(SAMPLE[0], dtype=np.uint64)
    draws.fill_uniforms2(draws.lane_keys(range(SAMPLE[1])), 1, 1000, rows, 0, first, second)
    later = fill(draws.fill_uniform, shape=SAMPLE, week=1001)
    pairs = [(first, second), (first, later), (first[1:], first[:-1]), (first[:, 1:], first[:, :-1])]
    for one, other in pairs:
        assert abs(np.corrcoef(one.ravel(), other.ravel())[0, 1]) < 5.0 / math.sqrt(one.size)
