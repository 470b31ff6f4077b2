"""Weeks of the organisations alone against their twin, and their books."""

from __future__ import annotations

import numpy as np
import oracle_closed as twin
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from flowsim.kernels import closed as kernel
from flowsim.kernels.draws import lane_keys

SEEDS = st.integers(0, 2**32 - 1)
FEW = settings(max_examples=25, deadline=None, derandomize=True)
GROUPS, LANES = 6, 4
FLOWS = ("recruits", "arrests", "deaths", "left")


def symmetric(rng, share):
    """Symmetric weights from 1 on, without diagonal; (group, group, lane)."""
    weights = np.where(rng.random((GROUPS, GROUPS, LANES)) < share, rng.integers(1, 6, (GROUPS, GROUPS, LANES)), 0)
    upper = np.triu(np.ones((GROUPS, GROUPS)), 1)[..., None] * weights
    return upper + upper.transpose(1, 0, 2)


def ties(rivals, allies):
    """The same as lists, lanes padded to the longest."""
    lists = [[(i, j) for i in range(GROUPS) for j in range(GROUPS) if rivals[i, j, lane]] for lane in range(LANES)]
    longest = max(map(len, lists))
    rival, weight = np.zeros((longest, LANES), np.int64), np.full((longest, LANES), np.nan)
    start = np.zeros((GROUPS + 1, LANES), np.int64)
    for lane, pairs in enumerate(lists):
        for n, (i, j) in enumerate(pairs):
            rival[n, lane], weight[n, lane] = j, rivals[i, j, lane]
        start[1:, lane] = np.cumsum([sum(a == i for a, _ in pairs) for i in range(GROUPS)])
    return kernel.Ties(start, rival, weight, 1.0 / (1.0 + allies.sum(1)))


def case(seed):
    """Groups, ties and rule from a seed; some groups are empty, some losses larger than a group."""
    rng = np.random.default_rng(seed)
    members = np.where(rng.random((GROUPS, LANES)) < 0.2, 0.0, np.floor(10.0 ** rng.uniform(0, 4.5, (GROUPS, LANES))))
    groups = kernel.Groups(members, *np.full((4, GROUPS, LANES), np.pi))
    rivals, allies = symmetric(rng, 0.4), symmetric(rng, 0.3)
    rates = rng.random((5, LANES)) * [[0.01], [500.0], [0.3], [1e-5], [1e-4]]
    rates[1, 0], rates[2, 1], rates[2, 2] = 0.0, 0.0, 1.0
    rule = kernel.Rule(lane_keys(rng.integers(0, 99, LANES)), 12, np.arange(3, 3 + GROUPS, dtype=np.uint64), *rates)
    return groups, rivals, allies, rule


@pytest.mark.twin
@pytest.mark.parametrize("dice", [False, True])
@FEW
@given(seed=SEEDS)
def test_a_week_is_that_of_the_twin(dice, seed):
    groups, rivals, allies, rule = case(seed)
    before = groups.members.copy()
    kernel.week(groups, ties(rivals, allies), rule, dice)
    for lane in range(LANES):
        plain = {name: float(getattr(rule, name)[lane]) for name in ("recruit", "flow", "rate", "theta", "omega")}
        s = twin.hostility(rivals[..., lane], allies[..., lane])
        for i, expected in enumerate(twin.flows(before[:, lane], s, plain)):
            here = (rule.keys[lane], rule.week, int(rule.number[i]), float(before[i, lane]))
            want = twin.drawn(*here, expected) if dice else expected
            ours = [getattr(groups, name)[i, lane] for name in FLOWS]
            np.testing.assert_allclose(ours, want, rtol=1e-11, atol=1e-9)


@pytest.mark.parametrize("dice", [False, True])
@FEW
@given(seed=SEEDS)
def test_every_person_is_accounted_for(dice, seed):
    groups, rivals, allies, rule = case(seed)
    before = groups.members.copy()
    kernel.week(groups, ties(rivals, allies), rule, dice)
    for flow in groups:
        assert (flow >= 0.0).all()
        assert not dice or (flow == np.floor(flow)).all()
    gone = groups.arrests + groups.deaths + groups.left
    assert (gone <= before * (1 + 1e-12)).all()
    np.testing.assert_allclose(groups.members, before + groups.recruits - gone, rtol=1e-12, atol=1e-9)


@pytest.mark.parametrize("dice", [False, True])
def test_a_lane_alone_has_the_bits_of_its_tile(dice):
    groups, rivals, allies, rule = case(5)
    network = ties(rivals, allies)
    lane = slice(2, 3)
    one = [kernel.Groups(*(x[:, lane].copy() for x in groups)), kernel.Ties(*(x[:, lane].copy() for x in network))]
    alone = rule._replace(**{n: x[lane].copy() for n, x in rule._asdict().items() if n not in ("week", "number")})
    for _ in range(3):
        kernel.week(groups, network, rule, dice)
        kernel.week(*one, alone, dice)
    for ours, tile in zip(one[0], groups, strict=True):
        np.testing.assert_array_equal(ours, tile[:, lane])


def test_one_group_without_arrests_follows_the_logistic_curve():
    """Recruitment against its own size only: dC = rho C - omega C^2, in steps small against 1 / rho."""
    rho, omega, weeks, first = 2.53e-3, 4e-8, 1000, 5000.0
    one = np.zeros((1, 1))
    groups = kernel.Groups(np.full((1, 1), first), *np.zeros((4, 1, 1)))
    network = kernel.Ties(np.zeros((2, 1), np.int64), np.zeros((0, 1), np.int64), np.zeros((0, 1)), one + 1.0)
    zero = np.zeros(1)
    rule = kernel.Rule(lane_keys([0]), 0, np.zeros(1, np.uint64), zero + rho, zero, zero, zero + 1e-8, zero + omega)
    for _ in range(weeks):
        kernel.week(groups, network, rule, False)
    most, growth = rho / omega, np.exp(rho * weeks)
    assert groups.members[0, 0] == pytest.approx(most * first * growth / (most + first * (growth - 1)), rel=0.005)


def test_counts_have_the_means_of_expected_flows():
    groups, rivals, allies, rule = case(11)
    lanes, one = 4000, slice(3, 4)
    mean, network = (type(x)(*(part[:, one].copy() for part in x)) for x in (groups, ties(rivals, allies)))
    many, wide = (type(x)(*(np.repeat(part, lanes, 1) for part in x)) for x in (mean, network))
    rates = {n: x[one].copy() for n, x in rule._asdict().items() if n not in ("week", "number")}
    kernel.week(mean, network, rule._replace(**rates), False)
    repeated = {n: np.repeat(x, lanes) for n, x in rates.items()}
    kernel.week(many, wide, rule._replace(**{**repeated, "keys": lane_keys(range(lanes))}), True)
    for name in FLOWS:
        counted, expected = getattr(many, name).mean(1), getattr(mean, name)[:, 0]
        noise = 4.5 * np.sqrt(expected / lanes) + 2.0 / lanes  # no count varies more than a Poisson
        assert (abs(counted - expected) <= noise + 1e-3 * expected).all(), name
