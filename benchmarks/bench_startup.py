"""Start-up in paired processes: ``--help``, the first week with a cold and a warm kernel cache."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from race import arguments, save, show

FIRST_WEEK = "from flowsim.engine.model import FlowModel; FlowModel(seeds=(0,)).step()"


def seconds(command: list[str], cache: Path) -> float:
    """Wall time of one process with its own kernel cache folder."""
    start = time.perf_counter()
    environment = {**os.environ, "FLOWSIM_CACHE": str(cache)}
    done = subprocess.run([sys.executable, *command], env=environment, capture_output=True, text=True)
    if done.returncode != 0:
        raise SystemExit(done.stderr)
    return time.perf_counter() - start


def main() -> None:
    options = arguments(__doc__)
    with tempfile.TemporaryDirectory() as folder:
        warm = Path(folder) / "warm"
        cold = min(seconds(["-c", FIRST_WEEK], Path(folder) / f"cold-{i}") for i in range(2))
        seconds(["-c", FIRST_WEEK], warm)
        commands = {
            "python -c pass": ["-c", "pass"],
            "--help": ["-m", "flowsim.cli", "--help"],
            "first week, warm": ["-c", FIRST_WEEK],
        }
        times = dict.fromkeys(commands, float("inf"))
        for _ in range(options.rounds):
            for name, command in commands.items():
                times[name] = min(times[name], seconds(command, warm))
    times["first week, cold"] = cold
    show("start-up", times, "first week, warm", "s")
    save(options.out, "startup", {"seconds": times})


if __name__ == "__main__":
    main()
