"""Precursors at the seaports: what they meet there and what is left of them, rounded as numpy rounds."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from flowsim.kernels.jit import exact


class Customs(NamedTuple):
    """Chance that a shipment is caught is the product of all of them; (lane,) float64 unless it says otherwise."""

    base: np.ndarray
    inspection: np.ndarray
    targeting: np.ndarray
    effort: np.ndarray  # (seaport, lane)
    integrity: np.ndarray  # (seaport, lane)


class Cargo(NamedTuple):
    """Precursors; (sender, chemistry, lane) float64, kg, unless it says otherwise."""

    arriving: np.ndarray  # (chemistry, sender, lane)
    at_port: np.ndarray  # the same as seaports see it
    sent: np.ndarray
    passed: np.ndarray
    landed: np.ndarray  # (chemistry, sender, lane)
    stock: np.ndarray  # (chemistry, sender, lane)
    next_week: np.ndarray  # (chemistry, sender, lane) what arrives next week


@exact
def call_at_port(customs, cargo, chance):  # type: ignore[no-untyped-def]
    """Lay out what arrives, and the chance of a find, ``chance (chemistry, seaport, lane)``, overwritten."""
    chemistries, places, lanes = chance.shape
    for c in range(chemistries):
        for place in range(places):
            for lane in range(lanes):
                p = customs.base[lane] * customs.inspection[lane] * customs.targeting[lane]
                p = p * customs.effort[place, lane] * customs.integrity[place, lane]
                chance[c, place, lane] = min(p, 1.0)
        for k in range(cargo.at_port.shape[0]):
            for lane in range(lanes):
                cargo.at_port[k, c, lane] = cargo.arriving[c, k, lane]


@exact
def unload(cargo):  # type: ignore[no-untyped-def]
    """What passed is landed; shipments not sent this week arrive next week."""
    senders, chemistries, lanes = cargo.at_port.shape
    for c in range(chemistries):
        for k in range(senders):
            for lane in range(lanes):
                cargo.landed[c, k, lane] = cargo.passed[k, c, lane]
                cargo.stock[c, k, lane] += cargo.passed[k, c, lane]
                cargo.next_week[c, k, lane] += cargo.at_port[k, c, lane] - cargo.sent[k, c, lane]
