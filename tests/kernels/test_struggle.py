"""Steps of a week of conflict are those of the kernels that they are made of, and numpy, to the bit."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from test_contest import EXPORTERS, LANES, SPARE_FIRST, STATES, ground, shock

from flowsim.domain.calendar import WEEKS_PER_YEAR
from flowsim.kernels import custody, draws, entry, fronts, leaders, prize, struggle, violence
from flowsim.kernels.struggle import TINY, Command, Dead, Worth

WEEK = 5001
seeds = st.integers(0, 2**32 - 1)


def same(*pairs):
    for ours, twin in pairs:
        for mine, want in zip(ours, twin, strict=True):
            np.testing.assert_array_equal(mine, want)


@pytest.mark.twin
@settings(max_examples=20, deadline=None, derandomize=True)
@given(seed=seeds, first=st.booleans())
def test_prizes_are_those_of_numpy(seed, first):
    rng = np.random.default_rng(seed)
    field, _, where, groups = ground(rng)
    worth = Worth(
        *(rng.uniform(1e5, 1e7, STATES), rng.uniform(0.0, 99.0, LANES), rng.uniform(0.0, 0.1, LANES)),
        *(rng.gamma(1.0, 99.0, (2, 6, LANES)), rng.integers(-1, STATES, 6), np.arange(EXPORTERS)),
        *(rng.uniform(0.0, 1e6, (EXPORTERS + 1, LANES)), rng.uniform(0.0, 9.0, (EXPORTERS + 1, LANES))),
        rng.uniform(1.0, 90.0, LANES),
    )
    price, protection = rng.uniform(1e3, 1e5, (2, LANES)), rng.uniform(0.0, 1.0, LANES)
    was = rng.uniform(0.0, 1e7, (STATES, LANES))
    mine, now = was.copy(), worth.people[:, None] * (worth.rackets_usd / WEEKS_PER_YEAR * (1.0 - protection))
    struggle.value_states(worth, price, 4, first, protection, field, where, groups, mine)
    prize.add_tolls(worth.delivered, price, worth.share, worth.state, now)
    pay = worth.wages[worth.senders] / np.maximum(worth.family[worth.senders], 1.0)
    prize.spread(field, where, groups, pay, now)
    was = now.copy() if first else was
    np.testing.assert_array_equal(mine, was + (now - was) * np.minimum(4 / worth.weeks, 1.0))


def commanded(seed):
    rng = np.random.default_rng(seed)
    field, lines, where, groups = ground(rng)
    held = rng.integers(0, 3, groups.shape).astype(float)
    held[SPARE_FIRST + 1 :: 2] = 0.0
    bounds = np.array([EXPORTERS, SPARE_FIRST])
    command = Command(held, rng.uniform(0.0, 99.0, LANES), bounds, *np.full((6, LANES), np.nan))
    rule = custody.Custody(*rng.uniform(0.0, 0.5, (2, LANES)), *np.ones((2, LANES)))
    return field, lines, where, groups, np.zeros((2, STATES, LANES)), command, rule, rng.uniform(0.0, 2.0, LANES)


@pytest.mark.twin
@settings(max_examples=20, deadline=None, derandomize=True)
@given(seed=seeds, chance=st.sampled_from([0.0, 1.0]))
def test_leaders_are_removed_then_watched(seed, chance):
    keys, named = draws.lane_keys(range(LANES)), np.array([1, 0])
    field, lines, where, groups, rise, command, rule, targeting = commanded(seed)
    struggle.change_leaders(
        *(keys, WEEK, field, lines, where, groups, rise, shock(0.6), command, rule, named, chance, targeting),
    )
    twin, fronts_, where, people, risen, theirs, rule, targeting = commanded(seed)
    rate, first, second = chance * theirs.removals / WEEKS_PER_YEAR * targeting, *np.empty((2, 3, LANES))
    at = keys, WEEK, twin, fronts_, where, people, risen, shock(0.6), theirs.held
    leaders.remove(*at, rate, named, theirs.bounds, first)
    custody.watch(*at, rule, SPARE_FIRST, second)
    same((field, twin), (lines, fronts_), ((groups, rise, command.held), (people, risen, theirs.held)))
    same(((command.removed, command.split, command.captured), (first[0], first[1] + second[2], first[2])))
    same(((command.extradited, command.returned, command.entered), (second[0], second[1], np.zeros(LANES))))


@pytest.mark.twin
@settings(max_examples=20, deadline=None, derandomize=True)
@given(seed=seeds)
def test_groups_enter_by_prizes_over_their_mean(seed):
    (field, lines, where, groups), (twin, fronts_, _, people) = (ground(np.random.default_rng(seed)) for _ in range(2))
    rng, keys = np.random.default_rng(seed), draws.lane_keys(range(LANES))
    worth, touches = rng.uniform(0.0, 1e6, (STATES, LANES)), 1.0 - np.eye(STATES)
    rows, (mine, want) = np.arange(EXPORTERS), np.full((2, LANES), np.nan)
    rule = np.stack([np.full(LANES, x) for x in (0.2, 500.0, 0.12, 2.0, 50.0, EXPORTERS)])
    struggle.move_in(keys, WEEK, field, lines, where, touches, worth, groups, rows, rule, mine)
    total = np.zeros(LANES)
    for row in worth:
        total += row
    attraction = worth / np.maximum(total / STATES, TINY)
    entry.enter(keys, WEEK, twin, fronts_, where, touches, attraction, people, rows, rule, want)
    same((field, twin), (lines, fronts_), ((groups, mine), (people, want)))


@pytest.mark.twin
@settings(max_examples=20, deadline=None, derandomize=True)
@given(seed=seeds)
def test_states_and_fronts_calm_down(seed):
    _, lines, _, _ = ground(np.random.default_rng(seed))
    _, fronts_, _, _ = ground(np.random.default_rng(seed))
    for front in (lines, fronts_):
        front.heat[0], front.count[:] = 0.5, 1.0
    rng = np.random.default_rng(seed)
    heat, floor, rise = *rng.uniform(0.0, 9.0, (2, STATES, LANES)), rng.uniform(0.0, 1.0, (2, STATES, LANES))
    weeks, keep, twin, risen = (
        rng.uniform(1.0, 90.0, LANES),
        rng.uniform(0.0, 1.0, (2, LANES)),
        heat.copy(),
        rise.copy(),
    )
    struggle.calm(heat, floor, weeks, rise, keep, lines)
    violence.fade(twin, floor, weeks, risen, keep)
    fronts.cool(fronts_, weeks)
    same((lines, fronts_), ((heat, rise), (twin, risen)))


def some(rng):
    shape = STATES, LANES
    return violence.Now(
        *(rng.uniform(10, 9000, shape), rng.uniform(1e3, 1e6, shape), rng.uniform(0, 9, shape)),
        *(rng.uniform(0, 1, shape), rng.uniform(3, 15, LANES)),
    )


def dead_of(rng):
    by_state = np.full((STATES, LANES), np.nan)
    return Dead(
        *(np.arange(STATES, dtype=np.uint64), rng.uniform(0.0, 1e5, LANES), rng.uniform(0.0, 1.0, (2, STATES, LANES))),
        *(by_state.copy(), rng.uniform(1.0, 9.0, (STATES, LANES)), rng.uniform(0.0, 1.0, (2, LANES))),
        *(by_state.copy(), by_state.copy(), by_state.copy(), np.full(LANES, np.nan)),
    )


@pytest.mark.twin
@settings(max_examples=20, deadline=None, derandomize=True)
@given(seed=seeds, begun=st.booleans())
def test_homicides_are_expected_drawn_and_added_up(seed, begun):
    rng, keys = np.random.default_rng(seed), draws.lane_keys(range(LANES))
    now, was, dead, growth = some(rng), some(rng), dead_of(rng), rng.uniform(0.5, 2.0, LANES)
    flat = [rng.uniform(0.2, 1.0, LANES) for _ in range(5)]
    rule = violence.Rule(rng.uniform(0.1, 9, (STATES, LANES)), *flat, np.full(LANES, 0.1), np.full(LANES, 40.0))
    base, (armed, shot) = [array.copy() for array in was], np.empty((2, LANES))
    struggle.count_dead(keys, WEEK, begun, now, was, rule, growth, dead)
    lead, means, organised, every = np.empty((4, STATES, LANES))
    violence.stir(now.members, dead.guns, dead.rise, armed, lead)
    today = now._replace(guns=armed)
    then = violence.Now(*base) if begun else today._replace(contested=base[2])
    violence.expected(today, then, lead, rule, means)
    draws.fill_poisson(keys, draws.HOMICIDES, WEEK, dead.number, 0, means, organised)
    draws.fill_poisson(keys, draws.HOMICIDES, WEEK, dead.number, 1, dead.rest * growth, every)
    violence.count_shot(organised, every, dead.firearm, shot)
    same((now, today), (was, then), ((dead.leaders, dead.expected), (lead, means)))
    same(((dead.organised, dead.every, dead.shot), (organised, every, shot)))
