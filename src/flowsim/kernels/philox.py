"""Addressed random numbers: philox4x32-10 (Salmon et al. 2011, "Parallel random numbers: as easy as 1, 2, 3").

A draw is a pure function of its address: the lane's key, the process, the week, the entity and the slot. Nothing is
consumed, so two scenarios of one seed differ only where policy acts, and a further row changes nobody else's draws.
"""

from __future__ import annotations

from collections.abc import Iterable
from hashlib import blake2b

import numpy as np
from numpy.typing import NDArray

from flowsim.kernels.jit import inline
from flowsim.kernels.vmath import from_bits

# The numbers are part of every result: add new ones, never change or reuse one.
LOADS = 1
LOAD_SIZE = 2
PRECURSOR_ARRIVAL = 3
PRECURSOR_INSPECT = 4
LAB_RAID = 5
LAB_BUILD = 6
MAIL = 7
DEATHS = 8
DEATH_CODES = 9
ERADICATION = 10
EFFORT = 11
WEATHER = 12
DRIFT = 13
PARAMETERS = 14
OBSERVATION = 15
CHOICE = 16
LEARNING = 17
GROWERS = 18
MARKET = 19
INITIATION = 20
TREATMENT = 21
SUPPLIERS = 22
TRAFFIC = 23
INTERIOR = 24
RESAMPLE = 25
LEG_LOADS = 26
LEG_SIZE = 27
GATE_LOADS = 28
GATE_SIZE = 29
CASH_LOADS = 30
CASH_SIZE = 31
PAYMENTS = 32
REVIEW = 33
MATERIAL = 34
LEGAL_ALERTS = 35
LEGAL_REPORTS = 36
OPENINGS = 37
CASES = 38
RECOVERIES = 39
OUTFLOWS = 44
NETWORK = 50
HOMICIDES = 51
REMOVALS = 52
ENTRIES = 53
GUN_LOTS = 54
EXTRADITIONS = 55
RETURNS = 56
CLOSED = 60
CLOSED_NETWORK = 61
CHARGES = 70
CONVICTIONS = 71
REPORTS = 72

PROCESSES: dict[str, int] = {
    name.lower(): value for name, value in sorted(vars().items()) if name.isupper() and isinstance(value, int)
}

WORD = np.uint64(0xFFFFFFFF)
HALF_WORD = np.uint64(32)
TIMES_0, TIMES_1 = np.uint64(0xD2511F53), np.uint64(0xCD9E8D57)
STEP_0, STEP_1 = np.uint64(0x9E3779B9), np.uint64(0xBB67AE85)
DROP = np.uint64(12)
ONE_TO_TWO = np.uint64(0x3FF0000000000000)  # bits of 1.0
BELOW_ONE = 1.0 - 2.0**-53


def lane_keys(seeds: Iterable[int]) -> NDArray[np.uint64]:
    """One key per lane, (L,), hashed from the world's seed so that neighbouring seeds are unrelated."""
    digests = [blake2b(str(int(seed)).encode(), digest_size=8, person=b"flowsim.lane").digest() for seed in seeds]
    return np.array([int.from_bytes(digest, "little") for digest in digests], dtype=np.uint64)


@inline
def philox4x32(c0, c1, c2, c3, k0, k1):  # type: ignore[no-untyped-def]
    """Ten rounds on four counter words and two key words, all uint64 holding 32 bits."""
    for _ in range(10):
        p0 = TIMES_0 * (c0 & WORD)
        p1 = TIMES_1 * (c2 & WORD)
        c0 = (p1 >> HALF_WORD) ^ c1 ^ k0
        c2 = (p0 >> HALF_WORD) ^ c3 ^ k1
        c1 = p1
        c3 = p0
        k0 = k0 + STEP_0
        k1 = k1 + STEP_1
    return c0 & WORD, c1 & WORD, c2 & WORD, c3 & WORD


@inline
def unit(high, low):  # type: ignore[no-untyped-def]
    """A uniform of 52 bits from two words: odd multiples of 2**-53, strictly inside (0, 1)."""
    return from_bits((((high << HALF_WORD) | low) >> DROP) | ONE_TO_TWO) - BELOW_ONE


@inline
def uniforms2(key, process, week, entity, slot):  # type: ignore[no-untyped-def]
    """Two independent uniforms in (0, 1) at one address.

    Parameters
    ----------
    key : uint64
        The lane's key.
    process, week, entity, slot : non-negative integers
        The address; each counts modulo 2**32.
    """
    c0, c1, c2, c3 = philox4x32(
        np.uint64(entity), np.uint64(slot), np.uint64(week), np.uint64(process), key & WORD, key >> HALF_WORD
    )
    return unit(c0, c1), unit(c2, c3)
