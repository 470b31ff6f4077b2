"""What shipments pay on the routes chosen, and how crowded routes are."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from flowsim.kernels.jit import inline, kernel
from flowsim.kernels.vmath import vlog

LOG_2 = 0.6931471805599453
LEAST, MOST = 0.25, 16.0  # of use over what hides it, beyond which crowding no longer moves


class Dues(NamedTuple):
    """Means over the routes of a shipment; (sender, D, L) unless it says otherwise."""

    due: np.ndarray  # share of the full toll
    usd: np.ndarray  # USD per kg of fees and transport
    by_plaza: np.ndarray  # (sender, D, plaza, L) share of the full toll paid at a plaza


@inline
def pay_route(part, fee, toll, plaza, due, usd, by_plaza):  # type: ignore[no-untyped-def]
    """Add the tolls and fees of one route; ``part, fee, toll (L,)``, the rest as in ``pay_one``."""
    for lane in range(part.shape[0]):
        usd[lane] += part[lane] * fee[lane]
    if plaza >= 0:
        here = by_plaza[plaza]
        for lane in range(part.shape[0]):
            paid = part[lane] * toll[lane]
            due[lane] += paid
            here[lane] += paid


@kernel
def pay_one(share, fee, scale, toll, plaza, due, usd, by_plaza):
    """Mean tolls and fees of one sender and drug, into zeros.

    ``share, fee, toll (C, L)``, ``scale (L,)`` of fees, the rest as in Dues.
    """
    for c in range(share.shape[0]):
        pay_route(share[c], fee[c], toll[c], plaza[c], due, usd, by_plaza)
    for lane in range(usd.shape[0]):
        usd[lane] *= scale[lane]


@kernel
def pay(share, fee, scale, toll, plaza, weights, dues):
    """Mean tolls and fees of every sender and drug; senders without weight in every lane are passed over.

    Parameters
    ----------
    share : (sender, D, C, L)
    fee, toll : (sender, C, L)
        USD per kg at a scale of 1; share of the full toll.
    scale : (D, L)
        Of fees.
    plaza : (C,) int64
        Plaza that a corridor crosses, -1 for none.
    weights : (sender, D, L)
    dues : Dues
        Overwritten.
    """
    senders, drugs = share.shape[:2]
    dues.due[:] = 0.0
    dues.usd[:] = 0.0
    dues.by_plaza[:] = 0.0
    for s in range(senders):
        for d in range(drugs):
            if np.any(weights[s, d] != 0.0):
                due, usd = dues.due[s, d], dues.usd[s, d]
                pay_one(share[s, d], fee[s], scale[d], toll[s], plaza, due, usd, dues.by_plaza[s, d])


@kernel
def crowd(trials, hidden, strength, crowding):
    """Fall of a route's log odds: ``strength`` per doubling of its share of loads over its share of what hides loads.

    Parameters
    ----------
    trials : (sender, D, C, L)
        Memory of loads of all senders.
    hidden : (D, C, L)
        Openings times lawful traffic; 0 where there is no route.
    strength : (L,)
    crowding : (D, C, L)
        Overwritten.
    """
    senders, drugs, ways, lanes = trials.shape
    used, cover = np.empty(lanes), np.empty(lanes)
    for d in range(drugs):
        used[:] = 0.0
        cover[:] = 0.0
        for c in range(ways):
            here = crowding[d, c]
            here[:] = 0.0
            for s in range(senders):
                for lane in range(lanes):
                    here[lane] += trials[s, d, c, lane]
            for lane in range(lanes):
                used[lane] += here[lane]
                cover[lane] += hidden[d, c, lane]
        for c in range(ways):
            for lane in range(lanes):
                ratio = 1.0
                if hidden[d, c, lane] > 0.0:
                    ratio = crowding[d, c, lane] * cover[lane] / (hidden[d, c, lane] * max(used[lane], 1e-300))
                ratio = min(max(ratio, LEAST), MOST)
                crowding[d, c, lane] = strength[lane] * vlog(ratio) / LOG_2
