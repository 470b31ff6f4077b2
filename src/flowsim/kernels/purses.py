"""A week of an organisation's money, purse by purse, rounded as numpy rounds.

Rows are those of ``codes.Purse``, ``codes.Due`` and ``codes.Outlet``. The last sender keeps no money.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from flowsim.kernels.jit import exact

TINY = 1e-9
DECAY_MOST = 0.5  # of stored notes in a week
SEIZED_MOST = 0.5  # of street cash that is handed over
US_CASH, US_STASH, DOLLARS, PESOS, BANKED, ASSETS, CLEAN = 0, 1, 4, 5, 6, 7, 9
GOODS, MAKING, SMUGGLING, WAGES, DISTRIBUTION = 0, 1, 2, 3, 4
WINDOW, FIRM, HOUSE, KEEP = 0, 1, 2, 3


class Till(NamedTuple):
    """Money and bills of organisations; (sender, L) unless it says otherwise, USD or USD a week."""

    usd: np.ndarray  # (purse, sender, L)
    due: np.ndarray  # (due, sender, L) owed this week
    paid: np.ndarray  # (due, sender, L) of it
    export: np.ndarray  # earned at import prices
    margin: np.ndarray  # earned on sales inside the US
    export_mean: np.ndarray  # its 52-week mean
    decayed: np.ndarray  # stored notes lost
    toll_paid: np.ndarray
    toll_earned: np.ndarray
    migrant_tolls: np.ndarray
    dues_mean: np.ndarray  # 13-week mean of what is owed in Mexico
    paid_share: np.ndarray  # of it that is paid
    owners: np.ndarray  # drawn by owners
    us_seized: np.ndarray  # street cash seized in the US
    ready: np.ndarray  # street cash ready for providers


class Terms(NamedTuple):
    """Rules of keeping and paying; (L,)."""

    stash_weeks: np.ndarray
    stash_cost: np.ndarray
    stash_rise: np.ndarray
    goods: np.ndarray  # share of a due that can be paid in notes
    making: np.ndarray
    wages: np.ndarray
    target_weeks: np.ndarray
    drain: np.ndarray
    to_assets: np.ndarray
    collect_weeks: np.ndarray  # until street cash is handed to providers
    us_found: np.ndarray  # share of it that is seized, at today's enforcement


@exact
def collect(till, terms, enforcement):  # type: ignore[no-untyped-def]
    """Sales become street cash, tolls of migrants pesos; US distribution is paid; stored notes come back, dwindle.

    Of the cash a part is made ready for providers, less what is seized; both stay in the purse until it is placed.
    ``enforcement (L,)`` in the US is a multiple of today's.
    """
    for k in range(till.usd.shape[1] - 1):
        cash, stash, paid = till.usd[US_CASH, k], till.usd[US_STASH, k], till.paid[DISTRIBUTION, k]
        due, export, margin, mean = till.due[DISTRIBUTION, k], till.export[k], till.margin[k], till.export_mean[k]
        decayed, pesos, tolls = till.decayed[k], till.usd[PESOS, k], till.migrant_tolls[k]
        seized, ready = till.us_seized[k], till.ready[k]
        for lane in range(cash.size):
            now = cash[lane] + (export[lane] + margin[lane])
            pays = min(due[lane], now)
            back = stash[lane] / terms.stash_weeks[lane]
            kept, now = stash[lane] - back, (now - pays) + back
            weeks = (now + kept) / max(mean[lane], TINY)
            rate = terms.stash_cost[lane] + terms.stash_rise[lane] * max(weeks - 8.0, 0.0) / 8.0
            left = 1.0 - min(rate, DECAY_MOST)
            paid[lane], decayed[lane] = pays, (now + kept) * (1.0 - left)
            cash[lane], stash[lane] = now * left, kept * left
            pesos[lane] += tolls[lane]
            out = cash[lane] / max(terms.collect_weeks[lane], 1.0)
            seized[lane] = out * min(terms.us_found[lane] * enforcement[lane], SEIZED_MOST)
            ready[lane] = out - seized[lane]


class Notes(NamedTuple):
    """Dollar notes in Mexico and those who take them; (outlet, sender, L) unless it says otherwise."""

    wanted: np.ndarray  # shares that senders aim at
    share: np.ndarray  # shares, which follow
    usd: np.ndarray  # sold, USD a week
    fee_usd: np.ndarray  # fees, USD a week
    fee: np.ndarray  # (outlet, L) share of value
    adjust: np.ndarray  # (L,) part of the way that shares move in a week
    weeks: np.ndarray  # (L,) that notes lie
    dwell: np.ndarray  # (L,) weeks that money stays in accounts
    window: np.ndarray  # (L,) all that windows of banks are offered, USD a week
    accounts: np.ndarray  # (bank, L) that take notes at windows
    firm_usd: np.ndarray  # (L,) that a border firm takes in a month without a limit


@exact
def offer_notes(usd, notes, taken):  # type: ignore[no-untyped-def]
    """Dollar notes in Mexico are offered to outlets by shares, which follow what is wanted.

    Parameters
    ----------
    usd : (purse, sender, L)
    notes : Notes
        ``share`` and ``window`` change.
    taken : (outlet, sender, L)
        Overwritten, of those that keep money.
    """
    outlets, senders, lanes = taken.shape
    notes.window[:] = 0.0
    for o in range(outlets):
        for k in range(notes.share.shape[1]):
            for lane in range(lanes):
                notes.share[o, k, lane] += (notes.wanted[o, k, lane] - notes.share[o, k, lane]) * notes.adjust[lane]
        for k in range(senders):
            held = usd[DOLLARS, k]
            for lane in range(lanes):
                taken[o, k, lane] = notes.share[o, k, lane] * (held[lane] / max(notes.weeks[lane], 1.0))
                if o == WINDOW:
                    notes.window[lane] += taken[o, k, lane]


@exact
def limit_notes(notes, account_usd, firm_usd, taken):  # type: ignore[no-untyped-def]
    """Windows and border firms take what the law lets them: ``taken (outlet, sender, L)`` is lowered.

    ``account_usd`` and ``firm_usd``, both ``(L,)``, are what an account and a firm may take in a month.
    """
    lanes = account_usd.shape[0]
    window, firm = np.zeros(lanes), np.empty(lanes)
    for bank in range(notes.accounts.shape[0]):
        for lane in range(lanes):
            window[lane] += notes.accounts[bank, lane]
    for lane in range(lanes):
        room = window[lane] * account_usd[lane] / 4.0
        window[lane] = min(room / max(notes.window[lane], TINY), 1.0)
        firm[lane] = firm_usd[lane] / notes.firm_usd[lane]
    for k in range(taken.shape[1]):
        for lane in range(lanes):
            taken[WINDOW, k, lane] *= window[lane]
            taken[FIRM, k, lane] *= firm[lane]


@exact
def sell_notes(usd, notes, account_usd, firm_usd):  # type: ignore[no-untyped-def]
    """What outlets take becomes money in accounts, clean money and pesos, less fees; accounts empty into clean money.

    Parameters
    ----------
    usd : (purse, sender, L)
    notes : Notes
        ``share``, ``window``, ``usd`` and ``fee_usd`` change.
    account_usd, firm_usd : (L,)
        That the law lets an account and a border firm take in a month.
    """
    outlets, senders, lanes = notes.share.shape[0], notes.share.shape[1] - 1, notes.share.shape[2]
    taken, net = np.empty((outlets, senders, lanes)), np.empty((outlets, lanes))
    offer_notes(usd, notes, taken)
    limit_notes(notes, account_usd, firm_usd, taken)
    for k in range(senders):
        held, banked, clean, pesos = usd[DOLLARS, k], usd[BANKED, k], usd[CLEAN, k], usd[PESOS, k]
        for lane in range(lanes):
            sold = 0.0
            for o in range(outlets):
                sells = 0.0 if o == KEEP else taken[o, k, lane]
                cost = sells * notes.fee[o, lane]
                notes.usd[o, k, lane], notes.fee_usd[o, k, lane] = sells, cost
                net[o, lane] = sells - cost
                sold += sells
            held[lane] -= sold
        for lane in range(lanes):
            there = banked[lane] + net[WINDOW, lane]
            moved = there / max(notes.dwell[lane], 1.0)
            banked[lane] = there - moved
            clean[lane] = (clean[lane] + net[FIRM, lane]) + moved
            pesos[lane] += net[HOUSE, lane]


@exact
def pay(till, terms):  # type: ignore[no-untyped-def]
    """Organisations pay what they owe, less when they hold under half of their target; tolls reach their earners."""
    senders, lanes = till.usd.shape[1] - 1, till.usd.shape[2]
    owed, settled = np.zeros(lanes), np.zeros(lanes)
    for k in range(senders):
        dollars, pesos, clean = till.usd[DOLLARS, k], till.usd[PESOS, k], till.usd[CLEAN, k]
        tolls, mean, due = till.toll_paid[k], till.dues_mean[k], till.due[:, k]
        for lane in range(lanes):
            goods, making, wages, toll = due[GOODS, lane], due[MAKING, lane], due[WAGES, lane], tolls[lane]
            notes = terms.goods[lane] * goods + terms.making[lane] * making + toll
            notes += terms.wages[lane] * (due[SMUGGLING, lane] + wages)
            wired = (goods + making + due[SMUGGLING, lane] + wages + toll) - notes
            mean[lane] += (notes + wired - mean[lane]) / 13.0
            liquid = dollars[lane] + pesos[lane] + clean[lane]
            share = min(liquid / max(0.5 * terms.target_weeks[lane] * mean[lane], TINY), 1.0)
            share = min(share, liquid / max(notes + wired, TINY))
            share = min(share, clean[lane] / max(wired, TINY))
            till.paid_share[k, lane] = share
            from_notes = min(notes * share, dollars[lane] + pesos[lane])
            left = 1.0 - from_notes / max(dollars[lane] + pesos[lane], TINY)
            dollars[lane] *= left
            pesos[lane] *= left
            clean[lane] -= min((notes + wired) * share - from_notes, clean[lane])
            for d in range(DISTRIBUTION):
                till.paid[d, k, lane] = due[d, lane] * share
            owed[lane] += toll
            tolls[lane] = toll * share
            settled[lane] += tolls[lane]
    for k in range(senders):
        earned, pesos = till.toll_earned[k], till.usd[PESOS, k]
        for lane in range(lanes):
            earned[lane] *= settled[lane] / owed[lane] if owed[lane] > 0.0 else 0.0
            pesos[lane] += earned[lane]


@exact
def drain(till, terms):  # type: ignore[no-untyped-def]
    """What organisations do not need flows off, part into property, the rest to owners."""
    for k in range(till.usd.shape[1] - 1):
        dollars, pesos, clean = till.usd[DOLLARS, k], till.usd[PESOS, k], till.usd[CLEAN, k]
        assets, mean, owners = till.usd[ASSETS, k], till.dues_mean[k], till.owners[k]
        for lane in range(dollars.size):
            over = dollars[lane] + pesos[lane] + clean[lane] - terms.target_weeks[lane] * mean[lane]
            surplus = max(over, 0.0) * terms.drain[lane]
            bought = min(surplus * terms.to_assets[lane], clean[lane])
            clean[lane] -= bought
            assets[lane] += bought
            liquid = dollars[lane] + pesos[lane] + clean[lane]
            owners[lane] = min(surplus - bought, liquid)
            left = 1.0 - owners[lane] / max(liquid, TINY)
            dollars[lane] *= left
            pesos[lane] *= left
            clean[lane] *= left


class Week(NamedTuple):
    """What a week of laundering took, USD a week."""

    fee: np.ndarray  # (provider, sender, L)
    lost: np.ndarray  # (provider, sender, L)
    outlet_fee: np.ndarray  # (outlet, sender, L)
    frozen: np.ndarray  # (country, sender, L)
    released: np.ndarray  # (country, sender, L)
    us_seized: np.ndarray  # (sender, L)
    laundering: np.ndarray  # (sender, L) overwritten: all of it
    profit: np.ndarray  # (sender, L) overwritten
    mean: np.ndarray  # (sender, L) 26-week mean of profit
    base: np.ndarray  # (sender, L) the same at the start of history
    rise: np.ndarray  # (sender, L) overwritten: one over the other, neither below next to nothing


@exact
def close_week(till, week):  # type: ignore[no-untyped-def]
    """Cost of laundering and profit of the week, and how far profits have risen."""
    lanes = till.usd.shape[2]
    fee, lost, outlets, frozen, paid = np.empty((5, lanes))
    for k in range(till.usd.shape[1] - 1):
        fee[:], lost[:], outlets[:], frozen[:], paid[:] = 0.0, 0.0, 0.0, 0.0, 0.0
        for v in range(week.fee.shape[0]):
            for lane in range(lanes):
                fee[lane] += week.fee[v, k, lane]
                lost[lane] += week.lost[v, k, lane]
        for o in range(week.outlet_fee.shape[0]):
            for lane in range(lanes):
                outlets[lane] += week.outlet_fee[o, k, lane]
        for c in range(week.frozen.shape[0]):
            for lane in range(lanes):
                frozen[lane] += week.frozen[c, k, lane] - week.released[c, k, lane]
        for d in range(till.paid.shape[0]):
            for lane in range(lanes):
                paid[lane] += till.paid[d, k, lane]
        for lane in range(lanes):
            cost = fee[lane] + lost[lane] + outlets[lane] + week.us_seized[k, lane] + till.decayed[k, lane]
            cost += frozen[lane]
            income = till.export[k, lane] + till.margin[k, lane] + till.toll_earned[k, lane] - till.toll_paid[k, lane]
            income += till.migrant_tolls[k, lane]
            profit = income - paid[lane] - cost
            mean = week.mean[k, lane] + (profit - week.mean[k, lane]) / 26.0
            week.laundering[k, lane], week.profit[k, lane], week.mean[k, lane] = cost, profit, mean
            week.rise[k, lane] = max(mean, TINY) / max(week.base[k, lane], TINY)


@exact
def remember_losses(keep, lost, caught, placed, losses, flows):  # type: ignore[no-untyped-def]
    """A week enters the memory of what was lost and placed at each provider.

    ``keep (L,)`` of a memory is left; all others (provider, sender, L), ``losses`` and ``flows`` updated.
    """
    providers, senders, lanes = lost.shape
    for v in range(providers):
        for k in range(senders):
            for lane in range(lanes):
                gone = lost[v, k, lane] + caught[v, k, lane]
                losses[v, k, lane] = losses[v, k, lane] * keep[lane] + gone
                flows[v, k, lane] = flows[v, k, lane] * keep[lane] + placed[v, k, lane]
