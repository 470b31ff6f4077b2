"""Side-by-side timing: variants take turns, so that ratios survive a machine whose speed drifts."""

from __future__ import annotations

import argparse
import json
import math
import os
import platform
import subprocess
import time
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

import numba
import numpy as np


class Variant(NamedTuple):
    """One contestant: what to call, how many units of work a call does, what to do before it, untimed."""

    call: Callable[[], object]
    units: float
    before: Callable[[], object] = lambda: None


def race(variants: dict[str, Variant], rounds: int = 9) -> dict[str, float]:
    """Nanoseconds per unit: the least of ``rounds`` interleaved calls, after one call that warms up.

    Every second round goes backwards, so that nobody always comes next after the one that empties the caches.
    """
    for variant in variants.values():
        variant.before()
        variant.call()
    best = dict.fromkeys(variants, math.inf)
    order = list(variants.items())
    for number in range(rounds):
        for name, variant in order if number % 2 == 0 else reversed(order):
            variant.before()
            start = time.perf_counter()
            variant.call()
            best[name] = min(best[name], time.perf_counter() - start)
    return {name: best[name] / variants[name].units * 1e9 for name in variants}


def show(title: str, times: dict[str, float], base: str, unit: str = "ns") -> None:
    """Print a table of times and of ratios to ``base``."""
    print(f"\n## {title}\n\n| variant | {unit} | times {base} |\n|---|---:|---:|")
    for name, value in times.items():
        print(f"| {name} | {value:.3g} | {value / times[base]:.3g} |", flush=True)


def slope(sizes: list[float], times: list[float]) -> float:
    """Slope of log time against log size."""
    return float(np.polyfit(np.log(sizes), np.log(times), 1)[0])


def yardstick() -> float:
    """Seconds of ten rounds of ``np.exp(rng.normal(size=4_000_000)).sum()``: 0.8 on the reference machine."""
    rng = np.random.default_rng(0)
    best = math.inf
    for _ in range(3):
        start = time.perf_counter()
        np.exp(rng.normal(size=4_000_000)).sum()
        best = min(best, time.perf_counter() - start)
    return 10.0 * best


def machine() -> dict[str, object]:
    """What the figures were measured on."""
    return {
        "processor": numba.core.config.CPU_NAME or subprocess_word(["uname", "-p"]) or platform.machine(),
        "cores": os.cpu_count(),
        "python": platform.python_version(),
        "numpy": np.__version__,
        "numba": numba.__version__,
        "gcc": subprocess_word(["gcc", "-dumpfullversion"]),
        "yardstick_s": round(yardstick(), 3),
    }


def subprocess_word(command: list[str]) -> str | None:
    """First line that a command prints, or None."""
    try:
        done = subprocess.run(command, capture_output=True, text=True, check=True)
    except (OSError, subprocess.CalledProcessError):
        return None
    return done.stdout.strip().splitlines()[0] if done.stdout.strip() else None


def arguments(description: str | None) -> argparse.Namespace:
    """``--out`` and ``--rounds`` of every program here."""
    parser = argparse.ArgumentParser(description=description)
    parser.add_argument("--out", type=Path, default=Path(__file__).parent / "results", help="folder of the JSON")
    parser.add_argument("--rounds", type=int, default=9, help="interleaved rounds (least counts)")
    return parser.parse_args()


def save(folder: Path, name: str, figures: dict[str, object]) -> None:
    """Write ``<folder>/<name>.json`` with the machine beside the figures."""
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"{name}.json"
    path.write_text(json.dumps({"machine": machine(), **figures}, indent=1) + "\n")
    print(f"\nwritten: {path}")
