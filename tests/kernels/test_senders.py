"""What senders mean to send, and where it ends, against their twins."""

from __future__ import annotations

from types import SimpleNamespace

import numpy as np
import oracle_senders as twin
import pytest
from hypothesis import given
from hypothesis import strategies as st

from flowsim.kernels.crossing import Crossed
from flowsim.kernels.senders import Asked, Held, Parted, ask, hand_over

SENDERS, DRUGS, WAYS, MARKETS = 3, 2, 4, 2
SEEDS = st.integers(0, 10**6)


def case(seed, lanes=3):
    """Orders and stocks, some of them 0; the mail, last, has neither weight nor stock."""
    r = np.random.default_rng(seed)

    def some(*shape):
        return np.where(r.random((*shape, lanes)) < 0.2, 0.0, r.gamma(1.0, 50.0, (*shape, lanes)))

    weights = r.dirichlet(np.ones(SENDERS), (DRUGS, lanes)).transpose(2, 0, 1).copy()
    weights[-1] = 0.0
    risk = r.uniform(0.0, 1.0, (DRUGS + 1, lanes))
    asked = Asked(some(DRUGS, MARKETS), some(MARKETS), weights, risk[:-1].copy(), risk[-1].copy())
    held = Held(some(SENDERS, DRUGS), some(SENDERS, DRUGS))
    held.stock_kg[-1] = 0.0
    return asked, held, some


def copied(bundle):
    return type(bundle)(*(x.copy() for x in bundle))


def same(ours, theirs):
    for name in ours._fields:
        np.testing.assert_allclose(getattr(ours, name), getattr(theirs, name), rtol=1e-12, err_msg=name)


@pytest.mark.twin
@given(seed=SEEDS)
def test_what_senders_mean_to_send_is_that_of_the_twin(seed):
    asked, held, _ = case(seed)
    slow, ours, theirs = copied(held), np.full((2, *held.stock_kg.shape), np.pi), np.zeros((2, *held.stock_kg.shape))
    ask(asked, held, *ours)
    twin.ask(asked, slow, *theirs)
    same(held, slow)
    np.testing.assert_allclose(ours, theirs, rtol=1e-12)


@pytest.mark.twin
@given(seed=SEEDS)
def test_goods_end_where_the_twin_brings_them(seed):
    asked, held, some = case(seed)
    on_road = np.minimum(some(DRUGS, WAYS) / 100.0, 1.0)
    shapes = (SENDERS, DRUGS), (SENDERS, DRUGS), (DRUGS, WAYS), (DRUGS, WAYS)
    memories = np.zeros((2, *held.stock_kg.shape[:2], WAYS, on_road.shape[-1]))
    crossed = Crossed(*(some(*shape) for shape in shapes), *memories, some(WAYS))
    ours = Parted(*np.full((2, *on_road.shape), np.pi), np.full_like(asked.order_kg, np.pi), asked.mail_kg.copy())
    slow, theirs = held.stock_kg.copy(), copied(ours)
    hand_over(asked, held.stock_kg, crossed, on_road, ours)
    twin.hand_over(asked, slow, SimpleNamespace(**crossed._asdict()), on_road, theirs)
    same(ours, theirs)
    np.testing.assert_allclose(held.stock_kg, slow, rtol=1e-12, atol=1e-12)
    np.testing.assert_allclose(ours.road_kg + ours.border_kg, crossed.seized_kg, rtol=1e-12)


def test_a_lane_alone_has_the_bits_of_its_tile():
    asked, held, _ = case(7, lanes=5)
    alone, one = copied(held), np.empty((2, SENDERS, DRUGS, 1))
    out = np.empty((2, *held.stock_kg.shape))
    ask(asked, held, *out)
    lane = slice(2, 3)
    ask(Asked(*(x[..., lane].copy() for x in asked)), Held(*(x[..., lane].copy() for x in alone)), *one)
    np.testing.assert_array_equal(one, out[..., lane])
