"""A week of an organisation's money, purse by purse, rounded as numpy rounds.

Rows are those of ``codes.Purse``, ``codes.Due`` and ``codes.Outlet``. The last sender keeps no money.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from flowsim.kernels.jit import exact

TINY = 1e-9
DECAY_MOST = 0.5  # of stored notes in a week
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


@exact
def collect(till, terms):  # type: ignore[no-untyped-def]
    """Sales become street cash, tolls of migrants pesos; US distribution is paid; stored notes come back, dwindle."""
    for k in range(till.usd.shape[1] - 1):
        cash, stash, paid = till.usd[US_CASH, k], till.usd[US_STASH, k], till.paid[DISTRIBUTION, k]
        due, export, margin, mean = till.due[DISTRIBUTION, k], till.export[k], till.margin[k], till.export_mean[k]
        decayed, pesos, tolls = till.decayed[k], till.usd[PESOS, k], till.migrant_tolls[k]
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


@exact
def offer_notes(usd, share, wanted, adjust, weeks, taken, window):  # type: ignore[no-untyped-def]
    """Dollar notes in Mexico are offered to outlets by shares, which follow what is wanted.

    Parameters
    ----------
    usd : (purse, sender, L)
    share, wanted : (outlet, sender, L)
    adjust, weeks : (L,)
        Part of the way that shares move in a week; weeks that notes lie.
    taken : (outlet, sender, L)
        Overwritten.
    window : (L,)
        Overwritten: all that windows of banks are offered.
    """
    outlets, senders, lanes = taken.shape
    window[:] = 0.0
    for o in range(outlets):
        for k in range(share.shape[1]):
            for lane in range(lanes):
                share[o, k, lane] += (wanted[o, k, lane] - share[o, k, lane]) * adjust[lane]
        for k in range(senders):
            notes = usd[DOLLARS, k]
            for lane in range(lanes):
                taken[o, k, lane] = share[o, k, lane] * (notes[lane] / max(weeks[lane], 1.0))
                if o == WINDOW:
                    window[lane] += taken[o, k, lane]


@exact
def sell_notes(usd, taken, fee, dwell, outlet_usd, outlet_fee):  # type: ignore[no-untyped-def]
    """What outlets take becomes money in accounts, clean money and pesos, less fees; accounts empty into clean money.

    Parameters
    ----------
    usd : (purse, sender, L)
    taken : (outlet, sender, L)
        What they have room for; what is kept is not read.
    fee : (outlet, L)
    dwell : (L,)
        Weeks that money stays in accounts.
    outlet_usd, outlet_fee : (outlet, sender, L)
        Overwritten, but for the last sender.
    """
    outlets, senders, lanes = taken.shape
    net = np.empty((outlets, lanes))
    for k in range(senders):
        notes, banked, clean, pesos = usd[DOLLARS, k], usd[BANKED, k], usd[CLEAN, k], usd[PESOS, k]
        for lane in range(lanes):
            sold = 0.0
            for o in range(outlets):
                sells = 0.0 if o == KEEP else taken[o, k, lane]
                cost = sells * fee[o, lane]
                outlet_usd[o, k, lane], outlet_fee[o, k, lane] = sells, cost
                net[o, lane] = sells - cost
                sold += sells
            notes[lane] -= sold
        for lane in range(lanes):
            held = banked[lane] + net[WINDOW, lane]
            moved = held / max(dwell[lane], 1.0)
            banked[lane] = held - moved
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


@exact
def close_week(till, week):  # type: ignore[no-untyped-def]
    """Cost of laundering and profit of the week."""
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
            week.laundering[k, lane], week.profit[k, lane] = cost, income - paid[lane] - cost


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
