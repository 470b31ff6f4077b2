"""Kernels of the money of organisations, one world in numpy; see ``rivals_plain.py``."""

from __future__ import annotations

import numpy as np
from rivals_plain import RNG, TINY

from flowsim.kernels.purses import ASSETS, BANKED, CLEAN, DISTRIBUTION, DOLLARS, PESOS, US_CASH, US_STASH

K = slice(None, -1)  # senders that keep money


def search(_keys, _week, _number, placed_usd, car, found, loads, hits, seized_usd):
    size, sigma = car[:, 0]
    loads[:] = RNG.poisson(placed_usd / size)
    hits[:] = RNG.binomial(loads.astype(int), found)
    sender = np.repeat(np.arange(len(hits)), hits[:, 0].astype(int))
    usd = size * np.exp(sigma * (RNG.standard_normal(sender.size) - 0.5 * sigma))
    np.minimum(np.bincount(sender, usd, len(hits))[:, None], placed_usd, out=seized_usd)


def collect(till, terms):
    cash, stash, due = till.usd[US_CASH, K], till.usd[US_STASH, K], till.due[DISTRIBUTION, K]
    now = cash + till.export[K] + till.margin[K]
    pays, back = np.minimum(due, now), stash / terms.stash_weeks
    kept, now = stash - back, now - pays + back
    weeks = (now + kept) / np.maximum(till.export_mean[K], TINY)
    rate = terms.stash_cost + terms.stash_rise * np.maximum(weeks - 8.0, 0.0) / 8.0
    left = 1.0 - np.minimum(rate, 0.5)
    till.paid[DISTRIBUTION, K], till.decayed[K] = pays, (now + kept) * (1.0 - left)
    cash[:], stash[:] = now * left, kept * left
    till.usd[PESOS, K] += till.migrant_tolls[K]


def offer_notes(usd, share, wanted, adjust, weeks, taken, window):
    share += (wanted - share) * adjust
    notes = usd[DOLLARS, : taken.shape[1]] / np.maximum(weeks, 1.0)
    np.multiply(share[:, : taken.shape[1]], notes, out=taken)
    taken[0].sum(0, out=window)


def sell_notes(usd, taken, fee, dwell, outlet_usd, outlet_fee):
    senders = slice(None, taken.shape[1])
    sold, cost = outlet_usd[:, senders], outlet_fee[:, senders]
    sold[:] = taken
    sold[3] = 0.0  # kept
    np.multiply(sold, fee[:, None], out=cost)
    window, firm, house, _ = sold - cost
    usd[DOLLARS, senders] -= sold.sum(0)
    held = usd[BANKED, senders] + window
    moved = held / np.maximum(dwell, 1.0)
    usd[BANKED, senders] = held - moved
    usd[CLEAN, senders] += firm + moved
    usd[PESOS, senders] += house


def pay(till, terms):
    dollars, pesos, clean = till.usd[DOLLARS, K], till.usd[PESOS, K], till.usd[CLEAN, K]
    due, tolls, mean = till.due[:DISTRIBUTION, K], till.toll_paid[K], till.dues_mean[K]
    goods, making, smuggling, wages = due
    notes = terms.goods * goods + terms.making * making + tolls + terms.wages * (smuggling + wages)
    owes = due.sum(0) + tolls
    wired = owes - notes
    mean += (owes - mean) / 13.0
    cash = dollars + pesos
    liquid = cash + clean
    share = np.minimum(liquid / np.maximum(0.5 * terms.target_weeks * mean, TINY), 1.0)
    share = np.minimum(share, liquid / np.maximum(owes, TINY))
    share = np.minimum(share, clean / np.maximum(wired, TINY))
    till.paid_share[K] = share
    from_notes = np.minimum(notes * share, cash)
    left = 1.0 - from_notes / np.maximum(cash, TINY)
    dollars *= left
    pesos *= left
    clean -= np.minimum(owes * share - from_notes, clean)
    np.multiply(due, share, out=till.paid[:DISTRIBUTION, K])
    owed = tolls.sum(0)
    tolls *= share
    earned = till.toll_earned[K]
    earned *= np.where(owed > 0.0, tolls.sum(0) / np.maximum(owed, 1e-300), 0.0)
    pesos += earned


def drain(till, terms):
    dollars, pesos, clean = till.usd[DOLLARS, K], till.usd[PESOS, K], till.usd[CLEAN, K]
    over = dollars + pesos + clean - terms.target_weeks * till.dues_mean[K]
    surplus = np.maximum(over, 0.0) * terms.drain
    bought = np.minimum(surplus * terms.to_assets, clean)
    clean -= bought
    till.usd[ASSETS, K] += bought
    liquid = dollars + pesos + clean
    owners = np.minimum(surplus - bought, liquid)
    till.owners[K] = owners
    left = 1.0 - owners / np.maximum(liquid, TINY)
    for purse in (dollars, pesos, clean):
        purse *= left


def close_week(till, week):
    cost = week.fee[:, K].sum(0) + week.lost[:, K].sum(0) + week.outlet_fee[:, K].sum(0)
    cost += week.us_seized[K] + till.decayed[K] + (week.frozen[:, K] - week.released[:, K]).sum(0)
    income = till.export[K] + till.margin[K] + till.toll_earned[K] - till.toll_paid[K] + till.migrant_tolls[K]
    week.laundering[K], week.profit[K] = cost, income - till.paid[:, K].sum(0) - cost


def remember_losses(keep, lost, caught, placed, losses, flows):
    losses *= keep
    losses += lost + caught
    flows *= keep
    flows += placed


def place_cash(flow, adjust, ready_usd, spent_usd):
    flow.share[:] += (flow.wanted - flow.share) * adjust
    senders = len(ready_usd)
    placed = flow.share[:, :senders] * ready_usd
    full = placed.sum(1) / flow.capacity
    flow.use[:] += (full - flow.use) / 13.0
    placed /= np.maximum(full, 1.0)[:, None]
    flow.placed_usd[:, :senders] = placed
    flow.transit_usd[:, :senders] += placed
    placed.sum(0, out=spent_usd)


def land_cash(flow, stopped, lands, purse_usd):
    lost, transit, rate = flow.lost_usd[:, K], flow.transit_usd[:, K], stopped[:, None]
    lost[:] = np.where(rate >= 0.0, flow.placed_usd[:, K] * rate, lost)
    left = transit - lost
    landing = left / np.maximum(flow.delay, 1.0)[:, None]
    np.subtract(left, landing, out=transit)
    fee = landing * flow.fee[:, None]
    flow.fee_usd[:, K] = fee
    landing -= fee
    flow.delivered_usd[:, K] = landing
    np.add.at(purse_usd[:, K], lands, landing)


def recover(_keys, _week, _country, mean, median, sigma, out):
    out[0] = median[0] * np.exp(sigma[0] * RNG.standard_normal(RNG.poisson(mean[0]))).sum()


def freeze(usd, purses, found, taken):
    held = usd[purses, : len(taken)]
    held.sum(0, out=taken)
    share = np.minimum(found / np.maximum(taken.sum(0), TINY), 0.05)
    usd[purses, : len(taken)] = held * (1.0 - share)
    taken *= share


def decide(usd, taken, rows, weeks, released, frozen_usd, released_usd, forfeited_usd):
    senders = slice(None, len(taken))
    frozen_usd[senders] = taken
    held = usd[rows[0], senders] + taken
    decided = held / weeks
    back = decided * released
    usd[rows[0], senders] = held - decided
    released_usd[senders], forfeited_usd[senders] = back, decided - back
    usd[rows[1], senders] += back


def catch(rows, usd, chance, transit, frozen, taken):
    senders, banks = len(taken), len(usd) // (len(rows) + 1)
    sought = usd[: banks * len(rows)].reshape(len(rows), banks, 1).sum(1)
    there = transit[rows, :senders]
    lost = there * np.minimum(sought * chance / np.maximum(there.sum(1), TINY), 0.5)[:, None]
    frozen[rows, :senders] = lost
    transit[rows, :senders] = there - lost
    taken += lost.sum(0)
