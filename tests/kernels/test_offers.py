"""Offers, risks, prizes, firearm homicides against their twins; to the bit where a kernel takes the place of numpy."""

from __future__ import annotations

import numpy as np
import oracle_offers as twin
import pytest
import test_contest as cases
from hypothesis import given, settings
from hypothesis import strategies as st

from flowsim.kernels import offers, prize, violence
from flowsim.kernels.members import Moves

STATES = 5
SEED, LANES = st.integers(0, 10**6), st.sampled_from([1, 3, 64])


@pytest.mark.twin
@given(seed=SEED, lanes=LANES)
def test_odds_by_pay_are_those_of_their_twin(seed, lanes):
    r = np.random.default_rng(seed)
    values = [r.uniform(0.0, 9e4, (STATES, lanes)) for _ in range(4)]
    values[1][0] = values[3][1] = 0.0
    pay = offers.Pay(
        *(r.uniform(low, high, lanes) for low, high in ((9e3, 2e4), (1e3, 5e3), (3e4, 5e4), (0, 1), (3e3, 6e3)))
    )
    rows, out = np.array([4, 0, 1]), np.full((3, lanes), np.nan)
    offers.odds_by_pay(rows, *values, pay, out)
    np.testing.assert_array_equal(out, twin.odds_by_pay(*(x[rows] for x in values), pay))


@pytest.mark.twin
@given(seed=SEED, lanes=LANES)
def test_perils_are_those_of_their_twin(seed, lanes):
    r = np.random.default_rng(seed)
    given_ = [r.uniform(0.0, high, (STATES, lanes)) for high in (0.01, 0.01, 50.0, 1.0)]
    rule = offers.Peril(*(r.uniform(0.0, high, lanes) for high in (2e3, 4e3, 0.005, 0.5, 0.001)))
    outs = np.full((3, STATES, lanes), np.nan)
    offers.perils(*given_, rule, *outs)
    np.testing.assert_array_equal(outs, twin.perils(*given_, rule))


def lot_of(r, lanes):
    def some(*highs):
        return [r.uniform(0.0, high, lanes) for high in highs]

    by_state = [r.uniform(0.0, high, (STATES, lanes)) for high in (9e4, 9e4, 9e3, 9e3, 0.01, 0.01, 50.0, 1.0)]
    peril, legal = offers.Peril(*some(2e3, 4e3, 0.005, 0.5), np.full(lanes, np.nan)), np.full(lanes, np.nan)
    pay = offers.Pay(r.uniform(9e3, 2e4, lanes), *some(5e3), r.uniform(3e4, 5e4, lanes), *some(1.0), legal)
    terms = offers.Terms(*some(9e3, 5e3, 1.0, 0.1), r.uniform(1e4, 1e5, lanes), *some(1.0, 900.0, 9e4))
    return offers.Lot(
        *(np.array([2, 0]), *r.uniform(0.0, 9e4, (4, 3, lanes)), np.arange(STATES), *by_state, pay, peril, terms),
        *(np.full((2, lanes), np.nan), *np.full((4, STATES, lanes), np.nan), np.full(lanes, np.nan)),
    )


@pytest.mark.twin
@given(seed=SEED, lanes=LANES, constant=st.booleans())
def test_a_week_of_offers_is_that_of_numpy(seed, lanes, constant):
    r = np.random.default_rng(seed)
    lot, programmes, investigators = lot_of(r, lanes), r.uniform(0.0, 1.0, lanes), r.uniform(0.0, 3.0, lanes)
    offers.weigh(lot, constant, programmes, investigators)
    t, people = lot.terms, twin.added(lot.members)
    np.testing.assert_array_equal(lot.pay.legal, t.legal_usd + t.programme_usd * programmes)
    hazard = t.arrests / np.maximum(people if constant else t.people, offers.TINY) * investigators
    np.testing.assert_array_equal(lot.peril.hazard, hazard)
    keeps = 1.0 - t.programme_keeps * programmes
    keeps *= np.maximum(1.0 - people / t.pool, 0.0) / t.left
    np.testing.assert_array_equal(lot.approach, t.approach * keeps)
    mine = [x[lot.rows] for x in (lot.wages, lot.wages_was, lot.family, lot.family_was)]
    np.testing.assert_array_equal(lot.sender_pay, twin.odds_by_pay(*mine, lot.pay))
    local = lot.prize, lot.prize_was, lot.members, lot.members_was
    np.testing.assert_array_equal(lot.state_pay, twin.odds_by_pay(*local, lot.pay))
    want = twin.perils(lot.arrest_risk, lot.death_risk, lot.homicides, lot.integrity, lot.peril)
    np.testing.assert_array_equal((lot.risk, lot.killed, lot.arrest), want)


@pytest.mark.twin
@given(seed=SEED, lanes=LANES)
def test_states_remember_like_their_twin(seed, lanes):
    r = np.random.default_rng(seed)
    moves, weeks = Moves(*r.uniform(0.0, 30.0, (4, STATES, lanes))), r.uniform(1.0, 104.0, lanes)
    mine = [r.uniform(0.0, high, (STATES, lanes)) for high in (0.01, 0.01, 5e3)]
    want = twin.remember(moves, weeks, *mine)
    rows, people, family = np.array([2, 0]), r.uniform(0.0, 9e3, (2, lanes)), np.zeros((3, lanes))
    offers.remember(moves, weeks, *mine, rows, people, family)
    np.testing.assert_array_equal(family, [people[1], np.zeros(lanes), people[0]])
    paid, wages = r.uniform(0.0, 9e6, (2, STATES, lanes))
    after = wages + (paid - wages) / weeks
    offers.note_wages(paid, weeks, wages)
    np.testing.assert_array_equal(wages, after)
    for got, values in zip(mine, want, strict=True):
        np.testing.assert_array_equal(got, values)


@pytest.mark.twin
@given(seed=SEED, lanes=LANES)
def test_firearm_homicides_and_heat_are_those_of_their_twins(seed, lanes):
    r = np.random.default_rng(seed)
    organised, rest = r.poisson(9.0, (2, STATES, lanes)).astype(float)
    shares, shot = r.uniform(0.0, 1.0, (2, lanes)), np.full(lanes, np.nan)
    want = twin.count_shot(organised, rest, shares)
    violence.count_shot(organised, rest, shares, shot)
    np.testing.assert_array_equal(shot, want[0])
    np.testing.assert_array_equal(rest, want[1])
    heat, floor = r.uniform(0.0, 50.0, (2, STATES, lanes))
    rise, keep, weeks = (
        r.uniform(0.0, 1.0, (2, STATES, lanes)),
        r.uniform(0.0, 1.0, (2, lanes)),
        r.uniform(1, 90, lanes),
    )
    guns, (armed, leaders) = r.uniform(0.0, 9.0, lanes), (np.full(lanes, np.nan), np.full((STATES, lanes), np.nan))
    violence.stir(heat * keep[0], guns, rise, armed, leaders)
    np.testing.assert_array_equal(armed, guns / np.maximum(twin.added(heat * keep[0]), 1.0))
    np.testing.assert_array_equal(leaders, rise[0] + rise[1])
    want = twin.fade(heat, floor, weeks, rise, keep)
    violence.fade(heat, floor, weeks, rise, keep)
    np.testing.assert_array_equal(heat, want[0])
    np.testing.assert_array_equal(rise, want[1])


@pytest.mark.twin
@given(seed=SEED, lanes=LANES)
def test_tolls_go_to_states_like_their_twin(seed, lanes):
    r = np.random.default_rng(seed)
    delivered, price = r.uniform(0.0, 900.0, (4, 9, lanes)), r.uniform(1e3, 1e5, (4, lanes))
    share, state, out = r.uniform(0.0, 0.2, lanes), r.integers(-1, STATES, 9), r.uniform(0.0, 1e6, (STATES, lanes))
    want = twin.add_tolls(delivered, price, share, state, out)
    prize.add_tolls(delivered, price, share, state, out)
    np.testing.assert_array_equal(out, want)


@pytest.mark.twin
@settings(max_examples=25, deadline=None)
@given(seed=SEED)
def test_pay_is_spread_over_states_like_its_twin(seed):
    field, _, where, groups = cases.ground(np.random.default_rng(seed))
    usd = np.random.default_rng(seed).uniform(0.0, 300.0, (cases.EXPORTERS, cases.LANES))
    persons = {
        key: field.members[c] for c, key in enumerate(zip(where.group.tolist(), where.state.tolist(), strict=True))
    }
    want = twin.spread(persons, field.origin, cases.EXPORTERS, usd, cases.STATES, cases.LANES)
    out = np.zeros((cases.STATES, cases.LANES))
    prize.spread(field, where, groups, usd, out)
    np.testing.assert_allclose(out, want, rtol=1e-12)
