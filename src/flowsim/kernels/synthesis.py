"""One week of making: precursor orders and arrivals, laboratories for heroin, fentanyl and methamphetamine, raids."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from flowsim.kernels.draws import LAB_BUILD, LAB_RAID, binomial, poisson, uniforms2
from flowsim.kernels.jit import kernel
from flowsim.kernels.scratch import bare

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
def make(makers, making):
    """Laboratories open toward the plan, are raided, and make what gum, precursors and capacity allow.

    A raid takes the laboratory with its share of one week of product and of the precursor stock. Heroin (drug 0) is
    made from gum, fentanyl (1) from chemistry 0, methamphetamine (2) from chemistries 1 and 2: what one of them lacks
    the other does not replace within the week.
    """
    senders, lanes = makers.labs.shape[0], makers.labs.shape[2]
    week = np.uint64(making.week)
    for k in range(senders):
        for d in range(MAKERS):
            entity = (makers.number[k] << np.uint64(20)) | np.uint64(d << 16)
            for lane in range(lanes):
                labs = makers.labs[k, d, lane]
                plan = making.plan_kg[k, d, lane]
                capacity = making.per_lab_kg[d, lane]
                raided = 0.0
                if labs > 0.0:
                    u_raid, _ = uniforms2(making.keys[lane], np.uint64(LAB_RAID), week, entity, np.uint64(0))
                    raided = binomial(u_raid, labs, min(making.raid_hazard[lane], 1.0))
                wanted = np.ceil(1.2 * plan / capacity)
                missing = wanted - (labs - raided)
                opened = 0.0
                if missing > 0.0:
                    u_build, _ = uniforms2(making.keys[lane], np.uint64(LAB_BUILD), week, entity, np.uint64(0))
                    opened = poisson(u_build, missing / making.build_weeks[lane])
                closed = 1.0 if missing < -0.5 * wanted - 1.0 else 0.0
                makers.labs[k, d, lane] = labs - raided + min(opened, max(missing, 0.0)) - closed
                makers.raided[k, d, lane] = raided
                most = min(plan, (labs - raided) * capacity)
                share_lost = raided / labs if labs > 0.0 else 0.0
                made = making.heroin_kg[k, lane] if d == 0 else 0.0
                for c in range(FIRST[d], LAST[d]):
                    per_kg, split = making.precursor_per_kg[c, lane], making.split[c, lane]
                    gone = makers.precursor_kg[c, k, lane] * share_lost
                    held = makers.precursor_kg[c, k, lane] - gone
                    makers.precursor_lost_kg[c, k, lane] = gone
                    part = min(most * split, held / per_kg)
                    makers.precursor_kg[c, k, lane] = max(held - part * per_kg, 0.0)
                    makers.precursor_used_kg[c, k, lane] = part * per_kg
                    makers.precursor_use_mean[c, k, lane] += (
                        plan * split * per_kg - makers.precursor_use_mean[c, k, lane]
                    ) / 8.0
                    made += part
                lost = made * share_lost
                makers.produced_kg[k, d, lane] = made
                makers.lost_kg[k, d, lane] = lost
                makers.stock_kg[k, d, lane] += made - lost


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
