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
from flowsim.kernels.lanes import sum_over

QUEUED = (Mode.PERSONAL_VEHICLE, Mode.COMMERCIAL_TRUCK, Mode.PEDESTRIAN)
KINDS = (0.25, -1.0), (0.5, 0.0), (0.25, 1.0)  # light, ordinary and heavy days: weight, spreads from the mean
SOUTH = {Mode.PERSONAL_VEHICLE: 3, Mode.COMMERCIAL_TRUCK: 4}


@dataclass(frozen=True)
class Gates:
    """Every queue: a port's mode northbound, then its vehicles and trucks southbound.

    Attributes
    ----------
    corridor, mode, pattern : (R,) int64
        Row of the corridors, ``codes.Mode``, row of ``waits.PATTERNS``.
    north : int
        The first ``north`` rows are northbound.
    per_week_2012, loaded : (R, 1) float64
        Mean crossings per week; share of trucks loaded, 0 for others.
    lanes_2012 : (R, L)
        Lanes that make the peak hour of 2012 as busy as ``peak_utilisation`` says, at least one.
    profile, opening : (pattern, 24, L)
        Shares of the day's crossings and of lanes open.
    out : kernel.Waits
        Scratch.
    """

    corridor: Ints
    mode: Ints
    pattern: Ints
    north: int
    per_week_2012: Floats
    loaded: Floats
    lanes_2012: Floats
    profile: Floats
    opening: Floats
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
    come = p.trusted_2012[mode[: len(north)]]
    scan, refer = params.border.scan_share_2012[mode[: len(north)]], p.referred_2012[mode[: len(north)]]
    service = _service(p, mode, len(north), scan, refer, come, p.south_inspected_2012)
    per_week = np.array([[counts[place] / WEEKS_PER_YEAR] for place in places])
    peak_per_hour = per_week / 7.0 * busiest[pattern]
    shape = service.shape
    return Gates(
        corridor=corridor,
        mode=mode,
        pattern=pattern,
        north=len(north),
        per_week_2012=per_week,
        loaded=np.array([[loaded[port] if m == Mode.COMMERCIAL_TRUCK else 0.0] for port, m in places]),
        lanes_2012=np.maximum(peak_per_hour * service / 3600.0 / p.peak_utilisation[pattern], 1.0),
        profile=profile,
        opening=np.ascontiguousarray(1.0 - p.lanes_by_hour * (1.0 - profile / busiest[:, None])),
        out=kernel.Waits(np.zeros((len(KINDS), *shape)), np.zeros((len(KINDS), *shape))),
    )


def _profile(p: Any) -> Floats:
    """Share of the day's crossings by hour, (pattern, 24, L): a rush around its peak above the level of the night."""
    hour = np.arange(kernel.HOURS)[None, :, None] + 0.5
    away = np.abs(hour - p.peak_hour[:, None])
    away = np.minimum(away, kernel.HOURS - away) / p.peak_width_hours[:, None]
    night = p.night_share[:, None]
    shape = night + (1.0 - night) * np.exp(-0.5 * away**2)
    return np.ascontiguousarray(shape / sum_over(shape, 1)[:, None])


def _service(p: Any, mode: Ints, north: int, scan: Floats, refer: Floats, trusted: Floats, south: Floats) -> Floats:
    """Seconds of a lane per crossing at every gate, (R, L).

    Parameters
    ----------
    scan, refer, trusted : (north, L)
        Shares of northbound crossings scanned, referred, and of trusted travellers.
    south : (L,)
        Share of southbound vehicles inspected.
    """
    come, go = mode[:north], mode[north:]
    primary = p.primary_seconds[come] - trusted * (p.primary_seconds[come] - p.trusted_seconds[come])
    northbound = primary + scan * p.scan_seconds[come] + refer * p.referral_seconds
    return np.concatenate([northbound, p.south_seconds[go] + south * p.south_inspection_seconds])


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
    world = model.world
    first = not world.traffic_mean.any()
    p, gates, ports, levers = model.params.waits, model.gates, model.ports, model.levers
    traffic = model.traffic()
    keep = 0.0 if first else np.exp(-model.decide_weeks / p.lanes_lag_weeks)
    world.traffic_mean[ports] = traffic[ports] + (world.traffic_mean[ports] - traffic[ports]) * keep
    scan = np.zeros_like(traffic)
    scan[ports] = scanned(model, traffic[ports])
    come = gates.corridor[: gates.north]
    mode = gates.mode[: gates.north]
    refer = p.referred_2012[mode] * levers["port_referral"] * world.effort[come]
    refer *= power(traffic[come], -model.params.border.port_congestion)
    inspected = np.minimum(p.south_inspected_2012 * levers["southbound_inspection"], 1.0)
    trusted = trusted_share(model, mode)
    service = _service(p, gates.mode, gates.north, scan[come], np.minimum(refer, 1.0), trusted, inspected)
    follow = np.zeros_like(traffic)
    follow[ports] = power(world.traffic_mean[ports], p.lanes_follow)
    booths = gates.lanes_2012 * follow[gates.corridor]
    booths[: gates.north] *= levers["lane_capacity"]
    crossings = gates.per_week_2012 * traffic[gates.corridor]
    hours, put_off = _week(gates, p, crossings, booths, booths * 3600.0 / service)
    _account(model, crossings, hours, put_off)
    rail = np.flatnonzero(model.network.corridors.mode == Mode.RAIL)
    world.wait_minutes[rail] = scan[rail] * p.rail_scan_minutes


def _week(gates: Gates, p: Any, crossings: Floats, booths: Floats, capacity: Floats) -> tuple[Floats, Floats]:
    """Hours in queues and crossings given up per week, (R, L): light, ordinary and heavy days."""
    hours, put_off, out = np.zeros_like(crossings), np.zeros_like(crossings), gates.out
    arrivals = np.stack([crossings / 7.0 * (1.0 + away * p.day_spread) for _, away in KINDS])
    day = kernel.Day(
        arrivals=arrivals,
        capacity=capacity,
        booths=booths,
        pattern=gates.pattern,
        profile=gates.profile,
        opening=gates.opening,
        scatter=p.scatter,
        patience=p.patience_hours,
    )
    kernel.wait(day, out)
    for kind, (weight, _) in enumerate(KINDS):
        hours += 7.0 * weight * (arrivals[kind] - out.put_off[kind]) * out.hours[kind]
        put_off += 7.0 * weight * out.put_off[kind]
    return hours, put_off


def _account(model: Any, crossings: Floats, hours: Floats, put_off: Floats) -> None:
    """Waits by corridor into the world, person-hours and USD per week; arguments (R, L), all per week."""
    world, p, gates = model.world, model.params.waits, model.gates
    minutes = 60.0 * hours / np.maximum(crossings - put_off, 1e-300)
    cars = (gates.mode == Mode.PERSONAL_VEHICLE)[:, None]
    persons = np.where(cars, p.occupancy, 1.0) * hours
    goods = np.where((np.arange(len(hours)) < gates.north)[:, None], p.goods_usd_per_truck, p.goods_usd_per_truck_south)
    trade = gates.loaded * hours * (p.truck_usd_per_hour + goods * p.time_cost_per_day / 24.0)
    people = np.where((gates.mode == Mode.COMMERCIAL_TRUCK)[:, None], 0.0, persons * p.person_usd_per_hour)
    north, south = slice(0, gates.north), slice(gates.north, None)
    come, go = gates.corridor[north], gates.corridor[south]
    world.crossings[come] = crossings[north]
    world.wait_minutes[come] = minutes[north]
    world.wait_minutes_south[go] = minutes[south]
    for array, values in (
        (world.put_off, put_off),
        (world.wait_hours, persons),
        (world.trade_delay_usd, trade),
        (world.people_delay_usd, people),
    ):
        array[come] = values[north]
        array[go] += values[south]
