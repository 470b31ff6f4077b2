"""Alerts that wait at banks: those on customers come in by exact counts, analysts read the most urgent first."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from flowsim.kernels.inversion import BLOCK, SWITCH, binomial_block, prepare
from flowsim.kernels.jit import inline, kernel
from flowsim.kernels.philox import LEGAL_ALERTS, LEGAL_REPORTS, uniforms2
from flowsim.kernels.scratch import bare, room

TINY = 1e-9
OTHER, KINDS = 2, 16  # row of waiting alerts on launderers of other crime; slots of one kind


class Customers(NamedTuple):
    """Accounts of customers, launderers of other crime among them; float64."""

    number: np.ndarray  # (bank, L)
    coverage: np.ndarray  # (bank, L) share that is watched
    segments: np.ndarray  # (segment, bank, L) shares
    kept: np.ndarray  # (segment, bank, L) share that the bank has not let go
    prevalence: np.ndarray  # (L,) launderers among them, of this crime or another
    ours: np.ndarray  # (holder, bank, L) accounts of the launderers that are scored one by one


class Chances(NamedTuple):
    """Alerts per account-month and reports per alert, by bin of priority; float64 (bin, bank, L)."""

    legal: np.ndarray
    illicit: np.ndarray
    legal_said: np.ndarray
    illicit_said: np.ndarray


@inline
def draw(key, process, when, bank, slot, number, chance, scratch, out):  # type: ignore[no-untyped-def]
    """Binomial counts of a block of lanes, ``out (BLOCK,)``; all are local arrays."""
    u, log_rest, odds, mass, reached = scratch
    some, small = 0, 0
    for i in range(BLOCK):
        some |= int(number[i] > 0.0)
        small |= int(number[i] * chance[i] * (1.0 - chance[i]) <= 2.0 * SWITCH)
        out[i] = 0.0
    if some != 0:
        for i in range(BLOCK):
            u[i] = uniforms2(key[i], process, when, bank, slot)[0]
        if small != 0:
            for i in range(BLOCK):
                log_rest[i], odds[i] = prepare(chance[i])
        binomial_block(u, number, chance, log_rest, odds, mass, reached, out)


@kernel
def count_customers(customers, bank, first, size, scored, crime):  # type: ignore[no-untyped-def]
    """Honest accounts and launderers of other crime that a bank scores this week; lanes ``first`` to ``first + size``.

    ``scored, crime (BLOCK,)``; past ``size`` they are left alone.
    """
    segments, holders = customers.kept.shape[0], customers.ours.shape[0]
    for i in range(size):
        lane, stays, ours = first + i, 0.0, 0.0
        for s in range(segments):
            stays += customers.segments[s, bank, lane] * customers.kept[s, bank, lane]
        for h in range(holders):
            ours += customers.ours[h, bank, lane]
        every = np.floor(customers.number[bank, lane] * customers.coverage[bank, lane] * stays / 4.0)
        crime[i] = np.floor(max(customers.prevalence[lane] * every - ours / 4.0, 0.0))
        scored[i] = every - crime[i]


@kernel
def alert_customers(keys, week, customers, chances, waiting, alerts):  # type: ignore[no-untyped-def]
    """Alerts on customers: exact binomial counts by bin, the highest first, and reports among them.

    Parameters
    ----------
    keys : (L,) uint64
    week : int
        Not negative.
    customers : Customers
    chances : Chances
    waiting : (kind, bin, bank, L) float64
        Added to: kinds 0 and 1 are false alerts that will be cleared and reported, 2 and 3 those on other launderers.
    alerts : (bank, L) float64
        Overwritten: false alerts.
    """
    customers, waiting, alerts = bare(customers), bare(waiting), bare(alerts)
    _, bins, banks, lanes = waiting.shape
    key, when, tables = np.zeros(BLOCK, np.uint64), np.uint64(week), (chances.legal, chances.illicit)
    said_of = (chances.legal_said, chances.illicit_said)
    left, rest, chance = room(BLOCK, np.float64), room(BLOCK, np.float64), room(BLOCK, np.float64)
    scored, crime = room(BLOCK, np.float64), room(BLOCK, np.float64)
    hit, said, mass = room(BLOCK, np.float64), room(BLOCK, np.float64), room(BLOCK, np.float64)
    log_rest, odds = room(BLOCK, np.float64), room(BLOCK, np.float64)
    scratch = room(BLOCK, np.float64), log_rest, odds, mass, room(BLOCK, np.float64)
    for i in range(BLOCK):
        chance[i] = 0.0
    for bank in range(banks):
        for first in range(0, lanes, BLOCK):
            size = min(BLOCK, lanes - first)
            for i in range(size, BLOCK):
                scored[i], crime[i] = 0.0, 0.0
            count_customers(customers, bank, first, size, scored, crime)
            for i in range(size):
                key[i], alerts[bank, first + i] = keys[first + i], 0.0
            for kind in range(2):
                for i in range(BLOCK):
                    left[i], rest[i] = scored[i] if kind == 0 else crime[i], 1.0
                for place in range(bins - 1, -1, -1):
                    slot, here = np.uint64(KINDS * OTHER * kind + place), OTHER * kind
                    for i in range(size):
                        p = tables[kind][place, bank, first + i]
                        chance[i] = min(max(p / max(rest[i], TINY), 0.0), 1.0)
                        rest[i] -= p
                    draw(key, np.uint64(LEGAL_ALERTS), when, np.uint64(bank), slot, left, chance, scratch, hit)
                    for i in range(size):
                        chance[i] = min(max(said_of[kind][place, bank, first + i], 0.0), 1.0)
                    draw(key, np.uint64(LEGAL_REPORTS), when, np.uint64(bank), slot, hit, chance, scratch, said)
                    for i in range(size):
                        waiting[here, place, bank, first + i] += hit[i] - said[i]
                        waiting[here + 1, place, bank, first + i] += said[i]
                        alerts[bank, first + i] += hit[i] * (1 - kind)
                    for i in range(BLOCK):
                        left[i] -= hit[i]


@kernel
def read_waiting(analysts, pace, expire, waiting, read, weeks, expired):  # type: ignore[no-untyped-def]
    """Analysts read alerts, the highest bin first; what waits for more weeks of work than ``expire`` is closed unread.

    Parameters
    ----------
    analysts : (bank, L) float64
    pace, expire : (L,) float64
        Alerts per analyst and week; weeks.
    waiting : (kind, bin, bank, L) float64
        What is read or expires is taken off.
    read : (kind, bank, L) float64
        Overwritten, as ``weeks (bank, L)`` of work that wait and ``expired (bank, L)`` alerts.
    """
    kinds, bins, banks, lanes = waiting.shape
    left, there, share, waits = np.empty(lanes), np.empty(lanes), np.empty(lanes), np.empty(lanes)
    for bank in range(banks):
        for lane in range(lanes):
            left[lane], waits[lane] = analysts[bank, lane] * pace[lane], 0.0
        for kind in range(kinds):
            read[kind, bank] = 0.0
        for place in range(bins - 1, -1, -1):
            there[:] = 0.0
            for kind in range(kinds):
                row = waiting[kind, place, bank]
                for lane in range(lanes):
                    there[lane] += row[lane]
            for lane in range(lanes):
                now = min(there[lane], left[lane])
                share[lane] = now / max(there[lane], TINY)
                left[lane] -= now
            for kind in range(kinds):
                row, seen = waiting[kind, place, bank], read[kind, bank]
                for lane in range(lanes):
                    taken = row[lane] * share[lane]
                    seen[lane] += taken
                    row[lane] -= taken
                    waits[lane] += row[lane]
        for lane in range(lanes):
            work = waits[lane] / max(analysts[bank, lane] * pace[lane], TINY)
            over = max(work - expire[lane], 0.0) / max(work, TINY)
            expired[bank, lane], share[lane] = waits[lane] * over, 1.0 - over
            weeks[bank, lane] = min(work, expire[lane])
        for kind in range(kinds):
            for place in range(bins):
                row = waiting[kind, place, bank]
                for lane in range(lanes):
                    row[lane] *= share[lane]
