"""Steps of a week of money are those of the kernels that they are made of, to the bit."""

from __future__ import annotations

import numpy as np
import pytest
import test_purses as purse_cases
from hypothesis import given, settings
from hypothesis import strategies as st
from test_purses import BANKS, LANES, OUTLETS, PROVIDERS, SENDERS

from flowsim.domain.codes import Purse
from flowsim.kernels import cashbook, purses
from flowsim.kernels.carriage import Flow, land_cash, place_cash
from flowsim.kernels.cash import search
from flowsim.kernels.cashbook import Memory, Way
from flowsim.kernels.custom import remember
from flowsim.kernels.draws import lane_keys
from flowsim.kernels.purses import Week

WEEK = 12
seeds = st.integers(0, 2**32 - 1)


def copied(bundle):
    return type(bundle)(*(part.copy() if isinstance(part, np.ndarray) else part for part in bundle))


def same(ours, twin):
    for name, mine, theirs in zip(ours._fields, ours, twin, strict=True):
        np.testing.assert_array_equal(mine, theirs, err_msg=name)


def flow_of(rng, usd):
    shares, money = rng.uniform(0.0, 0.4, (2, PROVIDERS, SENDERS, LANES)), (usd(PROVIDERS) for _ in range(5))
    return Flow(*shares, *money, *rng.uniform(0.1, 2.0, (4, PROVIDERS, LANES)))


@pytest.mark.twin
@settings(max_examples=20, deadline=None, derandomize=True)
@given(seed=seeds)
def test_cash_is_collected_then_placed(seed):
    rng, usd, till, terms = purse_cases.case(seed)
    flow, adjust, enforcement = flow_of(rng, usd), rng.uniform(0.0, 1.0, LANES), rng.uniform(0.5, 4.0, LANES)
    twin, twin_flow = copied(till), copied(flow)
    cashbook.gather(till, terms, flow, adjust, enforcement)
    purses.collect(twin, terms, enforcement)
    place_cash(twin_flow, adjust, twin.ready, twin.us_seized, twin.usd[Purse.US_CASH])
    same(till, twin)
    same(flow, twin_flow)


@pytest.mark.twin
@settings(max_examples=20, deadline=None, derandomize=True)
@given(seed=seeds)
def test_cash_is_searched_then_lands(seed):
    rng, usd, till, _ = purse_cases.case(seed)
    flow, number = flow_of(rng, usd), np.arange(SENDERS - 1, dtype=np.uint64)
    flow.placed_usd[:] *= 1e4
    car, shares = np.stack([rng.uniform(1e3, 1e4, LANES), np.ones(LANES)]), rng.uniform(0.0, 0.5, (2, LANES))
    lands, stopped = rng.integers(0, len(Purse), PROVIDERS), np.zeros((PROVIDERS, LANES))
    stopped[1] = -1.0
    way = Way(number, car, *shares, 1, np.array([2, 4]), lands, stopped, *np.full((2, SENDERS, LANES), np.nan))
    inspection, controls = rng.uniform(0.0, 4.0, (2, LANES))
    keys, twin, usd_twin, was = lane_keys(range(LANES)), copied(flow), till.usd.copy(), copied(way)
    cashbook.carry(keys, WEEK, way, flow, till.usd, inspection, controls)
    found = np.minimum(way.south_found * inspection, 1.0)
    places = twin.placed_usd[1, :-1], was.car, found, was.loads[:-1], was.hits[:-1], twin.lost_usd[1, :-1]
    search(keys, WEEK, number, *places)
    was.stopped[way.third] = np.minimum(way.third_found * controls, cashbook.STOPPED_MOST)
    land_cash(twin, was.stopped, lands, usd_twin)
    same(way, was)
    same(flow, twin)
    np.testing.assert_array_equal(till.usd, usd_twin)


@pytest.mark.twin
@settings(max_examples=20, deadline=None, derandomize=True)
@given(seed=seeds)
def test_notes_are_sold_then_bills_paid(seed):
    rng, usd, till, terms = purse_cases.case(seed)
    notes, limits = purse_cases.notes_of(rng, usd), rng.uniform(0.0, 2.0, (2, LANES))
    twin, twin_notes = copied(till), copied(notes)
    cashbook.spend(till, terms, notes, *limits)
    purses.sell_notes(twin.usd, twin_notes, *limits)
    purses.pay(twin, terms)
    purses.drain(twin, terms)
    same(till, twin)
    same(notes, twin_notes)


@pytest.mark.twin
@given(seed=seeds)
def test_wages_follow_their_aim_within_bounds(seed):
    rng = np.random.default_rng(seed)
    aim, weeks, offer = (
        rng.uniform(0.0, 2.0, (SENDERS, LANES)),
        rng.uniform(1.0, 90.0, LANES),
        np.ones((SENDERS, LANES)),
    )
    cashbook.offer_wages(aim, weeks, offer)
    np.testing.assert_array_equal(offer[:-1], 1.0 + (np.clip(aim, 0.5, 1.5)[:-1] - 1.0) / weeks)
    assert (offer[-1] == 1.0).all()


@pytest.mark.twin
@settings(max_examples=20, deadline=None, derandomize=True)
@given(seed=seeds)
def test_books_close_and_what_was_lost_is_remembered(seed):
    rng, usd, till, _ = purse_cases.case(seed)
    week = Week(*(usd(n) for n in (PROVIDERS, PROVIDERS, OUTLETS, 2, 2)), *(usd() for _ in range(6)))
    cells, kept = [rng.gamma(1.0, 9.0, (2 * BANKS, LANES)) for _ in range(4)], rng.uniform(0.5, 1.0, (2, LANES))
    told, held, closures, months = cells
    memory = Memory(
        *(told, held, kept[0], closures, months, rng.uniform(0.0, 0.1, (2, LANES))),
        *(kept[1], usd(PROVIDERS), usd(PROVIDERS), usd(PROVIDERS)),
    )
    placed, spots = usd(PROVIDERS), np.array([0, 3, BANKS + 1])
    twin, twin_week, m = copied(till), copied(week), copied(memory)
    cashbook.close(spots, till, week, placed, memory)
    remember(spots, m.told, m.held, m.closures_kept, m.closures, m.months, m.closing)
    purses.close_week(twin, twin_week)
    purses.remember_losses(m.losses_kept, twin_week.lost, m.caught, placed, m.losses, m.flows)
    same(week, twin_week)
    same(memory, m)
