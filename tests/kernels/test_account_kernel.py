"""Accounts of organisations against their twin, and who pays whom."""

from __future__ import annotations

import numpy as np
import oracle_accounts as twin
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from flowsim.kernels import accounts

SEEDS = st.integers(0, 2**32 - 1)
FEW = settings(max_examples=25, deadline=None, derandomize=True)
SENDERS, DRUGS, PLAZAS, MARKETS, LANES = 4, 5, 3, 6, 5


def case(rng, lanes=LANES):
    """A week of trade; some drugs nobody brings over."""

    def some(*shape):
        return np.where(rng.random((*shape, lanes)) < 0.2, 0.0, rng.lognormal(2.0, 2.0, (*shape, lanes)))

    trade = accounts.Trade(
        sent_kg=some(SENDERS, DRUGS),
        passed_kg=some(SENDERS, DRUGS) * (rng.random((DRUGS, lanes)) < 0.7),
        produced_kg=some(SENDERS, DRUGS),
        farm_order_kg=some(2, SENDERS),
        coca_sold_kg=some(SENDERS),
        consumed_kg=some(DRUGS, MARKETS),
        arrived_kg=some(DRUGS, MARKETS),
        elsewhere_kg=some(DRUGS, MARKETS),
        mailed_kg=some(MARKETS),
        price=some(3, DRUGS, MARKETS),
        farm_price=some(2),
        route_usd=some(SENDERS, DRUGS),
        toll_due=rng.random((SENDERS, DRUGS, lanes)),
        toll_from=rng.random((SENDERS, DRUGS, PLAZAS, lanes)),
    )
    holders = rng.random((SENDERS, PLAZAS))
    rule = accounts.AccountRule(
        import_usd=some(DRUGS),
        coca_usd=some(),
        make_usd=some(DRUGS),
        weights=rng.random((SENDERS, DRUGS, lanes)),
        holders=holders / holders.sum(axis=0),
        wages_usd=some(SENDERS),
        **{name: rng.random(lanes) for name in ("us_share", "toll_share", "distribution_cost")},
    )
    rows = {"distribution": (DRUGS,), "due": (5, SENDERS)}
    books = accounts.Books(*(np.full((*rows.get(name, (SENDERS,)), lanes), np.nan) for name in accounts.Books._fields))
    for array in (books.export, books.us_margin, books.due):
        array[..., -1, :] = 0.0
    return trade, rule, books


def alone(bundle, lane):
    """One lane, its axis gone; shares of plazas have none."""
    return bundle._replace(**{k: x[..., lane].copy() for k, x in bundle._asdict().items() if k != "holders"})


@pytest.mark.twin
@FEW
@given(seed=SEEDS)
def test_accounts_are_those_of_their_twin(seed):
    trade, rule, books = case(np.random.default_rng(seed))
    accounts.account(trade, rule, books)
    for lane in range(LANES):
        want = twin.account(alone(trade, lane), alone(rule, lane))
        size = max(np.abs(x).max() for x in want.values())
        for name, values in want.items():
            np.testing.assert_allclose(
                getattr(books, name)[..., lane], values, rtol=1e-9, atol=1e-12 * size, err_msg=name
            )


def test_a_lane_alone_has_the_bits_of_its_tile():
    trade, rule, books = case(np.random.default_rng(4), lanes=19)
    accounts.account(trade, rule, books)
    for lane in (0, 9, 18):
        one = [
            bundle._replace(
                **{k: x[..., lane : lane + 1].copy() for k, x in bundle._asdict().items() if k != "holders"}
            )
            for bundle in (trade, rule, books)
        ]
        accounts.account(*one)
        for name in books._fields:
            np.testing.assert_array_equal(getattr(one[2], name)[..., 0], getattr(books, name)[..., lane], err_msg=name)


def test_every_toll_is_earned():
    trade, rule, books = case(np.random.default_rng(2))
    trade.toll_due[:] = trade.toll_from.sum(axis=2)
    accounts.account(trade, rule, books)
    np.testing.assert_allclose(books.toll_paid.sum(axis=0), books.toll_earned.sum(axis=0), rtol=1e-12)
