"""Precursors at the seaports: what they meet there and what is left of them, rounded as numpy rounds."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from flowsim.kernels.jit import exact

P2P, EPHEDRINE = 1, 2  # as in domain/codes.py
LEAST_LEFT = 1e-3  # share of supply
LOG_2 = float(np.log(2.0))


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


class Chemists(NamedTuple):
    """How makers of methamphetamine change the chemistry; (lane,) float64 unless it says otherwise."""

    loss: np.ndarray  # (chemistry, lane) share of foreign supply lost
    replaced: np.ndarray  # (chemistry, lane) share that has found other suppliers
    left: np.ndarray  # (chemistry, lane) what is left of supply, at least ``LEAST_LEFT``; then its log
    usual: np.ndarray  # log odds of P2P in 2012
    pull: np.ndarray  # of the log ratio of what is left
    weeks: np.ndarray  # in which half of a gap closes
    odds: np.ndarray  # log odds of P2P, updated


@exact
def count_left(chemists):  # type: ignore[no-untyped-def]
    """What is left of foreign supply."""
    for c in range(chemists.left.shape[0]):
        for lane in range(chemists.left.shape[1]):
            lost = chemists.loss[c, lane] - chemists.replaced[c, lane]
            chemists.left[c, lane] = max(1.0 - lost, LEAST_LEFT)


@exact
def change_chemistry(chemists):  # type: ignore[no-untyped-def]
    """Makers move toward the chemistry whose supply is left, slowly; ``left`` has become its log."""
    for lane in range(chemists.odds.shape[0]):
        ratio = chemists.left[P2P, lane] - chemists.left[EPHEDRINE, lane]
        target = chemists.usual[lane] + chemists.pull[lane] * ratio
        chemists.odds[lane] += (target - chemists.odds[lane]) * LOG_2 / chemists.weeks[lane]


@exact
def call_at_port(customs, cargo, chemists, chance):  # type: ignore[no-untyped-def]
    """Lay out what arrives, what is left of supply, and the chance of a find.

    Parameters
    ----------
    customs : Customs
    cargo : Cargo
    chemists : Chemists
    chance : (chemistry, seaport, lane)
        Overwritten.
    """
    chemistries, places, lanes = chance.shape
    count_left(chemists)
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
def unload(cargo, chemists):  # type: ignore[no-untyped-def]
    """What passed is landed; shipments not sent this week arrive next week; makers change the chemistry."""
    change_chemistry(chemists)
    senders, chemistries, lanes = cargo.at_port.shape
    for c in range(chemistries):
        for k in range(senders):
            for lane in range(lanes):
                cargo.landed[c, k, lane] = cargo.passed[k, c, lane]
                cargo.stock[c, k, lane] += cargo.passed[k, c, lane]
                cargo.next_week[c, k, lane] += cargo.at_port[k, c, lane] - cargo.sent[k, c, lane]
