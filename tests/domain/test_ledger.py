"""The multiplier of reinvested money against the recursion that it closes."""

from __future__ import annotations

import numpy as np
import pytest

from flowsim.domain.errors import UserError
from flowsim.domain.ledger import multiplier


def iterated(loss, reinvested, gain, lag=1, proceeds=1.0, rounds=4000):
    """Clean money after many rounds of ``L(t) = (1 - f) (Y + beta (1 + r) L(t - k))`` from nothing."""
    past = [0.0] * lag
    for _ in range(rounds * lag):
        past = [*past[1:], (1.0 - loss) * (proceeds + reinvested * (1.0 + gain) * past[0])]
    return past[-1]


@pytest.mark.parametrize(("case", "value"), [((0.08, 0.3, 0.1), 1.3211), ((0.15, 0.5, 0.2), 1.7347)])
def test_known_values(case, value):
    assert float(multiplier(*case)) == pytest.approx(value, abs=5e-5)


@pytest.mark.parametrize(
    "case", [(0.08, 0.3, 0.1), (0.15, 0.5, 0.2), (0.0, 0.9, 0.05), (0.3, 1.0, 0.4), (0.5, 0.2, -1.0)]
)
@pytest.mark.parametrize("lag", [1, 4])
def test_the_recursion_ends_there(case, lag):
    np.testing.assert_allclose(iterated(*case, lag=lag, proceeds=7.0), 7.0 * multiplier(*case), rtol=1e-12)


def test_nothing_reinvested_leaves_what_was_not_lost():
    np.testing.assert_array_equal(multiplier([0.0, 0.08, 1.0], 0.0, 0.1), [1.0, 0.92, 0.0])


def test_shapes_broadcast():
    assert multiplier(np.zeros((3, 1)), np.full(5, 0.2), 0.1).shape == (3, 5)


@pytest.mark.parametrize("case", [(0.0, 1.0, 0.0), (0.0, 0.8, 0.25), (0.1, 0.9, 0.5), ([0.5, 0.0], 1.0, 0.1)])
def test_money_may_not_grow_without_end(case):
    with pytest.raises(UserError, match="below 1"):
        multiplier(*case)


@pytest.mark.parametrize(
    ("case", "name"),
    [((-0.1, 0.2, 0.1), "loss"), ((1.1, 0.2, 0.1), "loss"), ((0.1, 1.2, 0.1), "reinvested"),
     ((0.1, 0.2, -1.5), "gain"), ((np.nan, 0.2, 0.1), "loss")],
)  # fmt: skip
def test_shares_out_of_range_are_refused(case, name):
    with pytest.raises(UserError, match=name):
        multiplier(*case)
