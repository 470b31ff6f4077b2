"""Gates of the border before and after their queues: lanes and service of a week, what waits cost; rounded as numpy."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from flowsim.kernels.chances import raise_to
from flowsim.kernels.jit import exact

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
    (north, lanes), gates = usual.scanned.shape, usual.corridor.size
    scan, refer, trusted = np.empty((north, lanes)), np.empty((north, lanes)), np.empty((north, lanes))
    south, follow = np.empty(lanes), np.empty((gates, lanes))
    for g in range(north):
        refer[g] = traffic[usual.corridor[g]]
    raise_to(refer, -habits.congestion, refer)
    for g in range(north):
        c = usual.corridor[g]
        for lane in range(lanes):
            scan[g, lane] = min(1.0, usual.scanned[g, lane] * push.scanning[lane] / traffic[c, lane])
            sent = usual.referred[g, lane] * push.referral[lane] * effort[c, lane] * refer[g, lane]
            refer[g, lane] = min(sent, 1.0)
            now = usual.trusted[g, lane]
            trusted[g, lane] = now + (1.0 - now) * (push.trusted[lane] if now > 0.0 else 0.0)
    for lane in range(lanes):
        south[lane] = min(usual.inspected[lane] * push.southbound[lane], 1.0)
    service = opened.capacity
    serve(pace, scan, refer, trusted, south, service)
    for c in usual.ports:
        for lane in range(lanes):
            memory[c, lane] = traffic[c, lane] + (memory[c, lane] - traffic[c, lane]) * habits.keep[lane]
    for g in range(gates):
        follow[g] = memory[usual.corridor[g]]
    raise_to(follow, habits.follow, follow)
    for g in range(gates):
        c = usual.corridor[g]
        for lane in range(lanes):
            booths = usual.booths[g, lane] * follow[g, lane]
            booths = booths * push.lanes[lane] if g < north else booths
            opened.booths[g, lane] = booths
            opened.capacity[g, lane] = booths * SECONDS / service[g, lane]
            opened.crossings[g, lane] = usual.per_week[g, 0] * traffic[c, lane]
        for kind in range(habits.away.size):
            for lane in range(lanes):
                day = opened.crossings[g, lane] / DAYS
                opened.arrivals[kind, g, lane] = day * (1.0 + habits.away[kind] * habits.spread[lane])


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
    kinds, gates, lanes = hours.shape
    seen = np.zeros(told.minutes.shape[0], np.bool_)
    for g in range(gates):
        c = corridor[g]
        south = seen[c]
        seen[c] = True
        for lane in range(lanes):
            waited, gone = 0.0, 0.0
            for kind in range(kinds):
                days, left = DAYS * worth.weight[kind], put_off[kind, g, lane]
                waited += days * (opened.arrivals[kind, g, lane] - left) * hours[kind, g, lane]
                gone += days * left
            minutes = 60.0 * waited / max(opened.crossings[g, lane] - gone, TINY)
            persons = worth.persons[g, lane] * waited
            trade = worth.loaded[g, 0] * waited * worth.truck_usd[g, lane]
            people = persons * worth.person_usd[g, lane]
            if south:
                told.minutes_south[c, lane] = minutes
                told.put_off[c, lane] += gone
                told.hours[c, lane] += persons
                told.trade_usd[c, lane] += trade
                told.people_usd[c, lane] += people
            else:
                told.crossings[c, lane] = opened.crossings[g, lane]
                told.minutes[c, lane] = minutes
                told.put_off[c, lane] = gone
                told.hours[c, lane] = persons
                told.trade_usd[c, lane] = trade
                told.people_usd[c, lane] = people
