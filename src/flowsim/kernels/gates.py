"""Gates of the border before and after their queues: lanes and service of a week, what waits cost; rounded as numpy."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from flowsim.kernels.chances import raise_to
from flowsim.kernels.jit import exact
from flowsim.kernels.scratch import bare

SECONDS, DAYS = 3600.0, 7.0
TINY = 1e-300


class Pace(NamedTuple):
    """Seconds of a lane; (L,) unless it says otherwise. North and south are the rows of gates of either direction."""

    primary: np.ndarray  # (north, L) per crossing
    spared: np.ndarray  # (north, L) of them, for trusted travellers
    scan: np.ndarray  # (north, L) per crossing scanned
    referral: np.ndarray  # per crossing referred
    south: np.ndarray  # (south, L) per crossing
    south_inspection: np.ndarray  # per crossing inspected


@exact
def serve(pace, scan, refer, trusted, south, service):  # type: ignore[no-untyped-def]
    """Seconds of a lane per crossing at every gate.

    Parameters
    ----------
    pace : Pace
    scan, refer, trusted : (north, L)
        Shares of northbound crossings scanned, referred, and of trusted travellers.
    south : (L,)
        Share of southbound vehicles inspected.
    service : (R, L)
        Overwritten.
    """
    north, lanes = scan.shape
    for g in range(north):
        for lane in range(lanes):
            primary = pace.primary[g, lane] - trusted[g, lane] * pace.spared[g, lane]
            looked = primary + scan[g, lane] * pace.scan[g, lane]
            service[g, lane] = looked + refer[g, lane] * pace.referral[lane]
    for g in range(north, service.shape[0]):
        for lane in range(lanes):
            service[g, lane] = pace.south[g - north, lane] + south[lane] * pace.south_inspection[lane]


class Usual(NamedTuple):
    """Gates in 2012."""

    corridor: np.ndarray  # (R,) int64
    ports: np.ndarray  # (port row,) int64 corridors of ports
    per_week: np.ndarray  # (R, 1) crossings
    booths: np.ndarray  # (R, L) lanes
    scanned: np.ndarray  # (north, L) share
    referred: np.ndarray  # (north, L) share
    trusted: np.ndarray  # (north, L) share
    inspected: np.ndarray  # (L,) share southbound


class Habits(NamedTuple):
    """How gates answer to traffic; (L,) unless it says otherwise."""

    keep: np.ndarray  # of the memory of traffic
    follow: np.ndarray  # elasticity of lanes to that memory
    congestion: np.ndarray  # of referral to traffic
    spread: np.ndarray  # of traffic from day to day
    away: np.ndarray  # (kind,) of a kind of day from the mean, in spreads


class Push(NamedTuple):
    """What policy moves; (L,)."""

    scanning: np.ndarray
    referral: np.ndarray
    trusted: np.ndarray
    southbound: np.ndarray
    lanes: np.ndarray


class Opened(NamedTuple):
    """Gates this week; (R, L) unless it says otherwise."""

    crossings: np.ndarray  # per week
    booths: np.ndarray  # lanes
    capacity: np.ndarray  # crossings per hour with every lane open
    arrivals: np.ndarray  # (kind, R, L) per day


@exact
def open_gates(usual, pace, habits, push, traffic, effort, memory, opened):  # type: ignore[no-untyped-def]
    """Lanes follow traffic, inspection takes seconds.

    Parameters
    ----------
    usual : Usual
    pace : Pace
    habits : Habits
    push : Push
    traffic : (C, L)
        Over that of 2012.
    effort : (C, L)
        Of agencies over their even share.
    memory : (C, L)
        Of traffic, updated at ports.
    opened : Opened
        Overwritten.
    """
    usual, habits, push, opened = bare(usual), bare(habits), bare(push), bare(opened)
    traffic, effort, memory = bare(traffic), bare(effort), bare(memory)
    (north, lanes), gates = usual.scanned.shape, usual.corridor.size
    scan, refer, trusted = np.empty((north, lanes)), np.empty((north, lanes)), np.empty((north, lanes))
    south, busy, follow = np.empty(lanes), np.empty((gates, lanes)), np.empty((gates, lanes))
    for g in range(north):
        busy[g] = traffic[usual.corridor[g]]
    raise_to(busy[:north], -habits.congestion, refer)
    for g in range(north):
        now, there = traffic[usual.corridor[g]], effort[usual.corridor[g]]
        for lane in range(lanes):
            scan[g, lane] = min(1.0, usual.scanned[g, lane] * push.scanning[lane] / now[lane])
        for lane in range(lanes):
            sent = usual.referred[g, lane] * push.referral[lane] * there[lane] * refer[g, lane]
            refer[g, lane] = min(sent, 1.0)
        for lane in range(lanes):
            usually = usual.trusted[g, lane]
            trusted[g, lane] = usually + (1.0 - usually) * (push.trusted[lane] if usually > 0.0 else 0.0)
    for lane in range(lanes):
        south[lane] = min(usual.inspected[lane] * push.southbound[lane], 1.0)
    service = opened.capacity
    serve(pace, scan, refer, trusted, south, service)
    for c in usual.ports:
        for lane in range(lanes):
            memory[c, lane] = traffic[c, lane] + (memory[c, lane] - traffic[c, lane]) * habits.keep[lane]
    for g in range(gates):
        busy[g] = memory[usual.corridor[g]]
    raise_to(busy, habits.follow, follow)
    for g in range(gates):
        now, booths, capacity, crossings = traffic[usual.corridor[g]], opened.booths[g], service[g], opened.crossings[g]
        for lane in range(lanes):
            crossings[lane] = usual.per_week[g, 0] * now[lane]
        for lane in range(lanes):
            booths[lane] = usual.booths[g, lane] * follow[g, lane]
        if g < north:
            for lane in range(lanes):
                booths[lane] *= push.lanes[lane]
        for lane in range(lanes):
            capacity[lane] = booths[lane] * SECONDS / capacity[lane]
        for kind in range(habits.away.size):
            away, arrivals = habits.away[kind], opened.arrivals[kind, g]
            for lane in range(lanes):
                arrivals[lane] = crossings[lane] / DAYS * (1.0 + away * habits.spread[lane])


class Worth(NamedTuple):
    """What an hour costs; (L,) unless it says otherwise."""

    weight: np.ndarray  # (kind,) of a kind of day
    persons: np.ndarray  # (R, L) per crossing
    person_usd: np.ndarray  # (R, L) per person and hour, 0 for trucks
    loaded: np.ndarray  # (R, 1) share of trucks, 0 for others
    truck_usd: np.ndarray  # (R, L) per loaded truck and hour, goods included


class Told(NamedTuple):
    """What the world keeps; (C, L), written where there are gates."""

    crossings: np.ndarray  # northbound per week
    minutes: np.ndarray  # northbound wait
    minutes_south: np.ndarray
    put_off: np.ndarray  # crossings given up per week
    hours: np.ndarray  # person-hours per week
    trade_usd: np.ndarray  # per week
    people_usd: np.ndarray  # per week


@exact
def tell(corridor, opened, hours, put_off, worth, told):  # type: ignore[no-untyped-def]
    """Waits by corridor, person-hours and USD per week; the way south is added to the way north.

    Parameters
    ----------
    corridor : (R,) int64
        The first gate of a corridor is northbound.
    opened : Opened
    hours, put_off : (kind, R, L)
        Of ``queues.Waits``.
    worth : Worth
    told : Told
    """
    opened, worth, told, hours, put_off = bare(opened), bare(worth), bare(told), bare(hours), bare(put_off)
    kinds, gates, lanes = hours.shape
    seen, waited, gone = np.zeros(told.minutes.shape[0], np.bool_), np.empty(lanes), np.empty(lanes)
    minutes, persons = np.empty(lanes), np.empty(lanes)
    for g in range(gates):
        c, crossings = corridor[g], opened.crossings[g]
        waited[:], gone[:] = 0.0, 0.0
        for kind in range(kinds):
            days, come, left, queued = (
                DAYS * worth.weight[kind],
                opened.arrivals[kind, g],
                put_off[kind, g],
                hours[kind, g],
            )
            for lane in range(lanes):
                waited[lane] += days * (come[lane] - left[lane]) * queued[lane]
            for lane in range(lanes):
                gone[lane] += days * left[lane]
        for lane in range(lanes):
            minutes[lane] = 60.0 * waited[lane] / max(crossings[lane] - gone[lane], TINY)
        for lane in range(lanes):
            persons[lane] = worth.persons[g, lane] * waited[lane]
        if seen[c]:
            told.minutes_south[c] = minutes
        else:
            told.minutes[c], told.crossings[c] = minutes, crossings
            told.put_off[c], told.hours[c], told.trade_usd[c], told.people_usd[c] = 0.0, 0.0, 0.0, 0.0
        seen[c] = True
        for lane in range(lanes):
            told.put_off[c, lane] += gone[lane]
        for lane in range(lanes):
            told.hours[c, lane] += persons[lane]
        for lane in range(lanes):
            told.trade_usd[c, lane] += worth.loaded[g, 0] * waited[lane] * worth.truck_usd[g, lane]
        for lane in range(lanes):
            told.people_usd[c, lane] += persons[lane] * worth.person_usd[g, lane]
