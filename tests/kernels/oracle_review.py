"""Slow twin of ``kernels/review.py``: one alert after the other."""

from __future__ import annotations

import math

import oracle_payments
from oracle import normal, uniforms2


def review(keys, week, table, found, desk, rule, law, steps, banks):
    """What is cleared, reported and told to leave, as dicts of counts; the table's closing weeks are written."""
    cleared, reported, closing, alerts, usd = {}, {}, {}, {}, {}
    for lane, key in enumerate(keys):
        for i in range(int(found.count[lane])):
            place, cell = int(found.slot[lane, i]), int(found.cell[lane, i])
            bank, serial, s1 = cell % banks, int(table.serial[lane, place]), float(found.score[lane, i])
            told, own = uniforms2(key, 33, week, serial, 0)
            d1, d2 = desk.strength[bank, lane], desk.skill[bank, lane]
            step = sum(s1 >= desk.cut[bank, lane] + step for step in steps)
            s2 = normal(own) + d2
            odds = desk.prior[lane] + d1 * s1 - d1 * d1 / 2.0 + d2 * s2 - d2 * d2 / 2.0
            where = (step, bank, lane)
            alerts[bank, lane] = alerts.get((bank, lane), 0) + 1
            if odds < desk.bar[bank, lane]:
                cleared[where] = cleared.get(where, 0) + 1
                continue
            reported[where] = reported.get(where, 0) + 1
            dollars = oracle_payments.deposits(key, week, cell, serial, s1, lane, rule, law)[1]
            usd[cell, lane] = usd.get((cell, lane), 0.0) + dollars
            leaving = week + 1 + math.floor(desk.lateness[bank, lane])
            already = table.closes[lane, place]
            if told < desk.leaves[lane] and not 0 < already <= leaving:
                closing[cell, lane] = closing.get((cell, lane), 0) + 1
                table.closes[lane, place] = leaving
    return cleared, reported, closing, alerts, usd
