"""Writes tiles into one folder until it has them all; the kill test runs it as a process of its own."""

from __future__ import annotations

import runpy
import sys
from pathlib import Path

from flowsim.experiments.manifest import run_manifest
from flowsim.experiments.store import Store


def main(out: str, tile: int, seeds: int) -> None:
    maker = runpy.run_path(str(Path(__file__).with_name("conftest.py")))
    store = Store(out)
    for key, scenario in (("aaaa", "baseline"), ("bbbb", "ports")):
        store.write_manifest(key, run_manifest(maker["case"](scenario), key))
        for wanted in store.todo(key, range(seeds), tile):
            store.write_tile(key, maker["tile_tables"](wanted))


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]), int(sys.argv[3]))
