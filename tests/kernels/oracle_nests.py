"""Slow twins of ``kernels/nests.py`` and ``kernels/fees.py``: numpy, one operation after the other."""

from __future__ import annotations

import numpy as np


def shares(known, taste, groups):
    """Shares of street cash, (provider, sender, L): nested logit over fee, waiting and expected loss."""
    senders = known.export.shape[0] - 1
    weight = taste.prior_weeks * np.maximum(known.export[:senders], 1.0) / taste.memory_weeks
    lost = (known.loss[:, :senders] + taste.prior_loss * weight) / (known.flow[:, :senders] + weight)
    cost, odds, within = (known.fee + known.waiting)[:, None] + lost, [], []
    for group in range(groups):
        rows = known.group == group
        least = cost[rows].min(axis=0)
        mass = np.exp(-taste.within * (cost[rows] - least)) * known.size[rows][:, None]
        total, size = added(mass), added(known.size[rows])
        odds.append(taste.odds[group] + taste.between * (np.log(total / size) / taste.within - least))
        within.append(mass / total)
    between = np.exp(np.stack(odds) - np.max(odds, axis=0))
    share = np.empty_like(cost)
    for group in range(groups):
        share[known.group == group] = within[group] * (between[group] / added(between))
    return share


def added(rows):
    """Sum of rows, first row first."""
    out = np.zeros(rows.shape[1:])
    for row in rows:
        out = out + row
    return out


def compete(networks, terms):
    """Fees, the exponent of growth and cost."""
    cost, spread = networks.own_cost.copy(), networks.banks / terms.banks
    by_account = (terms.account_usd * spread + networks.closing * terms.closure_usd) / networks.usd
    cost[networks.row] += by_account[: len(networks.row)]
    use, usual = networks.use, terms.usual_use
    moved = networks.fee * np.exp(terms.fee_response * np.clip(use - usual, -1.0, 1.0))
    fee = np.minimum(np.maximum(moved, cost), 0.9)
    return fee, terms.growth * np.where(fee >= cost, np.clip(use / usual - 1.0, -1.0, 1.0), -1.0), cost


def follow_custom(placed, group, imitation, size):
    """Relative sizes within groups."""
    out = np.empty_like(size)
    for number in range(group.max() + 1):
        rows = group == number
        custom, now = np.stack([added(one) for one in placed[rows]]), size[rows] / added(size[rows])
        total = added(custom)
        moved = now + imitation * (custom / np.maximum(total, 1e-9) - now)
        out[rows] = np.where(total > 0.0, moved, now)
    return out
