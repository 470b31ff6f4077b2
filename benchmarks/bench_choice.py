"""The choice of routes and learning, for all senders at once, against their twins in numpy; ms per decision."""

from __future__ import annotations

import sys
from pathlib import Path

import numpy as np
from race import Variant, arguments, race, save, show

from flowsim.kernels.choice import Memory, Routes, Taste, choose, fade_and_judge

sys.path.append(str(Path(__file__).parents[1] / "tests" / "kernels"))
import oracle_choice as twin

SENDERS, DRUGS, WAYS, LANES, IDLE = 12, 5, 101, 64, 15


def inputs(senders: int = SENDERS, ways: int = WAYS, idle: int = IDLE) -> tuple[Memory, Routes, Taste]:
    """Five drugs in a tile; ``idle`` pairs of a sender and a drug that it does not deal in."""
    r = np.random.default_rng(0)
    shape = (senders, DRUGS, ways, LANES)
    trials, share, openings = r.gamma(0.5, 20.0, shape), r.random(shape), r.random(shape[1:])
    weights = r.random((senders, DRUGS, LANES))
    weights.reshape(-1, LANES)[r.choice(senders * DRUGS, idle, replace=False)] = 0.0
    routes = Routes(
        weights,
        r.uniform(20000.0, 60000.0, (DRUGS, LANES)),
        r.uniform(500.0, 9000.0, (senders, ways, LANES)),
        np.ones((DRUGS, LANES)),
        np.round(r.random((senders, ways, LANES))),
        openings / openings.sum(1, keepdims=True),
        np.zeros(shape[1:]),
    )
    memory = Memory(trials * r.random(shape) * 0.1, trials, share / share.sum(2, keepdims=True))
    return memory, routes, Taste(*(np.full(LANES, x) for x in (0.5, 9.0, 0.03, 0.45, 8.0, 0.5)))


def main() -> None:
    options = arguments(__doc__)
    memory, routes, taste = inputs()
    ours, theirs, risk = np.zeros_like(memory.share), np.zeros_like(memory.share), np.zeros((DRUGS, LANES))
    choose(memory, routes, taste, ours)
    twin.choose(memory, routes, taste, theirs)
    assert np.allclose(ours, theirs, rtol=1e-10)
    judge = memory, routes.weights, np.ones(LANES), taste.prior_hits, taste.prior_passes, risk
    figures = {}
    for title, fast, slow in (
        ("choice", lambda: choose(memory, routes, taste, ours), lambda: twin.choose(memory, routes, taste, theirs)),
        ("learning", lambda: fade_and_judge(*judge), lambda: twin.fade_and_judge(*judge)),
    ):
        times = race({"flowsim": Variant(fast, 1e6), "numpy": Variant(slow, 1e6)}, options.rounds)
        show(f"{title}, five drugs, {LANES} lanes", times, "flowsim", "ms per decision")
        figures[title] = times
    save(options.out, "choice", figures)


if __name__ == "__main__":
    main()
