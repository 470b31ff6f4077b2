"""World and Intents: arrays of one shape, updated in place."""

from __future__ import annotations

from dataclasses import fields

import numpy as np
import pytest

from flowsim.state.arrays import Arrays
from flowsim.state.intents import Intents
from flowsim.state.world import World

SIZES = {"region": 3, "crop": 2, "sender": 4, "drug": 2, "product": 2, "corridor": 5, "plaza": 3, "lead": 6} | {
    "chemistry": 3,
    "seaport": 2,
    "leg": 3,
    "way": 2,
    "market": 9,
    "level": 3,
    "due": 5,
    "purse": 10,
    "provider": 4,
    "outlet": 4,
    "holder": 3,
    "bank": 6,
    "segment": 3,
    "alert": 6,
    "bin": 3,
    "report": 3,
    "country": 2,
    "mx_state": 3,
    "sector": 2,
    "migrant": 2,
    "group": 5,
    "cell": 7,
    "front": 4,
    "reach": 2,
    "instrument": 4,
}
KINDS = pytest.mark.parametrize("kind", [World, Intents])


@KINDS
@pytest.mark.parametrize("lanes", [1, 4])
def test_every_array_ends_in_the_lane_axis(kind, lanes):
    arrays = kind.empty(SIZES, lanes)
    for f in fields(kind):
        array = getattr(arrays, f.name)
        assert array.shape == (*(SIZES[axis] for axis in f.metadata["dims"]), lanes), f.name
        assert array.dtype == np.float64
        assert array.flags.c_contiguous
        assert array.flags.writeable
        np.testing.assert_array_equal(array, 0.0)


@KINDS
def test_every_array_has_a_unit(kind):
    assert issubclass(kind, Arrays)
    assert all(f.metadata["unit"] for f in fields(kind))


@KINDS
def test_arrays_share_no_memory(kind):
    arrays = kind.empty(SIZES, 2)
    for value, f in enumerate(fields(kind)):
        getattr(arrays, f.name)[:] = value
    for value, f in enumerate(fields(kind)):
        np.testing.assert_array_equal(getattr(arrays, f.name), value)


def test_arrays_are_updated_in_place_and_never_rebound():
    world = World.empty(SIZES, 2)
    world.users += 1.0
    world.users[:] = 5.0
    with pytest.raises(AttributeError, match=r"World\.users .* never rebound"):
        world.users = world.users + 1.0
    np.testing.assert_array_equal(world.users, 5.0)


@KINDS
def test_a_copy_is_independent(kind):
    first = kind.empty(SIZES, 2)
    second = first.copy()
    for f in fields(kind):
        getattr(first, f.name)[:] = 3.0
        np.testing.assert_array_equal(getattr(second, f.name), 0.0)


@KINDS
def test_restore_writes_into_the_same_memory(kind):
    world = kind.empty(SIZES, 2)
    saved = world.copy()
    views = {f.name: getattr(world, f.name) for f in fields(kind)}
    for view in views.values():
        view[:] = 7.0
    world.restore(saved)
    for name, view in views.items():
        assert getattr(world, name) is view
        np.testing.assert_array_equal(view, 0.0)


def test_restore_refuses_another_shape():
    with pytest.raises(ValueError, match="broadcast"):
        World.empty(SIZES, 2).restore(World.empty(SIZES, 3))


def test_what_intents_share_with_the_world_has_the_same_axes():
    world = {f.name: f.metadata["dims"] for f in fields(World)}
    for f in fields(Intents):
        assert world.get(f.name, f.metadata["dims"]) == f.metadata["dims"], f.name


@KINDS
def test_arrays_are_views_of_one_aligned_buffer(kind):
    arrays = kind.empty(SIZES, 3)
    assert arrays.flat.ctypes.data % 64 == 0
    for i, f in enumerate(fields(kind)):
        arrays.flat[arrays.rows(f.name)] = i + 1.0
        np.testing.assert_array_equal(getattr(arrays, f.name), i + 1.0)
    assert (arrays.flat > 0.0).all()
    twin = arrays.copy()
    np.testing.assert_array_equal(twin.flat, arrays.flat)
    assert not np.shares_memory(twin.flat, arrays.flat)
