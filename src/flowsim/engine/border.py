"""Phases of the border: what a load meets, and the crossing of loads."""

from __future__ import annotations

from typing import Any

import numpy as np

from flowsim.domain.codes import Drug, Mode
from flowsim.domain.network import Floats
from flowsim.kernels import crossing as kernel
from flowsim.kernels.choice import Memory, fade, fade_and_judge
from flowsim.kernels.lanes import sum_over, total

PORT_MODES = 4


class Ways:
    """One set of ways that loads take: the border, or the seaports.

    Parameters
    ----------
    processes : tuple of int
        Draw processes of counts and of sizes.
    number, sender : arrays of uint64
        Stable ids of ways and senders.
    load_kg : (D, C, L), sigma : (D, L)
        Mean size of a load, log spread.
    out : Crossed
        Where results go, most of them arrays of the world; trials and hits are added to.
    """

    def __init__(
        self, processes: tuple[int, int], number: Any, sender: Any, load_kg: Floats, sigma: Floats, out: kernel.Crossed
    ) -> None:
        self.processes, self.out = processes, out
        self.number, self.sender = np.asarray(number, np.uint64), np.asarray(sender, np.uint64)
        self.load_kg, self.sigma = load_kg.copy(), np.array(sigma, copy=True)

    def ship(self, model: Any, send_kg: Floats, share: Floats, p_inspect: Floats, stock_kg: Floats) -> None:
        """Send one week's loads; results in ``self.out``.

        Parameters
        ----------
        send_kg, stock_kg : (sender, D, L)
            Expected kg to send, and the most that can be sent.
        share : (sender, D, C, L)
        p_inspect : (D, C, L)
        """
        kernel.cross(
            kernel.Loads(
                send_kg=np.ascontiguousarray(send_kg),
                stock_kg=np.ascontiguousarray(stock_kg),
                share=np.ascontiguousarray(share),
                p_inspect=np.ascontiguousarray(p_inspect),
                mean_load_kg=self.load_kg,
                sigma=self.sigma,
            ),
            kernel.Address(model.keys, model.draw_week, self.sender, self.number, *self.processes),
            self.out,
        )


def inspect(model: Any) -> None:
    """Chance that a load is caught, by drug and corridor.

    Ports: ``1 - (1 - scan det_scan)(1 - refer det_search)``; scanned share is capacity over traffic, at most 1;
    referral thins with traffic per officer. Between ports: ``1 - exp(-q patrol / miles)``, patrol thinned by
    encounters with migrants.
    """
    world, p, levers, net = model.world, model.params.border, model.levers, model.network
    world.effort[:] = model.intents.effort
    c, port = net.corridors, model.ports
    mode = c.mode[port]
    traffic = model.traffic()[port]
    scan = np.minimum(1.0, p.scan_share_2012[mode] * levers["port_scanning"] / traffic)
    refer = (
        p.referral * p.referral_mode[mode] * levers["port_referral"] * world.effort[port] * traffic**-p.port_congestion
    )
    caught = 1.0 - (1.0 - scan * p.detect_scan) * (1.0 - np.minimum(refer, 1.0) * p.detect_search)
    row = model.driver_row
    agents, met = model.drivers.agents[row], model.drivers.encounters[row]
    free = np.maximum(1.0 - p.encounter_load * (met / agents)[:, None] / 5.0, 0.1)
    per_mile = (agents / net.sector_miles)[:, None] * free * levers["patrol"]
    field = model.field
    watch = p.patrol_q * levers["patrol_technology"] * per_mile[c.sector[field]] * world.effort[field]
    world.p_inspect[:, port] = caught
    world.p_inspect[:, field] = 1.0 - np.exp(-watch)
    world.p_inspect[:, c.mode == Mode.TUNNEL] = p.tunnel_detect
    world.p_inspect[:, c.mode == Mode.MARITIME] = p.maritime_detect
    screened = 1.0 - (1.0 - p.mail_screened) * (1.0 - levers["mail_screening"])
    world.p_inspect[:, c.mode == Mode.MAIL] = screened * p.mail_detect


def crossing(model: Any) -> None:
    """Organisations send loads toward the orders of US importers; the rest is chance."""
    world = model.world
    if model.deciding:
        world.share[:-1] = model.intents.share[:-1]
    orders = sum_over(world.order_kg, 1)
    wanted = model.base.weights * (orders / (1.0 - np.minimum(world.risk_mean, 0.9)))
    mail = total(world.mail_order_kg)
    mail_risk = world.p_inspect[Drug.FENTANYL, model.mail]
    wanted[-1, Drug.FENTANYL] = mail / (1.0 - np.minimum(mail_risk, 0.9))
    world.sent_mean[:-1] += (wanted[:-1] - world.sent_mean[:-1]) / 8.0
    stock = world.stock_kg.copy()
    stock[-1, Drug.FENTANYL] = 100.0 * (wanted[-1, Drug.FENTANYL] + 1.0)  # China's supply does not bind
    model.routes.ship(model, np.minimum(wanted, stock), share=world.share, p_inspect=world.p_inspect, stock_kg=stock)
    world.stock_kg[:-1] = np.maximum(world.stock_kg[:-1] - world.sent_kg[:-1], 0.0)
    share = world.order_kg / np.maximum(orders, 1e-300)[:, None, :]
    world.arrived_kg[:] = share * sum_over(world.passed_kg[:-1], 0)[:, None, :]
    world.mail_sent_kg[:] = world.sent_kg[-1, Drug.FENTANYL]
    world.mailed_kg[:] = world.mail_order_kg / np.maximum(mail, 1e-300) * world.passed_kg[-1, Drug.FENTANYL]


def learn(model: Any, weeks: int) -> None:
    """Fade the memory of own losses; update the risk premium against 2012 (once per decision)."""
    world, p = model.world, model.params.trafficking
    keep = np.exp(-weeks / (p.memory_months * 52.18 / 12.0))
    for memory in (world.hits[-1], world.trials[-1], world.seaport_hits, world.seaport_trials):
        fade(memory, keep)
    known = Memory(world.hits, world.trials, world.share)
    fade_and_judge(known, model.base.weights, keep, p.prior_hits, p.prior_passes, world.risk_mean)
    old = world.risk_smooth
    world.risk_smooth[:] = np.where(old > 0.0, old + p.premium_smoothing * (world.risk_mean - old), world.risk_mean)
    week = model.week
    if week < 13:  # the reference is the year 2012; before it, the risk of the day
        world.risk_2012[:] = world.risk_smooth
    elif week < 65:
        world.risk_2012 += (world.risk_smooth - world.risk_2012) / ((week - 13) // weeks + 2)
    world.premium[:] = np.clip(world.risk_smooth / world.risk_2012, 0.7, 3.0)
