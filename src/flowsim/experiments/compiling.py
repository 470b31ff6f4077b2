"""Kernels compiled by two processes at once, where none are compiled yet.

A run compiles each kernel when it first calls it, phase after phase. Meanwhile a helper goes through the phases of one
week of a small model from the last to the first, and leaves what it compiles in the same cache folder. Where they meet,
each finds there what the other has made. The helper's numbers mean nothing and are thrown away.
"""

from __future__ import annotations

import gc
import warnings
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from typing import Any

from flowsim.experiments.helper import helper, obey, spare

SELDOM = (100_000, 20, 20)
LANES = 2  # as many as it takes for arrays to be laid out as those of any number of lanes


@contextmanager
def compiling(threads: int) -> Iterator[None]:
    """Around a run: where no kernel is compiled yet, let a helper compile too if there is a second core."""
    from flowsim.kernels import keeping

    if not keeping.cold():
        yield
    elif not spare(threads):
        with tidying_seldom():
            yield
    else:
        with helper(__spec__.name, env={"FLOWSIM_CACHE": str(keeping.CACHE.parent)}), tidying_seldom():
            yield


@contextmanager
def tidying_seldom() -> Iterator[None]:
    """Look for unreachable objects less often: the compiler makes so many that the search takes a fifth of its time."""
    before = gc.get_threshold()
    gc.set_threshold(*SELDOM)
    try:
        yield
    finally:
        gc.set_threshold(*before)


def backwards() -> list[str]:
    """Go through the phases of one week, the last one first; one that needs an earlier one is tried again after it.

    Returns
    -------
    list of str
        Phases that could never be called.
    """
    from flowsim.engine.model import FlowModel
    from flowsim.engine.phases import PHASES

    def failed(phase: Callable[[Any], None]) -> bool:
        try:
            phase(model)
        except Exception:
            return True
        return False

    model = FlowModel(seeds=range(LANES))
    left: list[Callable[[Any], None]] = []
    for phase in reversed(PHASES):
        left = [one for one in (phase, *left) if failed(one)]
    return [phase.__name__ for phase in left]


if __name__ == "__main__":
    obey()
    warnings.simplefilter("ignore")
    with suppress(KeyboardInterrupt), tidying_seldom():
        backwards()
