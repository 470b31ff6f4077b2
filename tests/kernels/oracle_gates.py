"""Slow twin of ``kernels/gates.py``: numpy, one operation after the other; powers are those of the kernels."""

from __future__ import annotations

import numpy as np

from flowsim.kernels.chances import raise_to


def power(base, exponent):
    """``base ** exponent`` with the bits of the kernels."""
    out = np.empty_like(base)
    raise_to(base, exponent, out)
    return out


def serve(pace, scan, refer, trusted, south):
    """Seconds of a lane per crossing."""
    primary = pace.primary - trusted * pace.spared
    northbound = primary + scan * pace.scan + refer * pace.referral
    return np.concatenate([northbound, pace.south + south * pace.south_inspection])


def open_gates(usual, pace, habits, push, traffic, effort, memory):
    """Memory of traffic, then crossings, lanes, capacity and arrivals of a week."""
    north, corridor = len(usual.scanned), usual.corridor
    after, come = memory.copy(), corridor[:north]
    for c in usual.ports:
        after[c] = traffic[c] + (memory[c] - traffic[c]) * habits.keep
    scan = np.minimum(1.0, usual.scanned * push.scanning / traffic[come])
    refer = usual.referred * push.referral * effort[come] * power(traffic[come], -habits.congestion)
    now = usual.trusted
    trusted = now + (1.0 - now) * np.where(now > 0.0, push.trusted, 0.0)
    south = np.minimum(usual.inspected * push.southbound, 1.0)
    service = serve(pace, scan, np.minimum(refer, 1.0), trusted, south)
    booths = usual.booths * power(after[corridor], habits.follow)
    booths[:north] *= push.lanes
    crossings = usual.per_week * traffic[corridor]
    arrivals = np.stack([crossings / 7.0 * (1.0 + away * habits.spread) for away in habits.away])
    return after, crossings, booths, booths * 3600.0 / service, arrivals


def tell(corridor, opened, hours, put_off, worth, told):
    """What the world keeps, by name."""
    waited, gone = np.zeros_like(opened.crossings), np.zeros_like(opened.crossings)
    for kind, weight in enumerate(worth.weight):
        waited += 7.0 * weight * (opened.arrivals[kind] - put_off[kind]) * hours[kind]
        gone += 7.0 * weight * put_off[kind]
    minutes = 60.0 * waited / np.maximum(opened.crossings - gone, 1e-300)
    persons = worth.persons * waited
    sums = {
        "put_off": gone,
        "hours": persons,
        "trade_usd": worth.loaded * waited * worth.truck_usd,
        "people_usd": persons * worth.person_usd,
    }
    after, seen = {name: array.copy() for name, array in told._asdict().items()}, set()
    for g, c in enumerate(corridor):
        if c in seen:
            after["minutes_south"][c] = minutes[g]
        else:
            after["minutes"][c], after["crossings"][c] = minutes[g], opened.crossings[g]
        for name, values in sums.items():
            after[name][c] = after[name][c] + values[g] if c in seen else values[g]
        seen.add(c)
    return after
