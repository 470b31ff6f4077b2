"""Street cash on its way through providers: placed as far as there is room, searched, landed less the fee.

Every array ends in lanes, float64. The last sender of (provider, sender, L) keeps no money: only its shares move.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from flowsim.kernels.jit import kernel


class Flow(NamedTuple):
    """Money of organisations at each provider."""

    wanted: np.ndarray  # (provider, sender, L) shares of street cash that senders aim at
    share: np.ndarray  # (provider, sender, L) shares, which follow
    placed_usd: np.ndarray  # (provider, sender, L) this week
    lost_usd: np.ndarray  # (provider, sender, L) of it
    transit_usd: np.ndarray  # (provider, sender, L) under way
    fee_usd: np.ndarray  # (provider, sender, L) this week
    delivered_usd: np.ndarray  # (provider, sender, L) this week
    capacity: np.ndarray  # (provider, L) USD per week
    use: np.ndarray  # (provider, L) share of capacity asked for, its 13-week mean
    fee: np.ndarray  # (provider, L) share of value
    delay: np.ndarray  # (provider, L) weeks


@kernel
def place_cash(flow, adjust, ready_usd, seized_usd, cash_usd):  # type: ignore[no-untyped-def]
    """Street cash goes to providers by shares, all senders alike cut where a provider has no room.

    Parameters
    ----------
    flow : Flow
        ``share``, ``placed_usd``, ``transit_usd`` and ``use`` change.
    adjust : (L,)
        Part of the way that shares move this week.
    ready_usd, seized_usd : (sender, L)
        Street cash at hand, and what is seized of the rest.
    cash_usd : (sender, L)
        All street cash, less what is placed and seized.
    """
    senders, lanes = ready_usd.shape[0] - 1, ready_usd.shape[1]
    full, spent_usd = np.empty(lanes), np.zeros((senders, lanes))
    for v in range(flow.share.shape[0]):
        full[:] = 0.0
        for k in range(flow.share.shape[1]):
            share, wanted = flow.share[v, k], flow.wanted[v, k]
            for lane in range(lanes):
                share[lane] += (wanted[lane] - share[lane]) * adjust[lane]
        for k in range(senders):
            share, placed, ready = flow.share[v, k], flow.placed_usd[v, k], ready_usd[k]
            for lane in range(lanes):
                placed[lane] = share[lane] * ready[lane]
                full[lane] += placed[lane]
        for lane in range(lanes):
            full[lane] /= flow.capacity[v, lane]
            flow.use[v, lane] += (full[lane] - flow.use[v, lane]) / 13.0
            full[lane] = max(full[lane], 1.0)
        for k in range(senders):
            placed, transit, spent = flow.placed_usd[v, k], flow.transit_usd[v, k], spent_usd[k]
            for lane in range(lanes):
                placed[lane] /= full[lane]
                transit[lane] += placed[lane]
                spent[lane] += placed[lane]
    for k in range(senders):
        cash, seized, spent = cash_usd[k], seized_usd[k], spent_usd[k]
        for lane in range(lanes):
            cash[lane] -= seized[lane] + spent[lane]


@kernel
def land_cash(flow, stopped, lands, purse_usd):  # type: ignore[no-untyped-def]
    """What is lost leaves the way; of the rest a part lands, less the fee.

    Parameters
    ----------
    flow : Flow
        ``transit_usd``, ``fee_usd`` and ``delivered_usd`` change, and ``lost_usd`` where ``stopped`` is not negative.
    stopped : (provider, L)
        Share of what is placed that is lost; negative: the loss is known.
    lands : (provider,) int64
        Purse that a provider pays into.
    purse_usd : (purse, sender, L)
        Added to.
    """
    providers, senders, lanes = flow.transit_usd.shape
    for v in range(providers):
        rate, fee_of, delay = stopped[v], flow.fee[v], flow.delay[v]
        for k in range(senders - 1):
            placed, lost, transit = flow.placed_usd[v, k], flow.lost_usd[v, k], flow.transit_usd[v, k]
            fee, delivered, purse = flow.fee_usd[v, k], flow.delivered_usd[v, k], purse_usd[lands[v], k]
            for lane in range(lanes):
                lost[lane] = placed[lane] * rate[lane] if rate[lane] >= 0.0 else lost[lane]
                left = transit[lane] - lost[lane]
                landing = left / max(delay[lane], 1.0)
                transit[lane] = left - landing
                fee[lane] = landing * fee_of[lane]
                delivered[lane] = landing - fee[lane]
                purse[lane] += delivered[lane]
