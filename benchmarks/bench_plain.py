"""The whole model of one world in plain mesa and numpy, against one of 64 worlds in a tile; seconds per 16 years.

The rival is the engine's mesa model of one world with numpy, written for whole arrays, in place of compiled kernels,
and numpy's own generator in place of addressed draws. Each drop-in is first compared with its kernel on what a deciding
week and the next one pass to it: equal where nothing is drawn, else the means of what is left behind. Kernels without a
drop-in stay compiled, so that the ratio is a lower bound; their share of the rival's time is printed. A kernel that
only calls others is its own source, calling their drop-ins, as far as those still fit.
"""

from __future__ import annotations

import argparse
import dis
import sys
import time
from collections.abc import Callable
from pathlib import Path
from types import FunctionType
from typing import Any

import numpy as np
import rivals_plain as goods
import rivals_plain_accounts as banks
import rivals_plain_groups as groups
import rivals_plain_sums as sums
from bench_conflict import left
from bench_model import TILES, YEARS_16, advance, settled
from bench_phases import Calls, Entry, week_of_calls
from numba.core.registry import CPUDispatcher
from race import Variant, race, save, show
from rivals_phases import NUMPY as PHASES

from flowsim.engine.model import FlowModel
from flowsim.kernels import lanes

LANES, SETTLED = lanes.__name__, 250  # weeks of history before drop-ins are checked
REPEATS, ERRORS = 400, 5.0  # draws of each kernel that is compared by means; standard errors that they may differ by
OURS, ONE, PLAIN = f"flowsim, {TILES[-1]} worlds", "flowsim, one world", "mesa and numpy"
COMPARED = (
    "users",
    "stock_kg",
    "market_kg",
    "price",
    "purse_usd",
    "accounts",
    "members",
    "trials",
    "hits",
    "open_cases",
)

EQUAL: dict[str, list[Callable[..., Any]]] = {
    "accounts": [PHASES["keep_accounts"]],
    "books": [sums.add, sums.count_broken],
    "cells": [goods.rates],
    "chances": [goods.raise_to, goods.find_at_ports],
    "choice": [goods.learn_and_choose, goods.fade],
    "contest": [groups.contest],
    "crops": [PHASES["grow"]],
    "custom": [banks.want_accounts],
    "fronts": [groups.cool],
    "lanes": [sums.add_rows, sums.total, sums.sum_over, sums.mix],
    "market": [PHASES["open_markets"]],
    "members": [groups.join_and_leave],
    "offers": [groups.odds_by_pay, groups.perils],
    "plans": [PHASES["order_goods"]],
    "queues": [goods.wait],
    "senders": [goods.ask, goods.hand_over],
    "synthesis": [PHASES["order_precursors"]],
    "tenure": [banks.close_accounts],
    "tolls": [PHASES["crowd"]],
    "violence": [groups.fade],
    "waiting": [banks.read_waiting],
}
DRAWN: dict[str, list[Callable[..., Any]]] = {
    "crossing": [goods.cross_at],
    "payments": [banks.screen],
    "review": [banks.review],
    "synthesis": [goods.make],
    "tenure": [banks.open_accounts],
    "use": [goods.use],
    "waiting": [banks.alert_customers],
}
Place = tuple[Any, str, Callable[..., Any]]


def by_name(table: dict[str, list[Callable[..., Any]]]) -> dict[str, Callable[..., Any]]:
    """Drop-ins by the name of what they replace, as ``name_of`` gives it; the ``numpy_`` of a rival left out."""
    return {
        f"{module}.{function.__name__.removeprefix('numpy_')}": function
        for module, functions in table.items()
        for function in functions
    }


def name_of(function: Any) -> str:
    """Module and name of a kernel, or of a function of a module of kernels."""
    plain = function.py_func if isinstance(function, CPUDispatcher) else function
    return f"{plain.__module__.rsplit('.', 1)[-1]}.{plain.__name__}"


def places() -> list[Place]:
    """Everywhere that a module of flowsim says a kernel, or a function of ``kernels/lanes.py``, by name."""
    modules = [module for name, module in sys.modules.items() if name.startswith("flowsim.")]
    return [
        (module, name, f)
        for module in modules
        for name, f in vars(module).items()
        if isinstance(f, CPUDispatcher) or (isinstance(f, FunctionType) and f.__module__ == LANES)
    ]


def composed(kernel: Any, made: dict[str, Callable[..., Any]], drawn: set[str]) -> None:
    """A drop-in for a kernel that only calls others: its own source, with drop-ins for those; noted in both tables."""
    name, function = name_of(kernel), kernel.py_func
    code = list(dis.get_instructions(function))
    if name in made or any(one.opname == "FOR_ITER" for one in code):
        return
    loaded = {one.argval for one in code if one.opname == "LOAD_GLOBAL"}
    called = {n: f for n in loaded if isinstance(f := function.__globals__.get(n), CPUDispatcher)}
    for inner in called.values():
        composed(inner, made, drawn)
    known = {n: made[name_of(f)] for n, f in called.items() if name_of(f) in made}
    if not known:
        return
    scope = {**function.__globals__, **known, "bare": lambda argument: argument, "room": np.empty}
    made[name] = FunctionType(function.__code__, scope, function.__name__)
    if any(name_of(f) in drawn for f in called.values()):
        drawn.add(name)


def drop_ins() -> tuple[dict[str, Callable[..., Any]], set[str]]:
    """Every drop-in by name, and the names of those that draw."""
    made, drawn = by_name(EQUAL) | by_name(DRAWN), set(by_name(DRAWN))
    for _, _, kernel in places():
        if isinstance(kernel, CPUDispatcher):
            composed(kernel, made, drawn)
    return made, drawn


class Swap:
    """Drop-ins in place of kernels, and back."""

    def __init__(self, made: dict[str, Callable[..., Any]]) -> None:
        self.found, self.drop_ins = places(), made

    def on(self) -> None:
        for module, name, kernel in self.found:
            setattr(module, name, self.drop_ins.get(name_of(kernel), kernel))

    def off(self) -> None:
        for module, name, kernel in self.found:
            setattr(module, name, kernel)

    def clock(self, model: FlowModel, weeks: int) -> dict[str, float]:
        """Microseconds per week of what is called, kernel or drop-in, in some weeks of a model."""
        spent: dict[str, float] = {}

        def watched(name: str, function: Callable[..., Any]) -> Callable[..., Any]:
            def call(*args: Any) -> Any:
                start = time.perf_counter()
                value = function(*args)
                spent[name] = spent.get(name, 0.0) + (time.perf_counter() - start) / weeks * 1e6
                return value

            return call

        now = [(module, name, getattr(module, name), name_of(kernel)) for module, name, kernel in self.found]
        now = [one for one in now if not (isinstance(one[2], FunctionType) and one[2].__module__ == LANES)]
        for module, name, function, said in now:
            setattr(module, name, watched(said, function))
        try:
            advance(model, weeks)
        finally:
            for module, name, function, _ in now:
                setattr(module, name, function)
        return spent


def what_is_left(name: str, entry: Entry) -> list[np.ndarray]:
    """Arrays to compare after a run; not scratch of groups, nor odds of loads, which no drop-in reads."""
    if name == "cells.lay_out":
        return []
    if name in ("contest.contest", "members.join_and_leave"):
        return [array for args in entry.calls for array in left(name.split(".")[1], args)]
    return entry.now


def check_equal(name: str, kernel: Any, drop_in: Callable[..., Any], calls: Calls) -> None:
    """A drop-in leaves what the kernel leaves."""
    ours, rival = Entry(kernel, calls), Entry(drop_in, calls)
    for entry in (ours, rival):
        entry.restore()
        entry.run()
    for a, b in zip(what_is_left(name, ours), what_is_left(name, rival), strict=True):
        near = 1e-6 if a.dtype == np.float32 else 1e-9
        np.testing.assert_allclose(b, a, rtol=near, atol=near * np.abs(a).max(initial=1e-12), err_msg=name)


def check_means(name: str, kernel: Any, drop_in: Callable[..., Any], calls: Calls, key: int) -> float:
    """Means of weighted sums of every array that is left, over many draws; gives the largest gap in standard errors."""
    ours, rival = Entry(kernel, calls), Entry(drop_in, calls)
    rng = np.random.default_rng(0)
    keys = [x for x in ours.now if x.dtype == np.uint64 and x.size == 1 and x[0] == key]
    weights = [rng.uniform(0.5, 1.5, x.size) for x in ours.now]
    found = np.empty((2, REPEATS, len(weights)))
    for turn in range(REPEATS):
        for entry, row in zip((ours, rival), found[:, turn], strict=True):
            entry.restore()
            for array in keys if entry is ours else ():
                array[:] = rng.integers(2**63, dtype=np.uint64)
            entry.run()
            row[:] = [w @ x.reshape(-1) for w, x in zip(weights, entry.now, strict=True)]
    still = np.array([x.dtype == np.uint64 for x in ours.now], bool)
    means, variances = found.mean(1), found.var(1) / (REPEATS - 1)
    gap = np.abs(means[0] - means[1])
    error = np.sqrt(variances.sum(0)) + 1e-9 * np.abs(means).max(0)
    worst = np.where(still | (gap == 0.0), 0.0, gap / np.maximum(error, 1e-300))
    assert worst.max() < ERRORS, f"{name}: {worst}"
    return float(worst.max())


def check(model: FlowModel) -> tuple[dict[str, float], dict[str, Callable[..., Any]]]:
    """Every drop-in against its kernel, on a deciding week and the one after.

    Returns the gaps of those that draw, and all drop-ins that fit.
    """
    while not model.deciding:
        model.step()
    made, drawn = drop_ins()
    written, gaps = {**by_name(EQUAL), **by_name(DRAWN)}, {}
    seen: set[str] = set()
    for _ in range(2):
        for kernel, calls in week_of_calls(model).items():
            name = name_of(kernel)
            seen.add(name)
            try:
                if name in made and name not in drawn:
                    check_equal(name, kernel, made[name], calls)
                elif name in made and name not in gaps:
                    gaps[name] = check_means(name, kernel, made[name], calls, int(model.keys[0]))
            except (AssertionError, TypeError) as error:
                if name in written and isinstance(error, AssertionError):
                    raise
                print(f"{name} stays compiled: {str(error).strip().splitlines()[0]}")  # what it calls is another by now
                del made[name]
    values = np.random.default_rng(2).random((3, 4, 5, 1))
    for name, args in (("total", (values,)), ("sum_over", (values, 0, 2)), ("mix", (values[0, ..., 0], values[0, 0]))):
        np.testing.assert_allclose(made[f"lanes.{name}"](*args), getattr(lanes, name)(*args), rtol=1e-12)
    print(f"{len(seen & set(made) - drawn)} drop-ins equal, {len(gaps)} alike in {REPEATS} draws of each: ", end="")
    print(f"means differ by {max(gaps.values()):.1f} standard errors at most", flush=True)
    return gaps, made


def total(model: FlowModel, name: str) -> Any:
    """Sum of an array of the world."""
    return getattr(model.world, name).sum()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--out", type=Path, default=Path(__file__).parent / "results", help="folder of the JSON")
    parser.add_argument("--rounds", type=int, default=9, help="interleaved rounds (least counts)")
    parser.add_argument("--weeks", type=int, default=12, help="weeks per round")
    options = parser.parse_args()
    gaps, made = check(advance(settled(range(1)), SETTLED))
    swap, weeks = Swap(made), options.weeks
    models = {OURS: settled(range(TILES[-1])), ONE: settled(range(1)), PLAIN: settled(range(1))}
    before = {OURS: swap.off, ONE: swap.off, PLAIN: swap.on}
    variants = {
        name: Variant(lambda m=model: advance(m, weeks), weeks * model.lanes / YEARS_16, before[name])
        for name, model in models.items()
    }
    times = {name: ns / 1e9 for name, ns in race(variants, options.rounds).items()}
    show("one run of 16 years", times, OURS, "s per run")
    spent = {}
    for name, model in models.items():
        before[name]()
        spent[name] = swap.clock(model, weeks)
    swap.off()
    report(spent, swap, times)
    alike = {name: float(total(models[PLAIN], name) / total(models[ONE], name)) for name in COMPARED}
    weeks_gone = models[PLAIN].week - models[PLAIN].first
    print(f"after {weeks_gone} weeks, over flowsim's: {', '.join(f'{k} {v:.3f}' for k, v in alike.items())}")
    compiled = {name: us for name, us in spent[PLAIN].items() if name not in swap.drop_ins}
    share = sum(compiled.values()) * YEARS_16 / 1e6 / times[PLAIN]
    figures = {
        "seconds per run": times,
        "ratio": times[PLAIN] / times[OURS],
        "share compiled": share,
        "us per world-week": {
            name: {k: us / models[name].lanes for k, us in row.items()} for name, row in spent.items()
        },
        "gaps in standard errors": gaps,
        "stocks over ours": alike,
    }
    save(options.out, "plain", figures)


def report(spent: dict[str, dict[str, float]], swap: Swap, times: dict[str, float]) -> None:
    """Where the rival's week goes, and what of it is compiled."""
    rows = sorted(spent[PLAIN].items(), key=lambda one: -one[1])
    print("\n| kernel | µs a week, numpy | one world | in a tile, per world |\n|---|---:|---:|---:|")
    for name, us in rows[:30]:
        kept = "" if name in swap.drop_ins else " (compiled)"
        alone, tile = (spent[variant].get(name, 0.0) for variant in (ONE, OURS))
        print(f"| {name}{kept} | {us:.1f} | {alone:.1f} | {tile / TILES[-1]:.2f} |")
    compiled = {name: us for name, us in rows if name not in swap.drop_ins}
    week = times[PLAIN] / YEARS_16 * 1e6
    print(
        f"\na week of the rival: {week:.0f} µs, drop-ins {sum(us for _, us in rows) - sum(compiled.values()):.0f}, ",
        end="",
    )
    print(f"compiled {sum(compiled.values()):.0f} ({sum(compiled.values()) / week:.1%}): {', '.join(compiled)}")


if __name__ == "__main__":
    main()
