"""Kernels compiled by two processes at once, where none are compiled yet.

A run compiles each kernel when it first calls it, phase after phase. Meanwhile a helper goes through the phases of one
week of a small model from the last to the first, and leaves what it compiles in the same cache folder. Where they meet,
each finds there what the other has made. The helper's numbers mean nothing and are thrown away.
"""

from __future__ import annotations

import warnings
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from typing import Any

from flowsim.experiments.helper import helper, obey, spare

LANES = 2  # as many as it takes for arrays to be laid out as those of any number of lanes


@contextmanager
def compiling(threads: int) -> Iterator[None]:
    """Around a run: let a helper compile too if there is a second core and no kernel is compiled yet."""
    from flowsim.kernels import jit

    if not (spare(threads) and jit.cold()):
        yield
        return
    with helper(__spec__.name, env={"FLOWSIM_CACHE": str(jit.CACHE.parent)}):
        yield


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
    with suppress(KeyboardInterrupt):
        backwards()
