"""A week of the organisations alone against the whole matrix in numpy and the slow twin; growth in groups and lanes."""

from __future__ import annotations

import sys
from pathlib import Path

import numpy as np
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


def main() -> None:
    options = arguments(__doc__)
    groups, ties, rule = inputs()
    s = np.stack([matrix(150, seed) for seed in range(LANES)])
    before = groups.members.copy()
    plain = {name: float(getattr(rule, name)[0]) for name in ("recruit", "flow", "rate", "theta", "omega")}
    week(groups, ties, rule, False)
    assert np.allclose(groups.members, numpy_week(before, s, rule), rtol=1e-12)
    flows = np.array(oracle.flows(before[:, 0], s[0], plain))
    assert np.allclose(groups.members[:, 0], before[:, 0] + flows @ [1, -1, -1, -1], rtol=1e-12)
    cells = before.size
    members, counted = groups.members, inputs()
    counted[0].members[:] = np.round(before)
    whole = counted[0].members.copy()

    def again(target: np.ndarray, source: np.ndarray):
        return lambda: np.copyto(target, source)

    times = race(
        {
            "flowsim": Variant(lambda: week(groups, ties, rule, False), cells, again(members, before)),
            "flowsim, dice": Variant(lambda: week(*counted, True), cells, again(counted[0].members, whole)),
            "numpy, whole matrix": Variant(lambda: numpy_week(before, s, rule), cells),
            "slow twin": Variant(lambda: oracle.flows(before[:, 0], s[0], plain), len(before)),
        },
        options.rounds,
    )
    show(f"a week of 150 groups in {LANES} worlds, members equal", times, "flowsim", "ns per group and world")
    growth = {}
    for name, sizes, case in (
        ("groups", SIZES, lambda n: inputs(groups=n)),
        ("worlds", TILES, lambda n: inputs(lanes=n)),
    ):
        variants = {}
        for n in sizes:
            one = case(n)
            start = one[0].members.copy()
            variants[str(n)] = Variant(lambda one=one: week(*one, False), 1e3, again(one[0].members, start))
        micro = race(variants, options.rounds)
        values = list(micro.values())
        slopes = slope(list(sizes), values), slope(list(sizes[-2:]), values[-2:])
        growth[name] = {"us": micro, "slope": slopes[0], "slope of the largest two": slopes[1]}
        row = ", ".join(f"{n}: {us:.3g}" for n, us in micro.items())
        print(f"\nmicroseconds of a week by {name}: {row}; slope {slopes[0]:.2f}, largest two {slopes[1]:.2f}")
    asked, arms = Closed(by_group=False), [Arm(), Arm(0.5), Arm(1.0, 2.0)]
    runs = race({"16 years of 48 worlds": Variant(lambda: simulate(asked, range(16), arms), 1e9)}, options.rounds)
    print(f"\n16 years, 16 seeds, three scenarios: {runs['16 years of 48 worlds']:.3f} s")
    save(options.out, "closed", {"kernel": times, "growth": growth, "seconds": runs})


if __name__ == "__main__":
    main()
