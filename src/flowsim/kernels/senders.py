"""Around the crossing of loads: what senders are asked for and mean to send, and where what they sent ends."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from flowsim.kernels.jit import kernel

FENTANYL = 1  # the drug that the last sender, the mail, sells
RISKIEST = 0.9
MAIL_COVER = 100.0  # weeks of orders: China's supply does not bind


class Asked(NamedTuple):
    """What importers ask for, and what senders bear in mind; float64, last axis lanes."""

    order_kg: np.ndarray  # (D, market, L)
    mail_kg: np.ndarray  # (market, L) of fentanyl by mail
    weights: np.ndarray  # (sender, D, L) of senders in exports
    risk: np.ndarray  # (D, L) learned chance of seizure
    mail_risk: np.ndarray  # (L,)


class Held(NamedTuple):
    """What senders hold; (sender, D, L) float64."""

    stock_kg: np.ndarray
    sent_mean: np.ndarray  # kg per week wanted of the sender, 8-week mean


class Parted(NamedTuple):
    """Where goods end; float64, last axis lanes, overwritten."""

    road_kg: np.ndarray  # (D, C, L) seized on Mexican roads
    border_kg: np.ndarray  # (D, C, L) seized at the border
    arrived_kg: np.ndarray  # (D, market, L)
    mailed_kg: np.ndarray  # (market, L)


@kernel
def add_orders(orders_kg, out):
    """``out (L,)`` = sum of ``orders_kg (market, L)``."""
    out[:] = 0.0
    for m in range(orders_kg.shape[0]):
        for lane in range(out.shape[0]):
            out[lane] += orders_kg[m, lane]


@kernel
def ask(asked, held, send_kg, most_kg):
    """Kg that senders mean to send, and the most that they can; both (sender, D, L), overwritten.

    Orders grow by the losses that are to be expected. The last sender, the mail, has no stock and is never short.
    """
    senders, drugs, lanes = asked.weights.shape
    all_ = np.empty(lanes)
    for d in range(drugs):
        add_orders(asked.order_kg[d], all_)
        for lane in range(lanes):
            all_[lane] /= 1.0 - min(asked.risk[d, lane], RISKIEST)
        for s in range(senders):
            keep = 1.0 if s < senders - 1 else 0.0
            for lane in range(lanes):
                wanted, stock = asked.weights[s, d, lane] * all_[lane], held.stock_kg[s, d, lane]
                held.sent_mean[s, d, lane] += keep * (wanted - held.sent_mean[s, d, lane]) / 8.0
                most_kg[s, d, lane] = stock
                send_kg[s, d, lane] = min(wanted, stock)
    add_orders(asked.mail_kg, all_)
    for lane in range(lanes):
        wanted = all_[lane] / (1.0 - min(asked.mail_risk[lane], RISKIEST))
        most_kg[senders - 1, FENTANYL, lane] = MAIL_COVER * (wanted + 1.0)
        send_kg[senders - 1, FENTANYL, lane] = wanted


@kernel
def part_seized(seized_kg, on_road, road_kg, border_kg):
    """What is seized on a route, on Mexican roads by the share ``on_road``, else at the border; all (D, C, L)."""
    drugs, ways, lanes = seized_kg.shape
    for d in range(drugs):
        for c in range(ways):
            for lane in range(lanes):
                road = seized_kg[d, c, lane] * on_road[d, c, lane]
                road_kg[d, c, lane] = road
                border_kg[d, c, lane] = seized_kg[d, c, lane] - road


@kernel
def share_out(orders_kg, passed_kg, arrived_kg):
    """Markets get what passed, ``(L,)``, by their orders; the others (market, L)."""
    lanes = passed_kg.shape[0]
    all_ = np.empty(lanes)
    add_orders(orders_kg, all_)
    for m in range(orders_kg.shape[0]):
        for lane in range(lanes):
            arrived_kg[m, lane] = orders_kg[m, lane] / max(all_[lane], 1e-300) * passed_kg[lane]


@kernel
def hand_over(asked, stock_kg, crossed, on_road, parted):
    """Take what was sent from stocks, and bring seizures and what passed to their places.

    Parameters
    ----------
    asked : Asked
    stock_kg : (sender, D, L)
        Reduced; the mail has none.
    crossed : Crossed
    on_road : (D, C, L)
        Share of what is seized on a route that is seized on Mexican roads.
    parted : Parted
    """
    senders, drugs, lanes = stock_kg.shape
    passed = np.empty(lanes)
    part_seized(crossed.seized_kg, on_road, parted.road_kg, parted.border_kg)
    for d in range(drugs):
        passed[:] = 0.0
        for s in range(senders - 1):
            for lane in range(lanes):
                stock_kg[s, d, lane] = max(stock_kg[s, d, lane] - crossed.sent_kg[s, d, lane], 0.0)
                passed[lane] += crossed.passed_kg[s, d, lane]
        share_out(asked.order_kg[d], passed, parted.arrived_kg[d])
    share_out(asked.mail_kg, crossed.passed_kg[senders - 1, FENTANYL], parted.mailed_kg)
