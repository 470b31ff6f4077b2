"""Slow twins of ``kernels/senders.py``: whole arrays, sums as they are written."""

from __future__ import annotations

import numpy as np


def ask(asked, held, send_kg, most_kg):
    """Orders by weight and expected loss; the mail is never short."""
    orders = asked.order_kg.sum(1)
    wanted = asked.weights * (orders / (1.0 - np.minimum(asked.risk, 0.9)))
    wanted[-1, 1] = asked.mail_kg.sum(0) / (1.0 - np.minimum(asked.mail_risk, 0.9))
    held.sent_mean[:-1] += (wanted[:-1] - held.sent_mean[:-1]) / 8.0
    most_kg[:] = held.stock_kg
    most_kg[-1, 1] = 100.0 * (wanted[-1, 1] + 1.0)
    send_kg[:] = np.minimum(wanted, most_kg)


def hand_over(asked, stock_kg, crossed, on_road, parted):
    """Seizures by place, stocks, arrivals by orders."""
    parted.road_kg[:] = crossed.seized_kg * on_road
    parted.border_kg[:] = crossed.seized_kg - parted.road_kg
    stock_kg[:-1] = np.maximum(stock_kg[:-1] - crossed.sent_kg[:-1], 0.0)
    share = asked.order_kg / np.maximum(asked.order_kg.sum(1), 1e-300)[:, None]
    parted.arrived_kg[:] = share * crossed.passed_kg[:-1].sum(0)[:, None]
    parted.mailed_kg[:] = asked.mail_kg / np.maximum(asked.mail_kg.sum(0), 1e-300) * crossed.passed_kg[-1, 1]
