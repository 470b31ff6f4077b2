"""Whole model: time per run of 16 years by tile size, share of time outside kernels, one thread against two."""

from __future__ import annotations

import argparse
import cProfile
import pstats
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from race import Variant, race, save, show, slope

from flowsim.engine.model import FlowModel
from flowsim.kernels.lanes import total

YEARS_16 = 835  # weeks
TILES = (1, 8, 64)


def advance(model: FlowModel, weeks: int) -> FlowModel:
    for _ in range(weeks):
        model.step()
    return model


def settled(lanes: range) -> FlowModel:
    """A tile after its spin-up: from then on weeks are recorded and published."""
    model = FlowModel(seeds=lanes)
    return advance(model, model.first - model.week)


def outside_kernels(model: FlowModel, weeks: int) -> float:
    """Share of wall time spent outside compiled code: kernel seconds from a profile, over seconds without one."""
    profile = cProfile.Profile()
    profile.runcall(advance, model, weeks)
    compiled = sum(
        own
        for (file, _, name), (_, _, own, _, _) in pstats.Stats(profile).stats.items()
        if Path(file).parent.name == "kernels" and name not in {"total", "sum_over", "mix", "weighted"}
    )
    start = time.perf_counter()
    advance(model, weeks)
    return 1.0 - compiled / (time.perf_counter() - start)


def threads(weeks: int, rounds: int) -> dict[str, object]:
    """Two tiles of 64 lanes one after the other, and in two threads: same bits."""
    tiles = [range(64), range(64, 128)]
    alone = [settled(tile) for tile in tiles]
    together = [settled(tile) for tile in tiles]
    with ThreadPoolExecutor(2) as pool:
        times = race(
            {
                "1 thread": Variant(lambda: [advance(model, weeks) for model in alone], weeks),
                "2 threads": Variant(lambda: list(pool.map(lambda m: advance(m, weeks), together)), weeks),
            },
            rounds,
        )
    same = all((total(a.world.stock_kg) == total(b.world.stock_kg)).all() for a, b in zip(alone, together, strict=True))
    show(f"two tiles of 64 lanes, equal to the bit: {same}", times, "2 threads", "ns per week")
    return {"ns per week": times, "equal": same, "ratio": times["1 thread"] / times["2 threads"]}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--out", type=Path, default=Path(__file__).parent / "results", help="folder of the JSON")
    parser.add_argument("--rounds", type=int, default=9, help="interleaved rounds (least counts)")
    parser.add_argument("--weeks", type=int, default=12, help="weeks per round")
    options = parser.parse_args()
    models = {f"{lanes} lanes": settled(range(lanes)) for lanes in TILES}
    variants = {
        name: Variant(lambda m=model: advance(m, options.weeks), options.weeks * model.lanes / YEARS_16)
        for name, model in models.items()
    }
    times = {name: ns / 1e9 for name, ns in race(variants, options.rounds).items()}
    show("one run of 16 years", times, f"{TILES[-1]} lanes", "s per run")
    share = {name: outside_kernels(model, options.weeks) for name, model in models.items()}
    for name, value in share.items():
        print(f"outside kernels, {name}: {value:.0%}")
    per_tile = [times[f"{lanes} lanes"] * lanes for lanes in TILES]
    figures = {
        "seconds per run": times,
        "share outside kernels": share,
        "slope in lanes": slope(list(TILES), per_tile),
        "threads": threads(options.weeks, options.rounds),
    }
    save(options.out, "model", figures)


if __name__ == "__main__":
    main()
