"""Queues of lawful traffic at the gates of the border over the hours of a typical day."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from flowsim.kernels.jit import kernel
from flowsim.kernels.vmath import vexp, vlog

HOURS = 24
NEAR_FULL = 0.95  # from here on the rush itself makes the queue, and chance adds no more


class Day(NamedTuple):
    """A typical day at every gate; arrays (gate, lane) float64 unless it says otherwise."""

    arrivals: np.ndarray  # crossings per day
    capacity: np.ndarray  # crossings per hour with every lane open
    booths: np.ndarray  # lanes of traffic with every lane open, need not be whole
    pattern: np.ndarray  # (gate,) int64, row of the two below
    profile: np.ndarray  # (pattern, hour, lane) share of the day's crossings, sum 1
    opening: np.ndarray  # (pattern, hour, lane) share of lanes open
    scatter: np.ndarray  # (lane,) half the sum of squared variations of arrivals and service: 1 for M/M/c
    patience: np.ndarray  # (lane,) hours of queue, every lane open, at which people turn round


class Waits(NamedTuple):
    """What the day brings; (gate, lane) float64."""

    hours: np.ndarray  # mean wait of those who join the queue
    put_off: np.ndarray  # crossings per day given up


@kernel
def wait(day, out):
    """Mean wait at every gate: fluid queue of the rush, plus chance below saturation.

    The queue carries over from hour to hour and, once, from one day to the next: the second of two like days counts.
    ``Q' = max(0, Q + a - c)``, the rest turns round above ``patience * capacity``; time spent is the area under
    ``Q``, exact where the queue empties within the hour. Chance adds Sakasegawa's approximation of M/M/c,
    ``rho^(sqrt(2 (booths + 1)) - 1) / (capacity (1 - rho))``, times ``scatter``, at most ``patience``.

    Parameters
    ----------
    day : Day
    out : Waits
        Overwritten; 0 where nobody comes.
    """
    gates, lanes = day.arrivals.shape
    queue, spent, joined = np.empty(lanes), np.empty(lanes), np.empty(lanes)
    for g in range(gates):
        p = day.pattern[g]
        for lane in range(lanes):
            queue[lane], spent[lane], joined[lane], out.put_off[g, lane] = 0.0, 0.0, 0.0, 0.0
        for hour in range(HOURS):
            for lane in range(lanes):
                full = max(day.capacity[g, lane], 1e-9)
                change = day.arrivals[g, lane] * day.profile[p, hour, lane] - full * day.opening[p, hour, lane]
                queue[lane] = min(max(queue[lane] + change, 0.0), day.patience[lane] * full)
        for hour in range(HOURS):
            for lane in range(lanes):
                full = max(day.capacity[g, lane], 1e-9)
                come = day.arrivals[g, lane] * day.profile[p, hour, lane]
                serve = max(full * day.opening[p, hour, lane], 1e-9)
                before = queue[lane]
                after = max(before + come - serve, 0.0)
                over = max(after - day.patience[lane] * full, 0.0)
                after -= over
                emptied = 0.5 * before * before / max(serve - come, 1e-9)
                area = emptied if after <= 0.0 else 0.5 * (before + after)
                rho = min(come / serve, NEAR_FULL)
                power = np.sqrt(2.0 * (day.booths[g, lane] * day.opening[p, hour, lane] + 1.0)) - 1.0
                chance = day.scatter[lane] * vexp(power * vlog(max(rho, 1e-300))) / (serve * (1.0 - rho))
                enter = come - over
                spent[lane] += area + enter * min(chance, day.patience[lane])
                joined[lane] += enter
                out.put_off[g, lane] += over
                queue[lane] = after
        for lane in range(lanes):
            out.hours[g, lane] = spent[lane] / max(joined[lane], 1e-300)
