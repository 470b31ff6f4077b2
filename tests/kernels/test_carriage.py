"""Cash through providers: whole-array twins, and no dollar made or lost."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.testing import assert_allclose, assert_array_equal

from flowsim.kernels.carriage import Flow, land_cash, place_cash

PROVIDERS, SENDERS, PURSES = 4, 3, 5


def case(seed, lanes):
    rng = np.random.default_rng(seed)
    shape = (PROVIDERS, SENDERS, lanes)
    wanted, share = (np.moveaxis(rng.dirichlet(np.ones(PROVIDERS), shape[1:]), -1, 0).copy() for _ in range(2))
    money = rng.gamma(1.0, 1e6, (5, *shape))
    by_provider = rng.uniform(2e5, 2e6, (PROVIDERS, lanes)), rng.uniform(0.0, 1.5, (PROVIDERS, lanes))
    fee, delay = rng.uniform(0.0, 0.3, (PROVIDERS, lanes)), rng.uniform(0.5, 4.0, (PROVIDERS, lanes))
    return rng, Flow(wanted, share, *money, *by_provider, fee, delay)


def copied(flow):
    return Flow(*(part.copy() for part in flow))


@pytest.mark.twin
@given(st.integers(0, 2**32 - 1), st.integers(1, 3))
def test_placing_equals_whole_arrays(seed, lanes):
    rng, flow = case(seed, lanes)
    before, adjust = copied(flow), rng.uniform(0.0, 1.0, lanes)
    all_ready, seized = rng.gamma(1.0, 1e6, (2, SENDERS, lanes))
    cash, ready = 2.0 * (all_ready + seized), all_ready[:-1]
    had = cash.copy()
    place_cash(flow, adjust, all_ready, seized, cash)
    spent = flow.placed_usd[:, :-1].sum(0)
    share = before.share + (before.wanted - before.share) * adjust
    asked = share[:, :-1] * ready
    full = asked.sum(1) / before.capacity
    assert_allclose(flow.share, share, rtol=1e-12)
    assert_allclose(flow.use, before.use + (full - before.use) / 13.0, rtol=1e-12)
    assert_allclose(flow.placed_usd[:, :-1], asked / np.maximum(full, 1.0)[:, None], rtol=1e-12)
    assert_allclose(flow.transit_usd[:, :-1], (before.transit_usd + flow.placed_usd)[:, :-1], rtol=1e-12)
    assert_allclose(cash[:-1], had[:-1] - seized[:-1] - spent, rtol=1e-12)
    assert_array_equal(cash[-1], had[-1])
    assert (spent <= ready * (1.0 + 1e-12)).all()
    for name in ("placed_usd", "transit_usd"):
        assert_array_equal(getattr(flow, name)[:, -1], getattr(before, name)[:, -1])


@pytest.mark.twin
@given(st.integers(0, 2**32 - 1), st.integers(1, 3))
def test_landing_equals_whole_arrays_and_keeps_every_dollar(seed, lanes):
    rng, flow = case(seed, lanes)
    flow.lost_usd[:] = 0.1 * flow.placed_usd
    flow.transit_usd[:] += flow.placed_usd
    stopped, lands = rng.uniform(0.0, 0.2, (PROVIDERS, lanes)), np.array([0, 2, 2, 4])
    stopped[0] = -1.0
    before, purse = copied(flow), np.zeros((PURSES, SENDERS, lanes))
    land_cash(flow, stopped, lands, purse)
    k = np.s_[:-1]
    lost = np.where(stopped[:, None] >= 0.0, before.placed_usd * stopped[:, None], before.lost_usd)
    left = (before.transit_usd - lost)[:, k]
    landing = left / np.maximum(flow.delay, 1.0)[:, None]
    assert_allclose(flow.lost_usd[:, k], lost[:, k], rtol=1e-12)
    assert_allclose(flow.transit_usd[:, k], left - landing, rtol=1e-9, atol=1e-6)
    assert_allclose(flow.fee_usd[:, k], landing * flow.fee[:, None], rtol=1e-12)
    assert_allclose(flow.delivered_usd[:, k], landing * (1.0 - flow.fee[:, None]), rtol=1e-12)
    for row in range(PURSES):
        assert_allclose(purse[row, k], flow.delivered_usd[lands == row][:, k].sum(0), rtol=1e-12)
    gone = (flow.lost_usd + flow.fee_usd + flow.delivered_usd + flow.transit_usd)[:, k]
    assert_allclose(gone, before.transit_usd[:, k], rtol=1e-12)
    assert not purse[:, -1].any()
