"""Slow twin of ``kernels/tenure.py``: one account after the other."""

from __future__ import annotations

import math

import numpy as np
from oracle import uniforms2

OPENINGS = 37


def close_accounts(week, table, live):
    """Empty places of each lane, and accounts closed as a dict by cell and lane; the table is written."""
    empty, closed = [], {}
    for lane in range(len(live)):
        empty.append([])
        for place in range(live[lane]):
            cell = int(table.cell[lane, place])
            if cell < 0 or 0 < table.closes[lane, place] <= week:
                empty[lane].append(place)
            if cell >= 0 and 0 < table.closes[lane, place] <= week:
                closed[cell, lane] = closed.get((cell, lane), 0) + 1
                table.cell[lane, place], table.closes[lane, place] = -1, 1
    return empty, closed


def open_accounts(keys, week, missing, share, spots, opening, table, live, serials, empty):
    """Accounts opened, a dict by cell and lane; table, live, serials and the lists of empty places are written."""
    opened, banks = {}, len(share) // len(missing)
    for lane, key in enumerate(keys):
        for cell in map(int, spots):
            number = missing[cell // banks, lane] * share[cell, lane] + uniforms2(key, OPENINGS, week, cell, 0)[0]
            for _ in range(math.floor(number) if number > 0.0 else 0):
                if serials[lane] == 2**24 or (not empty[lane] and live[lane] == table.cell.shape[1]):
                    break
                if not empty[lane]:
                    empty[lane].append(int(live[lane]))
                    live[lane] += 1
                place, serial = empty[lane].pop(0), int(serials[lane])
                u, v = uniforms2(key, OPENINGS, week, serial, 1)
                life = opening.life_weeks[lane]
                until = week + 1 + math.floor(-life * math.log(v)) if life > 0.0 else 0
                since = week - math.floor(-opening.age_weeks[lane] * math.log(u))
                row = cell, serial, np.clip(since, -32767, 32767), np.clip(until, -32767, 32767)
                for field, value in zip(table, row, strict=True):
                    field[lane, place] = value
                serials[lane] += 1
                opened[cell, lane] = opened.get((cell, lane), 0) + 1
    return opened
