"""The organisations alone, week by week: worlds side by side that differ by seed and by what is done about members."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from flowsim.data.closed_tables import Network
from flowsim.domain.calendar import week_number
from flowsim.domain.closed import Closed
from flowsim.engine.closed_network import drawn, packed, whole
from flowsim.kernels.closed import Groups, Rule, week
from flowsim.kernels.lanes import full, total
from flowsim.kernels.philox import lane_keys

Floats = NDArray[np.float64]
FLOWS = Groups._fields


class Arm(NamedTuple):
    """What is done about members from ``policy_from`` on: factors on recruitment and on arrests."""

    recruitment: float = 1.0
    arrests: float = 1.0


@dataclass(frozen=True)
class Weeks:
    """What happened; lanes are arms within seeds.

    Attributes
    ----------
    weeks : range
        Numbers of the calendar.
    names : tuple of tuple of str
        Names of the groups by seed.
    national : (flow, week, lane) float64
        Persons in all groups: members at the start of each week, and the week's recruits, arrests, deaths, leavers.
    groups : (flow, week, group, lane) float32, or None
        The same by group, in the order of ``FLOWS`` without leavers.
    """

    weeks: range
    names: tuple[tuple[str, ...], ...]
    national: Floats
    groups: NDArray[np.float32] | None


def weeks_of(settings: Closed) -> range:
    """The weeks of a run."""
    return range(week_number(settings.start), week_number(settings.end))


def simulate(settings: Closed, seeds: Sequence[int], arms: Sequence[Arm], given: Network | None = None) -> Weeks:
    """Run every arm in the world of every seed.

    Parameters
    ----------
    settings : Closed
        Its two multipliers are not read: arms say what is done.
    seeds : sequence of int
        Seed of the network, unless one is given, and of the dice.
    given : Network, optional
        The user's own network, of all seeds.

    Raises
    ------
    ArithmeticError
        If members do not add up.
    """
    weeks, lanes = weeks_of(settings), len(seeds) * len(arms)
    networks = [given or drawn(settings, seed) for seed in seeds]
    ties = packed([one for one in networks for _ in arms])
    start = np.repeat([whole(n.members) if settings.stochastic else n.members for n in networks], len(arms), 0).T
    groups = Groups(start.copy(), *np.zeros((len(FLOWS) - 1, *start.shape)))
    rules = [_rule(settings, seeds, some, start) for some in ([Arm()] * len(arms), arms)]
    policy = week_number(settings.policy_from)
    national = np.empty((len(FLOWS), len(weeks), lanes))
    by_group = np.empty((len(FLOWS) - 1, len(weeks), *start.shape), np.float32) if settings.by_group else None
    for n, now in enumerate(weeks):
        before = groups.members.copy()
        week(groups, ties, rules[now >= policy]._replace(week=now % 2**32), settings.stochastic)
        flows = (before, *groups[1:])
        for i, flow in enumerate(flows):
            national[i, n] = total(flow)
            if by_group is not None and i < len(by_group):
                by_group[i, n] = flow
        check_members(now, national[:, n], total(groups.members))
    return Weeks(weeks, tuple(one.names for one in networks), national, by_group)


def check_members(now: int, flows: Floats, after: Floats) -> None:
    """Members before, plus recruits, less losses, are members after; flows (flow, lane), after (lane,).

    Raises
    ------
    ArithmeticError
        With week and lane of the first that do not.
    """
    members, recruits, *lost = flows
    wrong = ~(abs(members + recruits - sum(lost) - after) <= 1e-9 * (members + recruits + 1.0))
    if wrong.any():
        raise ArithmeticError(f"members do not add up in week {now}, lane {int(np.argmax(wrong))}")


def _rule(settings: Closed, seeds: Sequence[int], arms: Sequence[Arm], start: Floats) -> Rule:
    """Rates of every lane; arrests are a flow, or what it is per member at the start."""
    recruitment, arrests = (np.tile([arm[i] for arm in arms], len(seeds)) for i in range(2))
    flow, rate = settings.arrests_per_week * arrests, np.zeros(len(arrests))
    if settings.arrests == "rate":
        flow, rate = rate, flow / total(start)
    return Rule(
        keys=np.repeat(lane_keys(seeds), len(arms)),
        week=0,
        number=np.arange(len(start), dtype=np.uint64),
        recruit=settings.rho * recruitment,
        flow=flow,
        rate=rate,
        theta=full(settings.theta, len(arrests)),
        omega=full(settings.omega, len(arrests)),
    )
