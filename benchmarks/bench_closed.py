"""A week of the organisations alone against plain numba, the whole matrix in numpy, the slow twin; growth in groups.

"Plain numba" is what one would write first: the same source under ``numba.njit`` with default flags, and a double loop
over the whole matrix, also under ``numba.njit``. Growth is that of a week with as many ties per group as published.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path

import numba
import numpy as np
from bench_phases import plain
from race import Variant, arguments, race, save, show, slope

from flowsim.domain.closed import Closed
from flowsim.engine.closed import Arm, simulate
from flowsim.engine.closed_network import drawn, packed
from flowsim.kernels.closed import Groups, Rule, Ties, week
from flowsim.kernels.draws import lane_keys

sys.path.append(str(Path(__file__).parents[1] / "tests" / "kernels"))
import oracle_closed as oracle

LANES, PAIRS_PER_GROUP = 16, 92 / 150
SIZES, TILES = (20, 60, 200, 600, 2000), (1, 4, 16, 64, 256)


def settings(groups: int) -> Closed:
    """As many ties per group as there are in the published network."""
    pairs = round(PAIRS_PER_GROUP * groups)
    return Closed(groups=groups, rival_pairs=pairs, allied_pairs=pairs)


def inputs(groups: int = 150, lanes: int = LANES) -> tuple[Groups, Ties, Rule]:
    """Networks of as many seeds as there are lanes, and the published rates."""
    asked = settings(groups)
    networks = [drawn(asked, seed) for seed in range(lanes)]
    start = np.array([one.members for one in networks]).T.copy()
    rates = (np.full(lanes, value) for value in (asked.rho, asked.arrests_per_week, 0.0, asked.theta, asked.omega))
    rule = Rule(lane_keys(range(lanes)), 0, np.arange(groups, dtype=np.uint64), *rates)
    return Groups(start, *np.zeros((4, *start.shape))), packed(networks), rule


def matrix(groups: int, seed: int) -> np.ndarray:
    """S of one seed."""
    one, weights = drawn(settings(groups), seed), np.zeros((2, groups, groups))
    for table, pairs in zip(weights, (one.rivals, one.allies), strict=True):
        for (a, b), weight in pairs.items():
            table[a, b] = table[b, a] = weight
    return oracle.hostility(*weights)


def numpy_week(members: np.ndarray, s: np.ndarray, rule: Rule) -> np.ndarray:
    """Members after a week with the whole matrix; members (group, lane), s (lane, group, group)."""
    deaths = rule.theta * members * np.einsum("lij,jl->il", s, members, optimize=True)
    return members * (1.0 + rule.recruit - rule.flow / members.sum(0) - rule.omega * members) - deaths


@numba.njit
def obvious_week(members, s, recruit, flow, theta, omega):
    """The same, world by world and pair by pair."""
    after = np.empty_like(members)
    for lane in range(members.shape[1]):
        total = members[:, lane].sum()
        for i in range(members.shape[0]):
            hostile = 0.0
            for j in range(members.shape[0]):
                hostile += s[lane, i, j] * members[j, lane]
            lost = flow[lane] / total + theta[lane] * hostile + omega[lane] * members[i, lane]
            after[i, lane] = members[i, lane] * (1.0 + recruit[lane] - lost)
    return after


def kernels(rounds: int) -> dict[str, float]:
    """Nanoseconds per group and world of a week of 150 groups, every variant checked against ours first."""
    groups, ties, rule = inputs()
    s = np.stack([matrix(150, seed) for seed in range(LANES)])
    before, rates = groups.members.copy(), (rule.recruit, rule.flow, rule.theta, rule.omega)
    one = {name: float(getattr(rule, name)[0]) for name in ("recruit", "flow", "rate", "theta", "omega")}
    week(groups, ties, rule, False)
    after, flows = groups.members.copy(), np.array(oracle.flows(before[:, 0], s[0], one))
    default = plain(week, {})
    np.copyto(groups.members, before)
    default(groups, ties, rule, False)
    assert np.allclose(after, groups.members, rtol=1e-12)
    assert np.allclose(after, numpy_week(before, s, rule), rtol=1e-12)
    assert np.allclose(after, obvious_week(before, s, *rates), rtol=1e-12)
    assert np.allclose(after[:, 0], before[:, 0] + flows @ [1, -1, -1, -1], rtol=1e-12)
    counted = inputs()
    whole = np.round(before)
    restore, cells = again(groups.members, before), before.size
    times = race(
        {
            "flowsim": Variant(lambda: week(groups, ties, rule, False), cells, restore),
            "plain numba": Variant(lambda: default(groups, ties, rule, False), cells, restore),
            "numba, whole matrix": Variant(lambda: obvious_week(before, s, *rates), cells),
            "numpy, whole matrix": Variant(lambda: numpy_week(before, s, rule), cells),
            "slow twin": Variant(lambda: oracle.flows(before[:, 0], s[0], one), len(before)),
            "flowsim, dice": Variant(lambda: week(*counted, True), cells, again(counted[0].members, whole)),
            "plain numba, dice": Variant(lambda: default(*counted, True), cells, again(counted[0].members, whole)),
        },
        rounds,
    )
    show(f"a week of 150 groups in {LANES} worlds, members equal", times, "flowsim", "ns per group and world")
    return times


def again(target: np.ndarray, source: np.ndarray) -> Callable[[], None]:
    """Put members back as they were."""
    return lambda: np.copyto(target, source)


def grown(rounds: int) -> dict[str, dict[str, object]]:
    """Microseconds of a week by groups and by worlds, and their slopes."""
    growth: dict[str, dict[str, object]] = {}
    for name, sizes, case in (
        ("groups", SIZES, lambda n: inputs(groups=n)),
        ("worlds", TILES, lambda n: inputs(lanes=n)),
    ):
        variants = {}
        for n in sizes:
            one = case(n)
            start = one[0].members.copy()
            variants[str(n)] = Variant(lambda one=one: week(*one, False), 1e3, again(one[0].members, start))
        micro = race(variants, rounds)
        values = list(micro.values())
        slopes = slope(list(sizes), values), slope(list(sizes[-2:]), values[-2:])
        growth[name] = {"us": micro, "slope": slopes[0], "slope of the largest two": slopes[1]}
        row = ", ".join(f"{n}: {us:.3g}" for n, us in micro.items())
        print(f"\nmicroseconds of a week by {name}: {row}; slope {slopes[0]:.2f}, largest two {slopes[1]:.2f}")
    return growth


def main() -> None:
    options = arguments(__doc__)
    times, growth = kernels(options.rounds), grown(options.rounds)
    asked, arms = Closed(by_group=False), [Arm(), Arm(0.5), Arm(1.0, 2.0)]
    runs = race({"16 years of 48 worlds": Variant(lambda: simulate(asked, range(16), arms), 1e9)}, options.rounds)
    print(f"\n16 years, 16 seeds, three scenarios: {runs['16 years of 48 worlds']:.3f} s")
    save(options.out, "closed", {"kernel": times, "growth": growth, "seconds": runs})


if __name__ == "__main__":
    main()
