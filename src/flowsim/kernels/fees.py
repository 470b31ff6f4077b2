"""Laundering networks compete: fees, growth of capacity, custom; rounded as numpy rounds.

Exponentials are left to numpy, between the steps: ``press``, exp, ``ask``, exp.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from flowsim.kernels.jit import exact


class Networks(NamedTuple):
    """Laundering networks; (network, L), rows of providers from the first network on."""

    fee: np.ndarray  # share of value
    use: np.ndarray  # share of capacity asked for
    own_cost: np.ndarray  # beside accounts, share of value
    row: np.ndarray  # (holder - 1,) int64 of networks with accounts
    banks: np.ndarray  # (holder, L) over which a scheme spreads
    closing: np.ndarray  # (holder, L) chance in four weeks that an account is told to leave
    usd: np.ndarray  # (holder, L) through an account in four weeks


class Terms(NamedTuple):
    """How networks compete; (L,)."""

    usual_use: np.ndarray  # at which a fee stays
    fee_response: np.ndarray
    growth: np.ndarray  # of capacity
    account_usd: np.ndarray
    closure_usd: np.ndarray
    banks: np.ndarray  # over which schemes spread usually


@exact
def press(networks, terms, exponent):  # type: ignore[no-untyped-def]
    """``exponent (network, L)`` by which use moves fees."""
    many, lanes = exponent.shape
    for n in range(many):
        for lane in range(lanes):
            strain = min(max(networks.use[n, lane] - terms.usual_use[lane], -1.0), 1.0)
            exponent[n, lane] = terms.fee_response[lane] * strain


@exact
def ask(networks, terms, factor, cost):  # type: ignore[no-untyped-def]
    """Fees move by a factor, cover cost and stay below 0.9; the factor becomes the exponent of growth.

    ``factor (network, L)`` is overwritten, ``cost (network, L)`` too: schemes over more banks need more accounts, each
    with less to lose.
    """
    many, lanes = factor.shape
    cost[:] = networks.own_cost
    for h in range(networks.row.size):
        own = cost[networks.row[h]]
        for lane in range(lanes):
            spread = networks.banks[h, lane] / terms.banks[lane]
            due = terms.account_usd[lane] * spread + networks.closing[h, lane] * terms.closure_usd[lane]
            own[lane] += due / networks.usd[h, lane]
    for n in range(many):
        for lane in range(lanes):
            fee = min(max(networks.fee[n, lane] * factor[n, lane], cost[n, lane]), 0.9)
            networks.fee[n, lane] = fee
            gain = min(max(networks.use[n, lane] / terms.usual_use[lane] - 1.0, -1.0), 1.0)
            factor[n, lane] = terms.growth[lane] * (gain if fee >= cost[n, lane] else -1.0)


@exact
def follow_custom(placed, group, imitation, size):  # type: ignore[no-untyped-def]
    """Relative sizes within groups move toward shares of custom; where a group has none they stay.

    ``placed (provider, sender, L)`` USD, ``group (provider,)``, ``imitation (L,)``; ``size (provider, L)`` is updated.
    """
    providers, senders, lanes = placed.shape
    groups = group.max() + 1
    custom, every, sizes = np.zeros((providers, lanes)), np.zeros((groups, lanes)), np.zeros((groups, lanes))
    for v in range(providers):
        for k in range(senders):
            for lane in range(lanes):
                custom[v, lane] += placed[v, k, lane]
        for lane in range(lanes):
            every[group[v], lane] += custom[v, lane]
            sizes[group[v], lane] += size[v, lane]
    for v in range(providers):
        for lane in range(lanes):
            all_, now = every[group[v], lane], size[v, lane] / sizes[group[v], lane]
            moved = now + imitation[lane] * (custom[v, lane] / max(all_, 1e-9) - now)
            size[v, lane] = moved if all_ > 0.0 else now
