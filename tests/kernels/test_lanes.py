"""Sums that keep a lane's bits."""

from __future__ import annotations

import numpy as np
import pytest
from numpy.testing import assert_array_equal

from flowsim.kernels import lanes

VALUES = np.random.default_rng(3).lognormal(0.0, 4.0, (37, 5, 64))


def alone(function, lane):
    return function(VALUES[..., lane : lane + 1])[..., 0]


@pytest.mark.parametrize("lane", [0, 17, 63])
@pytest.mark.parametrize(
    "function",
    [
        lanes.total,
        lambda x: lanes.sum_over(x, 0),
        lambda x: lanes.sum_over(x, 1),
        lambda x: lanes.weighted(x, np.sqrt(x)),
        lambda x: lanes.mix(np.sqrt(VALUES[:, :, 0]), x[0]),
    ],
)
def test_a_lane_alone_has_the_bits_of_the_tile(function, lane):
    assert_array_equal(alone(function, lane), function(VALUES)[..., lane])


def test_sums_are_right():
    np.testing.assert_allclose(lanes.total(VALUES), VALUES.sum((0, 1)), rtol=1e-12)
    np.testing.assert_allclose(lanes.sum_over(VALUES, 1), VALUES.sum(1), rtol=1e-12)
    np.testing.assert_allclose(lanes.sum_over(VALUES, 0, 1), VALUES.sum((0, 1)), rtol=1e-12)
    np.testing.assert_allclose(lanes.mix(VALUES[:, :, 0], VALUES[0]), VALUES[:, :, 0] @ VALUES[0], rtol=1e-12)


@pytest.mark.parametrize("axes", [(0,), (1,), (2,), (0, 1), (1, 2), (0, 2), (0, 1, 2)])
def test_any_axes_may_go(axes):
    values = VALUES[:30].reshape(5, 6, 5, 64)
    np.testing.assert_allclose(lanes.sum_over(values, *axes), values.sum(axes), rtol=1e-12)
    one = lanes.sum_over(values[..., 9:10], *axes)
    assert_array_equal(one[..., 0], lanes.sum_over(values, *axes)[..., 9])


def test_the_order_is_first_to_last():
    column = np.array([1e16, 1.0, -1e16])[:, None]
    assert lanes.total(column)[0] == 0.0
    assert lanes.sum_over(column, 0)[0] == 0.0


def test_negative_axes_and_any_layout():
    assert_array_equal(lanes.sum_over(VALUES, -2), lanes.sum_over(VALUES, 1))
    assert_array_equal(lanes.total(np.asfortranarray(VALUES)), lanes.total(VALUES))


def test_lanes_are_never_summed():
    with pytest.raises(ValueError, match="lanes are never summed"):
        lanes.sum_over(VALUES, 0, -1)


def test_weighted_mean_of_nothing_is_zero():
    assert lanes.weighted(VALUES[:, 0], np.zeros((37, 64))).tolist() == [0.0] * 64


def test_full_is_contiguous_and_writable():
    array = lanes.full(np.arange(3.0), (2, 3))
    assert array.flags.c_contiguous
    assert array.flags.writeable
    assert array.tolist() == [[0.0, 1.0, 2.0]] * 2
