"""Kernels around goods against their twins in numpy, to the bit: they replace numpy without moving a number."""

from __future__ import annotations

from copy import deepcopy

import numpy as np
import oracle_goods as twin
import pytest
from hypothesis import given
from hypothesis import strategies as st

from flowsim.kernels import accounts, crops, doses, harbour, passage, plans, supply

SENDERS, DRUGS, REGIONS, PORTS, MARKETS, PRODUCTS = 4, 5, 6, 3, 2, 4


class Some:
    """Random arrays (..., lane), some entries exactly 0."""

    def __init__(self, seed, lanes):
        self.r, self.lanes = np.random.default_rng(seed), lanes

    def __call__(self, *shape, low=0.1, high=3.0, zeros=0.1):
        drawn = self.r.uniform(low, high, (*shape, self.lanes))
        return np.where(self.r.random(drawn.shape) < zeros, 0.0, drawn)

    def positive(self, *shape):
        return self(*shape, zeros=0.0)


def tend(some):
    both, fields = (2,), (REGIONS,)
    crop = np.sort(some.r.integers(0, 2, REGIONS))
    season = [some(*shape) for shape in (both, both, both, (), fields, fields, fields, both, both, both)]
    return crops.Season(crop, *season), float(some.r.uniform(-1.0, 1.0)), some(*fields), some(*fields)


def plan(some):
    goods, senders = (SENDERS, DRUGS), (SENDERS,)
    state = [some(*goods) for _ in range(3)]
    rule = [some(), some(*senders), some(*goods), some(3), some.positive()]
    return (plans.Plans(*state, *rule, some(*goods), some(2, *senders), some(*senders), some(*goods)),)


def cargo(some):
    in_, out = (3, SENDERS), (SENDERS, 3)
    return harbour.Cargo(*(some(*shape) for shape in (in_, out, out, out, in_, in_, in_)))


def call_at_port(some):
    customs = harbour.Customs(some(), some(), some(), some(PORTS), some(PORTS))
    return customs, cargo(some), some(3, PORTS)


def make_coca(some):
    return some(), passage.Source(some(), some(), some(), some.positive(), *(some() for _ in range(4)))


def way(some):
    first, one, goods, second = (SENDERS, 2), (SENDERS,), (SENDERS, DRUGS), (SENDERS, 1)
    shapes = (first, first, first, (), one, one, second, second, second, goods, goods, (3,), ())
    return (passage.Passage(*(some(*shape) for shape in shapes)),)


def land(some):
    making = supply.Making(some(), some(), some(2), some(DRUGS))
    return some(2), some(), some(DRUGS), making, some(DRUGS)


def plant_at_home(some):
    return some.r.random((MARKETS, 3)), some(), some(), some(), some(MARKETS)


def weigh_doses(some):
    sold, wide = (DRUGS, MARKETS), (PRODUCTS, MARKETS)
    sales = doses.Sales(some(*sold), some(3, *sold), some.positive(*wide), some.positive(PRODUCTS), some())
    return sales, some(*wide), some(*wide)


def disturb(some):
    upset = doses.Upset(some(DRUGS, MARKETS), some(PRODUCTS, MARKETS), some(), some.positive(), some(), some(MARKETS))
    return upset, some(MARKETS)


CASES = {
    crops.tend: tend,
    plans.plan: plan,
    plans.fetch: plan,
    harbour.call_at_port: call_at_port,
    harbour.unload: lambda some: (cargo(some),),
    passage.make_coca: make_coca,
    passage.set_out: way,
    passage.come_in: way,
    supply.land: land,
    supply.close_labs: lambda some: (some(MARKETS), some(), some(), some(MARKETS)),
    supply.plant_at_home: plant_at_home,
    doses.weigh_doses: weigh_doses,
    doses.disturb: disturb,
    accounts.staff: lambda some: (some(SENDERS), some(SENDERS), some(SENDERS)),
}


def arrays(value):
    """Every array in nested tuples."""
    if isinstance(value, np.ndarray):
        return [value]
    return [x for part in value for x in arrays(part)] if isinstance(value, tuple) else []


@pytest.mark.twin
@pytest.mark.parametrize("kernel", CASES, ids=lambda kernel: kernel.__name__)
@given(seed=st.integers(0, 10**6), lanes=st.sampled_from([1, 3, 64]))
def test_the_week_is_that_of_the_twin(kernel, seed, lanes):
    ours = CASES[kernel](Some(seed, lanes))
    theirs = deepcopy(ours)
    kernel(*ours)
    getattr(twin, kernel.__name__)(*theirs)
    for got, want in zip(arrays(ours), arrays(theirs), strict=True):
        np.testing.assert_array_equal(got, want)


@pytest.mark.parametrize("kernel", CASES, ids=lambda kernel: kernel.__name__)
def test_python_gives_the_same(kernel):
    ours = CASES[kernel](Some(5, 4))
    theirs = deepcopy(ours)
    kernel(*ours)
    getattr(kernel, "py_func", kernel)(*theirs)
    for got, want in zip(arrays(ours), arrays(theirs), strict=True):
        np.testing.assert_array_equal(got, want)
