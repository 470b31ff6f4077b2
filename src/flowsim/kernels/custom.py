"""Where launderers open accounts, what they show and remember of closures; every array ends in lanes, float64."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from flowsim.kernels.jit import exact, kernel
from flowsim.kernels.vmath import vexp

USUAL = 0.01  # chance a month that an account is closed at which expected loss counts as nothing


class Seen(NamedTuple):
    """What holders see of each bank."""

    held: np.ndarray  # (cell, L) accounts in use
    closed: np.ndarray  # (cell, L) closures, remembered
    months: np.ndarray  # (cell, L) account-months, remembered
    size: np.ndarray  # (cell,) of the bank among those that a holder can use
    kept: np.ndarray  # (cell, L) room that the bank leaves to the holder's segment


class Taste(NamedTuple):
    """How holders choose; (L,) unless it says otherwise."""

    usual: np.ndarray  # chance a month of a closure that they begin with
    prior: np.ndarray  # account-months that this belief counts as
    loss: np.ndarray  # (holder, L) of a closure, share of what an account moves
    concentration: np.ndarray  # cost of holding all accounts at one bank
    custom: np.ndarray  # weight of own custom against size
    theta: np.ndarray  # how much cost counts
    explore: np.ndarray  # share that goes by size alone


class Flow(NamedTuple):
    """What holders have to place."""

    placed: np.ndarray  # (provider, sender, L) USD a week
    provider: np.ndarray  # (holder - 1,) int64 rows of providers
    window: np.ndarray  # (L,) USD a week of notes for the last holder
    usd: np.ndarray  # (holder, L) that one account takes in four weeks
    banks: np.ndarray  # (holder, L) over which a scheme spreads
    usual: np.ndarray  # (L,) the same, usually


@exact
def want_accounts(flow, held, closed, growth, first, missing):  # type: ignore[no-untyped-def]
    """A quarter of the accounts that holders' flows need and that they do not have.

    Parameters
    ----------
    flow : Flow
    held, closed : (holder, bank, L)
        Accounts in use, and closed this week.
    growth : (L,)
        Of the accounts of the last holder, the most that it opens a week beside what was closed.
    first : bool
        Whether nobody has any yet, and growth has no limit.
    missing : (holder, L)
        Overwritten.
    """
    holders, banks, lanes = held.shape
    need, have, gone = np.empty(lanes), np.empty(lanes), np.empty(lanes)
    for h in range(holders):
        need[:], have[:], gone[:] = 0.0, 0.0, 0.0
        if h < holders - 1:
            for k in range(flow.placed.shape[1]):
                row = flow.placed[flow.provider[h], k]
                for lane in range(lanes):
                    need[lane] += row[lane]
        else:
            need[:] = flow.window
        for b in range(banks):
            row, left = held[h, b], closed[h, b]
            for lane in range(lanes):
                have[lane] += row[lane]
                gone[lane] += left[lane]
        for lane in range(lanes):
            want = 4.0 * need[lane] / flow.usd[h, lane] * flow.banks[h, lane] / flow.usual[lane]
            want = want if first else max(want - have[lane], 0.0)
            want /= 4.0
            most = growth[lane] * have[lane] + gone[lane]
            missing[h, lane] = want if first or h < holders - 1 else min(want, most)


@kernel
def clear(spots, told, usd, alerts):  # type: ignore[no-untyped-def]
    """Both ``(cell, L)`` are 0 at spots, and so is all of ``alerts (bank, L)``."""
    alerts[:] = 0.0
    for spot in range(spots.size):
        told[spots[spot]] = 0.0
        usd[spots[spot]] = 0.0


@kernel
def choose_banks(spots, seen, taste, share):  # type: ignore[no-untyped-def]
    """Shares of a holder's new accounts by bank, by size and own custom, expected loss and concentration.

    Parameters
    ----------
    spots : (spot,) int64
        Cells that have accounts, a holder's side by side.
    seen : Seen
    taste : Taste
    share : (cell, L)
        Overwritten at spots.
    """
    lanes, banks = share.shape[1], share.shape[0] // taste.loss.shape[0]
    held, total, begin = np.empty(lanes), np.empty(lanes), 0
    while begin < spots.size:
        holder, end = spots[begin] // banks, begin
        held[:], total[:] = 0.0, 0.0
        while end < spots.size and spots[end] // banks == holder:
            row = seen.held[spots[end]]
            for lane in range(lanes):
                held[lane] += row[lane]
            end += 1
        for at in range(begin, end):
            cell = spots[at]
            size, loss, row, out = seen.size[cell], taste.loss[holder], seen.held[cell], share[cell]
            closed, months, kept = seen.closed[cell], seen.months[cell], seen.kept[cell]
            for lane in range(lanes):
                own = row[lane] / max(held[lane], 1.0)
                prior = taste.prior[lane]
                closing = (closed[lane] + taste.usual[lane] * prior) / (months[lane] + prior)
                cost = closing * loss[lane] + taste.concentration[lane] * own
                wish = (taste.custom[lane] * own + (1.0 - taste.custom[lane]) * size) * kept[lane]
                out[lane] = wish * vexp(-taste.theta[lane] * (cost - USUAL))
                total[lane] += out[lane]
        for at in range(begin, end):
            size, out = seen.size[spots[at]], share[spots[at]]
            for lane in range(lanes):
                best = out[lane] / max(total[lane], 1e-300)
                out[lane] = (1.0 - taste.explore[lane]) * best + taste.explore[lane] * size
        begin = end


@kernel
def remember(spots, told, held, keep, closed, months, closing):  # type: ignore[no-untyped-def]
    """A week of closures enters the memory of holders.

    Parameters
    ----------
    spots : (spot,) int64
        Cells that have accounts.
    told, held : (cell, L)
        Accounts told to leave this week, and in use.
    keep : (L,)
        What is left of a memory after a week.
    closed, months : (cell, L)
        Closures and account-months remembered, at spots.
    closing : (holder, L)
        Chance in four weeks that an account is told to leave, its 8-week mean.
    """
    holders, lanes = closing.shape
    banks, gone, had = told.shape[0] // holders, np.zeros((holders, lanes)), np.zeros((holders, lanes))
    for spot in range(spots.size):
        cell = spots[spot]
        left, there, memory, time = told[cell], held[cell], closed[cell], months[cell]
        lost, own = gone[cell // banks], had[cell // banks]
        for lane in range(lanes):
            memory[lane] = memory[lane] * keep[lane] + left[lane]
            time[lane] = time[lane] * keep[lane] + there[lane] / 4.0
            lost[lane] += left[lane]
            own[lane] += there[lane]
    for holder in range(holders):
        for lane in range(lanes):
            now = 4.0 * gone[holder, lane] / max(had[holder, lane], 1.0)
            closing[holder, lane] += (now - closing[holder, lane]) / 8.0


@kernel
def set_rules(spots, known, sharing, banks, usual, by_bank, rule):  # type: ignore[no-untyped-def]
    """How banks score holders' accounts: strength of the traces of a scheme at one of its banks, systems, thresholds.

    A bank sees a part of a scheme, and of the rest as much as banks share.

    Parameters
    ----------
    spots : (spot,) int64
        Cells that have accounts.
    known, sharing : (bank, L)
        Strength by knowledge of customers, 1 the usual; share of what other banks see.
    banks : (holder, L)
        Over which a scheme spreads.
    usual : (L,)
        Banks of the schemes that the strength of scores is meant for.
    by_bank : tuple of two (bank, L)
        Quality of systems, and threshold.
    rule : tuple of three (cell, L)
        Strength, quality, threshold; overwritten at spots.
    """
    many, (kappa_of, cut_of), (lift, kappa, cut) = known.shape[0], by_bank, rule
    for spot in range(spots.size):
        cell = spots[spot]
        m, own, seen, out = banks[cell // many], known[cell % many], sharing[cell % many], lift[cell]
        quality, threshold = kappa_of[cell % many], cut_of[cell % many]
        for lane in range(out.size):
            out[lane] = own[lane] * (usual[lane] / m[lane]) * np.sqrt(1.0 + seen[lane] * (m[lane] - 1.0))
            kappa[cell, lane], cut[cell, lane] = quality[lane], threshold[lane]


@exact
def weigh_banks(held, parts, out):  # type: ignore[no-untyped-def]
    """Means over banks by the accounts that holders have there; 0 without any.

    ``held (holder, bank, L)``, ``parts`` three of ``(bank, L)``; ``out (4, holder, L)``, overwritten: means, accounts.
    """
    holders, banks, lanes = held.shape
    first, second, third = parts
    for h in range(holders):
        for row in range(4):
            out[row, h] = 0.0
        a, b, c, total = out[0, h], out[1, h], out[2, h], out[3, h]
        for bank in range(banks):
            own = held[h, bank]
            for lane in range(lanes):
                a[lane] += own[lane] * first[bank, lane]
                b[lane] += own[lane] * second[bank, lane]
                c[lane] += own[lane] * third[bank, lane]
                total[lane] += own[lane]
        for lane in range(lanes):
            all_ = max(total[lane], 1e-9)
            a[lane] /= all_
            b[lane] /= all_
            c[lane] /= all_
