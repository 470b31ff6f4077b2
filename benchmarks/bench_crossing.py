"""The load kernel against C, obvious numba, numpy, pure Python; growth in lanes, ways and loads."""

from __future__ import annotations

import random
import sys
from pathlib import Path

import numpy as np
from c_version import build
from race import Variant, arguments, race, save, show, slope
from rivals import obvious_numba, pure_python, whole_arrays

from flowsim.kernels import draws
from flowsim.kernels.crossing import Address, Crossed, Loads, cross

sys.path.append(str(Path(__file__).parents[1] / "tests" / "kernels"))
import oracle

SENDERS, DRUGS, WAYS, LANES = 12, 2, 110, 64
SPARSE, DENSE = 0.05, 3.0  # loads per cell and week
FIVE = {"ways": 101, "loads": 0.25, "drugs": 5, "idle": 15}  # a week of the model with five drugs


def inputs(lanes=LANES, ways=WAYS, loads=SPARSE, senders=SENDERS, drugs=DRUGS, idle=0):
    """Every sender spreads its loads over all ways, unevenly, the same in every lane; ``idle`` pairs send nothing."""
    random_ = np.random.default_rng(0)
    share = np.repeat(random_.dirichlet(np.full(ways, 1.0), (senders, drugs))[..., None], lanes, -1)
    mean = np.repeat(random_.uniform(2.0, 30.0, (drugs, ways, 1)), lanes, -1)
    p = np.repeat(random_.uniform(0.01, 0.3, (drugs, ways, 1)), lanes, -1)
    expected = (share / mean).mean()
    send = np.full((senders, drugs, lanes), loads / expected)
    send.reshape(-1, lanes)[random_.choice(senders * drugs, idle, replace=False)] = 0.0
    a = Loads(send, 3.0 * send, (share / mean).astype(np.float32), p, mean, np.full((drugs, lanes), 0.8))
    ids = np.arange(max(senders, ways), dtype=np.uint64)  # runs of ids, as in the model
    address = Address(draws.lane_keys(range(lanes)), 1000, ids[:senders].copy(), ids[:ways].copy(), 1, 2)
    return a, address, outputs(a)


def outputs(a: Loads) -> Crossed:
    senders, drugs, ways, lanes = a.rate.shape
    memory = [(senders, drugs, ways, lanes)] * 2
    shapes = [(senders, drugs, lanes)] * 2 + [(drugs, ways, lanes)] * 2 + memory + [(ways, lanes)]
    return Crossed(*(np.zeros(shape) for shape in shapes))


def check(a: Loads, address: Address, c_cross) -> int:
    """Integers equal to the C version's and, on two lanes, to the slow twin's; returns the number of loads."""
    ours = outputs(a)
    cross(a, address, ours)
    if c_cross:
        theirs = outputs(a)
        c_cross(a, address, theirs)
        assert np.array_equal(ours.trials, theirs.trials)
        assert np.array_equal(ours.hits, theirs.hits)
        assert np.array_equal(ours.caught, theirs.caught)
        for name in ("seized_kg", "delivered_kg", "sent_kg", "passed_kg"):
            assert np.allclose(getattr(ours, name), getattr(theirs, name), rtol=1e-5, atol=0.0)
    few = Loads(*(np.ascontiguousarray(x[..., :2]) for x in a))
    slow = outputs(few)
    oracle.cross(few, address._replace(keys=address.keys[:2].copy()), slow)
    assert np.array_equal(ours.trials[..., :2], slow.trials)
    assert np.array_equal(ours.hits[..., :2], slow.hits)
    return int(ours.trials.sum())


def contest(title: str, loads: float, c_cross, rounds: int) -> dict[str, float]:
    """All versions at one density, ns per cell."""
    a, address, out = inputs(loads=loads)
    total, cells = check(a, address, c_cross), a.rate.size
    one, lone, small = inputs(lanes=1, loads=loads)
    lists, generator, rng = [x.tolist() for x in one], random.Random(1), np.random.default_rng(1)
    variants = {"flowsim": Variant(lambda: cross(a, address, out), cells)}
    if c_cross:
        variants["C, lanes"] = Variant(lambda: c_cross(a, address, out), cells)
    variants |= {
        "flowsim, one lane": Variant(lambda: cross(one, lone, small), one.rate.size),
        "numba, obvious": Variant(lambda: obvious_numba(a, out), cells),
        "numpy, whole arrays": Variant(lambda: whole_arrays(a, out, rng), cells),
        "pure Python": Variant(lambda: pure_python(lists, generator), one.rate.size),
        "slow twin": Variant(lambda: oracle.cross(one, lone, small), one.rate.size),
    }
    times = race(variants, rounds)
    show(f"{title}: {total / cells:.3g} loads per cell, integers equal", times, "flowsim", "ns per cell")
    print(f"\nper load: {times['flowsim'] * cells / total:.3g} ns")
    return times | {"loads per cell": total / cells}


def five_drugs(c_cross, rounds: int) -> dict[str, float]:
    """A week of loads of five drugs in a tile, ms per week."""
    a, address, out = inputs(**FIVE)
    total = check(a, address, c_cross)
    variants = {"flowsim": Variant(lambda: cross(a, address, out), 1e6)}
    if c_cross:
        variants["C, lanes"] = Variant(lambda: c_cross(a, address, out), 1e6)
    variants["numba, obvious"] = Variant(lambda: obvious_numba(a, out), 1e6)
    times = race(variants, rounds)
    show(f"five drugs: {total / LANES:.0f} loads per world and week, {LANES} lanes", times, "flowsim", "ms per week")
    return times | {"loads per world": total / LANES}


def growth(rounds: int) -> dict[str, object]:
    """Log-log slopes of time in lanes, ways and loads per cell."""
    found: dict[str, object] = {}
    for name, sizes, make in (
        ("lanes", [8, 32, 128, 512], lambda n: inputs(lanes=n)),
        ("ways", [16, 64, 256, 1024], lambda n: inputs(ways=n)),
        ("loads per cell", [4, 16, 64, 256], lambda n: inputs(lanes=4, loads=n)),
    ):
        cases = {n: make(n) for n in sizes}
        times = race({str(n): Variant(lambda c=case: cross(*c), 1.0) for n, case in cases.items()}, rounds)
        found[name] = {"ns": times, "slope": slope(sizes, list(times.values()))}
        print(f"\ngrowth in {name} {sizes}: slope {found[name]['slope']:.3f}", flush=True)
    return found


def main() -> None:
    options = arguments(__doc__)
    c_cross = build()
    figures: dict[str, object] = {
        "sparse": contest("sparse", SPARSE, c_cross, options.rounds),
        "dense": contest("dense", DENSE, c_cross, options.rounds),
        "five drugs": five_drugs(c_cross, options.rounds),
        "growth": growth(options.rounds),
    }
    save(options.out, "crossing", figures)


if __name__ == "__main__":
    main()
