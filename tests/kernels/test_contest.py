"""Contestation, members and homicides against their slow twins; fronts, entry and splits in plain cases."""

from __future__ import annotations

import numpy as np
import oracle_contest as twin
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from flowsim.engine.ground import make_work
from flowsim.engine.groups import cells_of, pairs
from flowsim.kernels import contest, entry, leaders, members, violence
from flowsim.kernels import fronts as fronts_of
from flowsim.kernels.draws import lane_keys

EXPORTERS, STATES, LANES, FRONTS = 3, 4, 5, 6
LOCAL = np.array([0, 0, 1, 2, 2, 2, 3])
SPARE_FIRST = EXPORTERS + len(LOCAL)


def ground(rng, lanes=LANES):
    """Groups of all kinds in a few states; some cells empty, some halves of groups alive."""
    group, state, start, spare = cells_of(EXPORTERS, LOCAL, STATES)
    known, count = SPARE_FIRST, int(group.max()) + 1
    cell = np.full((count, STATES), -1)
    cell[group, state] = np.arange(len(group))
    relation = np.triu(rng.integers(0, 3, (EXPORTERS, known)), 1)
    relation[:, :EXPORTERS] += relation[:, :EXPORTERS].T
    a, b = np.triu_indices(len(LOCAL), 1)
    met = LOCAL[a] == LOCAL[b]
    local = EXPORTERS + a[met], EXPORTERS + b[met], rng.integers(1, 3, met.sum())
    number = np.arange(count).astype(np.uint64)
    where = contest.Map(*(number, group, state, start, cell, spare), *pairs(relation, local, cell, LOCAL), relation)
    persons = np.where(rng.random((len(group), lanes)) < 0.6, rng.uniform(1.0, 3000.0, (len(group), lanes)), 0.0)
    persons[group >= known + 5] = 0.0
    origin = np.repeat(np.arange(count)[:, None], lanes, axis=1).astype(float)
    origin[known:] = rng.integers(0, EXPORTERS, (count - known, lanes))
    zeros = [np.zeros((len(group), lanes)) for _ in range(2)]
    field = contest.Field(persons, *zeros, np.zeros((STATES, lanes)), origin, np.zeros((STATES, lanes)))
    groups = np.zeros((count, lanes))
    np.add.at(groups, group, persons)
    cold = [np.zeros((FRONTS, lanes)) for _ in range(3)]
    return field, fronts_of.Fronts(*cold, np.zeros(lanes)), where, groups


def scratch(where, lanes=LANES):
    work = make_work(where, lanes)
    for part in work:
        part[:] = -7
    return work


def everyone(where):
    """Relations of every two groups that did not split from another."""
    relation = np.zeros((SPARE_FIRST, SPARE_FIRST), np.int64)
    relation[:EXPORTERS] = where.relation
    relation[where.group[where.one], where.group[where.other]] = where.code
    return np.maximum(relation, relation.T)


def plain(field, where, fronts, lane):
    """One lane as the twin wants it."""
    persons = {
        (int(g), int(s)): float(field.members[c, lane])
        for c, (g, s) in enumerate(zip(where.group, where.state, strict=True))
    }
    hot = [
        (
            *(int(where.group[int(side[f, lane])]) for side in (fronts.one, fronts.other)),
            int(where.state[int(fronts.one[f, lane])]),
            fronts.heat[f, lane],
        )
        for f in range(int(fronts.count[lane]))
    ]
    return persons, field.origin[:, lane].astype(int), hot


def heated(rng, field, where, fronts):
    """Open some fronts between cells of one state; one of the two comes from an exporter."""
    ours = np.flatnonzero((where.group < EXPORTERS) | (where.group >= SPARE_FIRST))
    for lane in range(LANES):
        for _ in range(FRONTS - 1):
            a = int(rng.choice(ours))
            here = np.flatnonzero((where.state == where.state[a]) & (np.arange(len(where.group)) != a))
            fronts_of.open_front(fronts, a, int(rng.choice(here)), float(rng.uniform(0.5, 2.0)), 50.0, lane)


def run(seed):
    rng = np.random.default_rng(seed)
    field, fronts, where, groups = ground(rng)
    heated(rng, field, where, fronts)
    weight = np.stack([np.full(LANES, w) for w in (0.15, 1.0, 0.03, 0.6)])
    heat, work = rng.uniform(0.0, 20.0, (STATES, LANES)), scratch(where)
    contest.contest(field, fronts, where, weight, heat, groups, work)
    return rng, field, fronts, where, groups, weight, heat, work


@pytest.mark.twin
@settings(max_examples=25, deadline=None, derandomize=True)
@given(seed=st.integers(0, 2**32 - 1))
def test_contestation_is_that_of_its_twin(seed):
    _, field, fronts, where, _, weight, heat, _ = run(seed)
    for lane in range(LANES):
        persons, origin, hot = plain(field, where, fronts, lane)
        want, pressure = twin.contest(persons, origin, everyone(where), weight[:, lane], heat[:, lane], hot)
        np.testing.assert_allclose(field.contested[:, lane], want, rtol=1e-9, atol=1e-12)
        for (g, s), value in pressure.items():
            assert field.pressure[where.cell[g, s], lane] == pytest.approx(value, rel=1e-9, abs=1e-12)


@pytest.mark.twin
@settings(max_examples=25, deadline=None, derandomize=True)
@given(seed=st.integers(0, 2**32 - 1))
def test_members_are_those_of_their_twin(seed):
    rng, field, fronts, where, groups, weight, heat, work = run(seed)
    offer = members.Offer(
        *(rng.uniform(-2, 6, (EXPORTERS, LANES)), rng.uniform(-2, 6, (STATES, LANES))),
        *(rng.uniform(0, 5, (STATES, LANES)), rng.uniform(-3, 1, LANES), rng.uniform(0.0, 0.01, LANES)),
        *(np.full(LANES, 0.8), np.full(LANES, 0.1)),
    )
    exits = members.Exits(
        *(rng.uniform(0, 400, (STATES, LANES)), rng.uniform(0, 0.01, (STATES, LANES)), np.full(LANES, 4e-8)),
        *(np.full(LANES, 0.02), np.stack([np.full(LANES, 0.05), np.full(LANES, 90.0)])),
    )
    states = [plain(field, where, fronts, lane) for lane in range(LANES)]
    before = total = field.members.sum(0)
    moves, family = members.Moves(*np.full((4, STATES, LANES), np.nan)), np.full((EXPORTERS, LANES), np.nan)
    members.join_and_leave(field, where, work.active, groups, family, offer, exits, moves)
    for lane, (persons, origin, hot) in enumerate(states):
        contested, pressure = twin.contest(persons, origin, everyone(where), weight[:, lane], heat[:, lane], hot)
        wanted = [{name: getattr(part, name)[..., lane] for name in part._fields} for part in (offer, exits)]
        after, counts = twin.leave_and_join(persons, pressure, contested, origin, EXPORTERS, *wanted)
        for (g, s), value in after.items():
            assert field.members[where.cell[g, s], lane] == pytest.approx(value, rel=1e-9, abs=1e-9)
        np.testing.assert_allclose(np.stack(moves)[..., lane].T, counts, rtol=1e-9, atol=1e-9)
        by_family = [sum(n for (g, _), n in after.items() if origin[g] == k) for k in range(EXPORTERS)]
        np.testing.assert_allclose(family[:, lane], by_family, rtol=1e-9, atol=1e-9)
    net = moves.recruits - moves.killed - moves.arrested - moves.retired
    np.testing.assert_allclose(field.members.sum(0), before + net.sum(0), rtol=1e-12)
    np.testing.assert_allclose(groups.sum(0), total + net.sum(0), rtol=1e-12)
    assert (field.members >= 0.0).all()


@pytest.mark.twin
@settings(max_examples=25, deadline=None, derandomize=True)
@given(seed=st.integers(0, 2**32 - 1))
def test_expected_homicides_are_those_of_their_twin(seed):
    rng = np.random.default_rng(seed)
    shape = (STATES, LANES)

    def some():
        return violence.Now(
            *(rng.uniform(10, 9000, shape), rng.uniform(1e3, 1e6, shape), rng.uniform(0, 9, shape)),
            *(rng.uniform(0, 1, shape), rng.uniform(3, 15, LANES)),
        )

    now, was, rise, cold = some(), some(), rng.uniform(0, 1, shape), rng.uniform(0.1, 9, shape)
    flat = [rng.uniform(0.2, 1.0, LANES) for _ in range(5)]
    rule = violence.Rule(cold, *flat, np.full(LANES, 0.1), np.full(LANES, 40.0))
    out = np.full(shape, np.nan)
    violence.expected(now, was, rise, rule, out)
    for s in range(STATES):
        for lane in range(LANES):
            pick = [{k: v[lane] if v.ndim == 1 else v[s, lane] for k, v in x._asdict().items()} for x in (now, was)]
            one = {k: v[lane] for k, v in rule._asdict().items() if k != "cold"}
            assert out[s, lane] == pytest.approx(twin.expected(*pick, rise[s, lane], cold[s, lane], one), rel=1e-9)


def test_fronts_cool_are_forgotten_and_never_overflow():
    rng = np.random.default_rng(3)
    _, fronts, _, _ = ground(rng)
    for b in range(1, 2 * FRONTS):
        fronts_of.open_front(fronts, 0, b, 1.0 + b, 8.0, 2)
    assert fronts.count[2] == FRONTS
    assert fronts.heat[:, 2].max() == 8.0
    fronts_of.open_front(fronts, 0, int(fronts.other[1, 2]), 3.0, 8.0, 2)
    assert fronts.count[2] == FRONTS
    for _ in range(700):
        fronts_of.cool(fronts, np.full(LANES, 80.0))
    assert fronts.count.tolist() == [0.0] * LANES
    assert (fronts.heat == 0.0).all()


def shock(split, killed=0.25):
    sizes = (0.2, 0.1, split, 10.0, 0.5, 50.0, killed)
    return leaders.Shock(*(np.full(LANES, x) for x in sizes))


def removed(split, named=(0,), rate=0.0, week=5001):
    field, fronts, where, groups = ground(np.random.default_rng(1))
    field.members[where.group >= SPARE_FIRST] = 0.0
    field.members[where.cell[0]] += 100.0
    groups[:] = 0.0
    np.add.at(groups, where.group, field.members)
    rise, out, held = np.zeros((2, STATES, LANES)), np.full((3, LANES), np.nan), np.zeros_like(groups)
    leaders.remove(
        *(lane_keys(range(LANES)), week, field, fronts, where, groups, rise, shock(split), held),
        *(np.full(LANES, rate), np.array(named, np.int64), np.array([EXPORTERS, SPARE_FIRST]), out),
    )
    np.testing.assert_array_equal(held.sum(0), out[2])
    return field, fronts, where, groups, rise, out


def test_a_removal_is_felt_at_home_and_elsewhere():
    field, _, where, _, rise, out = removed(0.0)
    assert (out[:2] == [[1.0] * LANES, [0.0] * LANES]).all()
    for lane in range(LANES):
        mine = field.members[where.cell[0], lane]
        want = np.where(mine > 0.0, 0.1, 0.0)
        want[int(np.argmax(mine))] = 0.0
        np.testing.assert_array_equal(rise[1, :, lane], want)
        assert rise[0, int(np.argmax(mine)), lane] == 0.2


def test_a_split_moves_members_and_loses_none():
    whole, _, _, unsplit, _, _ = removed(0.0)
    field, fronts, _, groups, _, out = removed(1.0)
    assert (out[1] == 1.0).all()
    np.testing.assert_allclose(field.members.sum(0), whole.members.sum(0), rtol=1e-12)
    np.testing.assert_allclose(groups[0] + groups[SPARE_FIRST], unsplit[0], rtol=1e-12)
    share = groups[SPARE_FIRST] / unsplit[0]
    assert ((share >= 0.2) & (share <= 0.5)).all()
    assert (field.origin[SPARE_FIRST] == 0.0).all()
    assert (fronts.count == 1.0).all()


def test_removals_by_chance_have_their_rate():
    hits = [removed(0.0, named=(), rate=0.7, week=week)[-1][0] for week in range(60)]
    assert np.mean(hits) == pytest.approx(0.7, abs=0.15)


def test_three_in_four_of_those_removed_are_held():
    out = np.sum([removed(0.0, rate=0.5, week=week)[-1] for week in range(100)], axis=(0, 2))
    assert out[2] / out[0] == pytest.approx(0.75, abs=0.05)


def test_entry_moves_members_next_door_and_opens_fronts():
    field, fronts, where, groups = ground(np.random.default_rng(9))
    field.members[where.cell[1, 2]] = 0.0
    field.members[where.cell[1, 0]] = 4000.0
    before, touches = field.members.sum(0), np.zeros((STATES, STATES))
    touches[2, 0] = touches[0, 2] = 1.0
    rule = np.stack([np.full(LANES, x) for x in (9.0, 500.0, 0.12, 2.0, 50.0, EXPORTERS)])
    out = np.zeros(LANES)
    rows = np.array([1])
    entry.enter(
        *(lane_keys(range(LANES)), 5001, field, fronts, where, touches, np.ones((STATES, LANES)), groups, rows),
        *(rule, out),
    )
    assert (out == 1.0).all()
    np.testing.assert_allclose(field.members[where.cell[1, 2]], 480.0)
    np.testing.assert_allclose(field.members.sum(0), before, rtol=1e-12)
    assert ((fronts.count >= 1.0) & (fronts.count <= 4.0)).all()
