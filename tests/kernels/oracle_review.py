"""Slow twin of ``kernels/review.py``: one alert after the other."""

from __future__ import annotations

import math

from oracle import normal, uniforms2


def review(keys, week, table, found, desk, steps, banks, bins):
    """What is cleared, reported and told to leave, as dicts of counts; the table's closing weeks are written."""
    cleared, reported, closing, usd = {}, {}, {}, {}
    for lane, key in enumerate(keys):
        for i in range(int(found.count[lane])):
            slot, cell = int(found.slot[lane, i]), int(found.cell[lane, i])
            bank, serial = cell % banks, int(table[lane, slot, 1])
            watched, own = uniforms2(key, 33, week, serial, 0)
            told = uniforms2(key, 33, week, serial, 1)[0]
            if watched >= desk.coverage[bank, lane]:
                continue
            d1, d2, s1 = desk.strength[bank, lane], desk.skill[bank, lane], float(found.score[lane, i])
            place = sum(s1 >= desk.cut[bank, lane] + step for step in steps)
            s2 = normal(own) + d2
            odds = desk.prior[bank, lane] + d1 * s1 - d1 * d1 / 2.0 + d2 * s2 - d2 * d2 / 2.0
            where = (place, bank, lane)
            if odds < desk.bar[bank, lane]:
                cleared[where] = cleared.get(where, 0) + 1
                continue
            reported[where] = reported.get(where, 0) + 1
            usd[cell, lane] = usd.get((cell, lane), 0.0) + float(found.usd[lane, i])
            leaving = week + 1 + math.floor(desk.lateness[bank, lane])
            already = table[lane, slot, 3]
            if told < desk.leaves[bank, lane] and not 0.0 < already <= leaving:
                closing[cell, lane] = closing.get((cell, lane), 0) + 1
                table[lane, slot, 3] = leaving
    return cleared, reported, closing, usd
