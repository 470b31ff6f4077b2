"""The table of performance.md, goals beside measurements, from ``benchmarks/results``; no file, no cell."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

HERE = Path(__file__).resolve().parent
RESULTS = HERE.parent / "benchmarks" / "results"
BEGIN, END = "<!-- begin: measured -->\n", "<!-- end: measured -->"
REFERENCE_S = 0.8  # yardstick of the reference machine, see benchmarks/race.py
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
        ratios = against(times, rivals)
        parts.append(f"{ours:.0f} ns at {times['loads per cell']:.2g} loads per cell; {ratios}")
    return "; ".join(parts)


def ratio(value: float) -> str:
    """A ratio with two digits that mean something."""
    return f"{value:.0f}×" if value >= 10 else f"{value:.1f}×"


def five_drugs(found: dict[str, Any]) -> str:
    """The load kernel on a week of five drugs."""
    times = found["five drugs"]
    rivals = {"C": "C, lanes", "plain numba": "numba, obvious"}
    return (
        f"{times['flowsim']:.2f} ms for {times['loads per world']:.0f} loads in each of 64 worlds; "
        f"{against(times, rivals)}"
    )


def against(times: dict[str, float], rivals: dict[str, str]) -> str:
    """Rivals over ours."""
    return ", ".join(f"{said} {ratio(times[key] / times['flowsim'])}" for said, key in rivals.items() if key in times)


def choice(found: dict[str, Any]) -> str:
    """Choice of routes and learning."""
    return "; ".join(
        f"{name} {found[name]['flowsim']:.2f} ms, numpy {ratio(found[name]['numpy'] / found[name]['flowsim'])}"
        for name in ("choice", "learning")
    )


def queues(found: dict[str, Any]) -> str:
    """Queues at ports of entry."""
    times, cost = found["kernel"], found["ns per tile-week"]
    rivals = {"numpy": "numpy, whole arrays", "slow twin": "slow twin"}
    part = 100 * cost["queues"] / cost["whole week"]
    return f"{times['flowsim']:.0f} ns per gate; {against(times, rivals)}; {part:.0f} % of a week"


def phases(found: dict[str, Any]) -> str:
    """Each rival over ours: all kernels together, and the two ends."""
    parts = []
    for rival in ("plain numba", "numpy, whole arrays", "slow twin"):
        rows = {name: row for name, row in found["us per tile-week"].items() if rival in row}
        times = {name: row[rival] / row["flowsim"] for name, row in rows.items()}
        if times:
            together = sum(row[rival] for row in rows.values()) / sum(row["flowsim"] for row in rows.values())
            least, most = min(times, key=times.__getitem__), max(times, key=times.__getitem__)
            ends = f"{ratio(times[least])} ({least}) to {ratio(times[most])} ({most})"
            parts.append(f"{rival.split(',')[0]} {ratio(together)} together, {ends}")
    return "; ".join(parts)


def accounts(found: dict[str, Any]) -> str:
    """Accounts scored, in one world and in a tile, and what thinning saves."""
    rivals = {"C": "C", "plain numba": "numba, obvious", "numpy": "numpy, float32", "slow twin": "slow twin"}
    parts = [
        f"{words}: {found[case]['flowsim']:.1f} ns, {against(found[case], rivals)}"
        for case, words in (("one lane", "one world"), ("tile", "tile of 64"))
    ]
    thin = found["thinning"]
    saved = thin["drawn, rows of alerts in full"] / thin["thinned, with rows in full"]
    grown = found["growth"]["slope"]
    return "; ".join(
        [*parts, f"customers thinned instead of drawn {ratio(saved)} cheaper; slope to 4 million {grown:.2f}"]
    )


def closed(found: dict[str, Any]) -> str:
    """A week of the organisations alone, and its growth in groups."""
    rivals = {
        "plain numba": "plain numba",
        "numba over the whole matrix": "numba, whole matrix",
        "numpy": "numpy, whole matrix",
        "slow twin": "slow twin",
    }
    kernel, groups = found["kernel"], found["growth"]["groups"]
    slopes = f"20 to 2,000 groups {groups['slope']:.2f} ({groups['slope of the largest two']:.2f} over the largest two)"
    return f"{kernel['flowsim']:.1f} ns, {against(kernel, rivals)}; slope of {slopes}"


def ground(found: dict[str, Any]) -> str:
    """Contestation, members and homicides in a week of a tile."""
    rivals = {"plain numba": "plain numba", "numpy": "numpy, dense", "slow twin": "slow twin"}
    return "; ".join(
        f"{name} {times['flowsim']:.0f} µs, {against(times, rivals)}"
        for name, times in found["us per tile-week"].items()
    )


def ground_growth(found: dict[str, Any]) -> str:
    """Slopes of the same kernels over all sizes, and between the largest two."""
    parts = []
    for what, words in (("groups", "local groups 32 to 2,000"), ("plazas", "plazas 8 to 128")):
        rows = {name: row for name, row in found["growth"][what].items() if "slope" in row}
        said = (f"{name} {row['slope']:z.2f} ({row['slope of the largest two']:z.2f})" for name, row in rows.items())
        parts.append(f"{words}: {', '.join(said)}")
    return "over all sizes (between the largest two): " + "; ".join(parts)


def parts_of(part: str) -> Reader:
    """Seconds per run of one part of the model."""

    def read(found: dict[str, Any]) -> str:
        seconds, yardstick = found["seconds per run"][part], found["machine"]["yardstick_s"]
        scaled = seconds * REFERENCE_S / yardstick
        text = f"{seconds:.3f} s; {scaled:.3f} s on the reference machine (yardstick {yardstick:.2f} s here)"
        if part == "money":
            text += f"; {found['usd a year'] / 1e9:.0f} bn USD a year, {found['accounts'] / 1e3:.0f} thousand accounts"
        return text

    return read


def growth(found: dict[str, Any]) -> str:
    """Slopes of kernels over two decades, and of the whole model."""
    parts = []
    for part in ("kernels", "whole model"):
        rows = found[part].items()
        said = (f"{name} {row['slope']:.2f} ({row['slope of the largest two']:.2f})" for name, row in rows)
        parts.append(", ".join(said))
    return f"over all sizes (between the largest two): {parts[0]}; a week of the whole model: {parts[1]}"


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
    yardstick = found["machine"]["yardstick_s"]
    return (
        f"{seconds:.3f} s in a tile of {name}; {seconds * REFERENCE_S / yardstick:.3f} s on the reference machine "
        f"(yardstick {yardstick:.2f} s here, {REFERENCE_S} s there); {100 * outside:.0f} % outside kernels"
    )


def cores(found: dict[str, Any]) -> str:
    """Two processes against one, and whether what they store is alike."""
    two = found["cores"]
    return f"{two['ratio']:.2f}×, {'equal' if two['equal'] else 'UNEQUAL'} bits"


def ensemble(found: dict[str, Any]) -> str:
    """The large comparison."""
    text = f"{found['seconds'] / 60:.1f} minutes, {found['bytes'] / 2**30:.2f} GiB"
    return f"{text}, for {found['scenarios']} scenarios (and the baseline) of {found['runs']:,} runs, without pictures"


def sweep(found: dict[str, Any]) -> str:
    """What a tile costs beside its weeks."""
    said = ", ".join(f"{ms:.0f} ms for {name}" for name, ms in found["ms per tile"].items())
    return f"one cache for all; a tile is made, remembered and branched in {said}"


def pairing(found: dict[str, Any]) -> str:
    """Variance of paired differences over that of independent ones."""
    return ", ".join(f"{value:.3f} ({name})" for name, value in found["pairing"].items())


def plain(found: dict[str, Any]) -> str:
    """One world in mesa and numpy over ours in a tile, and over ours alone."""
    tile, alone, rival = found["seconds per run"].values()
    said = f"{rival:.1f} s a run, {100 * found['share compiled']:.0f} % of it compiled"
    return f"{ratio(rival / tile)} ({said}); {ratio(rival / alone)} one world of flowsim by itself"


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
    ("load kernel, a week of five drugs", "no slower than C; equal integers", "crossing", five_drugs),
    ("choice of routes and learning, a week of a tile of 64 lanes", "faster than numpy, equal", "choice", choice),
    ("queues at ports of entry, a day", "faster than numpy, equal waits", "queues", queues),
    (
        "every other kernel, on what a week of a tile of 64 lanes passes it",
        "no slower than the same source as plain numba, faster than numpy; equal results",
        "phases",
        phases,
    ),
    (
        "screening of accounts, per account-month (four account-weeks)",
        "no slower than vectorised C; 8× numpy; 12 ns on the reference machine; slope 0.95 to 1.07",
        "payments",
        accounts,
    ),
    (
        "organisations alone, a week per group and world",
        "no slower than plain numba, faster than numpy; equal members; slope in groups at most 1.07",
        "closed",
        closed,
    ),
    (
        "conflict and recruitment kernels, on what a week of a tile of 64 lanes passes them",
        "no slower than the same source as plain numba, faster than numpy; equal results",
        "conflict",
        ground,
    ),
    ("growth in groups and plazas, the same kernels", "slope at most 1.07", "conflict", ground_growth),
    ("Philox uniform", "at most 0.2 of numpy's Philox", "draws", uniform),
    (
        "goods and records, one run of 16 years in a tile of 64 lanes",
        "at most 0.06 s of one core on the reference machine",
        "parts",
        parts_of("goods and records"),
    ),
    (
        "money, the same",
        "at most 0.07 s at 10 bn USD a year",
        "parts",
        parts_of("money"),
    ),
    (
        "whole model, the same",
        "at most 0.15 s; mesa and Python under 15 %",
        "model",
        whole,
    ),
    ("the same rules in plain mesa and numpy, small sizes", "at least 100× slower", "plain", plain),
    ("10 scenarios × 1,000 paired runs, 2 cores", "under 10 minutes, under 2 GiB", "ensemble", ensemble),
    ("2 cores against 1", "1.85×, equal bits", "ensemble", cores),
    ("growth in lanes, corridors, loads", "log-log slope 0.95 to 1.07 over two decades", "crossing", crossing_growth),
    (
        "growth in organisations, places, corridors, lanes",
        "slope at most 1.07: kernels over two decades, a week of the whole model",
        "growth",
        growth,
    ),
    ("start to first week, cache warm", "under 2.5 s; `--help` under 1 s", "startup", startup),
    ("a sweep", "every kernel compiled once; under 20 ms per tile inside a job", "model", sweep),
    ("worlds needed for an interval of a difference, paired over independent", "at most a tenth", "ensemble", pairing),
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
