"""Slow twin of ``kernels/waiting.py``: one bank and lane after the other."""

from __future__ import annotations

import math

from oracle import binomial, uniforms2

LEGAL_ALERTS, LEGAL_REPORTS = 35, 36


def limited(p):
    return min(max(p, 0.0), 1.0)


def alert_customers(keys, week, customers, chances, waiting):
    """Adds to ``waiting``; false alerts as a dict by bank and lane."""
    alerts, (_, bins, banks, lanes) = {}, waiting.shape
    for bank in range(banks):
        for lane in range(lanes):
            stays = sum(customers.segments[s, bank, lane] * customers.kept[s, bank, lane] for s in range(3))
            every = math.floor(customers.number[bank, lane] * customers.coverage[bank, lane] * stays / 4.0)
            ours = sum(customers.ours[:, bank, lane])
            crime = math.floor(max(customers.prevalence[lane] * every - ours / 4.0, 0.0))
            for kind, number, alert, told in (
                (0, every - crime, chances.legal, chances.legal_said),
                (2, crime, chances.illicit, chances.illicit_said),
            ):
                left, rest = number, 1.0
                for place in reversed(range(bins)):
                    p = limited(alert[place, bank, lane] / max(rest, 1e-9))
                    u, v = (
                        uniforms2(keys[lane], process, week, bank, 16 * kind + place)[0]
                        for process in (LEGAL_ALERTS, LEGAL_REPORTS)
                    )
                    hit = binomial(u, left, p)
                    said = binomial(v, hit, limited(told[place, bank, lane]))
                    waiting[kind, place, bank, lane] += hit - said
                    waiting[kind + 1, place, bank, lane] += said
                    left, rest = left - hit, rest - alert[place, bank, lane]
                if kind == 0:
                    alerts[bank, lane] = number - left
    return alerts


def read_waiting(analysts, pace, expire, waiting):
    """Takes off ``waiting``; alerts read by kind, weeks of work that wait, alerts expired, of one bank and lane."""
    kinds, bins = waiting.shape
    left, read = analysts * pace, [0.0] * kinds
    for place in reversed(range(bins)):
        there = sum(waiting[:, place])
        now = min(there, left)
        for kind in range(kinds):
            taken = waiting[kind, place] * now / there if there else 0.0
            read[kind] += taken
            waiting[kind, place] -= taken
        left -= now
    waits = waiting.sum()
    weeks = waits / (analysts * pace)
    gone = max(weeks - expire, 0.0) / weeks if weeks else 0.0
    waiting *= 1.0 - gone
    return read, min(weeks, expire), waits * gone
