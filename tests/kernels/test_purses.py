"""A week of money of organisations against the same rules in numpy, equal to the bit."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from flowsim.domain.codes import Due, Outlet, Purse
from flowsim.kernels import purses
from flowsim.kernels.purses import TINY, Notes, Terms, Till, Week

PURSES, DUES, OUTLETS, COUNTRIES, PROVIDERS, SENDERS, LANES = len(Purse), len(Due), len(Outlet), 2, 5, 4, 3
BANKS = 6
K = np.s_[:-1]
seeds = st.integers(0, 2**32 - 1)


def case(seed):
    rng = np.random.default_rng(seed)

    def usd(*shape):
        return rng.lognormal(0.0, 1.5, (*shape, SENDERS, LANES)) * rng.choice(
            [0.0, 1.0], (*shape, SENDERS, LANES), p=[0.1, 0.9]
        )

    till = Till(usd(PURSES), usd(DUES), usd(DUES), *(usd() for _ in range(12)))
    terms = Terms(*(rng.uniform(0.2, 0.9, LANES) for _ in Terms._fields))
    return rng, usd, till, terms


def copied(till):
    return type(till)(*(array.copy() for array in till))


def summed(rows):
    out = np.zeros_like(rows[0])
    for row in rows:
        out += row
    return out


def test_rows_are_those_of_the_codes():
    named = {"US_CASH": Purse.US_CASH, "US_STASH": Purse.US_STASH, "DOLLARS": Purse.MX_DOLLARS, "PESOS": Purse.MX_PESOS}
    named |= {"BANKED": Purse.MX_BANKED, "ASSETS": Purse.MX_ASSETS, "CLEAN": Purse.CLEAN}
    named |= {due.name: due for due in Due}
    named |= {"WINDOW": Outlet.WINDOW, "FIRM": Outlet.BORDER_FIRM, "HOUSE": Outlet.CASA_DE_CAMBIO, "KEEP": Outlet.KEEP}
    for name, row in named.items():
        assert getattr(purses, name) == row, name


def collect(till, p, enforcement):
    cash, stash = till.usd[Purse.US_CASH, K], till.usd[Purse.US_STASH, K]
    cash += till.export[K] + till.margin[K]
    paid = np.minimum(till.due[Due.DISTRIBUTION, K], cash)
    till.paid[Due.DISTRIBUTION, K] = paid
    till.usd[Purse.MX_PESOS, K] += till.migrant_tolls[K]
    cash -= paid
    back = stash / p.stash_weeks
    stash -= back
    cash += back
    weeks = (cash + stash) / np.maximum(till.export_mean[K], TINY)
    left = 1.0 - np.minimum(p.stash_cost + p.stash_rise * np.maximum(weeks - 8.0, 0.0) / 8.0, purses.DECAY_MOST)
    till.decayed[K] = (cash + stash) * (1.0 - left)
    cash *= left
    stash *= left
    out = cash / np.maximum(p.collect_weeks, 1.0)
    till.us_seized[K] = out * np.minimum(p.us_found * enforcement, purses.SEIZED_MOST)
    till.ready[K] = out - till.us_seized[K]


def pay(till, p):
    dollars, pesos, clean = (till.usd[i, K] for i in (Purse.MX_DOLLARS, Purse.MX_PESOS, Purse.CLEAN))
    goods, making, smuggling, wages = (till.due[i, K] for i in range(4))
    tolls = till.toll_paid[K]
    notes = p.goods * goods + p.making * making + tolls
    notes += p.wages * (smuggling + wages)
    wired = goods + making + smuggling + wages + tolls - notes
    till.dues_mean[K] += (notes + wired - till.dues_mean[K]) / 13.0
    liquid = dollars + pesos + clean
    share = np.minimum(liquid / np.maximum(0.5 * p.target_weeks * till.dues_mean[K], TINY), 1.0)
    share = np.minimum(share, liquid / np.maximum(notes + wired, TINY))
    share = np.minimum(share, clean / np.maximum(wired, TINY))
    till.paid_share[K] = share
    from_notes = np.minimum(notes * share, dollars + pesos)
    left = 1.0 - from_notes / np.maximum(dollars + pesos, TINY)
    dollars *= left
    pesos *= left
    clean -= np.minimum((notes + wired) * share - from_notes, clean)
    for due in range(Due.DISTRIBUTION):
        till.paid[due, K] = till.due[due, K] * share
    owed = summed(tolls)
    till.toll_paid[K] *= share
    settled = summed(till.toll_paid[K])
    till.toll_earned[K] *= np.divide(settled, owed, out=np.zeros_like(owed), where=owed > 0.0)
    pesos += till.toll_earned[K]


def drain(till, p):
    dollars, pesos, clean = (till.usd[i, K] for i in (Purse.MX_DOLLARS, Purse.MX_PESOS, Purse.CLEAN))
    surplus = np.maximum(dollars + pesos + clean - p.target_weeks * till.dues_mean[K], 0.0) * p.drain
    bought = np.minimum(surplus * p.to_assets, clean)
    clean -= bought
    till.usd[Purse.MX_ASSETS, K] += bought
    liquid = dollars + pesos + clean
    till.owners[K] = np.minimum(surplus - bought, liquid)
    left = 1.0 - till.owners[K] / np.maximum(liquid, TINY)
    for purse in (dollars, pesos, clean):
        purse *= left


@pytest.mark.twin
@pytest.mark.parametrize("rule", [collect, pay, drain])
@settings(max_examples=25, deadline=None, derandomize=True)
@given(seed=seeds)
def test_a_rule_gives_the_bits_of_numpy(rule, seed):
    rng, _, till, terms = case(seed)
    twin, levers = copied(till), [rng.uniform(0.5, 4.0, LANES)] if rule is collect else []
    getattr(purses, rule.__name__)(till, terms, *levers)
    rule(twin, terms, *levers)
    for name, mine, theirs in zip(Till._fields, till, twin, strict=True):
        np.testing.assert_array_equal(mine, theirs, err_msg=name)


def notes_of(rng, usd):
    share, wanted = (rng.dirichlet(np.ones(OUTLETS), (SENDERS, LANES)).transpose(2, 0, 1).copy() for _ in range(2))
    fee, adjust = rng.uniform(0.0, 0.2, (OUTLETS, LANES)), rng.uniform(0.0, 1.0, LANES)
    weeks, dwell, firm_usd = rng.uniform(0.5, 4.0, (3, LANES))
    accounts = np.floor(rng.gamma(1.0, 3.0, (BANKS, LANES)))
    window = np.full(LANES, np.nan)
    return Notes(wanted, share, usd(OUTLETS), usd(OUTLETS), fee, adjust, weeks, dwell, window, accounts, firm_usd)


@pytest.mark.twin
@settings(max_examples=25, deadline=None, derandomize=True)
@given(seed=seeds)
def test_notes_are_offered_limited_and_sold_as_in_numpy(seed):
    rng, usd, till, _ = case(seed)
    notes = notes_of(rng, usd)
    twin, share, account_usd, firm_usd = till.usd.copy(), notes.share.copy(), *rng.uniform(0.0, 2.0, (2, LANES))
    purses.sell_notes(till.usd, notes, account_usd, firm_usd)
    share += (notes.wanted - share) * notes.adjust
    taken = share[:, K] * (twin[Purse.MX_DOLLARS, K] / np.maximum(notes.weeks, 1.0))
    window = summed(taken[Outlet.WINDOW])
    np.testing.assert_array_equal(notes.share, share)
    np.testing.assert_array_equal(notes.window, window)
    room = summed(notes.accounts) * account_usd / 4.0
    taken[Outlet.WINDOW] *= np.minimum(room / np.maximum(window, TINY), 1.0)
    taken[Outlet.BORDER_FIRM] *= firm_usd / notes.firm_usd
    taken[Outlet.KEEP] = 0.0
    np.testing.assert_array_equal(notes.usd[:, K], taken)
    np.testing.assert_array_equal(notes.fee_usd[:, K], taken * notes.fee[:, None])
    net = taken - taken * notes.fee[:, None]
    twin[Purse.MX_DOLLARS, K] -= summed(taken)
    twin[Purse.MX_BANKED, K] += net[Outlet.WINDOW]
    twin[Purse.CLEAN, K] += net[Outlet.BORDER_FIRM]
    twin[Purse.MX_PESOS, K] += net[Outlet.CASA_DE_CAMBIO]
    moved = twin[Purse.MX_BANKED, K] / np.maximum(notes.dwell, 1.0)
    twin[Purse.MX_BANKED, K] -= moved
    twin[Purse.CLEAN, K] += moved
    np.testing.assert_array_equal(till.usd, twin)


@pytest.mark.twin
@settings(max_examples=25, deadline=None, derandomize=True)
@given(seed=seeds)
def test_books_close_and_losses_are_remembered_as_in_numpy(seed):
    rng, usd, till, _ = case(seed)
    week = Week(
        usd(PROVIDERS), usd(PROVIDERS), usd(OUTLETS), usd(COUNTRIES), usd(COUNTRIES), *(usd() for _ in range(6))
    )
    mean = week.mean.copy()
    purses.close_week(till, week)
    cost = summed(week.fee[:, K]) + summed(week.lost[:, K]) + summed(week.outlet_fee[:, K])
    cost = cost + week.us_seized[K] + till.decayed[K] + summed(week.frozen[:, K] - week.released[:, K])
    income = till.export[K] + till.margin[K] + till.toll_earned[K] - till.toll_paid[K] + till.migrant_tolls[K]
    np.testing.assert_array_equal(week.laundering[K], cost)
    np.testing.assert_array_equal(week.profit[K], income - summed(till.paid[:, K]) - cost)
    mean[K] += (week.profit[K] - mean[K]) / 26.0
    np.testing.assert_array_equal(week.mean, mean)
    np.testing.assert_array_equal(week.rise[K], (np.maximum(mean, TINY) / np.maximum(week.base, TINY))[K])
    keep, (lost, caught, placed, losses, flows) = rng.uniform(0.5, 1.0, LANES), (usd(PROVIDERS) for _ in range(5))
    want = losses * keep + (lost + caught), flows * keep + placed
    purses.remember_losses(keep, lost, caught, placed, losses, flows)
    for mine, theirs in zip((losses, flows), want, strict=True):
        np.testing.assert_array_equal(mine, theirs)
