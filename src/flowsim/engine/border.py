"""Phases of the border: what a load meets, and the crossing of loads."""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np

from flowsim.domain.codes import Drug
from flowsim.domain.network import Floats
from flowsim.engine.posts import SEA, TUNNEL
from flowsim.engine.waits import concentration, power, scanned
from flowsim.kernels import senders
from flowsim.kernels.chances import find_at_ports
from flowsim.kernels.choice import fade
from flowsim.kernels.inspection import meet, remember_risk
from flowsim.kernels.tolls import crowd


def at_ports(model: Any) -> Floats:
    """Chance that a load is caught at a port, (D, port row, L), overwritten by the next call.

    ``1 - (1 - scan det_scan)(1 - refer det_search)``; scanned share is capacity over traffic, at most 1; referral
    thins with traffic per officer. Large and smelly loads draw referral and show in scans and searches: ``bulk``
    multiplies each of these hazards.
    """
    p, levers, posts, base = model.params.border, model.levers, model.posts, model.base
    traffic = model.traffic()[model.ports]
    refer = posts.referral * levers["port_referral"]
    refer *= model.world.effort[model.ports]
    refer *= concentration(model)
    refer *= power(traffic, -p.port_congestion)
    scan, chance = scanned(model, traffic), posts.at_ports
    find_at_ports(posts.bulk_at_ports, scan, refer, base.scan_finds, base.search_finds, chance)
    return chance


def between_ports(model: Any) -> Floats:
    """Chance that a load is caught between ports, (D, field row, L): ``1 - exp(-q patrol / miles)``.

    Patrol is thinned by encounters with migrants; barriers stop vehicles.
    """
    world, p, levers, posts = model.world, model.params.border, model.levers, model.posts
    agents = model.drivers.agents[model.driver_row]
    free = np.maximum(1.0 - p.encounter_load * (world.encounters / agents[:, None]) / 5.0, 0.1)
    per_mile = (agents / model.network.sector_miles)[:, None] * free * levers["patrol"]
    watch = p.patrol_q * levers["patrol_technology"] * per_mile[posts.sector] * world.effort[model.field]
    watch *= np.where(posts.wheels, levers["barriers"], 1.0)
    return caught(np.negative(watch, out=watch), posts.bulk_between)


def on_roads(model: Any) -> Floats:
    """Chance that a load is caught on Mexican roads, (D, kind, L), by kind of corridor."""
    posts = model.posts
    chance = caught(
        posts.road_pass * model.levers["road_interdiction"] * model.world.integrity_mean, posts.bulk_on_roads
    )
    chance[:, posts.mail_kind] = 0.0
    return chance


def caught(log_pass: Floats, bulk: Floats) -> Floats:
    """Chance that loads are caught, of the shape of ``bulk``; ``log_pass`` is the log chance that 6 kg gross pass."""
    chance = bulk * log_pass
    np.expm1(chance, out=chance)
    return np.negative(chance, out=chance)


def inspect(model: Any) -> None:
    """Chance that a load is caught, by drug and corridor: on Mexican roads, then at the border.

    Renewed with the decisions of agencies, every ``decide_weeks``.
    """
    if not model.deciding:
        return
    world, p, levers, posts = model.world, model.params.border, model.levers, model.posts
    world.effort[:] = model.intents.effort
    plain = np.empty((2, model.lanes))
    plain[TUNNEL] = 1.0 - (1.0 - p.tunnel_detect) ** levers["tunnel_detection"]
    plain[SEA] = 1.0 - (1.0 - p.maritime_detect) ** levers["maritime_patrol"]
    border = at_ports(model), between_ports(model), plain
    meet(posts.post, posts.row, *border, posts.kind, on_roads(model), world.p_inspect, world.on_road)
    screened = 1.0 - (1.0 - p.mail_screened) * (1.0 - levers["mail_screening"])
    world.p_inspect[:, posts.mails] = screened * p.mail_detect


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
    np.multiply(model.base.routes.openings, model.traffic(), out=model.hidden)
    np.divide(model.hidden, model.base.load_kg, out=model.hidden)  # loads that openings could carry
    crowd(world.trials[:-1], model.hidden, p.crowding, world.crowding)
    keep = kept(p, weeks)
    others = (world.seaport_hits, world.seaport_trials, world.leg_hits, world.leg_trials)
    for memory in (world.hits[-1, Drug.FENTANYL], world.trials[-1, Drug.FENTANYL], *others):
        fade(memory, keep)


def price_risk(model: Any, weeks: int) -> None:
    """Update the risk premium against 2012 (once per decision)."""
    w, week = model.world, model.week
    decisions = 1 if week < 13 else (week - 13) // weeks + 2  # in 2012 so far; before it, the risk of the day
    smoothing = model.params.trafficking.premium_smoothing
    remember_risk(w.risk_mean, smoothing, decisions if week < 65 else 0, w.risk_smooth, w.risk_2012, w.premium)
