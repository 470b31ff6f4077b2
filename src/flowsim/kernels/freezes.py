"""What cases of a week find: property, each its own heavy-tailed sum, and money under way through reported accounts."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from flowsim.kernels.inversion import BLOCK, normal_block, poisson_block
from flowsim.kernels.jit import exact, kernel
from flowsim.kernels.philox import CASES, RECOVERIES, uniforms2
from flowsim.kernels.vmath import vexp

FEW = 16  # cases a week whose recoveries are drawn one by one; above, the rest takes the mean
TINY = 1e-9
US = 0  # country whose freezes catch money in accounts of networks
MOST = 0.05  # of what organisations hold, that one week's freezes can take; a bound, hardly ever reached


@kernel
def recover(keys, week, country, mean, median, sigma, out):  # type: ignore[no-untyped-def]
    """USD that the cases of one country find in a week.

    Parameters
    ----------
    keys : (L,) uint64
    week, country : int
        Not negative.
    mean, median, sigma : (L,) float64
        Cases, USD of a case, log spread.
    out : (L,) float64
        Overwritten.
    """
    key, u, z, number = np.zeros(BLOCK, np.uint64), np.empty(BLOCK), np.empty(BLOCK), np.empty(BLOCK)
    lam, mass, reached, spread = np.zeros(BLOCK), np.empty(BLOCK), np.empty(BLOCK), np.zeros(BLOCK)
    found, when, who = np.empty(BLOCK), np.uint64(week), np.uint64(country)
    for first in range(0, keys.size, BLOCK):
        size = min(BLOCK, keys.size - first)
        for i in range(size):
            key[i], lam[i], spread[i] = keys[first + i], mean[first + i], sigma[first + i]
        lam[size:] = 0.0
        for i in range(BLOCK):
            u[i] = uniforms2(key[i], np.uint64(CASES), when, who, np.uint64(0))[0]
        poisson_block(u, lam, mass, reached, number)
        for i in range(BLOCK):
            rest = number[i] - FEW
            found[i] = (rest if rest > 0.0 else 0.0) * vexp(0.5 * spread[i] * spread[i])
        for case in range(FEW):
            if number.max() <= case:
                break
            for i in range(BLOCK):
                u[i] = uniforms2(key[i], np.uint64(RECOVERIES), when, who, np.uint64(case))[0]
            normal_block(u, z)
            for i in range(BLOCK):
                found[i] += vexp(spread[i] * z[i]) if number[i] > case else 0.0
        for i in range(size):
            out[first + i] = median[first + i] * found[i]


@kernel
def catch(rows, usd, chance, transit, frozen, taken):  # type: ignore[no-untyped-def]
    """Money that freezes catch in accounts of networks, from all their clients alike, half of what is there at most.

    Parameters
    ----------
    rows : (network,) int64
        Of the provider axis.
    usd : (cell, L) float64
        Through reported accounts in four weeks; a network's cells lie side by side, further holders' after all.
    chance : (L,) float64
        That a report is followed while a dollar is still there, over the four weeks.
    transit, frozen : (provider, sender, L) float64
        On its way, less what is taken; written at ``rows``. The last sender is left alone.
    taken : (sender, L) float64
        Added to.
    """
    senders, lanes = taken.shape
    sought, there = np.empty(lanes), np.empty(lanes)
    banks = usd.shape[0] // (rows.size + 1)
    for network in range(rows.size):
        sought[:], there[:] = 0.0, 0.0
        for cell in range(network * banks, (network + 1) * banks):
            for lane in range(lanes):
                sought[lane] += usd[cell, lane]
        for k in range(senders):
            for lane in range(lanes):
                there[lane] += transit[rows[network], k, lane]
        for lane in range(lanes):
            sought[lane] = min(sought[lane] * chance[lane] / max(there[lane], TINY), 0.5)
        for k in range(senders):
            for lane in range(lanes):
                lost = transit[rows[network], k, lane] * sought[lane]
                frozen[rows[network], k, lane] = lost
                transit[rows[network], k, lane] -= lost
                taken[k, lane] += lost


class Case(NamedTuple):
    """Money of organisations and what one country's cases do with it; float64."""

    usd: np.ndarray  # (purse, sender, L)
    sought: np.ndarray  # (n,) int64 purses where property is sought
    ends: np.ndarray  # (2,) int64 purses of frozen money and of what is given back
    weeks: np.ndarray  # (L,) until a decision, at today's speed
    given_back: np.ndarray  # (L,) share
    taken_usd: np.ndarray  # (sender - 1, L) taken this week of those that keep money
    frozen_usd: np.ndarray  # (sender, L) frozen this week
    released_usd: np.ndarray  # (sender, L) given back this week
    forfeited_usd: np.ndarray  # (sender, L) forfeited this week
    number: np.ndarray  # (L,) cases about drug money this week
    median_usd: np.ndarray  # (L,) of what one finds
    sigma: np.ndarray  # (L,) its log spread


class Accounts(NamedTuple):
    """Money of networks in accounts; float64."""

    rows: np.ndarray  # (network,) int64 of the provider axis
    usd: np.ndarray  # (cell, L) through reported accounts in four weeks
    chance: np.ndarray  # (L,) that a true report is read
    transit: np.ndarray  # (provider, sender, L) on its way
    frozen: np.ndarray  # (provider, sender, L) of it this week


@exact
def prosecute(keys, week, cases, accounts, left, reach, speed):  # type: ignore[no-untyped-def]
    """A week of cases, country by country; those of the first also catch money in accounts of networks.

    Parameters
    ----------
    keys : (L,) uint64
    week : int
    cases : tuple of Case
    accounts : Accounts
    left : (L,) float64
        Share of the money of a reported account that is there when a freeze comes.
    reach, speed : (L,) float64
        Of freezes and of forfeiture, over today's.
    """
    found, chance = np.empty(keys.size), np.empty(keys.size)
    for country in range(len(cases)):
        case = cases[country]
        recover(keys, week, country, case.number, case.median_usd, case.sigma, found)
        freeze(case, found, reach)
        if country == US:
            for lane in range(keys.size):
                chance[lane] = accounts.chance[lane] * left[lane] / 4.0
            catch(accounts.rows, accounts.usd, chance, accounts.transit, accounts.frozen, case.taken_usd)
        decide(case, speed)


@exact
def freeze(case, found, reach):  # type: ignore[no-untyped-def]
    """What cases find is frozen in some purses of all organisations alike, rounded as numpy rounds.

    Parameters
    ----------
    case : Case
        ``usd`` falls by what is frozen, ``taken_usd`` is overwritten.
    found, reach : (L,) float64
        USD found by cases, and the reach of freezes over today's.
    """
    usd, purses, taken = case.usd, case.sought, case.taken_usd
    senders, lanes = taken.shape
    total = np.zeros(lanes)
    for k in range(senders):
        held = taken[k]
        for lane in range(lanes):
            held[lane] = usd[purses[0], k, lane]
        for i in range(1, purses.size):
            for lane in range(lanes):
                held[lane] += usd[purses[i], k, lane]
        for lane in range(lanes):
            total[lane] += held[lane]
    for lane in range(lanes):
        total[lane] = min(found[lane] * reach[lane] / max(total[lane], TINY), MOST)
    for k in range(senders):
        for i in range(purses.size):
            for lane in range(lanes):
                usd[purses[i], k, lane] *= 1.0 - total[lane]
        for lane in range(lanes):
            taken[k, lane] *= total[lane]


@exact
def decide(case, speed):  # type: ignore[no-untyped-def]
    """Money is frozen; of all that is, a part is decided on: forfeited or given back.

    Parameters
    ----------
    case : Case
        Purses move; the last three are overwritten for senders that keep money.
    speed : (L,) float64
        Of forfeiture, over today's.
    """
    taken = case.taken_usd
    for k in range(taken.shape[0]):
        frozen, back = case.usd[case.ends[0], k], case.usd[case.ends[1], k]
        for lane in range(taken.shape[1]):
            case.frozen_usd[k, lane] = taken[k, lane]
            held = frozen[lane] + taken[k, lane]
            decided = held / (case.weeks[lane] / speed[lane])
            returned = decided * case.given_back[lane]
            frozen[lane] = held - decided
            case.released_usd[k, lane], case.forfeited_usd[k, lane] = returned, decided - returned
            back[lane] += returned
