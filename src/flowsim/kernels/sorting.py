"""Which cells of the load kernel can have a load at all: most have none in most weeks.

Whole arrays are indexed, with unsigned places: a slice for every row would cost as much as the row. A cell is judged by
one byte of a draw that 16 ways share, and the open cells are listed eight at a time without a branch.
"""

from __future__ import annotations

import numpy as np

from flowsim.kernels.cells import RUN
from flowsim.kernels.flags import COUNTS, PLACES, packed
from flowsim.kernels.jit import kernel
from flowsim.kernels.philox import HALF_WORD, WORD, philox4x32
from flowsim.kernels.scratch import room

F = np.float32
FOUR_RUNS = 4 * RUN
NOTHING, MOST = F(0.0), F(1e9)  # expected loads of a cell
ROUNDING, BYTE_SIZE = F(2.0**-20), F(2.0**-8)
ONE, HALF, SIXTH = F(1.0), F(0.5), F(1.0 / 6.0)
WRONG = np.uint64(0x0202020202020202)  # bit 1 of eight cells
OPEN = np.uint64(0x0101010101010101)
PLACES_64 = PLACES.astype(np.uint64)
LOW = np.uint64(0xFF)


@kernel
def draw_upper(address, base, groups, cells):  # type: ignore[no-untyped-def]
    """Upper bits of the uniforms of the numbers: 16 ways share a call."""
    size = groups.key.size
    draws = room(FOUR_RUNS, np.uint32)
    week, process, zero = np.uint64(address.week), np.uint64(address.count), np.uint64(0)
    for start in range(0, size, RUN):
        key, number = groups.key[start : start + RUN], groups.number[start : start + RUN]
        for i in range(RUN):
            draws[i], draws[RUN + i], draws[2 * RUN + i], draws[3 * RUN + i] = philox4x32(
                base | number[i], zero, week, process, key[i] & WORD, key[i] >> HALF_WORD
            )
        for word in range(4):
            for byte in range(4):
                shift, first = np.uint64(8 * byte), np.uint64((4 * word + byte) * size + start)
                for i in range(RUN):
                    cells.byte[first + np.uint64(i)] = np.uint8((draws[word * RUN + i] >> shift) & LOW)


@kernel
def expect(send_kg, rate, groups, cells):  # type: ignore[no-untyped-def]
    """Where a load is possible: ``exp(-lam)`` is at least ``1 - lam + lam^2/2 - lam^3/6``.

    The uniform of a number is below the upper end of its 8 bits. ``rate (C L,)`` of the sender and drug.
    """
    lanes = np.uint64(send_kg.shape[0])
    for lane in range(lanes):
        cells.send[lane] = send_kg[lane]
    for c in range(groups.place.shape[0]):
        first, place = np.uint64(c) * lanes, groups.place[c]
        for lane in range(lanes):
            lam = cells.send[lane] * rate[first + lane]
            wrong = (not lam >= NOTHING) | (not lam <= MOST)
            least = ONE - lam * (ONE - lam * (HALF - lam * SIXTH))
            upper = (F(cells.byte[place + lane]) + ONE) * BYTE_SIZE
            cells.open[first + lane] = np.uint8(upper > least - ROUNDING) | (np.uint8(wrong) << np.uint8(1))


@kernel
def find_busy(cells, busy):  # type: ignore[no-untyped-def]
    """List the open cells, eight at a time without a branch; how many there are, and whether a rate is no number."""
    eights = cells.open.view(np.uint64)
    found, wrong = 0, np.uint64(0)
    for j in range(eights.size):
        wrong |= eights[j]
        open_ = packed(eights[j] & OPEN)
        for k in range(8):
            busy.cell[np.uint64(found + k)] = np.uint64(8 * j) + PLACES_64[open_, k]
        found += np.int64(COUNTS[open_])
    return found, (wrong & WRONG) != np.uint64(0)
