"""Channels and fees against their twins, to the bit: these kernels replace numpy without moving a number."""

from __future__ import annotations

import numpy as np
import oracle_nests as twin
import pytest
from hypothesis import given
from hypothesis import strategies as st

from flowsim.kernels import fees, nests

GROUP, SENDERS, GROUPS = np.array([0, 2, 1, 1, 2]), 3, 3
CASES = given(seed=st.integers(0, 10**6), lanes=st.sampled_from([1, 3, 64]))


@pytest.mark.twin
@CASES
def test_channels_are_chosen_like_their_twin(seed, lanes):
    r, many = np.random.default_rng(seed), len(GROUP)
    loss, flow = r.uniform(0.0, 1e5, (2, many, SENDERS + 1, lanes))
    fee, waiting, size = r.uniform(0.0, 0.3, (3, many, lanes))
    export = r.uniform(0.0, 9.0, (SENDERS + 1, lanes)) * 1e5
    known = nests.Known(loss, flow * 10.0, export, fee, waiting, size + 0.1, GROUP)
    taste = nests.Taste(*r.uniform(0.1, 9.0, (5, lanes)), np.log(r.uniform(0.0, 1.0, (GROUPS, lanes))))
    want = twin.shares(known, taste, GROUPS)
    between = r.uniform(0.0, 1.0, (3, GROUPS, SENDERS, lanes))
    steps, share = nests.Steps(np.empty((many, SENDERS, lanes)), *between), np.full_like(loss, np.pi)
    nests.expect(known, taste, steps)
    np.exp(steps.mass, out=steps.mass)
    nests.gather(known, steps)
    np.log(steps.worth, out=steps.worth)
    nests.compare(taste, steps)
    np.exp(steps.worth, out=steps.worth)
    nests.divide(known, steps, share)
    np.testing.assert_array_equal(share[:, :-1], want)
    np.testing.assert_array_equal(share[:, -1], np.pi)
    np.testing.assert_allclose(share[:, :-1].sum(0), 1.0, rtol=1e-12)


@pytest.mark.twin
@CASES
def test_networks_compete_like_their_twin(seed, lanes):
    r = np.random.default_rng(seed)
    fee, use, own = r.uniform(0.0, 1.0, (3, 4, lanes))
    banks, closing, usd = r.uniform(0.5, 2.0, (3, 3, lanes))
    networks = fees.Networks(fee, 2.0 * use, 0.5 * own, np.array([2, 0]), banks, closing, 100.0 * usd)
    terms = fees.Terms(*r.uniform(0.1, 2.0, (6, lanes)))
    want = twin.compete(networks, terms)
    factor, cost = np.full_like(fee, np.pi), np.full_like(fee, np.pi)
    fees.press(networks, terms, factor)
    np.exp(factor, out=factor)
    fees.ask(networks, terms, factor, cost)
    for got, values in zip((fee, factor, cost), want, strict=True):
        np.testing.assert_array_equal(got, values)


@pytest.mark.twin
@CASES
def test_sizes_follow_custom_like_their_twin(seed, lanes):
    r, many = np.random.default_rng(seed), len(GROUP)
    placed = r.uniform(0.0, 1e6, (many, SENDERS, lanes)) * (r.random((many, SENDERS, lanes)) < 0.5)
    imitation, size = r.uniform(0.0, 1.0, lanes), r.uniform(0.1, 2.0, (many, lanes))
    want = twin.follow_custom(placed, GROUP, imitation, size)
    fees.follow_custom(placed, GROUP, imitation, size)
    np.testing.assert_array_equal(size, want)
