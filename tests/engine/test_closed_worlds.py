"""The organisations alone: networks drawn and packed, worlds that do not touch, policy that begins on its date."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from flowsim.data.closed_tables import Network
from flowsim.domain.closed import Closed
from flowsim.engine.closed import Arm, check_members, simulate
from flowsim.engine.closed_network import drawn, packed, whole

SHORT = Closed(end="2013-01-07", policy_from="2012-07-02")
ARMS = [Arm(), Arm(recruitment=0.5), Arm(arrests=2.0)]
KINDS = pytest.mark.parametrize("settings", [SHORT, replace(SHORT, stochastic=True), replace(SHORT, arrests="rate")])


def test_a_drawn_network_has_the_published_counts() -> None:
    found = drawn(Closed(), 3)
    assert len(found.names) == len(set(found.names)) == 150
    assert (len(found.rivals), len(found.allies)) == (92, 91)
    assert not found.rivals.keys() & found.allies.keys()
    assert all(a < b for a, b in (*found.rivals, *found.allies))
    assert found.members.sum() == pytest.approx(115_000)
    np.testing.assert_allclose(found.members * np.arange(1, 151), found.members[0])


def test_ties_are_those_of_large_groups_with_geometric_weights() -> None:
    networks = [drawn(Closed(), seed) for seed in range(40)]
    weights = np.array([w for one in networks for w in (*one.rivals.values(), *one.allies.values())])
    assert set(weights) <= set(range(1, 60))
    assert weights.mean() == pytest.approx(2.0, abs=0.06)
    assert (weights == 1).mean() == pytest.approx(0.5, abs=0.02)
    ends = np.bincount([end for one in networks for pair in (*one.rivals, *one.allies) for end in pair], minlength=150)
    far = slice(60, 150)  # where a pair is rarely taken already, ties go with the square root of size
    slope = np.polyfit(np.log(np.arange(1, 151)[far]), np.log(ends[far]), 1)[0]
    assert slope == pytest.approx(-0.5, abs=0.12)


def test_a_seed_is_a_network_and_weights_of_one_mean_one() -> None:
    first, again, other = (drawn(Closed(tie_weight=1.0), seed) for seed in (4, 4, 5))
    assert (first.rivals, first.allies) == (again.rivals, again.allies)
    assert first.rivals != other.rivals
    assert set(first.rivals.values()) == {1.0}


def test_packed_ties_are_the_matrix() -> None:
    networks = [drawn(Closed(groups=12, rival_pairs=n, allied_pairs=9), n) for n in (20, 7, 0)]
    ties = packed(networks)
    for lane, one in enumerate(networks):
        dense, allied = np.zeros((2, 12, 12))
        for table, pairs in ((dense, one.rivals), (allied, one.allies)):
            for (a, b), weight in pairs.items():
                table[a, b] = table[b, a] = weight
        ours = np.zeros((12, 12))
        for i in range(12):
            for tie in range(ties.start[i, lane], ties.start[i + 1, lane]):
                ours[i, ties.rival[tie, lane]] += ties.weight[tie, lane]
        np.testing.assert_array_equal(ours, dense)
        np.testing.assert_array_equal(ties.calm[:, lane], 1.0 / (1.0 + allied.sum(1)))


def test_whole_persons_add_up() -> None:
    found = whole(np.array([2.5, 0.2, 0.2, 7.1]))
    assert found.tolist() == [3.0, 0.0, 0.0, 7.0]
    assert whole(drawn(Closed(), 0).members).sum() == 115_000


@KINDS
def test_worlds_do_not_touch(settings) -> None:
    tile = simulate(settings, range(3), ARMS)
    again = simulate(settings, range(3), ARMS)
    np.testing.assert_array_equal(tile.national, again.national)
    for seed in range(3):
        for a, arm in enumerate(ARMS):
            alone = simulate(settings, [seed], [arm])
            lane = seed * len(ARMS) + a
            np.testing.assert_array_equal(alone.national[..., 0], tile.national[..., lane])
            np.testing.assert_array_equal(alone.groups[..., 0], tile.groups[..., lane])


@KINDS
def test_scenarios_share_their_history(settings) -> None:
    found = simulate(settings, [1], ARMS).national
    assert (found[..., :26, 1:] == found[..., :26, :1]).all()
    recruits, arrests = found[1, 26], found[2, 26]
    assert recruits[1] == pytest.approx(0.5 * recruits[0], rel=0.15 if settings.stochastic else 1e-12)
    assert arrests[2] == pytest.approx(2.0 * arrests[0], rel=0.3 if settings.stochastic else 1e-12)


def test_dice_give_whole_persons_with_the_expected_mean() -> None:
    counted = simulate(replace(SHORT, stochastic=True), range(60), ARMS[:1]).national
    expected = simulate(SHORT, range(60), ARMS[:1]).national
    assert (counted == np.floor(counted)).all()
    assert counted[0, -1].mean() == pytest.approx(expected[0, -1].mean(), rel=0.001)
    assert counted[3].mean() == pytest.approx(expected[3].mean(), rel=0.02)


def test_a_network_of_ones_own_is_that_of_every_seed() -> None:
    own = Network(("a", "b"), np.array([500.0, 400.0]), {(0, 1): 2.0}, {})
    found = simulate(replace(SHORT, arrests_per_week=1.0), range(2), ARMS[:1], own)
    assert found.names == (("a", "b"),) * 2
    np.testing.assert_array_equal(found.national[..., 0], found.national[..., 1])
    assert found.national[3, 0, 0] == pytest.approx(SHORT.theta * 2 * 500 * 400 * 3)


def test_groups_sum_to_the_nation_and_can_be_left_out() -> None:
    found = simulate(SHORT, [0], ARMS)
    np.testing.assert_allclose(found.groups.sum(2, dtype=float), found.national[:4], rtol=1e-6)
    assert simulate(replace(SHORT, by_group=False), [0], ARMS).groups is None


def test_members_that_do_not_add_up_are_told_with_their_place() -> None:
    flows = np.array([[100.0, 100.0], [5.0, 5.0], [1.0, 1.0], [1.0, 1.0], [1.0, 1.0]])
    check_members(12, flows, np.array([102.0, 102.0]))
    for after in (103.0, np.nan):
        with pytest.raises(ArithmeticError, match="week 12, lane 1"):
            check_members(12, flows, np.array([102.0, after]))
