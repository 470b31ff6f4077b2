"""Goods and money apart: milliseconds of every phase of a week in a tile of 64 worlds, and seconds of a run by part."""

from __future__ import annotations

import math
import time
from typing import Any

from race import arguments, save, show

import flowsim.engine.model as engine
from flowsim.engine.model import FlowModel
from flowsim.engine.phases import PHASES

LANES, YEARS_16 = 64, 835  # weeks
MONEY = {"money", "screening", "cases", "close_books", "decide_money"}
CYCLE = 4  # weeks between decisions


def timed(took: dict[str, float], name: str, function: Any) -> Any:
    """The same function; its seconds are added up under ``name``."""

    def call(*args: Any) -> Any:
        start = time.perf_counter()
        out = function(*args)
        took[name] = took.get(name, 0.0) + time.perf_counter() - start
        return out

    return call


def cycle(model: FlowModel) -> dict[str, float]:
    """Milliseconds per week of every part, over one cycle of decisions."""
    took: dict[str, float] = {}
    phases, decide_money = engine.PHASES, engine.decide_money
    engine.PHASES = tuple(timed(took, phase.__name__, phase) for phase in PHASES)
    engine.decide_money = timed(took, "decide_money", decide_money)
    try:
        start = time.perf_counter()
        for _ in range(CYCLE):
            model.step()
        took["whole week"] = time.perf_counter() - start
    finally:
        engine.PHASES, engine.decide_money = phases, decide_money
    return {name: 1e3 * seconds / CYCLE for name, seconds in took.items()}


def main() -> None:
    options = arguments(__doc__)
    model = FlowModel(seeds=range(LANES))
    while model.week < 52 or not model.deciding:
        model.step()
    best: dict[str, float] = {}
    for _ in range(max(options.rounds, 2)):
        for name, ms in cycle(model).items():
            best[name] = min(best.get(name, math.inf), ms)
    show(f"a week of a tile of {LANES}", dict(sorted(best.items(), key=lambda one: -one[1])), "whole week", "ms")
    money = sum(best[name] for name in MONEY)
    parts = {"whole": best["whole week"], "money": money, "goods and records": best["whole week"] - money}
    runs = {name: ms * 1e-3 * YEARS_16 / LANES for name, ms in parts.items()}
    show("a run of 16 years, one core", runs, "whole", "s")
    accounts = float(model.world.accounts.sum((0, 1)).mean())
    usd = float(model.world.placed_usd.sum((0, 1)).mean() * 52.0)
    save(options.out, "parts", {"ms per week": best, "seconds per run": runs, "accounts": accounts, "usd a year": usd})


if __name__ == "__main__":
    main()
