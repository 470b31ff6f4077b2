"""Account-months in full: columns (``columns``, ``legal``) and payments of the rows that somebody looks at.

Payments of a row are exchangeable: a random subset is at or above the limit, another comes from outside, days are
uniform over the four weeks. Each payment is its least amount (a cent, or the limit) plus its part of the rest, parts
being proportional to independent lognormals; parts that would reach the limit are cut below it, and the others take the
remainder. Whole cents, rounded along the list, so that they sum to the deposits exactly.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from flowsim.kernels.columns import Rows, rows
from flowsim.kernels.inversion import normal
from flowsim.kernels.jit import kernel
from flowsim.kernels.legal import legal_rows
from flowsim.kernels.philox import HALF_WORD, MATERIAL, WORD, philox4x32
from flowsim.kernels.vmath import vexp

__all__ = ["Payments", "Rows", "legal_rows", "materialise", "rows"]

DAYS, WORD_SIZE = 28.0, 2.0**-32


class Payments(NamedTuple):
    """Payments of rows, row after row, listed per lane."""

    count: np.ndarray  # (L,) int64 payments; where it exceeds most, rows that do not fit whole are left out
    row: np.ndarray  # (L, most) int64 place of the row in its list
    cents: np.ndarray  # (L, most) int64 USD cents
    day: np.ndarray  # (L, most) int64, 0..27 of the four weeks
    outside: np.ndarray  # (L, most) uint8 whether from outside the area


@kernel
def share_out(spare, most, large, part):  # type: ignore[no-untyped-def]
    """Scale ``part`` to add up to ``spare``; parts that are not ``large`` stop at ``most``."""
    left, weight, going = spare, 0.0, True
    free = np.ones(part.size, np.uint8)
    for i in range(part.size):
        weight += part[i]
    while going:
        going = False
        scale = left / weight if weight > 0.0 else 0.0
        for i in range(part.size):
            if free[i] and not large[i] and part[i] * scale > most:
                left, weight, free[i], part[i], going = left - most, weight - part[i], 0, most, True
    for i in range(part.size):
        if free[i]:
            part[i] *= scale


@kernel
def split(key, week, rows, law, place, segment, lane, out, start):  # type: ignore[no-untyped-def]
    """Payments of one row into ``out`` from ``start`` on."""
    number, below, outside = int(rows.payments[lane, place]), rows.below[lane, place], rows.outside[lane, place]
    entity, above, sd = np.uint64(rows.id[lane, place]), number - below, law.sd_payment[segment, lane]
    limit, part, large = np.rint(100.0 * law.limit_usd[segment, lane]), np.empty(number), np.empty(number, np.uint8)
    spare = 100.0 * rows.usd[lane, place] - above * limit - below
    for i in range(number):
        words = philox4x32(entity, np.uint64(i), np.uint64(week), np.uint64(MATERIAL), key & WORD, key >> HALF_WORD)
        part[i] = vexp(sd * normal((float(words[0]) + 0.5) * WORD_SIZE))
        large[i] = (float(words[1]) + 0.5) * WORD_SIZE * (number - i) < above
        out.outside[lane, start + i] = (float(words[2]) + 0.5) * WORD_SIZE * (number - i) < outside
        out.day[lane, start + i] = int((float(words[3]) + 0.5) * WORD_SIZE * DAYS)
        above -= large[i]
        outside -= out.outside[lane, start + i]
    share_out(spare, limit - 3.0, large, part)
    reached, before = 0.0, 0.0
    for i in range(number):
        reached += part[i]
        least = limit if large[i] else 1.0
        out.cents[lane, start + i] = int(least + np.rint(reached) - before)
        out.row[lane, start + i] = place
        before = np.rint(reached)


@kernel
def materialise(keys, week, rows, rule, law, out):  # type: ignore[no-untyped-def]
    """The payments of listed rows: number, number below the limit, number from outside and sum are those of the row.

    Parameters
    ----------
    keys : (L,) uint64
    week : int
        That of the rows.
    rows : Rows
        Of ``rows`` or ``legal_rows``; ``rule`` and ``law`` as these had them.
    out : Payments
        Overwritten. Rounding moves a payment by at most a cent.
    """
    for lane in range(keys.size):
        at = 0
        for place in range(min(rows.count[lane], rows.usd.shape[1])):
            number = int(rows.payments[lane, place])
            if at + number <= out.cents.shape[1]:
                segment = rule.segment[int(rows.cell[lane, place])]
                split(keys[lane], week, rows, law, place, segment, lane, out, at)
            at += number
        out.count[lane] = at
