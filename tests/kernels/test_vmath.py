"""Exponential and logarithm against numpy."""

from __future__ import annotations

import numpy as np
import pytest

from flowsim.kernels.jit import kernel
from flowsim.kernels.vmath import from_bits, to_bits, vexp, vlog


@kernel
def exp_of(x, out):
    for i in range(x.size):
        out[i] = vexp(x[i])


@kernel
def log_of(x, out):
    for i in range(x.size):
        out[i] = vlog(x[i])


@kernel
def there_and_back(x, out):
    for i in range(x.size):
        out[i] = from_bits(to_bits(x[i]))


def run(function, x):
    x = np.asarray(x, dtype=float)
    out = np.empty_like(x)
    function(x, out)
    return out


def points(low, high, n=4000):
    return np.random.default_rng(7).uniform(low, high, n)


@pytest.mark.parametrize(("low", "high"), [(-1e-9, 1e-9), (-1.0, 1.0), (-30.0, 30.0), (-707.0, 708.9)])
def test_exp_is_within_two_units_in_the_last_place(low, high):
    x = points(low, high)
    exact = np.exp(x)
    assert np.max(np.abs(run(exp_of, x) - exact) / np.spacing(exact)) <= 2.0


@pytest.mark.parametrize(("low", "high"), [(0.999, 1.001), (1e-6, 3.0), (1.0, 1e9), (1e-300, 1e300)])
def test_log_is_within_two_units_in_the_last_place(low, high):
    x = points(low, high)
    exact = np.log(x)
    assert np.max(np.abs(run(log_of, x) - exact) / np.spacing(np.abs(exact))) <= 2.0


def test_exact_and_limited_values():
    assert run(exp_of, [0.0, -0.0, -1e9, 1e9]).tolist() == [1.0, 1.0, *run(exp_of, [-708.0, 709.0])]
    assert run(log_of, [1.0])[0] == 0.0
    assert np.isnan(run(exp_of, [np.nan])[0])
    assert run(log_of, [0.0])[0] < -708.0


def test_bits_survive():
    x = points(-1e9, 1e9, 50)
    assert run(there_and_back, x).tolist() == x.tolist()
