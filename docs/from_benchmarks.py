"""The table of performance.md, goals beside measurements, from ``benchmarks/results``; no file, no cell."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

HERE = Path(__file__).resolve().parent
RESULTS = HERE.parent / "benchmarks" / "results"
BEGIN, END = "<!-- begin: measured -->\n", "<!-- end: measured -->"
Reader = Callable[[dict[str, Any]], str]


def crossing(found: dict[str, Any]) -> str:
    """The load kernel against its rivals, sparse and dense."""
    parts = []
    for case in ("sparse", "dense"):
        times = found[case]
        ours = times["flowsim"]
        rivals = {
            "C": "C, lanes",
            "plain numba": "numba, obvious",
            "numpy": "numpy, whole arrays",
            "pure Python": "pure Python",
        }
        ratios = ", ".join(f"{name} {ratio(times[key] / ours)}" for name, key in rivals.items() if key in times)
        parts.append(f"{ours:.0f} ns at {times['loads per cell']:.2g} loads per cell; {ratios}")
    return "; ".join(parts)


def ratio(value: float) -> str:
    """A ratio with two digits that mean something."""
    return f"{value:.0f}×" if value >= 10 else f"{value:.1f}×"


def crossing_growth(found: dict[str, Any]) -> str:
    """Slopes of the load kernel."""
    return "load kernel: " + ", ".join(f"{name} {row['slope']:.2f}" for name, row in found["growth"].items())


def uniform(found: dict[str, Any]) -> str:
    """Our uniform over numpy's."""
    times = found["uniform"]
    ours, numpys = times["flowsim"], times["numpy Philox"]
    return f"{ours:.2f} ns, {ours / numpys:.2f} of numpy's {numpys:.2f} ns"


def whole(found: dict[str, Any]) -> str:
    """Seconds per run, and the share outside kernels, in the largest tile."""
    name = list(found["seconds per run"])[-1]
    seconds, outside = found["seconds per run"][name], found["share outside kernels"][name]
    return f"{seconds:.3f} s in a tile of {name}; {100 * outside:.0f} % outside kernels"


def threads(found: dict[str, Any]) -> str:
    """Two threads against one."""
    equal = "equal bits" if found["threads"]["equal"] else "bits differ"
    return f"{found['threads']['ratio']:.2f}×, {equal}"


def startup(found: dict[str, Any]) -> str:
    """Start-up times."""
    s = found["seconds"]
    return (
        f"{s['first week, warm']:.1f} s, cache cold {s['first week, cold']:.0f} s; `--help` {s['--help']:.2f} s "
        f"(empty Python {s['python -c pass']:.2f} s)"
    )


GOALS: tuple[tuple[str, str, str, Reader | None], ...] = (
    (
        "load kernel (choice and thinning), per cell",
        "no slower than the same loop in C (gcc -O3 -march=native); 10× plain numba, 15× numpy, 300× pure Python; "
        "equal integers",
        "crossing",
        crossing,
    ),
    ("Philox uniform", "at most 0.2 of numpy's Philox", "draws", uniform),
    (
        "whole model, one run of 16 years in a tile of 64 lanes",
        "at most 0.15 s of one core; mesa and Python under 15 %",
        "model",
        whole,
    ),
    ("the same rules in plain mesa and numpy, small sizes", "at least 100× slower", "", None),
    ("10 scenarios × 1,000 paired runs, 2 cores", "under 10 minutes, under 2 GiB", "", None),
    ("2 cores against 1", "1.85×, equal bits", "model", threads),
    ("growth in lanes, corridors, loads", "log-log slope 0.95 to 1.07 over two decades", "crossing", crossing_growth),
    ("start to first week, cache warm", "under 2.5 s; `--help` under 1 s", "startup", startup),
    ("a sweep", "every kernel compiled once; under 20 ms per tile inside a job", "", None),
    ("worlds needed for an interval of a difference, paired over independent", "at most a tenth", "", None),
)


def table() -> str:
    """Goals beside what was measured, and the machine."""
    lines = ["| what | goal | measured |", "|---|---|---|"]
    machines = {}
    for what, goal, file, read in GOALS:
        path = RESULTS / f"{file}.json"
        cell = ""
        if read is not None and path.is_file():
            found = json.loads(path.read_text(encoding="utf-8"))
            cell = read(found)
            machines[file] = found["machine"]
        lines.append(f"| {what} | {goal} | {cell} |")
    said = sorted({words(machine) for machine in machines.values()})
    return "\n".join([*lines, "", *(f"Machine: {line}." for line in said)]) + "\n"


def words(machine: dict[str, Any]) -> str:
    """The machine in a line."""
    kind = f"{machine['processor']}, " if machine["processor"] != "unknown" else ""
    compiler = f", gcc {machine['gcc']}" if machine.get("gcc") else ""
    return (
        f"{kind}{machine['cores']} cores; Python {machine['python']}, numpy {machine['numpy']}, "
        f"numba {machine['numba']}{compiler}"
    )


def write() -> None:
    """Put the table into performance.md."""
    page = HERE / "performance.md"
    head, rest = page.read_text(encoding="utf-8").split(BEGIN)
    page.write_text(head + BEGIN + table() + END + rest.split(END)[1], encoding="utf-8")


if __name__ == "__main__":
    write()
