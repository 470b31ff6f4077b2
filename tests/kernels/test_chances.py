"""Chances of a find, and powers, against plain floats."""

from __future__ import annotations

import numpy as np
import oracle_chances as twin
import pytest
from hypothesis import given
from hypothesis import strategies as st

from flowsim.kernels.chances import find_at_ports, raise_to

DRUGS, ROWS, LANES = 2, 3, 4


def chances(seed, rows=ROWS):
    r = np.random.default_rng(seed)
    bulk = r.gamma(1.0, 2.0, (DRUGS, rows, LANES))
    scan = np.where(r.random((rows, LANES)) < 0.2, 1.0, r.random((rows, LANES)))
    refer = r.uniform(0.0, 1.2, (rows, LANES))
    return bulk, scan, refer, *r.random((2, *bulk.shape))


def found(arguments):
    out = np.full_like(arguments[0], np.pi)
    find_at_ports(*arguments, out)
    return out


@pytest.mark.twin
@given(seed=st.integers(0, 10**6))
def test_chances_are_those_of_the_twin(seed):
    bulk, scan, refer, scan_finds, search_finds = arguments = chances(seed)
    out = found(arguments)
    for d, row, lane in np.ndindex(out.shape):
        at, here = (d, row, lane), (row, lane)
        want = twin.find_at_ports(bulk[at], scan[here], refer[here], scan_finds[at], search_finds[at])
        np.testing.assert_allclose(out[at], want, rtol=1e-9, atol=1e-15)


@pytest.mark.twin
def test_powers_are_those_of_numpy():
    r = np.random.default_rng(1)
    base, exponent = r.gamma(1.0, 2.0, (ROWS, LANES)), np.array([0.0, -0.7, 1.0, 2.5])
    out = np.empty_like(base)
    raise_to(base, exponent, out)
    np.testing.assert_allclose(out, base**exponent, rtol=1e-13)


def test_a_lane_alone_has_the_bits_of_its_tile():
    arguments = chances(2)
    tile = found(arguments)
    for lane in range(LANES):
        alone = found([np.ascontiguousarray(x[..., lane : lane + 1]) for x in arguments])
        np.testing.assert_array_equal(alone[..., 0], tile[..., lane])
