"""Instruments together: no order, no hidden interaction."""

from __future__ import annotations

from random import Random

import numpy as np
import pytest
from one_instrument import LATE, START, applied, full

from flowsim.domain.params import stack
from flowsim.policy import REGISTRY
from flowsim.state.levers import LEVERS, Levers


def portfolio(order: list[str], doses: dict[str, float], week: int) -> Levers:
    levers = Levers(1)
    for name in order:
        REGISTRY[name].apply(levers, {}, stack([full(name, intensity=doses[name])]), week)
    levers.close()
    return levers


@pytest.mark.parametrize("shuffle", range(20))
def test_rooms_commute(shuffle):
    dice = Random(shuffle)
    doses = {name: dice.random() for name in REGISTRY}
    week = START + dice.randrange(300)
    order = list(REGISTRY)
    straight = portfolio(order, doses, week)
    dice.shuffle(order)
    shuffled = portfolio(order, doses, week)
    np.testing.assert_allclose(shuffled.values, straight.values, rtol=1e-15, atol=2.3e-16)
    np.testing.assert_allclose(shuffled.cost_usd, straight.cost_usd, rtol=1e-15)


def test_bills_of_a_portfolio_add_up():
    together = portfolio(list(REGISTRY), dict.fromkeys(REGISTRY, 0.6), LATE)
    apart = sum(applied(name, full(name, intensity=0.6)).cost_usd for name in REGISTRY)
    np.testing.assert_allclose(together.cost_usd, apart, rtol=1e-14)


def test_randomised_effort_is_the_larger_of_ports_and_patrol():
    levers = Levers(1)
    for name, share in (("ports", 0.2), ("patrol", 0.5)):
        params = REGISTRY[name].Params(intensity=1.0, randomised_share=share)
        REGISTRY[name].apply(levers, {}, stack([params]), LATE)
    np.testing.assert_array_equal(levers["randomised_effort"], [0.5])


def test_full_programmes_stay_inside_hard_limits():
    levers = Levers(1)
    for name in REGISTRY:
        REGISTRY[name].apply(levers, {}, stack([full(name, intensity=1.0)]), LATE)
    before = levers.values.copy()
    levers.close()
    np.testing.assert_array_equal(levers.values, before)
    assert len(before) == len(LEVERS)
