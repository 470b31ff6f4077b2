"""Growth of the time of a week with places, organisations, corridors and lanes: kernels, then the whole model."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path

import bench_choice
import bench_crossing
import numpy as np
import pandas as pd
from race import Variant, arguments, race, save, slope

from flowsim.data.inputs import FOLDER
from flowsim.domain.chain import Structure, archetypes
from flowsim.domain.files import Files
from flowsim.domain.world_config import WorldConfig
from flowsim.engine.model import FlowModel
from flowsim.kernels.choice import choose, fade_and_judge
from flowsim.kernels.crossing import cross

LANES, WEEKS, WARM = 64, 4, 12  # one period of decisions; weeks before the first round
WAYS, SENDERS = (10, 32, 100, 320, 1000), (2, 6, 20, 60, 200)


def loads(**size: int) -> Callable[[], object]:
    """The load kernel; the density of loads stays."""
    case = bench_crossing.inputs(drugs=5, **size)
    return lambda: cross(*case)


def routes(**size: int) -> Callable[[], object]:
    """Choice of routes, and learning."""
    memory, options, taste = bench_choice.inputs(idle=0, **size)
    out, risk = np.zeros_like(memory.share), np.zeros((bench_choice.DRUGS, bench_choice.LANES))
    judge = memory, options.weights, np.ones(bench_choice.LANES), taste.prior_hits, taste.prior_passes, risk

    def run() -> None:
        choose(memory, options, taste, out)
        fade_and_judge(*judge)

    return run


def organisations(count: int) -> WorldConfig:
    """The dozen, copied with ids of their own; all together export what the dozen did."""
    dozen = archetypes()
    copies = {
        f"{name}_{i}" if i else name: replace(one, id=12 * i + one.id)
        for i in range(count // 12)
        for name, one in dozen.items()
    }
    return WorldConfig(organisations=copies)


def markets(count: int) -> WorldConfig:
    return WorldConfig(structure=Structure(markets={9: "divisions", 51: "states"}[count]))


def growers(count: int, folder: Path) -> WorldConfig:
    """Poppy regions of a geography of one's own: those packaged, copied."""
    places = pd.read_csv(FOLDER / "geography.csv", dtype=str)
    poppy = places[places["kind"] == "poppy_region"]
    copies = [poppy.assign(id=poppy["id"] + f"_{i}") for i in range(1, count // len(poppy))]
    return WorldConfig(files=own(folder / f"growers_{count}", geography=pd.concat([places, *copies])))


def ports(count: int, folder: Path) -> WorldConfig:
    """The first ports of the packaged geography by crossings of people, with their traffic."""
    places = pd.read_csv(FOLDER / "geography.csv", dtype=str)
    traffic = pd.read_csv(FOLDER / "border_crossings.csv", dtype=str)
    port, code = places["kind"] == "port_of_entry", places["id"].str.removeprefix("port_")
    kept = code[port][places["weight_1"][port].astype(float).sort_values(ascending=False).index[:count]]
    return WorldConfig(
        files=own(
            folder / f"ports_{count}",
            geography=places[~port | code.isin(kept)],
            border_crossings=traffic[traffic["port_code"].isin(kept)],
        )
    )


def own(folder: Path, **tables: pd.DataFrame) -> Files:
    """Tables of one's own."""
    folder.mkdir()
    for name, table in tables.items():
        table.to_csv(folder / f"{name}.csv", index=False)
    return Files(**{name: str(folder / f"{name}.csv") for name in tables})


def week(config: WorldConfig, lanes: int = LANES) -> Callable[[], object]:
    """A period of decisions of a warm model."""
    model = FlowModel(config, seeds=range(lanes))

    def run(weeks: int = WEEKS) -> None:
        for _ in range(weeks):
            model.step()

    run(WARM)
    return run


def grow(name: str, sizes: Sequence[int], make: Callable[[int], Callable[[], object]], rounds: int, per: int = 1):
    """Milliseconds by size, and log-log slopes: over all sizes, and between the largest two."""
    times = race({str(n): Variant(make(n), 1e6 * per) for n in sizes}, rounds)
    values = list(times.values())
    overall, last = slope(list(sizes), values), slope(list(sizes[-2:]), values[-2:])
    row = ", ".join(f"{n}: {ms:.3g}" for n, ms in times.items())
    print(f"| {name} | {row} | {overall:.2f} | {last:.2f} |", flush=True)
    return {"ms": times, "slope": overall, "slope of the largest two": last}


def main() -> None:
    options = arguments(__doc__)
    head = "| what grows | ms by size | slope | largest two |\n|---|---|---:|---:|"
    kernels, model = {}, {}
    print(f"\n## kernels\n\n{head}")
    for name, sizes, make in (
        ("load kernel, ways", WAYS, lambda n: loads(ways=n)),
        ("load kernel, organisations", SENDERS, lambda n: loads(senders=n)),
        ("choice and learning, ways", WAYS, lambda n: routes(ways=n, senders=2)),
        ("choice and learning, organisations", SENDERS, lambda n: routes(senders=n, ways=20)),
    ):
        kernels[name] = grow(name, sizes, make, options.rounds)
    print(f"\n## a week of the whole model, {LANES} lanes\n\n{head}")
    with tempfile.TemporaryDirectory() as folder:
        where = Path(folder)
        for name, sizes, make in (
            ("organisations", (12, 24, 48, 96), lambda n: week(organisations(n))),
            ("markets", (9, 51), lambda n: week(markets(n))),
            ("poppy regions", (6, 12, 24, 48, 96), lambda n: week(growers(n, where))),
            ("ports of entry", (3, 6, 12, 26), lambda n: week(ports(n, where))),
            ("lanes", (1, 4, 16, 64, 256), lambda n: week(WorldConfig(), n)),
        ):
            model[name] = grow(name, sizes, make, options.rounds, WEEKS)
    save(options.out, "growth", {"kernels": kernels, "whole model": model})


if __name__ == "__main__":
    main()
