"""Phase of lawful traffic: queues at ports of entry, waits, and what they cost people and trade."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from flowsim.data.geography import loaded_trucks, traffic_2012
from flowsim.domain.calendar import WEEKS_PER_YEAR
from flowsim.domain.codes import Mode
from flowsim.domain.network import Floats, Ints, Network
from flowsim.kernels import queues as kernel
from flowsim.kernels.chances import raise_to
from flowsim.kernels.gates import Habits, Opened, Pace, Push, Told, Usual, Worth, open_gates, serve, tell
from flowsim.kernels.lanes import sum_over

QUEUED = (Mode.PERSONAL_VEHICLE, Mode.COMMERCIAL_TRUCK, Mode.PEDESTRIAN)
KINDS = (0.25, -1.0), (0.5, 0.0), (0.25, 1.0)  # light, ordinary and heavy days: weight, spreads from the mean
PUSHED = ("port_scanning", "port_referral", "trusted_travellers", "southbound_inspection", "lane_capacity")
SOUTH = {Mode.PERSONAL_VEHICLE: 3, Mode.COMMERCIAL_TRUCK: 4}


@dataclass(frozen=True)
class Gates:
    """Every queue: a port's mode northbound, then its vehicles and trucks southbound.

    Attributes
    ----------
    corridor, pattern : (R,) int64
        Row of the corridors, row of ``waits.PATTERNS``.
    per_week_2012 : (R, 1) float64
        Mean crossings per week.
    lanes_2012 : (R, L)
        Lanes that make the peak hour of 2012 as busy as ``peak_utilisation`` says, at least one.
    scanned, referred, trusted : (north, L)
        Shares of crossings in 2012.
    pace, worth
        Seconds of service, and what waits cost.
    profile, opening : (pattern, 24, L)
        Shares of the day's crossings and of lanes open.
    rail : (rail row,) int64
        Corridors of railways, which scan and do not queue.
    opened, out
        Scratch.
    """

    corridor: Ints
    pattern: Ints
    per_week_2012: Floats
    lanes_2012: Floats
    scanned: Floats
    referred: Floats
    trusted: Floats
    pace: Pace
    worth: Worth
    profile: Floats
    opening: Floats
    rail: Ints
    opened: Opened
    out: kernel.Waits


def make_gates(params: Any, network: Network, inputs: Any) -> Gates:
    """Gates of a tile; as many vehicles and trucks go south as come north."""
    p, c = params.waits, network.corridors
    north, south = (np.flatnonzero(np.isin(c.mode, list(modes))) for modes in (QUEUED, SOUTH))
    corridor = np.concatenate([north, south])
    mode = c.mode[corridor]
    pattern = np.concatenate([mode[: len(north)], [SOUTH[Mode(m)] for m in c.mode[south]]])
    counts, loaded = traffic_2012(inputs), loaded_trucks(inputs)
    places = [(int(c.ids[row].split(".")[0]), Mode(int(c.mode[row]))) for row in corridor]
    profile = _profile(p)
    busiest = profile.max(axis=1)
    come = mode[: len(north)]
    scanned, referred, trusted = params.border.scan_share_2012[come], p.referred_2012[come], p.trusted_2012[come]
    pace, worth = _pace(p, come, mode[len(north) :]), _worth(p, mode, len(north), [loaded[port] for port, _ in places])
    service, shape = np.empty(worth.persons.shape), worth.persons.shape
    serve(pace, scanned, referred, trusted, p.south_inspected_2012, service)
    per_week = np.array([[counts[place] / WEEKS_PER_YEAR] for place in places])
    peak_per_hour = per_week / 7.0 * busiest[pattern]
    return Gates(
        corridor=corridor,
        pattern=pattern,
        per_week_2012=per_week,
        lanes_2012=np.maximum(peak_per_hour * service / 3600.0 / p.peak_utilisation[pattern], 1.0),
        scanned=scanned,
        referred=referred,
        trusted=trusted,
        pace=pace,
        worth=worth,
        profile=profile,
        opening=np.ascontiguousarray(1.0 - p.lanes_by_hour * (1.0 - profile / busiest[:, None])),
        rail=np.flatnonzero(c.mode == Mode.RAIL),
        opened=Opened(np.zeros(shape), np.zeros(shape), np.zeros(shape), np.zeros((len(KINDS), *shape))),
        out=kernel.Waits(np.zeros((len(KINDS), *shape)), np.zeros((len(KINDS), *shape))),
    )


def _pace(p: Any, come: Ints, go: Ints) -> Pace:
    """Seconds of service by the modes of northbound and southbound gates."""
    primary = p.primary_seconds[come]
    return Pace(
        *(primary, primary - p.trusted_seconds[come], p.scan_seconds[come], p.referral_seconds),
        *(p.south_seconds[go], p.south_inspection_seconds),
    )


def _worth(p: Any, mode: Ints, north: int, loaded: list[float]) -> Worth:
    """What waits cost by mode of the gates; ``loaded`` shares of trucks at their ports."""
    trucks = (mode == Mode.COMMERCIAL_TRUCK)[:, None]
    goods = np.where((np.arange(len(mode)) < north)[:, None], p.goods_usd_per_truck, p.goods_usd_per_truck_south)
    return Worth(
        weight=np.array([weight for weight, _ in KINDS]),
        persons=np.where((mode == Mode.PERSONAL_VEHICLE)[:, None], p.occupancy, 1.0),
        person_usd=np.where(trucks, 0.0, p.person_usd_per_hour),
        loaded=np.where(trucks, np.array(loaded)[:, None], 0.0),
        truck_usd=p.truck_usd_per_hour + goods * p.time_cost_per_day / 24.0,
    )


def _profile(p: Any) -> Floats:
    """Share of the day's crossings by hour, (pattern, 24, L): a rush around its peak above the level of the night."""
    hour = np.arange(kernel.HOURS)[None, :, None] + 0.5
    away = np.abs(hour - p.peak_hour[:, None])
    away = np.minimum(away, kernel.HOURS - away) / p.peak_width_hours[:, None]
    night = p.night_share[:, None]
    shape = night + (1.0 - night) * np.exp(-0.5 * away**2)
    return np.ascontiguousarray(shape / sum_over(shape, 1)[:, None])


def power(base: Floats, exponent: Floats) -> Floats:
    """``base (row, L) ** exponent (L,)``; base positive."""
    out = np.empty_like(base)
    raise_to(base, exponent, out)
    return out


def scanned(model: Any, traffic: Floats) -> Floats:
    """Share of crossings scanned at ports: capacity over traffic, at most 1; ``traffic`` over 2012, (port row, L)."""
    share = model.posts.scan * model.levers["port_scanning"]
    share /= traffic
    return np.asarray(np.minimum(1.0, share, out=share))


def trusted_share(model: Any, mode: Ints) -> Floats:
    """Share of crossings by trusted travellers, (row, L)."""
    now = model.params.waits.trusted_2012[mode]
    return np.asarray(now + (1.0 - now) * np.where(now > 0.0, model.levers["trusted_travellers"], 0.0))


def concentration(model: Any) -> Floats:
    """Chance that a load is referred over that with the trusted travellers of 2012, (port row, L).

    The same number of referrals falls on ``t`` trusted at the rate ``r`` of the rest, so the rest gain
    ``1 / (1 - (1 - r) t)``; a share ``h t`` of loads hides among the trusted. Exactly 1 without further enrolment.
    """
    p, mode = model.params.waits, model.posts.mode
    if not model.levers["trusted_travellers"].any():
        return np.ones((len(mode), model.lanes))
    spared = 1.0 - p.trusted_referral

    def chance(trusted: Floats) -> Floats:
        hidden = np.minimum(p.infiltration * trusted, 1.0)
        return np.asarray((1.0 - spared * hidden) / (1.0 - spared * trusted))

    return chance(trusted_share(model, mode)) / chance(p.trusted_2012[mode])


def queues(model: Any) -> None:
    """Waits, hours and dollars of the weeks until the next decision; traffic and lanes move slowly."""
    if not model.deciding:
        return
    w, p, gates, levers, traffic = model.world, model.params.waits, model.gates, model.levers, model.traffic()
    spent = np.exp(-model.decide_weeks / p.lanes_lag_weeks) if w.traffic_mean.any() else np.zeros(model.lanes)
    away, congestion = np.array([away for _, away in KINDS]), model.params.border.port_congestion
    open_gates(
        Usual(
            *(gates.corridor, model.ports, gates.per_week_2012, gates.lanes_2012),
            *(gates.scanned, gates.referred, gates.trusted, p.south_inspected_2012),
        ),
        gates.pace,
        Habits(spent, p.lanes_follow, congestion, p.day_spread, away),
        Push(*(levers[name] for name in PUSHED)),
        *(traffic, w.effort, w.traffic_mean, gates.opened),
    )
    opened, out = gates.opened, gates.out
    kernel.wait(
        kernel.Day(
            arrivals=opened.arrivals,
            capacity=opened.capacity,
            booths=opened.booths,
            pattern=gates.pattern,
            profile=gates.profile,
            opening=gates.opening,
            scatter=p.scatter,
            patience=p.patience_hours,
        ),
        out,
    )
    waits = w.crossings, w.wait_minutes, w.wait_minutes_south
    told = Told(*waits, w.put_off, w.wait_hours, w.trade_delay_usd, w.people_delay_usd)
    tell(gates.corridor, opened, out.hours, out.put_off, gates.worth, told)
    scan = np.minimum(
        1.0, model.params.border.scan_share_2012[Mode.RAIL] * levers["port_scanning"] / traffic[gates.rail]
    )
    w.wait_minutes[gates.rail] = scan * p.rail_scan_minutes
