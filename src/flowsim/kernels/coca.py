"""The market for cocaine in Colombia: Mexico's organisations are served first, other markets buy what is left."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from flowsim.kernels.jit import kernel
from flowsim.kernels.vmath import vexp, vlog

PRICE_CLIP = 1.5
MOST_OF_STORE = 0.5  # of what is in store, sold to Mexico's organisations in one week


class Store(NamedTuple):
    """State in Colombia, (L,) float64."""

    stock_kg: np.ndarray
    price: np.ndarray  # USD per pure kg
    demand_mean: np.ndarray  # kg per week of all buyers, 8-week mean
    world_base: np.ndarray  # kg per week that other markets buy at the usual price
    world_kg: np.ndarray  # kg sold to them this week


class StoreRule(NamedTuple):
    """Parameters, (L,) float64."""

    usual: np.ndarray  # USD per pure kg
    elasticity: np.ndarray  # of other markets to the price
    gamma: np.ndarray  # of the price to weeks of cover
    a: np.ndarray  # share of the gap closed per week, in logs
    cover: np.ndarray  # weeks
    memory: np.ndarray  # weeks over which other markets adapt to what they got


@kernel
def sell_coca(store, made_kg, order_kg, rule, sold_kg):  # type: ignore[no-untyped-def]
    """One week: ``made_kg (L,)`` comes in, ``order_kg`` are filled as ``sold_kg``, both (sender, L), others buy.

    The price follows weeks of cover in level form, as at every other stage. Other markets absorb shortfalls first and
    new output later.
    """
    senders, lanes = order_kg.shape
    asked, filled = np.zeros(lanes), np.empty(lanes)
    for s in range(senders):
        for lane in range(lanes):
            asked[lane] += order_kg[s, lane]
    for lane in range(lanes):
        have = store.stock_kg[lane] + made_kg[lane]
        filled[lane] = min(asked[lane], MOST_OF_STORE * have) / max(asked[lane], 1e-12)
        store.stock_kg[lane] = have
    for s in range(senders):
        for lane in range(lanes):
            sold_kg[s, lane] = order_kg[s, lane] * filled[lane]
            store.stock_kg[lane] -= sold_kg[s, lane]
    for lane in range(lanes):
        dear = vlog(store.price[lane] / rule.usual[lane])
        wanted = store.world_base[lane] * vexp(rule.elasticity[lane] * dear)
        others = min(wanted, store.stock_kg[lane])
        left = store.stock_kg[lane] - others
        store.stock_kg[lane], store.world_kg[lane] = left, others
        mean = store.demand_mean[lane]
        mean += (asked[lane] + wanted - mean) / 8.0
        push = rule.gamma[lane] * vlog(rule.cover[lane] * max(mean, 1e-9) / max(left, 1e-9))
        push = min(max(push, -PRICE_CLIP), PRICE_CLIP)
        store.demand_mean[lane] = mean
        store.price[lane] = store.price[lane] * vexp(rule.a[lane] * (push - dear))
        store.world_base[lane] += (others - store.world_base[lane]) / rule.memory[lane]
