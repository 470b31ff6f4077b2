"""Cocaine from Colombia to Mexico around its two legs, rounded as numpy rounds."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from flowsim.kernels.coca import sell_coca
from flowsim.kernels.jit import exact

WEEKS_PER_YEAR = 365.25 / 7
COCAINE = 3  # as in domain/codes.py
PACIFIC, CENTRAL_AMERICA = 0, 1  # first legs
MOST_SEIZED, MOST_LOST = 0.95, 0.9  # shares
MEMORY_WEEKS = 52.0


class Source(NamedTuple):
    """What becomes of potential output; (lane,) float64."""

    purity: np.ndarray
    reduction: np.ndarray  # lever: share kept down before replanting
    stays: np.ndarray  # share of a reduction that is not replanted
    lag_weeks: np.ndarray
    seized: np.ndarray  # share of output
    seizures: np.ndarray  # lever, a factor
    cut: np.ndarray  # share of output kept down, updated
    made_kg: np.ndarray  # overwritten: kg pure per week


class Passage(NamedTuple):
    """Cocaine on its way, kg pure; (sender, lane) float64 unless it says otherwise."""

    share: np.ndarray  # (sender, way, lane) of what is bought, by first leg
    asked: np.ndarray  # (sender, way, lane) for the first legs
    sent: np.ndarray  # (sender, way, lane) of it
    passed: np.ndarray  # (sender, way, lane)
    store: np.ndarray  # (lane,) in Colombia
    sold: np.ndarray  # bought and shipped
    gate: np.ndarray  # waiting in Central America
    waiting: np.ndarray  # (sender, 1, lane) the same as it stands before the second leg
    gone: np.ndarray  # (sender, 1, lane) sent over the second leg
    arrived: np.ndarray  # (sender, 1, lane)
    produced: np.ndarray  # (sender, drug, lane)
    stock: np.ndarray  # (sender, drug, lane)
    seized: np.ndarray  # (leg, lane)
    loss: np.ndarray  # (lane,) share lost on the way, 52-week mean


@exact
def make_coca(potential_kg, source):  # type: ignore[no-untyped-def]
    """Cocaine of a week, less what policy keeps down and seizures, from ``potential_kg (lane,)`` a year."""
    for lane in range(potential_kg.shape[0]):
        cut = source.cut[lane]
        cut += (source.reduction[lane] * source.stays[lane] - cut) / source.lag_weeks[lane]
        made = potential_kg[lane] * source.purity[lane] / WEEKS_PER_YEAR * (1.0 - cut)
        source.cut[lane] = cut
        source.made_kg[lane] = made * (1.0 - min(source.seized[lane] * source.seizures[lane], MOST_SEIZED))


@exact
def buy_coca(potential_kg, wanted_kg, source, store, rule, passage):  # type: ignore[no-untyped-def]
    """Organisations buy in Colombia what they want in Mexico and what they expect to lose, and share it out to ways.

    Parameters
    ----------
    potential_kg : (lane,)
        Potential output a year.
    wanted_kg : (sender, drug, lane)
        Wanted in Mexico this week.
    source, store, rule, passage
        Source, Store, StoreRule, Passage.
    """
    senders, ways, lanes = passage.asked.shape
    order, sold = np.empty((senders, lanes)), np.empty((senders, lanes))
    make_coca(potential_kg, source)
    for k in range(senders):
        for lane in range(lanes):
            order[k, lane] = wanted_kg[k, COCAINE, lane] / (1.0 - passage.loss[lane])
    sell_coca(store, source.made_kg, order, rule, sold)
    for k in range(senders):
        for way in range(ways):
            for lane in range(lanes):
                passage.asked[k, way, lane] = sold[k, lane] * passage.share[k, way, lane]


@exact
def set_out(passage):  # type: ignore[no-untyped-def]
    """After the first legs: loads that did not leave go back to the store, those of Central America wait there."""
    senders, ways, lanes = passage.sent.shape
    back = np.zeros(lanes)
    for k in range(senders):
        passage.sold[k] = 0.0
        for way in range(ways):
            for lane in range(lanes):
                sent = passage.sent[k, way, lane]
                back[lane] += passage.asked[k, way, lane] - sent
                passage.sold[k, lane] += sent
        for lane in range(lanes):
            passage.gate[k, lane] += passage.passed[k, CENTRAL_AMERICA, lane]
            passage.waiting[k, 0, lane] = passage.gate[k, lane]
    for lane in range(lanes):
        passage.store[lane] += back[lane]


@exact
def come_in(passage):  # type: ignore[no-untyped-def]
    """After the second leg: what arrived is in stock; senders remember what was lost."""
    senders, lanes = passage.sold.shape
    sold, lost = np.zeros(lanes), np.zeros(lanes)
    for k in range(senders):
        for lane in range(lanes):
            passage.gate[k, lane] -= passage.gone[k, 0, lane]
            landed = passage.passed[k, PACIFIC, lane] + passage.arrived[k, 0, lane]
            passage.produced[k, COCAINE, lane] = landed
            passage.stock[k, COCAINE, lane] += landed
            sold[lane] += passage.sold[k, lane]
    for leg in range(passage.seized.shape[0]):
        for lane in range(lanes):
            lost[lane] += passage.seized[leg, lane]
    for lane in range(lanes):
        share = min(lost[lane] / max(sold[lane], 1e-9), MOST_LOST)
        passage.loss[lane] += (share - passage.loss[lane]) / MEMORY_WEEKS
