"""Kernels of accounts at banks and of alerts, one world in numpy; see ``rivals_plain.py``."""

from __future__ import annotations

import numpy as np
from rivals_plain import RNG, TINY

from flowsim.kernels.payments import TOP
from flowsim.kernels.tenure import DUE, LAST, NOBODY, SERIALS


def alert_customers(_keys, _week, customers, chances, waiting, alerts):
    """Alerts of all banks by bin in one multinomial draw, honest accounts first, then reports among them."""
    stays = (customers.segments * customers.kept).sum(0)
    every = np.floor(customers.number * customers.coverage * stays / 4.0)
    crime = np.floor(np.maximum(customers.prevalence * every - customers.ours.sum(0) / 4.0, 0.0))
    people = np.concatenate([every - crime, crime])[:, 0].astype(int)
    bins, banks, _ = chances.legal.shape
    p = np.zeros((2 * banks, bins + 1))
    p[:banks, :bins], p[banks:, :bins] = chances.legal[..., 0].T, chances.illicit[..., 0].T
    hit = RNG.multinomial(people, np.clip(p, 0.0, 1.0, out=p))[:, :bins]
    told = np.concatenate([chances.legal_said, chances.illicit_said], 1)[..., 0].T
    said = RNG.binomial(hit, np.clip(told, 0.0, 1.0))
    for kind, part in enumerate((slice(None, banks), slice(banks, None))):
        waiting[2 * kind, ..., 0] += (hit[part] - said[part]).T
        waiting[2 * kind + 1, ..., 0] += said[part].T
    alerts[:, 0] = hit[:banks].sum(1)


def read_waiting(analysts, pace, expire, waiting, read, weeks, expired):
    """Bin after bin, all banks and kinds at once."""
    work = analysts * pace
    there = waiting.sum(0)
    before = there[::-1].cumsum(0)[::-1] - there
    now = np.minimum(there, np.maximum(work - before, 0.0))
    taken = waiting * (now / np.maximum(there, TINY))
    taken.sum(1, out=read)
    waiting -= taken
    waits = waiting.sum((0, 1))
    work = waits / np.maximum(work, TINY)
    over = np.maximum(work - expire, 0.0) / np.maximum(work, TINY)
    np.multiply(waits, over, out=expired)
    np.minimum(work, expire, out=weeks)
    waiting *= 1.0 - over


def close_accounts(week, table, live, spots, free, closed, held):
    cell, closes = table.cell[0, : live[0]], table.closes[0, : live[0]]
    empty = np.flatnonzero((closes > 0) & (closes <= np.int16(week)))
    free.count[0], free.place[0, : empty.size] = empty.size, empty
    who = cell[empty]
    gone = np.bincount(who[who >= 0], minlength=len(closed))[spots]
    cell[empty], closes[empty] = NOBODY, DUE
    closed[spots, 0] = gone
    held[spots, 0] -= gone


def open_accounts(_keys, week, missing, share, spots, opening, table, live, serials, free, held):
    banks = len(share) // len(missing)
    wanted = np.floor(missing[spots // banks, 0] * share[spots, 0] + RNG.random(spots.size)).astype(int)
    empty = free.place[0, : free.count[0]]
    left = int(min(table.cell.shape[1] - live[0] + empty.size, SERIALS - serials[0]))
    if wanted.sum() > left:
        wanted = np.diff(np.minimum(np.cumsum(wanted), left), prepend=0)
    cells = np.repeat(spots, wanted)
    further = max(cells.size - empty.size, 0)
    place = np.concatenate([empty[: cells.size], np.arange(live[0], live[0] + further)])
    table.cell[0, place], table.serial[0, place] = cells, np.arange(serials[0], serials[0] + cells.size)
    since = week - np.floor(RNG.exponential(opening.age_weeks[0], cells.size))
    table.opened[0, place] = np.clip(since, -LAST, LAST)
    if opening.life_weeks[0] > 0.0:
        until = week + 1.0 + np.floor(RNG.exponential(opening.life_weeks[0], cells.size))
        table.closes[0, place] = np.minimum(until, LAST)
    else:
        table.closes[0, place] = 0
    held[spots, 0] += wanted
    live[0] += further
    serials[0] += cells.size


def screen(_keys, _week, table, live, _spots, rule, watched, found):
    """A normal of single precision for every account, above a bar of its cell; nobody's, at the end, is infinite."""
    cell = table.cell[0, : live[0]]
    mean = rule.kappa * rule.lift * (rule.weight * rule.delta).sum(0)
    bar = np.append(rule.cut - mean, np.inf).astype(np.float32)
    score = RNG.standard_normal(cell.size, np.float32)
    alert = np.flatnonzero(score > bar[cell])
    seen = watched[cell[alert] % len(watched), 0]
    alert = alert[RNG.random(alert.size) < seen]
    listed = alert[: found.slot.shape[1]]
    cells = cell[listed]
    found.count[0], found.slot[0, : listed.size], found.cell[0, : listed.size] = alert.size, listed, cells
    found.score[0, : listed.size] = mean[cells, 0] + score[listed]


def review(_keys, week, table, found, desk, rule, law, steps, outcome):
    """All alerts at once; deposits of those that are reported, given their scores."""
    listed = min(int(found.count[0]), found.slot.shape[1])
    cell, score = found.cell[0, :listed], found.score[0, :listed]
    banks, bins = len(desk.cut), len(steps) + 1
    bank = cell % banks
    d1, d2 = desk.strength, desk.skill
    need = desk.bar - desk.prior + 0.5 * d1 * d1 - 0.5 * d2 * d2
    own = np.concatenate([d1, d2, need, desk.cut], axis=1)[bank]
    said = own[:, 0] * score + own[:, 1] * RNG.standard_normal(listed) >= own[:, 2]
    place = bins * said + np.searchsorted(steps, score - own[:, 3], side="right")
    tally = np.bincount(place * banks + bank, minlength=2 * bins * banks).reshape(2, bins, banks, 1)
    for array, more in ((outcome.cleared, tally[0]), (outcome.reported, tally[1]), (outcome.alerts, tally.sum((0, 1)))):
        array += more
    told = np.flatnonzero(said)
    cell, slot = cell[told], found.slot[0, told]
    kappa, lift, segment = rule.kappa[cell, 0], rule.lift[cell, 0], rule.segment[cell]
    share, spread = kappa * rule.weight[0, 0], law.sd_usd[segment, 0]
    above = score[told] - kappa * lift * (rule.weight * rule.delta).sum()
    z = share * above + np.sqrt(np.maximum(1.0 - share * share, 0.0)) * RNG.standard_normal(cell.size)
    log_usd = law.mu_usd[segment, 0] + spread * (lift * rule.delta[0, 0] + z)
    usd = np.maximum(np.rint(np.exp(np.minimum(log_usd, TOP))), 1.0)
    outcome.usd[:, 0] += np.bincount(cell, usd, len(outcome.usd))
    until = table.closes[0, slot]
    leaving = (week + 1.0 + np.floor(desk.lateness[:, 0])).astype(np.int16)[bank[told]]
    sooner = (RNG.random(cell.size) < desk.leaves[0]) & ((until <= 0) | (until > leaving))
    outcome.closing[:, 0] += np.bincount(cell[sooner], minlength=len(outcome.closing))
    table.closes[0, slot[sooner]] = leaving[sooner]


def want_accounts(flow, held, closed, growth, first, missing):
    need = np.concatenate([flow.placed[flow.provider].sum(1), flow.window[None]])
    have = held.sum(1)
    want = 4.0 * need / flow.usd * flow.banks / flow.usual
    np.divide(want if first else np.maximum(want - have, 0.0), 4.0, out=missing)
    if not first:
        missing[-1] = np.minimum(missing[-1], growth * have[-1] + closed[-1].sum(0))
