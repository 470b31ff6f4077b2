"""Kernels around goods against their twins in numpy, to the bit: they replace numpy without moving a number."""

from __future__ import annotations

import numpy as np
import oracle_goods as twin
import pytest
from hypothesis import given
from hypothesis import strategies as st

from flowsim.kernels import accounts, coca, crops, doses, draws, harbour, passage, plans, supply

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


def keys(some):
    return draws.lane_keys(range(some.lanes)), int(some.r.integers(0, 9000))


def ids(count):
    return np.arange(count, dtype=np.uint64)


def look_out(some):
    both, fields = (2,), (REGIONS,)
    wide = [some(*fields), some(*fields), some(*fields), some(*both), some.positive(*both), some(*both)]
    return *keys(some), crops.Outlook(ids(REGIONS), *wide, some(), some.positive(), some())


def tend(some):
    both, fields = (2,), (REGIONS,)
    crop = np.sort(some.r.integers(0, 2, REGIONS))
    season = [some(*shape) for shape in (both, both, both, (), fields, fields, both, both, both)]
    return crops.Season(crop, *season), some(*fields), float(some.r.uniform(-1.0, 1.0)), some(*fields), some(*fields)


def plan(some):
    goods, senders = (SENDERS, DRUGS), (SENDERS,)
    state = [some(*goods) for _ in range(3)]
    rule = [some(), some(*senders), some(*goods), some(3), some.positive()]
    return (plans.Plans(*state, *rule, some(*goods), some(2, *senders), some(*senders), some(*goods)),)


def order_goods(some):
    (plans_,) = plan(some)
    farms, gates = [], []
    for crop in range(2):
        state = [some.positive(), some.positive(), some.positive(), some(3), some(3)]
        farms.append(crops.Farm(*state, plans_.order_kg[crop]))
        gates.append(crops.FarmRule(*(some.positive() for _ in range(5))))
    return plans_, tuple(farms), tuple(gates)


def chemists(some):
    shares = [some(3, high=1.0), some(3, high=1.0), some(3)]
    return harbour.Chemists(*shares, some(), some(), some.positive(), some())


def cargo(some):
    in_, out = (3, SENDERS), (SENDERS, 3)
    return harbour.Cargo(*(some(*shape) for shape in (in_, out, out, out, in_, in_, in_)))


def call_at_port(some):
    customs = harbour.Customs(some(), some(), some(), some(PORTS), some(PORTS))
    return customs, cargo(some), chemists(some), some(3, PORTS)


def make_coca(some):
    return some(), passage.Source(some(), some(), some(), some.positive(), *(some() for _ in range(4)))


def way(some):
    first, one, goods, second = (SENDERS, 2), (SENDERS,), (SENDERS, DRUGS), (SENDERS, 1)
    shapes = (first, first, first, first, (), one, one, second, second, second, goods, goods, (3,), ())
    return (passage.Passage(*(some(*shape) for shape in shapes)),)


def buy_coca(some):
    store = coca.Store(*(some.positive() for _ in range(5)))
    rule = coca.StoreRule(*(some.positive() for _ in range(6)))
    return *make_coca(some)[:1], some(SENDERS, DRUGS), make_coca(some)[1], store, rule, *way(some)


def making(some):
    return supply.Making(some(), some(), some(2), some(DRUGS))


def look_around(some):
    home = [some(), some(), some(), some(MARKETS), some(MARKETS), some.positive(), some(MARKETS)]
    luck = supply.Luck(ids(DRUGS * MARKETS), some(), some(), some(DRUGS * MARKETS), some(MARKETS))
    return *keys(some), supply.Home(*home), luck, some.r.random((MARKETS, 3)), bool(some.r.integers(2))


def terms(some):
    one, market, sold, wide = (), (MARKETS,), (DRUGS, MARKETS), (PRODUCTS, MARKETS)
    shapes = [(2,), (DRUGS,), *[one] * 5, market, one, one, market, market, (DRUGS * MARKETS,), *[one] * 3, market]
    shapes += [wide, wide, (DRUGS,), (DRUGS,), sold, sold, market, wide]
    return supply.Terms(making(some), *(some(*shape, low=1.1) for shape in shapes))


def plant_at_home(some):
    return some.r.random((MARKETS, 3)), some(), some(), some(), some(MARKETS)


def weigh_doses(some):
    sold, wide = (DRUGS, MARKETS), (PRODUCTS, MARKETS)
    sales = doses.Sales(some(*sold), some(3, *sold), some.positive(*wide), some.positive(PRODUCTS), some())
    return sales, upset(some), some(*wide), some(*wide), some(MARKETS)


def upset(some):
    return doses.Upset(some(DRUGS, MARKETS), some(PRODUCTS, MARKETS), some(), some.positive(), some(), some(MARKETS))


def keep_accounts(some):
    goods, senders, sold, plaza = (SENDERS, DRUGS), (SENDERS,), (DRUGS, MARKETS), (SENDERS, DRUGS, 3)
    shapes = [goods, goods, goods, (2, SENDERS), senders, sold, sold, sold, (MARKETS,), (3, *sold), (2,), goods, goods]
    trade = accounts.Trade(*(some(*shape) for shape in shapes), some(*plaza))
    prices = [some(DRUGS), some(), some(DRUGS), some(*goods)]
    rule = accounts.AccountRule(*prices, some.r.random((SENDERS, 3)), some(), some(), some(*senders), some())
    books = accounts.Books(some(DRUGS), *(some(*shape) for shape in (senders, senders, (5, SENDERS), senders, senders)))
    payroll = accounts.Payroll(some(), some(*senders), some(*senders), some(*senders), some(), some())
    return payroll, trade, rule, books


CASES = {
    crops.look_out: look_out,
    crops.tend: tend,
    plans.plan: plan,
    plans.fetch: plan,
    plans.order_goods: order_goods,
    harbour.count_left: lambda some: (chemists(some),),
    harbour.change_chemistry: lambda some: (chemists(some),),
    harbour.call_at_port: call_at_port,
    harbour.unload: lambda some: (cargo(some), chemists(some)),
    passage.make_coca: make_coca,
    passage.buy_coca: buy_coca,
    passage.set_out: way,
    passage.come_in: way,
    supply.find_coca_cost: lambda some: (some(), some(), some(high=0.9), some(high=0.9), some()),
    supply.land: lambda some: (some(2), some(), some(DRUGS), making(some), some(DRUGS)),
    supply.close_labs: lambda some: (some(MARKETS), some(), some(), some(MARKETS)),
    supply.plant_at_home: plant_at_home,
    supply.look_around: look_around,
    supply.share_supply: lambda some: (terms(some), some()),
    supply.set_terms: lambda some: (terms(some), some(), bool(some.r.integers(2))),
    doses.weigh_doses: weigh_doses,
    doses.disturb: lambda some: (upset(some), some(MARKETS)),
    accounts.keep_accounts: keep_accounts,
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
    ours, theirs = (CASES[kernel](Some(seed, lanes)) for _ in range(2))
    kernel(*ours)
    getattr(twin, kernel.__name__)(*theirs)
    for got, want in zip(arrays(ours), arrays(theirs), strict=True):
        np.testing.assert_array_equal(got, want)


@pytest.mark.parametrize("kernel", CASES, ids=lambda kernel: kernel.__name__)
def test_python_gives_the_same(kernel):
    ours, theirs = (CASES[kernel](Some(5, 4)) for _ in range(2))
    kernel(*ours)
    getattr(kernel, "py_func", kernel)(*theirs)
    for got, want in zip(arrays(ours), arrays(theirs), strict=True):
        np.testing.assert_array_equal(got, want)
