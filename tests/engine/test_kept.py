"""What follows from a lever is worked out where the lever has moved, and only there."""

from __future__ import annotations

import numpy as np

from flowsim.engine.kept import Kept


def test_a_lever_that_stays_is_not_worked_out_again() -> None:
    seen: list[np.ndarray] = []

    def work(lever: np.ndarray) -> np.ndarray:
        seen.append(lever.copy())
        return 2.0 * lever

    kept, lever = Kept(work), np.ones(3)
    first = kept(lever)
    assert kept(lever) is first
    lever[1] = 3.0
    np.testing.assert_array_equal(kept(lever), [2.0, 6.0, 2.0])
    assert len(seen) == 2
