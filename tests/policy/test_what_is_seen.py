"""Instruments look only at what is published, and change nothing but levers."""

from __future__ import annotations

import inspect

import numpy as np
import pytest
from one_instrument import LATE, full

from flowsim.data import targets
from flowsim.domain.params import flat, stack
from flowsim.policy import REGISTRY
from flowsim.state.levers import LEVERS, Levers


class Published(dict):
    """Last year's series; reading any other one fails the test."""

    def __init__(self, names):
        super().__init__({name: np.ones(2) for name in names})

    def __missing__(self, name):
        raise AssertionError(f"{name} is read but not declared in READS")

    def get(self, name, default=None):
        return self[name]


def test_what_is_read_is_a_published_series(name):
    assert set(REGISTRY[name].READS) <= set(targets()["series"])


def test_only_declared_series_are_read(name):
    room, levers = REGISTRY[name], Levers(2)
    seen = Published(room.READS)
    room.apply(levers, seen, stack([full(name, intensity=1.0)] * 2), LATE)
    assert set(seen) == set(room.READS)


def test_parameters_are_left_as_they_are(name):
    params = stack([full(name, intensity=dose) for dose in (0.3, 1.0)])
    before = {fact.name: np.copy(fact.value) for fact in flat(params)}
    assert REGISTRY[name].apply(Levers(2), {}, params, LATE) is None
    for fact in flat(params):
        np.testing.assert_array_equal(fact.value, before[fact.name], err_msg=fact.name)


def test_only_declared_levers_are_touched(name, monkeypatch):
    touched = set()
    levers = Levers(1)
    monkeypatch.setattr(levers, "effect", lambda lever, x: touched.add(lever))
    REGISTRY[name].apply(levers, {}, stack([full(name, intensity=1.0)]), LATE)
    assert touched == set(REGISTRY[name].WRITES) <= set(LEVERS)


def test_effects_of_a_programme_are_those_of_its_week(name):
    twice, once = Levers(1), Levers(1)
    params = stack([full(name, intensity=0.7)])
    REGISTRY[name].apply(twice, {}, params, LATE)
    twice.reset()
    for levers in (twice, once):
        REGISTRY[name].apply(levers, {}, params, LATE)
    assert twice.values.tobytes() == once.values.tobytes()
    assert twice.cost_usd.tobytes() == once.cost_usd.tobytes()


@pytest.mark.parametrize("word", ["World", "world", "kernels", "engine", "mesa"])
def test_instruments_do_not_know_the_true_state(name, word):
    code = [line for line in inspect.getsource(REGISTRY[name]).splitlines() if "import" in line]
    assert not any(word in line for line in code)
