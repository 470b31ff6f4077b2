"""Kernels compiled by two processes at once, where none are compiled yet.

A run compiles each kernel when it first calls it, phase after phase. Meanwhile a helper goes through the phases of one
week of a small model from the last to the first, and leaves what it compiles in the same cache folder. Where they meet,
each finds there what the other has made. The helper's numbers mean nothing and are thrown away.
"""

from __future__ import annotations

import warnings
from collections.abc import Iterator
from contextlib import contextmanager, suppress

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


def backwards() -> None:
    """Every phase of one week, the last one first; what fails for want of an earlier phase is left out."""
    from flowsim.engine.model import FlowModel
    from flowsim.engine.phases import PHASES

    model = FlowModel(seeds=range(LANES))
    for phase in reversed(PHASES):
        with suppress(Exception):
            phase(model)


if __name__ == "__main__":
    obey()
    warnings.simplefilter("ignore")
    backwards()
