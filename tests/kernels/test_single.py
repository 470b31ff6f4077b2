"""Float32 functions: errors, and what the normals are worth in the tails."""

from __future__ import annotations

import numpy as np
import pytest
from numba import config
from numpy.testing import assert_allclose
from scipy.special import ndtr, ndtri

from flowsim.kernels.jit import kernel
from flowsim.kernels.single import exp32, log32, normal32, odd32

compiled = pytest.mark.skipif(config.DISABLE_JIT, reason="large samples need compiled kernels")
SOME = 2000 if config.DISABLE_JIT else 2**21
STEP = 2**24 // SOME


@kernel
def evaluate(x, word, exps, logs, odds, normals):
    for i in range(x.size):
        exps[i] = exp32(x[i])
        logs[i] = log32(x[i] * x[i])
        odds[i] = odd32(word[i])
        normals[i] = normal32(odds[i])


@pytest.fixture(scope="module")
def values():
    """x, exponentials, logarithms of squares, and for evenly spaced words odd32 and normal32."""
    x = np.linspace(-80.0, 80.0, SOME).astype(np.float32)
    word = np.arange(STEP // 2, SOME * STEP, STEP).astype(np.uint32)[:SOME] << np.uint32(8) | np.uint32(0x5A)
    out = np.empty((4, SOME), np.float32)
    evaluate(x, word, *out)
    return x.astype(float), word, out.astype(float)


def test_exponential_and_logarithm_are_right_to_what_they_say(values):
    x, _, (exps, logs, _, _) = values
    assert np.abs(exps / np.exp(x) - 1.0).max() < 3e-7
    square = np.float32(x) * np.float32(x)
    exact = np.log(square.astype(float))
    assert (np.abs(logs - exact) < 2e-6 + 2e-7 * np.abs(exact)).all()


def test_uniforms_are_odd_multiples_and_strictly_inside(values):
    _, word, (_, _, odds, _) = values
    assert np.array_equal(odds * 2.0**24, 2.0 * (word >> 8) + 1.0 - 2.0**24)
    assert np.abs(odds).max() < 1.0


def test_normals_are_odd_and_right_to_what_they_say(values):
    _, word, (*_, normals) = values
    exact = ndtri(((word >> 8) + 0.5) / 2.0**24)
    assert np.abs(normals - exact).max() < 3e-5
    assert np.abs(normals).max() < 5.43
    ends, out = np.array([0, 2**32 - 1], np.uint32), np.empty((4, SOME), np.float32)
    evaluate(values[0][:2].astype(np.float32), ends, *out[:, :2])
    assert_allclose(out[3, :2], [-5.42, 5.42], atol=3e-3)
    evaluate(values[0].astype(np.float32), ~word, *out)
    assert np.array_equal(out[3], -normals)


@compiled
def test_normals_have_the_moments_and_tails_of_the_law(values):
    """Over even steps of the uniform: a screen at 0.5 % must not be a thousandth off."""
    normals = values[2][3]
    moments = [np.mean(normals**k) for k in (1, 2, 3, 4, 6)]
    assert_allclose(moments, [0.0, 1.0, 0.0, 3.0, 15.0], rtol=3e-4, atol=1e-5)
    assert (np.diff(normals) > -3e-6).all()  # rises, but for rounding
    for t in (0.0, 1.0, 2.0, 2.576, 3.0, 4.0):
        assert abs(np.mean(normals > t) / ndtr(-t) - 1.0) < 1.5e-4 + 1.0 / SOME / ndtr(-t)
