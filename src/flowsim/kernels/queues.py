"""Queues of lawful traffic at the gates of the border over the hours of a typical day."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from flowsim.kernels.jit import kernel
from flowsim.kernels.scratch import bare
from flowsim.kernels.vmath import vexp, vlog

HOURS = 24
NEAR_FULL = 0.95  # from here on the rush itself makes the queue, and chance adds no more
LOG_NEAR_FULL = float(np.log(NEAR_FULL))


class Day(NamedTuple):
    """Kinds of a typical day at every gate; arrays (gate, lane) float64 unless it says otherwise."""

    arrivals: np.ndarray  # (kind, gate, lane) crossings per day
    capacity: np.ndarray  # crossings per hour with every lane open
    booths: np.ndarray  # lanes of traffic with every lane open, need not be whole
    pattern: np.ndarray  # (gate,) int64, row of the two below
    profile: np.ndarray  # (pattern, hour, lane) share of the day's crossings, sum 1
    opening: np.ndarray  # (pattern, hour, lane) share of lanes open
    scatter: np.ndarray  # (lane,) half the sum of squared variations of arrivals and service: 1 for M/M/c
    patience: np.ndarray  # (lane,) hours of queue, every lane open, at which people turn round


class Waits(NamedTuple):
    """What a day brings; (kind, gate, lane) float64."""

    hours: np.ndarray  # mean wait of those who join the queue
    put_off: np.ndarray  # crossings per day given up


@kernel
def busy_hours(day, out):
    """``out (pattern, hour, lane)`` = log of the share of crossings over the share of lanes open."""
    for p in range(out.shape[0]):
        for hour in range(HOURS):
            for lane in range(out.shape[2]):
                share = day.profile[p, hour, lane] / max(day.opening[p, hour, lane], 1e-300)
                out[p, hour, lane] = vlog(max(share, 1e-300))


@kernel
def open_gate(day, g, serve, power):
    """Crossings served in every hour at one gate, and the power of Sakasegawa's formula, both (hour, lane)."""
    p = day.pattern[g]
    for hour in range(HOURS):
        for lane in range(serve.shape[1]):
            full, opening = max(day.capacity[g, lane], 1e-9), day.opening[p, hour, lane]
            serve[hour, lane] = full * opening
            power[hour, lane] = np.sqrt(2.0 * (day.booths[g, lane] * opening + 1.0)) - 1.0


@kernel
def warm_up(arrivals, profile, serve, most, queue):
    """The queue that a day leaves to the next, (lane,); ``profile, serve (hour, lane)``."""
    queue[:] = 0.0
    for hour in range(HOURS):
        for lane in range(queue.shape[0]):
            change = arrivals[lane] * profile[hour, lane] - serve[hour, lane]
            queue[lane] = min(max(queue[lane] + change, 0.0), most[lane])


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
    day, out = bare(day), bare(out)
    kinds, gates, lanes = day.arrivals.shape
    queue, spent, joined = np.empty(lanes), np.empty(lanes), np.empty(lanes)
    most, load = np.empty(lanes), np.empty(lanes)
    busy, serves, power = np.empty(day.profile.shape), np.empty((HOURS, lanes)), np.empty((HOURS, lanes))
    busy_hours(day, busy)
    for g in range(gates):
        p = day.pattern[g]
        open_gate(day, g, serves, power)
        for kind in range(kinds):
            arrivals, put_off = day.arrivals[kind, g], out.put_off[kind, g]
            for lane in range(lanes):
                full = max(day.capacity[g, lane], 1e-9)
                most[lane] = day.patience[lane] * full
                load[lane] = vlog(max(arrivals[lane] / full, 1e-300))
                spent[lane], joined[lane], put_off[lane] = 0.0, 0.0, 0.0
            warm_up(arrivals, day.profile[p], serves, most, queue)
            for hour in range(HOURS):
                for lane in range(lanes):
                    come, serve = arrivals[lane] * day.profile[p, hour, lane], max(serves[hour, lane], 1e-9)
                    before, spare = queue[lane], serve - come
                    after = max(before - spare, 0.0)
                    over = max(after - most[lane], 0.0)
                    after -= over
                    empties, idle = max(spare, 1e-9), max(spare, (1.0 - NEAR_FULL) * serve)
                    both = 1.0 / (empties * idle)  # one division for two
                    area = 0.5 * before * before * idle * both if after <= 0.0 else 0.5 * (before + after)
                    rho = min(load[lane] + busy[p, hour, lane], LOG_NEAR_FULL)
                    chance = day.scatter[lane] * vexp(power[hour, lane] * rho) * empties * both
                    enter = come - over
                    spent[lane] += area + enter * min(chance, day.patience[lane])
                    joined[lane] += enter
                    put_off[lane] += over
                    queue[lane] = after
            for lane in range(lanes):
                out.hours[kind, g, lane] = spent[lane] / max(joined[lane], 1e-300)
