"""A whole ensemble: ten scenarios, paired runs, tiles shared out over two cores; time, memory, equal bits."""

from __future__ import annotations

import hashlib
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path
from threading import Event, Thread

from race import save, show

from flowsim.experiments.results import load
from flowsim.experiments.store import Store

SCENARIOS = (
    *("institutions", "intelligence_and_arms", "supply", "cartel_finance", "aml_cooperation"),
    *("coordination", "regional_partners", "us_demand", "communities", "all_next_steps"),
)
TILE = 64
PAIRED = ("deaths_overdose", "homicides")


def family(pid: int) -> list[int]:
    """A process and all that came from it."""
    found = [pid]
    for one in found:
        for path in Path(f"/proc/{one}/task").glob("*/children"):
            found += [int(child) for child in path.read_text().split()]
    return found


def resident(pid: int) -> int:
    """Bytes of memory of a process and its children; what they share counts once."""
    total = 0
    for one in family(pid):
        try:
            rollup = Path(f"/proc/{one}/smaps_rollup").read_text()
        except OSError:
            continue
        total += sum(1024 * int(line.split()[1]) for line in rollup.splitlines() if line.startswith("Pss:"))
    return total


class Watch:
    """Most memory that a process and its children ever had at once, looked at every second."""

    def __init__(self, pid: int) -> None:
        self.pid, self.most, self.stop = pid, 0, Event()
        self.thread = Thread(target=self.look)
        self.thread.start()

    def look(self) -> None:
        while not self.stop.wait(1.0):
            self.most = max(self.most, resident(self.pid))

    def end(self) -> int:
        """The most so far."""
        self.stop.set()
        self.thread.join()
        return self.most


def compared(out: Path, runs: int, threads: int, scenarios: Sequence[str]) -> tuple[float, int]:
    """Seconds and most bytes of ``flowsim.compare`` in a process of its own: all but the pictures."""
    asked = [f"replicates={runs}", f"threads={threads}", f"tile={TILE}", f"out={out}"]
    asked.append(f"compare.scenarios=[{','.join(scenarios)}]")
    start = time.perf_counter()
    process = subprocess.Popen([sys.executable, "-c", f"import flowsim; flowsim.compare({asked!r})"])
    watch = Watch(process.pid)
    code = process.wait()
    took, most = time.perf_counter() - start, watch.end()
    if code:
        raise SystemExit(f"the comparison ended with {code}")
    return took, most


def digest(out: Path) -> str:
    """What all tables of runs hold, as one hash."""
    found = hashlib.sha256()
    for run in sorted(Store(out).runs(), key=lambda one: one.path.name):
        for path in sorted(run.path.glob("*.parquet")):
            found.update(path.name.encode() + path.read_bytes())
    return found.hexdigest()


def pairing(out: Path) -> dict[str, float]:
    """Variance of a paired difference over that of two independent ensembles, by outcome: the mean over scenarios."""
    found = load(out).outcomes()
    found = found[found["outcome"].isin(PAIRED)]
    wide = found.pivot_table(index="seed", columns=["outcome", "scenario"], values="value")
    ratios = {}
    for outcome in PAIRED:
        one = wide[outcome]
        apart = one.var() + one["baseline"].var()
        paired = one.sub(one["baseline"], axis=0).var()
        ratios[outcome] = float((paired / apart).drop("baseline").mean())
    return ratios


def cores(runs: int) -> dict[str, object]:
    """The same comparison on one core and on two."""
    times, seen = {}, set()
    for threads in (1, 2):
        with tempfile.TemporaryDirectory() as folder:
            out = Path(folder) / "out"
            times[threads], _ = compared(out, runs, threads, SCENARIOS[-2:])
            seen.add(digest(out))
    return {"seconds": times, "ratio": times[1] / times[2], "equal": len(seen) == 1}


def main() -> None:
    import argparse

    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--out", type=Path, default=Path(__file__).parent / "results", help="folder of the JSON")
    parser.add_argument("--runs", type=int, default=128, help="paired runs of every scenario (the goal has 1000)")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        out = Path(folder) / "out"
        seconds, most = compared(out, options.runs, os.cpu_count() or 1, SCENARIOS)
        paired = pairing(out)
    per = seconds / (len(SCENARIOS) * options.runs)
    show(f"{len(SCENARIOS)} scenarios, {options.runs} paired runs", {"flowsim": 1e3 * per}, "flowsim", "ms per decade")
    print(f"{seconds:.0f} s in all, {most / 2**30:.2f} GiB at most")
    figures = {"scenarios": len(SCENARIOS), "runs": options.runs, "seconds": seconds, "bytes": most, "pairing": paired}
    save(options.out, "ensemble", {**figures, "cores": cores(4 * TILE)})


if __name__ == "__main__":
    main()
