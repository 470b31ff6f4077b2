"""Phases of the border: what a load meets, and the crossing of loads."""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np

from flowsim.domain.codes import Drug, Mode
from flowsim.domain.network import Floats
from flowsim.engine.waits import concentration, power, scanned
from flowsim.kernels import senders
from flowsim.kernels.chances import find_at_ports
from flowsim.kernels.choice import fade
from flowsim.kernels.tolls import crowd


def at_ports(model: Any) -> Floats:
    """Chance that a load is caught at a port, (D, port row, L).

    ``1 - (1 - scan det_scan)(1 - refer det_search)``; scanned share is capacity over traffic, at most 1; referral
    thins with traffic per officer. Large and smelly loads draw referral and show in scans and searches: ``bulk``
    multiplies each of these hazards.
    """
    world, p, levers, port = model.world, model.params.border, model.levers, model.ports
    mode, base = model.network.corridors.mode[port], model.base
    traffic = model.traffic()[port]
    refer = power(traffic, -p.port_congestion)
    refer *= p.referral * p.referral_mode[mode] * levers["port_referral"] * world.effort[port] * concentration(model)
    out = np.empty_like(base.scan_finds)
    find_at_ports(model.bulk_at_ports, scanned(model, traffic), refer, base.scan_finds, base.search_finds, out)
    return out


def between_ports(model: Any) -> Floats:
    """Chance that a load is caught between ports, (D, field row, L): ``1 - exp(-q patrol / miles)``.

    Patrol is thinned by encounters with migrants; barriers stop vehicles.
    """
    world, p, levers, net = model.world, model.params.border, model.levers, model.network
    row, field = model.driver_row, model.field
    agents = model.drivers.agents[row]
    free = np.maximum(1.0 - p.encounter_load * (world.encounters / agents[:, None]) / 5.0, 0.1)
    per_mile = (agents / net.sector_miles)[:, None] * free * levers["patrol"]
    watch = p.patrol_q * levers["patrol_technology"] * per_mile[net.corridors.sector[field]] * world.effort[field]
    wheels = (net.corridors.mode[field] == Mode.VEHICLE_BETWEEN_PORTS)[:, None]
    watch = watch * np.where(wheels, levers["barriers"], 1.0)
    return np.asarray(-np.expm1(-watch * model.base.bulk[:, field]))


def on_roads(model: Any) -> Floats:
    """Chance that a load is caught on Mexican roads, (D, C, L); worked out anew when its lever or the
    strength of institutions moves.
    """
    road = np.log1p(-model.params.interior.road_detect) * model.levers["road_interdiction"]
    road = road * model.world.integrity_mean
    if not np.array_equal(road, model.roads[0]):
        mode = model.network.corridors.mode
        _, first, kind = np.unique(mode, return_index=True, return_inverse=True)
        caught = -np.expm1(model.base.bulk[:, first] * road)[:, kind]  # loads of a mode are alike
        caught[:, mode == Mode.MAIL] = 0.0
        model.roads = road, caught
    return np.asarray(model.roads[1])


def inspect(model: Any) -> None:
    """Chance that a load is caught, by drug and corridor: on Mexican roads, then at the border.

    Renewed with the decisions of agencies, every ``decide_weeks``.
    """
    if not model.deciding:
        return
    world, p, levers = model.world, model.params.border, model.levers
    world.effort[:] = model.intents.effort
    mode = model.network.corridors.mode
    chance = world.p_inspect
    chance[:, model.ports] = at_ports(model)
    chance[:, model.field] = between_ports(model)
    chance[:, mode == Mode.TUNNEL] = 1.0 - (1.0 - p.tunnel_detect) ** levers["tunnel_detection"]
    chance[:, mode == Mode.MARITIME] = 1.0 - (1.0 - p.maritime_detect) ** levers["maritime_patrol"]
    screened = 1.0 - (1.0 - p.mail_screened) * (1.0 - levers["mail_screening"])
    caught = on_roads(model)
    np.subtract(1.0, chance, out=chance)
    chance *= 1.0 - caught
    np.subtract(1.0, chance, out=chance)
    chance[:, mode == Mode.MAIL] = screened * p.mail_detect
    np.maximum(chance, 1e-300, out=world.on_road)
    np.divide(caught, world.on_road, out=world.on_road)


class Shipping(NamedTuple):
    """Where senders look up what is asked of them, and where loads end."""

    asked: senders.Asked
    held: senders.Held
    parted: senders.Parted
    send_kg: Floats  # (sender, D, L) expected kg to send
    most_kg: Floats  # (sender, D, L) that can be sent


def make_shipping(model: Any) -> Shipping:
    """Bundles over the arrays of the world."""
    world = model.world
    mail_risk = world.p_inspect[Drug.FENTANYL, model.mail]
    return Shipping(
        senders.Asked(world.order_kg, world.mail_order_kg, model.base.weights, world.risk_mean, mail_risk),
        senders.Held(world.stock_kg, world.sent_mean),
        senders.Parted(world.road_seized_kg, world.seized_kg, world.arrived_kg, world.mailed_kg),
        np.zeros_like(world.stock_kg),
        np.zeros_like(world.stock_kg),
    )


def crossing(model: Any) -> None:
    """Organisations send loads toward the orders of US importers; the rest is chance."""
    world, (asked, held, parted, send, most) = model.world, model.rules.shipping
    senders.ask(asked, held, send, most)
    model.routes.ship(model, send, share=world.share, p_inspect=world.p_inspect, stock_kg=most)
    senders.hand_over(asked, world.stock_kg, model.routes.out, world.on_road, parted)
    world.mail_sent_kg[:] = world.sent_kg[-1, Drug.FENTANYL]


def kept(p: Any, weeks: int) -> Floats:
    """Share of the memory of own loads that stays after some weeks, (L,)."""
    return np.asarray(np.exp(-weeks / (p.memory_months * 52.18 / 12.0)))


def learn(model: Any, weeks: int) -> None:
    """Update crowding, and fade the memories of losses by mail, at seaports and on the legs of cocaine."""
    world, p = model.world, model.params.trafficking
    hidden = model.base.routes.openings * model.traffic() / model.base.load_kg  # loads that openings could carry
    crowd(world.trials[:-1], hidden, p.crowding, world.crowding)
    keep = kept(p, weeks)
    others = (world.seaport_hits, world.seaport_trials, world.leg_hits, world.leg_trials)
    for memory in (world.hits[-1], world.trials[-1], *others):
        fade(memory, keep)


def price_risk(model: Any, weeks: int) -> None:
    """Update the risk premium against 2012 (once per decision)."""
    world, p = model.world, model.params.trafficking
    old = world.risk_smooth
    world.risk_smooth[:] = np.where(old > 0.0, old + p.premium_smoothing * (world.risk_mean - old), world.risk_mean)
    week = model.week
    if week < 13:  # the reference is the year 2012; before it, the risk of the day
        world.risk_2012[:] = world.risk_smooth
    elif week < 65:
        world.risk_2012 += (world.risk_smooth - world.risk_2012) / ((week - 13) // weeks + 2)
    world.premium[:] = np.clip(world.risk_smooth / world.risk_2012, 0.7, 3.0)
