"""Kernels of the phases on what one deciding week of the model passes them, against plain numba, numpy and slow twins.

The calls of that week are written down with their arguments; every variant then gets the same ones, restored before
each turn. "Plain numba" is the same source under ``numba.njit`` with default flags, and exp and log of the library.
"""

from __future__ import annotations

import dis
import math
import sys
from collections.abc import Callable
from copy import deepcopy
from types import FunctionType
from typing import Any

import numba
import numpy as np
from numba.core.registry import CPUDispatcher
from race import Variant, arguments, race, save, show
from rivals_phases import NUMPY, SLOW

from flowsim.engine.model import FlowModel
from flowsim.state.arrays import LINE

LANES, WEEKS = 64, 300  # from the beginning of the spin-up on: fentanyl has arrived
ELSEWHERE = {"crossing", "choice", "queues", "draws", "payments", "screening"}  # they have programs of their own
LIBRARY = {"vexp": numba.njit(lambda x: math.exp(x)), "vlog": numba.njit(lambda x: math.log(x))}
Calls = list[tuple[Any, ...]]


def plain(kernel: Any, made: dict[Any, Any]) -> Any:
    """The same source, and that of all it calls, with default flags."""
    if kernel not in made:
        function = kernel.py_func
        loaded = {i.argval for i in dis.get_instructions(function) if i.opname == "LOAD_GLOBAL"}
        names = {name: function.__globals__.get(name) for name in loaded}
        called = {name: plain(f, made) for name, f in names.items() if isinstance(f, CPUDispatcher)}
        scope = {**function.__globals__, **called, **{k: f for k, f in LIBRARY.items() if k in names}}
        made[kernel] = numba.njit(FunctionType(function.__code__, scope, function.__name__))
    return made[kernel]


def week_of_calls(model: FlowModel) -> dict[Any, Calls]:
    """What one week passes to every kernel that Python calls, in order."""
    found: dict[Any, Calls] = {}

    def noted(kernel: Any) -> Callable[..., Any]:
        def call(*args: Any) -> Any:
            found.setdefault(kernel, []).append(deepcopy(args))
            return kernel(*args)

        return call

    modules = [module for name, module in sys.modules.items() if name.startswith("flowsim.")]
    places = [(m, name, f) for m in modules for name, f in vars(m).items() if isinstance(f, CPUDispatcher)]
    for module, name, kernel in places:
        setattr(module, name, noted(kernel))
    try:
        model.step()
    finally:
        for module, name, kernel in places:
            setattr(module, name, kernel)
    return found


def arrays(value: Any) -> list[np.ndarray]:
    """Every array in nested tuples."""
    if isinstance(value, np.ndarray):
        return [value]
    return [x for part in value for x in arrays(part)] if isinstance(value, (tuple, list)) else []


def one_lane(value: Any) -> Any:
    """The same arguments, first lane only."""
    if isinstance(value, np.ndarray):
        return value[..., :1].copy() if value.shape[-1] == LANES else value
    if isinstance(value, (tuple, list)):
        parts = [one_lane(part) for part in value]
        return type(value)(*parts) if hasattr(value, "_fields") else type(value)(parts)
    return value


def copied(value: Any) -> Any:
    """A copy whose arrays begin on cache lines, as those of the world do."""
    if isinstance(value, np.ndarray) and value.flags.c_contiguous:
        room = np.empty(value.nbytes + LINE, np.uint8)
        start = -room.ctypes.data % LINE
        array = room[start : start + value.nbytes].view(value.dtype).reshape(value.shape)
        np.copyto(array, value)
        return array
    if isinstance(value, (tuple, list)):
        parts = [copied(part) for part in value]
        return type(value)(*parts) if hasattr(value, "_fields") else type(value)(parts)
    return deepcopy(value)


class Entry:
    """One variant of a kernel, with arguments of its own."""

    def __init__(self, function: Callable[..., Any], calls: Calls) -> None:
        self.function, self.calls = function, copied(calls)
        self.now, self.kept = arrays(self.calls), arrays(calls)

    def restore(self) -> None:
        for now, kept in zip(self.now, self.kept, strict=True):
            if now.flags.writeable:
                np.copyto(now, kept)

    def run(self) -> None:
        for args in self.calls:
            self.function(*args)


def check(name: str, ours: Entry, rival: Entry) -> None:
    """Everything that the rival leaves in its arguments is what the kernel leaves there."""
    for entry in (ours, rival):
        entry.restore()
        entry.run()
    for a, b, before in zip(ours.now, rival.now, ours.kept, strict=True):
        size = max(1.0, np.abs(a).max(initial=0.0), np.abs(before).max(initial=0.0)) if a.dtype.kind == "f" else 0.0
        np.testing.assert_allclose(b, a, rtol=1e-9, atol=1e-12 * size, err_msg=name)


def contest(name: str, kernel: Any, calls: Calls, made: dict[Any, Any], rounds: int) -> dict[str, float]:
    """Microseconds of one week of a tile; variants of one lane as if a tile were as many of them."""
    entries = {"flowsim": Entry(kernel, calls)}
    if name.split(".")[0] not in ELSEWHERE:
        entries["plain numba"] = Entry(plain(kernel, made), calls)
        if kernel.__name__ in NUMPY:
            entries["numpy, whole arrays"] = Entry(NUMPY[kernel.__name__], calls)
        if kernel.__name__ in SLOW:
            few = one_lane(calls)
            entries["flowsim, one lane"] = Entry(kernel, few)
            entries["slow twin"] = Entry(SLOW[kernel.__name__], few)
            check(f"{name}, slow twin", entries["flowsim, one lane"], entries["slow twin"])
    for rival in set(entries) & {"plain numba", "numpy, whole arrays"}:
        check(f"{name}, {rival}", entries["flowsim"], entries[rival])
    lanes = {name: 1.0 if name in ("flowsim, one lane", "slow twin") else LANES for name in entries}
    variants = {k: Variant(e.run, 1e3 * lanes[k] / LANES, e.restore) for k, e in entries.items()}
    times = race(variants, rounds)
    if len(times) > 1:
        show(f"{name}, {len(calls)} calls", times, "flowsim", "µs per tile-week")
    return times


def main() -> None:
    options = arguments(__doc__)
    model = FlowModel(seeds=range(LANES))
    while model.week - model.began < WEEKS or not model.deciding:
        model.step()
    found, made = week_of_calls(model), {}
    figures: dict[str, dict[str, float]] = {}
    for kernel, calls in found.items():
        name = f"{kernel.py_func.__module__.rsplit('.', 1)[1]}.{kernel.__name__}"
        figures[name] = contest(name, kernel, calls, made, options.rounds)
    ours = {name: times["flowsim"] for name, times in figures.items()}
    ours = {"all kernels": sum(ours.values())} | dict(sorted(ours.items(), key=lambda one: -one[1]))
    show(f"a deciding week of a tile of {LANES}", ours, "all kernels", "µs")
    save(options.out, "phases", {"us per tile-week": figures})


if __name__ == "__main__":
    main()
