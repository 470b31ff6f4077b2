"""The queue kernel against numpy over whole arrays and against its slow twin; its cost in a week of a tile."""

from __future__ import annotations

import sys
from pathlib import Path

import numpy as np
from race import Variant, arguments, race, save, show

from flowsim.engine.model import FlowModel
from flowsim.engine.waits import queues as phase
from flowsim.kernels.queues import HOURS, NEAR_FULL, Day, Waits, wait

sys.path.append(str(Path(__file__).parents[1] / "tests" / "kernels"))
import oracle_queues as oracle

GATES, LANES = 109, 64


def inputs(lanes: int = LANES, gates: int = GATES) -> Day:
    """Gates with a rush, a little different in every lane."""
    rng = np.random.default_rng(0)
    hour = np.arange(HOURS)[None, :, None] + 0.5
    peak = np.array([10.0, 14.0, 9.0, 17.0, 15.0])[:, None, None] + rng.uniform(-0.1, 0.1, (5, 1, lanes))
    shape = 0.1 + np.exp(-0.5 * ((hour - peak) / 4.0) ** 2)
    profile = shape / shape.sum(axis=1, keepdims=True)
    arrivals = np.repeat(10 ** rng.uniform(1.0, 4.5, (gates, 1)), lanes, axis=1)
    pattern = rng.integers(0, 5, gates)
    rush = arrivals * profile.max(axis=1)[pattern]
    capacity = rush / rng.uniform(0.3, 1.3, (gates, lanes))
    opening = 0.5 + 0.5 * profile / profile.max(axis=1, keepdims=True)
    return Day(arrivals[None], capacity, np.maximum(capacity / 80.0, 1.0), pattern, profile, opening,
               np.ones(lanes), np.full(lanes, 2.0))  # fmt: skip


def whole_arrays(day: Day) -> tuple[np.ndarray, np.ndarray]:
    """The same day with numpy, all gates and lanes at once, hour after hour."""
    full = np.maximum(day.capacity, 1e-9)
    most = day.patience * full
    queue, spent, joined, put_off = (np.zeros_like(full) for _ in range(4))
    for turn in range(2 * HOURS):
        come = day.arrivals[0] * day.profile[day.pattern, turn % HOURS]
        share = day.opening[day.pattern, turn % HOURS]
        serve = full * share
        after = np.maximum(queue + come - serve, 0.0)
        over = np.maximum(after - most, 0.0)
        after -= over
        if turn >= HOURS:
            emptied = 0.5 * queue**2 / np.maximum(serve - come, 1e-9)
            area = np.where(after <= 0.0, emptied, 0.5 * (queue + after))
            rho = np.minimum(come / serve, NEAR_FULL)
            chance = day.scatter * rho ** (np.sqrt(2.0 * (day.booths * share + 1.0)) - 1.0) / (serve * (1.0 - rho))
            spent += area + (come - over) * np.minimum(chance, day.patience)
            joined += come - over
            put_off += over
        queue = after
    return spent / np.maximum(joined, 1e-300), put_off


def slow(day: Day) -> np.ndarray:
    """The twin, gate by gate and lane by lane."""
    hours = np.empty_like(day.capacity)
    for g, lane in np.ndindex(hours.shape):
        p = day.pattern[g]
        hours[g, lane] = oracle.wait(
            *(float(x[g, lane]) for x in (day.arrivals[0], day.capacity, day.booths)),
            *(x[p, :, lane].tolist() for x in (day.profile, day.opening)),
            scatter=float(day.scatter[lane]),
            patience=float(day.patience[lane]),
        )["hours"]
    return hours


def main() -> None:
    options = arguments(__doc__)
    day, few = inputs(), inputs(lanes=1)
    out, one = (Waits(np.zeros_like(d.arrivals), np.zeros_like(d.arrivals)) for d in (day, few))
    wait(day, out)
    wait(few, one)
    assert np.allclose(out.hours[0], whole_arrays(day)[0], rtol=1e-9, atol=1e-12)
    assert np.allclose(out.put_off[0], whole_arrays(day)[1], rtol=1e-9, atol=1e-6)
    assert np.allclose(one.hours[0], slow(few), rtol=1e-9, atol=1e-12)
    times = race(
        {
            "flowsim": Variant(lambda: wait(day, out), day.arrivals.size),
            "flowsim, one lane": Variant(lambda: wait(few, one), few.arrivals.size),
            "numpy, whole arrays": Variant(lambda: whole_arrays(day), day.arrivals.size),
            "slow twin": Variant(lambda: slow(few), few.arrivals.size),
        },
        options.rounds,
    )
    show(f"one day at {GATES} gates in {LANES} lanes, waits equal", times, "flowsim", "ns per gate and lane")
    tile, still = FlowModel(seeds=range(LANES)), FlowModel(seeds=range(LANES))
    still.step()
    still.week = still.first  # the phase is due whenever it is called
    weeks = still.decide_weeks
    cost = race(
        {
            "queues": Variant(lambda: phase(still), float(weeks)),
            "whole week": Variant(lambda: [tile.step() for _ in range(weeks)], float(weeks)),
        },
        options.rounds,
    )
    show(f"a week of a tile of {LANES}; queues run every {weeks} weeks", cost, "whole week", "ns per tile-week")
    save(options.out, "queues", {"kernel": times, "ns per tile-week": cost})


if __name__ == "__main__":
    main()
