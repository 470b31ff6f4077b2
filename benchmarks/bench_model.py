"""Whole model: time per run of 16 years by tile size, share outside kernels, what a tile costs beside its weeks."""

from __future__ import annotations

import argparse
import cProfile
import pstats
import time
from functools import partial
from pathlib import Path

from race import Variant, race, save, show, slope

from flowsim.engine.model import FlowModel

YEARS_16 = 835  # weeks
TILES = (1, 8, 16, 64)


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


def tile(lanes: int) -> None:
    """What a tile of a job costs beside its weeks: made, remembered at the end of history, branched, closed."""
    model = FlowModel(seeds=range(lanes))
    model.branch(model.snapshot(), model.config)
    model.close()


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
    tiles = {f"{lanes} lanes": Variant(partial(tile, lanes), 1e6) for lanes in TILES}
    overhead = race(tiles, options.rounds)
    show("a tile beside its weeks", overhead, f"{TILES[-1]} lanes", "ms")
    figures = {
        "seconds per run": times,
        "share outside kernels": share,
        "slope in lanes": slope(list(TILES), per_tile),
        "ms per tile": overhead,
    }
    save(options.out, "model", figures)


if __name__ == "__main__":
    main()
