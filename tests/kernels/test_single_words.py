"""Quantiles of whole words in single precision, and the functions behind them, by their error."""

from __future__ import annotations

from statistics import NormalDist

import numpy as np
import pytest
from numba import config

from flowsim.kernels.inversion import BLOCK
from flowsim.kernels.jit import kernel
from flowsim.kernels.single import exp32, log32, normal32_block

compiled = pytest.mark.skipif(config.DISABLE_JIT, reason="many points need compiled kernels")


@kernel
def exp_of(x, out):
    for i in range(x.size):
        out[i] = exp32(x[i])


@kernel
def log_of(x, out):
    for i in range(x.size):
        out[i] = log32(x[i])


@kernel
def normal_of(x, out):
    words, z = np.empty(BLOCK, np.uint32), np.empty(BLOCK, np.float32)
    for start in range(0, x.size, BLOCK):
        size = min(BLOCK, x.size - start)
        words[:size] = x[start : start + size]
        normal32_block(words, z)
        out[start : start + size] = z[:size]


def run(function, x):
    out = np.empty(len(x), np.float32)
    function(x, out)
    return out


def points(low, high, n=4000):
    return np.random.default_rng(7).uniform(low, high, n).astype(np.float32)


@compiled
@pytest.mark.parametrize(("low", "high"), [(-1e-3, 1e-3), (-1.0, 1.0), (-30.0, 30.0), (-86.0, 87.0)])
def test_exp(low, high):
    x = points(low, high)
    np.testing.assert_allclose(run(exp_of, x), np.exp(x.astype(float)), rtol=3e-7)


@compiled
@pytest.mark.parametrize(("low", "high"), [(1e-9, 0.9), (0.9, 1.1), (1.1, 1e9)])
def test_log(low, high):
    x = points(low, high)
    np.testing.assert_allclose(run(log_of, x), np.log(x.astype(float)), rtol=3e-7, atol=1e-8)


def test_exact_values_and_limits():
    assert run(exp_of, np.float32([0.0]))[0] == 1.0
    assert run(log_of, np.float32([1.0]))[0] == 0.0
    assert run(exp_of, np.float32([-1e9, 1e9])).tolist() == run(exp_of, np.float32([-87.0, 88.0])).tolist()


@compiled
def test_normal_quantiles_of_words():
    middle = np.random.default_rng(8).integers(0, 2**32, 4000)
    ends = np.int64(1) << np.arange(32)
    words = np.concatenate([middle, ends - 1, 2**32 - ends])
    exact = [NormalDist().inv_cdf((word + 0.5) / 2**32) for word in words.tolist()]
    np.testing.assert_allclose(run(normal_of, words.astype(np.uint32)), exact, rtol=2e-6, atol=1e-7)


def test_normals_are_symmetric_and_bounded():
    words = np.array([0, 5, 2**20, 2**31 - 1], np.uint32)
    low, high = run(normal_of, words), run(normal_of, ~words)
    assert (low == -high).all()
    assert -6.4 < low[0] < -6.3
