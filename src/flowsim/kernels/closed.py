"""A week of groups that recruit, lose members to arrests, to rivals and to their own size, and have nothing else.

Group i meets ``h_i = sum_j S_ij C_j`` hostile members, ``S_ij = (r_ij + 1) / (sum_k a_ik + 1)``. The ones in it are
summed once for all groups, so that the work grows with groups and ties and not with pairs of groups.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from flowsim.kernels.inversion import binomial, poisson
from flowsim.kernels.jit import kernel
from flowsim.kernels.philox import CLOSED, uniforms2

CHANCES, LOSSES = 0, 1  # slots


class Groups(NamedTuple):
    """Persons; (group, lane) float64."""

    members: np.ndarray  # at the start of the week; after it, of the next
    recruits: np.ndarray  # this week, as the following
    arrests: np.ndarray
    deaths: np.ndarray
    left: np.ndarray


class Ties(NamedTuple):
    """Who is against whom; every lane has a network of its own."""

    start: np.ndarray  # (group + 1, lane) int64, where the rivals of each group begin
    rival: np.ndarray  # (tie, lane) int64
    weight: np.ndarray  # (tie, lane) float64
    calm: np.ndarray  # (group, lane) float64, 1 / (1 + the sum of a group's own weights of alliance)


class Rule(NamedTuple):
    """Rates per week; (lane,) float64 unless it says otherwise."""

    keys: np.ndarray  # (lane,) uint64
    week: int
    number: np.ndarray  # (group,) uint64 stable ids
    recruit: np.ndarray  # per member
    flow: np.ndarray  # arrests of all groups together
    rate: np.ndarray  # arrests per member, beside the flow
    theta: np.ndarray  # deaths per pair of hostile members
    omega: np.ndarray  # leavers per pair of members of a group


@kernel
def _expect(groups, ties, rule):
    """Expected flows of the week; no group loses more than its members."""
    members, lanes = groups.members, groups.members.shape[1]
    total, hostile = np.zeros(lanes), np.empty(lanes)
    for i in range(members.shape[0]):
        for lane in range(lanes):
            total[lane] += members[i, lane]
    for i in range(members.shape[0]):
        for lane in range(lanes):
            hostile[lane] = total[lane] - members[i, lane]
            for tie in range(ties.start[i, lane], ties.start[i + 1, lane]):
                hostile[lane] += ties.weight[tie, lane] * members[ties.rival[tie, lane], lane]
        for lane in range(lanes):
            mine = members[i, lane]
            share = rule.flow[lane] / total[lane] if total[lane] > 0.0 else 0.0
            arrested = mine * min(share + rule.rate[lane], 1.0)
            killed = min(rule.theta[lane] * mine * ties.calm[i, lane] * hostile[lane], mine - arrested)
            groups.recruits[i, lane] = rule.recruit[lane] * mine
            groups.arrests[i, lane] = arrested
            groups.deaths[i, lane] = killed
            groups.left[i, lane] = min(rule.omega[lane] * mine * mine, mine - arrested - killed)


@kernel
def _draw(groups, rule):
    """Replace expected flows by counts: recruits Poisson, losses multinomial as binomials one after the other."""
    process, week = np.uint64(CLOSED), np.uint64(rule.week)
    for i in range(groups.members.shape[0]):
        for lane in range(groups.members.shape[1]):
            key, rest = rule.keys[lane], groups.members[i, lane]
            if rest <= 0.0:
                continue
            u, v = uniforms2(key, process, week, rule.number[i], np.uint64(CHANCES))
            groups.recruits[i, lane] = poisson(u, groups.recruits[i, lane])
            expected, alive = groups.arrests[i, lane], rest
            groups.arrests[i, lane] = binomial(v, rest, expected / alive)
            rest, alive = rest - groups.arrests[i, lane], alive - expected
            u, v = uniforms2(key, process, week, rule.number[i], np.uint64(LOSSES))
            expected = groups.deaths[i, lane]
            groups.deaths[i, lane] = binomial(u, rest, expected / alive) if alive > 0.0 else 0.0
            rest, alive = rest - groups.deaths[i, lane], alive - expected
            groups.left[i, lane] = binomial(v, rest, groups.left[i, lane] / alive) if alive > 0.0 else 0.0


@kernel
def week(groups, ties, rule, dice):
    """Flows of a week and the members after it; with ``dice`` members must be whole numbers and stay so."""
    _expect(groups, ties, rule)
    if dice:
        _draw(groups, rule)
    for i in range(groups.members.shape[0]):
        for lane in range(groups.members.shape[1]):
            lost = groups.arrests[i, lane] + groups.deaths[i, lane] + groups.left[i, lane]
            groups.members[i, lane] = max(groups.members[i, lane] + groups.recruits[i, lane] - lost, 0.0)
