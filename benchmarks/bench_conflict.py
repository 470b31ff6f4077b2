"""Contestation, members and expected homicides against plain numba, numpy, slow twins; growth in groups and plazas.

The calls of one deciding week are written down as in ``bench_phases.py``. Groups grow by ``local_groups`` of the whole
model, whose least is 32, in the states of the table; plazas on maps of their own, with four local groups each.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from bench_phases import LANES, Calls, Entry, plain, week_of_calls
from race import Variant, arguments, race, save, show, slope
from rivals_conflict import NUMPY, SLOW

from flowsim.domain.chain import Chain, Horizon, archetypes, recruitment
from flowsim.domain.chain.conflict import Params
from flowsim.domain.world_config import WorldConfig
from flowsim.engine.ground import make_work
from flowsim.engine.groups import HALF, LOCAL, SPARE, cells_of, local_relations, pairs, relations, weight_of
from flowsim.engine.model import FlowModel
from flowsim.kernels.contest import Field, Map, contest
from flowsim.kernels.fronts import Fronts
from flowsim.kernels.members import Exits, Moves, Offer, join_and_leave
from flowsim.kernels.struggle import Dead, count_dead
from flowsim.kernels.violence import Now, Rule, expected, stir

KERNELS = {"contest": contest, "join_and_leave": join_and_leave, "expected": expected}
GROUPS, PLAZAS = (32, 100, 320, 1000, 2000), (8, 16, 32, 64, 128)
WEEK, TWINS = 96, 4  # of history, that is written down; lanes that twins are checked on


def week_of(first: int, **changes: Any) -> dict[str, Calls]:
    """What the first deciding week from a week of history on passes to the three kernels."""
    model = FlowModel(WorldConfig(**changes), seeds=range(LANES))
    while model.week < first or not model.deciding:
        model.step()
    found = week_of_calls(model)
    calls = {name: found[kernel] for name, kernel in KERNELS.items() if kernel in found}
    return calls | {"expected": [expectation(*args[3:6], args[7]) for args in found[count_dead]]}


def expectation(now: Now, was: Now, rule: Rule, dead: Dead) -> tuple[Any, ...]:
    """What ``count_dead`` passes to ``expected``."""
    stir(now.members, dead.guns, dead.rise, now.guns, dead.leaders)
    return now, was, dead.leaders, rule, dead.expected


def left(name: str, args: tuple[Any, ...]) -> list[np.ndarray]:
    """What a call leaves behind; cells without members in any lane keep whatever they held."""
    if name == "expected":
        return [args[-1]]
    field, active = args[0], (args[6].active if name == "contest" else args[2]) > 0
    cells = [field.members[active], field.control[active], field.pressure[active]]
    return [*cells, field.total, field.contested] if name == "contest" else [*cells, args[3], args[4], *args[7]]


def against(name: str, calls: Calls, rounds: int) -> dict[str, float]:
    """Microseconds of a week of a tile; the twin, which knows one lane, as if a tile were as many of them."""
    entries = {
        "flowsim": Entry(KERNELS[name], calls),
        "plain numba": Entry(plain(KERNELS[name], {}), calls),
        "numpy, dense": Entry(NUMPY[name], calls),
    }
    for entry in entries.values():
        entry.restore()
        entry.run()
    ours = entries["flowsim"].calls[0]
    for rival in ("plain numba", "numpy, dense"):
        theirs = entries[rival].calls[0]
        if name == "contest" and rival.startswith("numpy"):
            np.copyto(theirs[6].active, ours[6].active)
        for a, b in zip(left(name, ours), left(name, theirs), strict=True):
            np.testing.assert_allclose(b, a, rtol=1e-9, atol=1e-12 * np.abs(a).max(initial=1.0), err_msg=name)
    twins = [SLOW[name](calls[0], k) for k in range(TWINS)]
    for call, both in twins:
        for a, b in both(ours, call()):
            np.testing.assert_allclose(b, a, rtol=1e-9, atol=1e-12 * np.abs(a).max(initial=1.0), err_msg=name)
    variants = {k: Variant(e.run, 1e3, e.restore) for k, e in entries.items()}
    times = race(variants | {"slow twin": Variant(twins[0][0], 1e3 / LANES)}, rounds)
    show(f"{name}, results equal", times, "flowsim", "µs per tile-week")
    return times


def ground(states: int) -> dict[str, Calls]:
    """The kernels' arguments on a map of any number of states: exporters in half of them, four local groups in each."""
    rng, shape = np.random.default_rng(states), (states, LANES)
    names, organisations = zip(*((k, o) for k, o in archetypes().items() if weight_of(o) > 0.0), strict=True)
    exporters, homes = len(names), np.repeat(np.arange(states), 4)
    group, state, start, spare = cells_of(exporters, homes, states)
    count = exporters + len(homes) + SPARE
    cell = np.full((count, states), -1)
    cell[group, state] = np.arange(len(group))
    ids = [[o.id for o in organisations], LOCAL + np.arange(len(homes)), HALF + np.arange(SPARE)]
    number, present = np.concatenate(ids).astype(np.uint64), rng.random((exporters, states)) < 0.5
    relation = relations(organisations, names, 0.2 * present, homes, number, Params())
    related = pairs(relation, local_relations(exporters, homes, number, Params()), cell, homes)
    where = Map(number, group, state, start, cell, spare, *related, relation)
    here = (group >= exporters) & (group < count - SPARE)
    here[cell[:exporters][present]] = True
    members = np.where(here[:, None], rng.uniform(100.0, 3000.0, (len(group), LANES)), 0.0)
    origin = np.repeat(np.arange(count)[:, None], LANES, 1).astype(float)
    field = Field(members, *np.zeros((2, *members.shape)), np.zeros(shape), origin, np.zeros(shape))
    groups, weight = np.zeros((count, LANES)), np.repeat([[0.15], [1.0], [0.03], [0.6]], LANES, 1)
    np.add.at(groups, group, members)
    heat, work = rng.uniform(0.0, 20.0, shape), make_work(where, LANES)
    call = field, Fronts(*np.zeros((3, 8, LANES)), np.zeros(LANES)), where, weight, heat, groups
    contest(*call, work)
    lane, leave = np.ones(LANES), np.repeat([[0.05], [90.0]], LANES, 1)
    offer = Offer(
        np.zeros((exporters, LANES)), np.zeros(shape), np.ones(shape), *(x * lane for x in (0, 0.006, 0.8, 0.1))
    )
    exits = Exits(np.full(shape, 5.0), np.full(shape, 0.001), 4e-8 * lane, 0.02 * lane, leave)
    moves, family = Moves(*np.zeros((4, *shape))), np.zeros((exporters, LANES))
    now, was = (Now(*rng.uniform(1.0, 9.0, (3, *shape)), np.zeros(shape), 5.0 * lane) for _ in range(2))
    rule = Rule(np.ones(shape), *np.full((5, LANES), 0.5), 0.1 * lane, 40.0 * lane)
    return {
        "contest": [(*call, work)],
        "join_and_leave": [(field, where, work.active, groups, family, offer, exits, moves)],
        "expected": [(now, was, np.zeros(shape), rule, np.zeros(shape))],
    }


def grown(cases: dict[int, dict[str, Calls]], rounds: int) -> dict[str, dict[str, Any]]:
    """Microseconds of a week by size, and their slopes over all sizes and over the largest two."""
    print("\n| kernel | µs by size | slope | largest two |\n|---|---|---:|---:|")
    growth: dict[str, dict[str, Any]] = {}
    for name, kernel in KERNELS.items():
        entries = {n: Entry(kernel, case[name]) for n, case in cases.items()}
        micro = race({str(n): Variant(e.run, 1e3, e.restore) for n, e in entries.items()}, rounds)
        sizes, values = [float(n) for n in cases], list(micro.values())
        overall, last = slope(sizes, values), slope(sizes[-2:], values[-2:])
        growth[name] = {"us": micro, "slope": overall, "slope of the largest two": last}
        row = ", ".join(f"{n}: {us:.3g}" for n, us in micro.items())
        print(f"| {name} | {row} | {overall:.2f} | {last:.2f} |", flush=True)
    lived = {str(n): int((case["join_and_leave"][0][2] > 0).sum()) for n, case in cases.items()}
    related = {str(n): len(case["contest"][0][2].one) for n, case in cases.items()}
    print(f"cells with members {lived}; pairs of rivals and allies {related}")
    return growth | {"cells with members": lived, "pairs": related}


def local(count: int) -> dict[str, Calls]:
    """Week 0 of so many local groups, before the small ones give up."""
    rooms = Chain(recruitment=recruitment.Params(local_groups=count))
    return week_of(0, chain=rooms, horizon=Horizon(spinup_weeks=8))


def main() -> None:
    options = arguments(__doc__)
    times = {name: against(name, calls, options.rounds) for name, calls in week_of(WEEK).items()}
    growth = {
        name: grown({n: case(n) for n in sizes}, options.rounds)
        for name, sizes, case in (("groups", GROUPS, local), ("plazas", PLAZAS, ground))
    }
    save(options.out, "conflict", {"us per tile-week": times, "growth": growth})


if __name__ == "__main__":
    main()
