"""Marked rows of a run, listed eight at a time."""

from __future__ import annotations

import numpy as np
import pytest

from flowsim.kernels.flags import EIGHT, list_marked

RUN = 512


@pytest.mark.parametrize("share", [0.0, 0.03, 0.5, 0.97, 1.0])
def test_places_are_those_of_the_marks(share):
    rng = np.random.default_rng(int(100 * share))
    for _ in range(20):
        marks = (rng.random(RUN) < share).astype(np.uint8)
        places = np.full(RUN + EIGHT, -1, np.int32)
        found = list_marked(marks.view(np.uint64), places)
        assert found == marks.sum()
        np.testing.assert_array_equal(places[:found], np.flatnonzero(marks))


def test_a_twin_byte_by_byte():
    for byte in range(256):
        marks = np.array([byte >> i & 1 for i in range(8)], np.uint8)
        places = np.zeros(8 + EIGHT, np.int32)
        found = list_marked(marks.view(np.uint64), places)
        assert list(places[:found]) == [i for i in range(8) if marks[i]]
