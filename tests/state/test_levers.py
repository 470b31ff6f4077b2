"""Levers: rules of combination, limits, neutrality to the bit."""

from __future__ import annotations

from itertools import permutations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from flowsim.domain.codes import GOVERNMENTS, Government
from flowsim.domain.errors import UserError
from flowsim.state.levers import LEVERS, RULES, Levers

SHARES = st.floats(0.0, 1.0)


@pytest.mark.parametrize("lever", LEVERS.values(), ids=lambda lever: lever.name)
def test_facts_of_a_lever(lever):
    low, high = lever.limits
    assert lever.rule in RULES
    assert low <= lever.neutral <= high
    assert lever.neutral == (1.0 if lever.rule == "multiply" else 0.0)
    assert lever.unit
    phase, _, what = lever.acts_on.partition(": ")
    assert phase
    assert what


def test_levers_start_neutral_and_free():
    levers = Levers(3)
    for name, lever in LEVERS.items():
        np.testing.assert_array_equal(levers[name], np.full(3, lever.neutral))
    np.testing.assert_array_equal(levers.cost_usd, np.zeros((len(GOVERNMENTS), 3)))


def test_reset_forgets_everything_in_place():
    levers = Levers(2)
    view = levers["port_scanning"]
    for name in LEVERS:
        levers.effect(name, np.array([0.3, 0.6]))
    levers.spend(Government.MEXICO, np.array([5.0, 6.0]))
    levers.reset()
    fresh = Levers(2)
    np.testing.assert_array_equal(levers.values, fresh.values)
    np.testing.assert_array_equal(levers.cost_usd, fresh.cost_usd)
    levers.effect("port_scanning", 2.0)
    np.testing.assert_array_equal(view, [2.0, 2.0])


def test_rules_combine_as_declared():
    levers = Levers(2)
    for x in (np.array([1.5, 1.0]), np.array([2.0, 0.5])):
        levers.effect("eradication_effort", x)
    for x in (np.array([0.5, 0.0]), np.array([0.2, 0.4])):
        levers.effect("prevention", x)
        levers.effect("randomised_effort", x)
    levers.close()
    np.testing.assert_allclose(levers["eradication_effort"], [3.0, 0.5], rtol=1e-15)
    np.testing.assert_allclose(levers["prevention"], [0.6, 0.4], rtol=1e-15)
    np.testing.assert_array_equal(levers["randomised_effort"], [0.5, 0.4])


@pytest.mark.parametrize("name", LEVERS)
@given(effects=st.lists(SHARES, min_size=3, max_size=3))
def test_order_of_effects_does_not_matter(name, effects):
    seen = []
    for order in permutations(effects):
        levers = Levers(1)
        for x in order:
            levers.effect(name, x)
        levers.close()
        seen.append(levers[name][0])
    np.testing.assert_allclose(seen, seen[0], rtol=1e-15, atol=2.3e-16)


@pytest.mark.parametrize("name", LEVERS)
@given(x=SHARES)
def test_a_neutral_effect_changes_no_bit(name, x):
    levers, alone = Levers(1), Levers(1)
    for each in (levers, alone):
        each.effect(name, x)
    levers.effect(name, LEVERS[name].neutral)
    assert levers[name].tobytes() == alone[name].tobytes()


@pytest.mark.parametrize("name", LEVERS)
def test_close_keeps_hard_limits(name):
    levers = Levers(2)
    if LEVERS[name].rule == "multiply":
        for _ in range(3):
            levers.effect(name, np.array([1e3, -1.0]))
    else:
        levers.effect(name, np.array([7.0, -2.0]))
    levers.close()
    low, high = LEVERS[name].limits
    assert (levers[name] >= low).all()
    assert (levers[name] <= high).all()


def test_lanes_do_not_touch_each_other():
    x = np.array([0.1, 0.7, 0.4])
    together = Levers(3)
    for name in LEVERS:
        together.effect(name, x)
        together.effect(name, 0.5 * x)
    for lane in range(3):
        alone = Levers(1)
        for name in LEVERS:
            alone.effect(name, x[lane : lane + 1])
            alone.effect(name, 0.5 * x[lane : lane + 1])
        np.testing.assert_array_equal(alone.values[:, 0], together.values[:, lane])


def test_views_are_what_kernels_need():
    for name in LEVERS:
        view = Levers(4)[name]
        assert view.shape == (4,)
        assert view.dtype == np.float64
        assert view.flags.c_contiguous
        assert view.flags.writeable


def test_an_unknown_lever_is_a_mistake_with_a_hint():
    with pytest.raises(UserError, match="did you mean 'patrol'"):
        Levers(1)["patrols"]
    with pytest.raises(UserError, match="unknown lever"):
        Levers(1).effect("border_wall", 1.0)


def test_bills_add_up_by_payer():
    levers = Levers(2)
    levers.spend(Government.US, np.array([1.0, 2.0]))
    levers.spend(Government.US, np.array([10.0, 20.0]))
    levers.spend(Government.MEXICO, 4.0)
    levers.spend(Government.PRIVATE, np.array([0.5, 1.0]))
    np.testing.assert_array_equal(levers.cost_usd, [[11.0, 22.0], [4.0, 4.0], [0.0, 0.0], [0.5, 1.0]])


def test_levers_that_stand_together_are_one_view_and_say_when_they_move():
    levers, names = Levers(2), ("pacific_interdiction", "central_america_interdiction", "southern_border_interdiction")
    view = levers.together(*names)
    assert levers.moved(*names)
    assert not levers.moved(*names)
    levers.effect(names[1], np.array([1.0, 2.0]))
    np.testing.assert_array_equal(view, [[1.0, 1.0], [1.0, 2.0], [1.0, 1.0]])
    assert levers.moved(*names)
    assert levers.moved(names[0])  # first asked
    levers.reset()
    assert levers.moved(*names)
    assert not levers.moved(names[0])
    with pytest.raises(AssertionError, match=names[2]):
        levers.together(names[0], names[2])
