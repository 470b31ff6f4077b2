"""One week of making: precursor orders and arrivals, laboratories for heroin, fentanyl and methamphetamine, raids."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from flowsim.kernels.draws import LAB_BUILD, LAB_RAID, uniforms2
from flowsim.kernels.inversion import BLOCK, binomial_block, poisson_block, prepare
from flowsim.kernels.jit import kernel
from flowsim.kernels.scratch import bare, room

MAKERS = 3  # drugs made in laboratories: the first three
FELT = 0.01  # share of supply lost and not replaced below which suppliers deliver what is asked
FIRST, LAST = (0, 0, 1), (0, 1, 3)  # chemistries of each: first one, and the one after the last


class Makers(NamedTuple):
    """Makers by sender; (sender, drug, lane) float64 unless it says otherwise."""

    number: np.ndarray  # (sender,) uint64, stable ids
    labs: np.ndarray
    stock_kg: np.ndarray
    produced_kg: np.ndarray
    raided: np.ndarray
    lost_kg: np.ndarray  # product lost in raids
    precursor_kg: np.ndarray  # (chemistry, sender, lane)
    precursor_used_kg: np.ndarray  # (chemistry, sender, lane)
    precursor_lost_kg: np.ndarray  # (chemistry, sender, lane)
    precursor_use_mean: np.ndarray  # (chemistry, sender, lane) kg per week that plans need, 8-week mean


class Making(NamedTuple):
    """The week's plan and rates; arrays (lane,) float64 unless it says otherwise."""

    keys: np.ndarray  # (lane,) uint64
    week: int
    plan_kg: np.ndarray  # (sender, drug, lane) wanted production
    heroin_kg: np.ndarray  # (sender, lane) heroin that the gum bought this week allows
    per_lab_kg: np.ndarray  # (drug, lane) kg per week and laboratory
    build_weeks: np.ndarray
    raid_hazard: np.ndarray  # per laboratory and week
    precursor_per_kg: np.ndarray  # (chemistry, lane)
    split: np.ndarray  # (chemistry, lane) share of its drug's plan


@kernel
def _raid(making, entity, labs, odds, raided):
    """Laboratories raided, ``raided (lane,)``; ``odds (2, lane)`` are what ``prepare`` makes of the hazard."""
    u, n, p = room(BLOCK, np.float64), room(BLOCK, np.float64), room(BLOCK, np.float64)
    log_rest, chance = room(BLOCK, np.float64), room(BLOCK, np.float64)
    mass, reached, count = room(BLOCK, np.float64), room(BLOCK, np.float64), room(BLOCK, np.float64)
    week = np.uint64(making.week)
    for start in range(0, labs.shape[0], BLOCK):
        size, some = min(BLOCK, labs.shape[0] - start), False
        u[:], n[:], p[:], log_rest[:], chance[:], count[:] = 0.5, 0.0, 0.0, 0.0, 0.0, 0.0
        for i in range(size):
            n[i] = max(labs[start + i], 0.0)
            some |= n[i] > 0.0
        if some:
            for i in range(size):
                lane = start + i
                u[i] = uniforms2(making.keys[lane], np.uint64(LAB_RAID), week, entity, np.uint64(0))[0]
                p[i], log_rest[i], chance[i] = min(making.raid_hazard[lane], 1.0), odds[0, lane], odds[1, lane]
            binomial_block(u, n, p, log_rest, chance, mass, reached, count)
        for i in range(size):
            raided[start + i] = count[i]


@kernel
def _build(making, entity, missing, opened):
    """Laboratories ready to open, ``opened (lane,)``, where some are ``missing (lane,)``."""
    u, mean = room(BLOCK, np.float64), room(BLOCK, np.float64)
    mass, reached, count = room(BLOCK, np.float64), room(BLOCK, np.float64), room(BLOCK, np.float64)
    week = np.uint64(making.week)
    for start in range(0, missing.shape[0], BLOCK):
        size, some = min(BLOCK, missing.shape[0] - start), False
        u[:], mean[:], count[:] = 0.5, 0.0, 0.0
        for i in range(size):
            wait = missing[start + i]
            some |= wait > 0.0
            mean[i] = wait / making.build_weeks[start + i] if wait > 0.0 else 0.0
        if some:
            for i in range(size):
                u[i] = uniforms2(making.keys[start + i], np.uint64(LAB_BUILD), week, entity, np.uint64(0))[0]
            poisson_block(u, mean, mass, reached, count)
        for i in range(size):
            opened[start + i] = count[i]


@kernel
def _cook(makers, making, k, d, most, share_lost, made):
    """Product of the chemistries of one drug, added to ``made``; rows (lane,)."""
    for c in range(FIRST[d], LAST[d]):
        for lane in range(made.shape[0]):
            plan, per_kg, split = making.plan_kg[k, d, lane], making.precursor_per_kg[c, lane], making.split[c, lane]
            gone = makers.precursor_kg[c, k, lane] * share_lost[lane]
            held = makers.precursor_kg[c, k, lane] - gone
            makers.precursor_lost_kg[c, k, lane] = gone
            part = min(most[lane] * split, held / per_kg)
            makers.precursor_kg[c, k, lane] = max(held - part * per_kg, 0.0)
            makers.precursor_used_kg[c, k, lane] = part * per_kg
            mean = makers.precursor_use_mean[c, k, lane]
            makers.precursor_use_mean[c, k, lane] += (plan * split * per_kg - mean) / 8.0
            made[lane] += part


@kernel
def make(makers, making):
    """Laboratories open toward the plan, are raided, and make what gum, precursors and capacity allow.

    A raid takes the laboratory with its share of one week of product and of the precursor stock. Heroin (drug 0) is
    made from gum, fentanyl (1) from chemistry 0, methamphetamine (2) from chemistries 1 and 2: what one of them lacks
    the other does not replace within the week.
    """
    makers, making = bare(makers), bare(making)
    senders, lanes = makers.labs.shape[0], makers.labs.shape[2]
    odds, rows = np.empty((2, lanes)), np.empty((5, lanes))
    missing, opened, most, share_lost, made = rows[0], rows[1], rows[2], rows[3], rows[4]
    for lane in range(lanes):
        odds[0, lane], odds[1, lane] = prepare(min(making.raid_hazard[lane], 1.0))
    for k in range(senders):
        for d in range(MAKERS):
            entity = (makers.number[k] << np.uint64(20)) | np.uint64(d << 16)
            labs, raided = makers.labs[k, d], makers.raided[k, d]
            _raid(making, entity, labs, odds, raided)
            for lane in range(lanes):
                plan, capacity = making.plan_kg[k, d, lane], making.per_lab_kg[d, lane]
                missing[lane] = np.ceil(1.2 * plan / capacity) - (labs[lane] - raided[lane])
                most[lane] = min(plan, (labs[lane] - raided[lane]) * capacity)
                share_lost[lane] = raided[lane] / labs[lane] if labs[lane] > 0.0 else 0.0
                made[lane] = making.heroin_kg[k, lane] if d == 0 else 0.0
            _build(making, entity, missing, opened)
            _cook(makers, making, k, d, most, share_lost, made)
            for lane in range(lanes):
                wanted = np.ceil(1.2 * making.plan_kg[k, d, lane] / making.per_lab_kg[d, lane])
                closed = 1.0 if missing[lane] < -0.5 * wanted - 1.0 else 0.0
                labs[lane] = labs[lane] - raided[lane] + min(opened[lane], max(missing[lane], 0.0)) - closed
                lost = made[lane] * share_lost[lane]
                makers.produced_kg[k, d, lane] = made[lane]
                makers.lost_kg[k, d, lane] = lost
                makers.stock_kg[k, d, lane] += made[lane] - lost


class Imports(NamedTuple):
    """Precursors on the way; (chemistry, sender, lane) float64 unless it says otherwise."""

    pipeline_kg: np.ndarray  # (lead, chemistry, sender, lane), row 0 arrives this week
    stock_kg: np.ndarray
    use_mean: np.ndarray
    ordered_kg: np.ndarray
    arriving_kg: np.ndarray
    usual_kg: np.ndarray  # kg per week before a loss
    substitution: np.ndarray  # (chemistry, lane) share of foreign supply that has found other suppliers


class ImportRule(NamedTuple):
    """(lane,) float64."""

    cover_weeks: np.ndarray
    shipment_kg: np.ndarray  # (chemistry, lane) least that is worth ordering
    lead_weeks: np.ndarray
    supplier_loss: np.ndarray  # (chemistry, lane) share of foreign supply lost to controls
    substitution_rate: np.ndarray  # per week, logistic
    foothold: np.ndarray  # share of a loss replaced from the first day on


@kernel
def _advance(pipeline_kg, arriving_kg, under_way):
    """One week on: row 0 of ``pipeline_kg (lead, lane)`` arrives, the others move up and are summed."""
    leads, lanes = pipeline_kg.shape
    for lane in range(lanes):
        arriving_kg[lane] = pipeline_kg[0, lane]
        under_way[lane] = 0.0
    for i in range(leads - 1):
        for lane in range(lanes):
            kg = pipeline_kg[i + 1, lane]
            pipeline_kg[i, lane] = kg
            under_way[lane] += kg
    for lane in range(lanes):
        pipeline_kg[leads - 1, lane] = 0.0


@kernel
def order_precursors(imports, rule):
    """Take this week's arrivals from the pipeline and order toward the target stock.

    ``order = max(0, use + (cover use - stock - pipeline) / 4)``, at most what the suppliers that are left can deliver:
    ``(1 - loss + replaced)`` of the use before the loss. Without a loss nothing binds.
    Replacement r of a loss is logistic with a first foothold, ``dr = rate (r + foothold loss) (1 - r / loss)``, a loss
    that grows is replaced as it grows, and one that ends is forgotten. Less than one shipment is not ordered: a small
    user orders a whole one when stock and pipeline fall below the use of the lead time and half the cover.
    """
    imports, rule = bare(imports), bare(rule)
    leads, chemistries, senders, lanes = imports.pipeline_kg.shape
    lost, left, under_way, lead = np.empty(lanes), np.empty(lanes), np.empty(lanes), np.empty(lanes, np.int64)
    for lane in range(lanes):
        lead[lane] = min(int(rule.lead_weeks[lane]), leads - 1)
    for c in range(chemistries):
        for lane in range(lanes):
            loss = rule.supplier_loss[c, lane]
            replaced = min(imports.substitution[c, lane], loss)
            if loss > 0.0:
                gain = (replaced + rule.foothold[lane] * loss) * (1.0 - replaced / loss)
                replaced = min(loss, replaced + rule.substitution_rate[lane] * gain)
            imports.substitution[c, lane] = replaced
            lost[lane] = loss - replaced
            left[lane] = 1.0 - lost[lane]
        for k in range(senders):
            _advance(imports.pipeline_kg[:, c, k], imports.arriving_kg[c, k], under_way)
            for lane in range(lanes):
                shipment, cover = rule.shipment_kg[c, lane], rule.cover_weeks[lane]
                use, usual = imports.use_mean[c, k, lane], imports.usual_kg[c, k, lane]
                arriving = imports.arriving_kg[c, k, lane]
                gap = (cover + lead[lane]) * use - imports.stock_kg[c, k, lane] - under_way[lane] - arriving
                order = max(0.0, use + gap / 4.0)
                low = (gap > 0.5 * cover * use) & (use > 0.0)
                order = order if order >= shipment else (shipment if low else 0.0)
                bound = lost[lane] > FELT
                order = min(order, left[lane] * usual) if bound else order
                imports.usual_kg[c, k, lane] = usual if bound else use
                imports.ordered_kg[c, k, lane] = order
            for lane in range(lanes):
                imports.pipeline_kg[lead[lane] - 1, c, k, lane] += imports.ordered_kg[c, k, lane]
