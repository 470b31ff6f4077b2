"""What organisations mean to make, and what they buy at farms for it, rounded as numpy rounds."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from flowsim.kernels.crops import trade
from flowsim.kernels.jit import exact

HEROIN, MARIJUANA = 0, 4  # as in domain/codes.py
POPPY, CANNABIS = 0, 1  # crops


class Plans(NamedTuple):
    """What plans are made of; (sender, drug, lane) float64 unless it says otherwise."""

    sent_mean: np.ndarray  # kg per week wanted of the sender, 8-week mean
    stock_kg: np.ndarray
    least_kg: np.ndarray  # two usual loads
    cover_weeks: np.ndarray  # (lane,)
    paid_share: np.ndarray  # (sender, lane) of last week's dues
    labs: np.ndarray
    per_lab_kg: np.ndarray  # (drug, lane) kg per week and laboratory
    gum_per_heroin: np.ndarray  # (lane,)
    wanted_kg: np.ndarray  # out: production that is wanted
    order_kg: np.ndarray  # (crop, sender, lane) out: orders at farms; bought, after these have traded
    heroin_kg: np.ndarray  # (sender, lane) out: heroin that the gum bought allows
    produced_kg: np.ndarray


@exact
def plan(plans):  # type: ignore[no-untyped-def]
    """Wanted production, kg per week: usual sales and a quarter of the stock gap; and orders of gum and marijuana.

    The target stock is some weeks of sales and at least two usual loads, so that small sellers can fill a load. Who
    could not pay all of last week's dues buys and makes less in the same proportion. Mail sellers, last, buy ready
    product abroad.
    """
    senders, drugs, lanes = plans.wanted_kg.shape
    for k in range(senders):
        for d in range(drugs):
            for lane in range(lanes):
                usual = plans.sent_mean[k, d, lane]
                target = plans.cover_weeks[lane] * usual + plans.least_kg[k, d, lane]
                wanted = max(usual + (target - plans.stock_kg[k, d, lane]) / 4.0, 0.0)
                plans.wanted_kg[k, d, lane] = wanted * plans.paid_share[k, lane] if k < senders - 1 else 0.0
        for lane in range(lanes):
            most = plans.labs[k, HEROIN, lane] * plans.per_lab_kg[HEROIN, lane]
            plans.order_kg[POPPY, k, lane] = min(plans.wanted_kg[k, HEROIN, lane], most) * plans.gum_per_heroin[lane]
            plans.order_kg[CANNABIS, k, lane] = plans.wanted_kg[k, MARIJUANA, lane]


@exact
def fetch(plans):  # type: ignore[no-untyped-def]
    """What was bought: marijuana is ready, gum allows so much heroin."""
    senders, lanes = plans.heroin_kg.shape
    for k in range(senders):
        for lane in range(lanes):
            bought = plans.order_kg[CANNABIS, k, lane]
            plans.produced_kg[k, MARIJUANA, lane] = bought
            plans.stock_kg[k, MARIJUANA, lane] += bought
            plans.heroin_kg[k, lane] = plans.order_kg[POPPY, k, lane] / plans.gum_per_heroin[lane]


@exact
def order_goods(plans, farms, gates):  # type: ignore[no-untyped-def]
    """Organisations plan, orders meet growers' stock at the farm gates of each crop, what was bought is fetched.

    Parameters
    ----------
    plans : Plans
    farms, gates : tuple of Farm, tuple of FarmRule
        By crop.
    """
    plan(plans)
    for crop in range(len(farms)):
        trade(farms[crop], gates[crop])
    fetch(plans)
