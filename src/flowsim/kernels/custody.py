"""Leaders held in Mexico: some are extradited, some come back, and either way command of their group is contested."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from flowsim.kernels.inversion import binomial
from flowsim.kernels.jit import kernel
from flowsim.kernels.leaders import unsettle
from flowsim.kernels.philox import EXTRADITIONS, RETURNS, uniforms2

COUNT = 0  # slot of a group's draw of how many


class Custody(NamedTuple):
    """Rules of a week; (L,) float64."""

    sent: np.ndarray  # chance that a leader held is extradited
    back: np.ndarray  # chance that one who is not comes back
    sent_size: np.ndarray  # removals that one extradition counts as
    back_size: np.ndarray  # removals that one return counts as


@kernel
def leave(key, process, week, event, n, chance):  # type: ignore[no-untyped-def]
    """How many of ``n`` leave, each with ``chance``."""
    return binomial(uniforms2(key, process, week, event, COUNT)[0], n, chance)


@kernel
def watch(keys, week, field, fronts, where, groups, rise, shock, held, custody, spare, out):  # type: ignore[no-untyped-def]
    """Extraditions and returns of a week, group by group; those extradited cannot return.

    Parameters
    ----------
    keys : (L,) uint64
    week : int
    field, fronts, where : as in ``contest``
    groups : (group, L) float64
        Members by group; moved when one splits.
    rise : (2, state, L) float64
        Rise of organised homicide, at home and elsewhere; added to.
    shock : Shock
        Of one removal.
    held : (group, L) float64
        Leaders held in Mexico, whole numbers; less those who leave.
    custody : Custody
    spare : int
        First row kept for splits.
    out : (3, L) float64
        Extradited, returned, splits; written.
    """
    out[:] = 0.0
    for lane in range(keys.shape[0]):
        for g in range(held.shape[0]):
            if held[g, lane] <= 0.0:
                continue
            event = np.int64(where.number[g])
            for row in range(2):
                process = EXTRADITIONS if row == 0 else RETURNS
                chance = custody.sent[lane] if row == 0 else custody.back[lane]
                size = custody.sent_size[lane] if row == 0 else custody.back_size[lane]
                gone = leave(keys[lane], process, week, event, held[g, lane], chance)
                if gone <= 0.0:
                    continue
                held[g, lane] -= gone
                out[row, lane] += gone
                draw = (keys[lane], process, week, event)
                times = gone * size
                done = unsettle(field, fronts, where, groups, rise, shock, times, held, draw, g, spare, lane)
                out[2, lane] += 1.0 if done == 2 else 0.0
