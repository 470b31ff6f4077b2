"""Draws over rows and lanes: fill an ``(E, L)`` array at one process, week and slot.

Rows are addressed by their entity ids, lanes by their keys; position and tile never matter. The scalar samplers and
``uniforms2`` are for the loops of other kernels.
"""

from __future__ import annotations

import numpy as np

from flowsim.kernels.inversion import (
    BLOCK,
    binomial,
    binomial_block,
    normal,
    normal_block,
    poisson,
    poisson_block,
    prepare,
)
from flowsim.kernels.jit import inline, kernel
from flowsim.kernels.philox import (
    CASES,
    CASH_LOADS,
    CASH_SIZE,
    CHARGES,
    CHOICE,
    CONVICTIONS,
    DEATH_CODES,
    DEATHS,
    DRIFT,
    EFFORT,
    ENTRIES,
    ERADICATION,
    GATE_LOADS,
    GATE_SIZE,
    GROWERS,
    GUN_LOTS,
    HOMICIDES,
    INITIATION,
    INTERIOR,
    LAB_BUILD,
    LAB_RAID,
    LEARNING,
    LEG_LOADS,
    LEG_SIZE,
    LEGAL_ALERTS,
    LEGAL_REPORTS,
    LOAD_SIZE,
    LOADS,
    MAIL,
    MARKET,
    MATERIAL,
    NETWORK,
    OBSERVATION,
    OPENINGS,
    OUTFLOWS,
    PARAMETERS,
    PAYMENTS,
    PRECURSOR_ARRIVAL,
    PRECURSOR_INSPECT,
    PROCESSES,
    RECOVERIES,
    REMOVALS,
    REPORTS,
    RESAMPLE,
    REVIEW,
    SUPPLIERS,
    TRAFFIC,
    TREATMENT,
    WEATHER,
    lane_keys,
    uniforms2,
)
from flowsim.kernels.scratch import room

__all__ = [
    "BLOCK",
    "CASES",
    "CASH_LOADS",
    "CASH_SIZE",
    "CHARGES",
    "CHOICE",
    "CONVICTIONS",
    "DEATHS",
    "DEATH_CODES",
    "DRIFT",
    "EFFORT",
    "ENTRIES",
    "ERADICATION",
    "GATE_LOADS",
    "GATE_SIZE",
    "GROWERS",
    "GUN_LOTS",
    "HOMICIDES",
    "INITIATION",
    "INTERIOR",
    "LAB_BUILD",
    "LAB_RAID",
    "LEARNING",
    "LEGAL_ALERTS",
    "LEGAL_REPORTS",
    "LEG_LOADS",
    "LEG_SIZE",
    "LOADS",
    "LOAD_SIZE",
    "MAIL",
    "MARKET",
    "MATERIAL",
    "NETWORK",
    "OBSERVATION",
    "OPENINGS",
    "OUTFLOWS",
    "PARAMETERS",
    "PAYMENTS",
    "PRECURSOR_ARRIVAL",
    "PRECURSOR_INSPECT",
    "PROCESSES",
    "RECOVERIES",
    "REMOVALS",
    "REPORTS",
    "RESAMPLE",
    "REVIEW",
    "SUPPLIERS",
    "TRAFFIC",
    "TREATMENT",
    "WEATHER",
    "binomial",
    "fill_binomial",
    "fill_normal",
    "fill_poisson",
    "fill_uniform",
    "fill_uniforms2",
    "lane_keys",
    "normal",
    "poisson",
    "uniforms2",
]


@inline
def address(keys, entities, start, key, entity):  # type: ignore[no-untyped-def]
    """Keys and entities of BLOCK cells from flat cell ``start`` on; returns how many of them exist."""
    lanes = keys.shape[0]
    row = start // lanes
    lane = start - row * lanes
    done = 0
    while done < BLOCK and row < entities.shape[0]:
        run = min(lanes - lane, BLOCK - done)
        who = np.uint64(entities[row])
        for i in range(run):
            key[done + i] = keys[lane + i]
            entity[done + i] = who
        done += run
        row += 1
        lane = 0
    for i in range(done, BLOCK):
        key[i] = np.uint64(0)
        entity[i] = np.uint64(0)
    return done


@kernel
def fill_uniforms2(keys, process, week, entities, slot, first, second):  # type: ignore[no-untyped-def]
    """Two uniforms per cell: ``first, second (E, L)`` float64 from ``keys (L,)`` uint64 and ``entities (E,)``."""
    key, entity = room(BLOCK, np.uint64), room(BLOCK, np.uint64)
    u, v = room(BLOCK, np.float64), room(BLOCK, np.float64)
    flat_first, flat_second = first.reshape(-1), second.reshape(-1)
    for start in range(0, flat_first.size, BLOCK):
        size = address(keys, entities, start, key, entity)
        for i in range(BLOCK):
            u[i], v[i] = uniforms2(key[i], process, week, entity[i], slot)
        for i in range(size):
            flat_first[start + i] = u[i]
            flat_second[start + i] = v[i]


@kernel
def fill_uniform(keys, process, week, entities, slot, out):  # type: ignore[no-untyped-def]
    """Uniforms in (0, 1): ``out (E, L)`` float64."""
    key, entity, u = room(BLOCK, np.uint64), room(BLOCK, np.uint64), room(BLOCK, np.float64)
    flat = out.reshape(-1)
    for start in range(0, flat.size, BLOCK):
        size = address(keys, entities, start, key, entity)
        for i in range(BLOCK):
            u[i] = uniforms2(key[i], process, week, entity[i], slot)[0]
        for i in range(size):
            flat[start + i] = u[i]


@kernel
def fill_normal(keys, process, week, entities, slot, out):  # type: ignore[no-untyped-def]
    """Standard normals: ``out (E, L)`` float64."""
    key, entity = room(BLOCK, np.uint64), room(BLOCK, np.uint64)
    u, z = room(BLOCK, np.float64), room(BLOCK, np.float64)
    flat = out.reshape(-1)
    for start in range(0, flat.size, BLOCK):
        size = address(keys, entities, start, key, entity)
        for i in range(BLOCK):
            u[i] = uniforms2(key[i], process, week, entity[i], slot)[0]
        normal_block(u, z)
        for i in range(size):
            flat[start + i] = z[i]


@kernel
def fill_poisson(keys, process, week, entities, slot, lam, out):  # type: ignore[no-untyped-def]
    """Poisson counts of means ``lam (E, L)``: ``out (E, L)`` float64."""
    key, entity, u = room(BLOCK, np.uint64), room(BLOCK, np.uint64), room(BLOCK, np.float64)
    mean, mass = room(BLOCK, np.float64), room(BLOCK, np.float64)
    reached, count = room(BLOCK, np.float64), room(BLOCK, np.float64)
    flat, means = out.reshape(-1), lam.reshape(-1)
    for start in range(0, flat.size, BLOCK):
        size = address(keys, entities, start, key, entity)
        for i in range(size):
            mean[i] = means[start + i]
        for i in range(size, BLOCK):
            mean[i] = 0.0
        for i in range(BLOCK):
            u[i] = uniforms2(key[i], process, week, entity[i], slot)[0]
        poisson_block(u, mean, mass, reached, count)
        for i in range(size):
            flat[start + i] = count[i]


@kernel
def fill_binomial(keys, process, week, entities, slot, n, p, out):  # type: ignore[no-untyped-def]
    """Binomial counts of ``n, p (E, L)`` float64: ``out (E, L)`` float64."""
    key, entity, u = room(BLOCK, np.uint64), room(BLOCK, np.uint64), room(BLOCK, np.float64)
    number, chance, mass = room(BLOCK, np.float64), room(BLOCK, np.float64), room(BLOCK, np.float64)
    log_rest, odds = room(BLOCK, np.float64), room(BLOCK, np.float64)
    reached, count = room(BLOCK, np.float64), room(BLOCK, np.float64)
    flat, numbers, chances = out.reshape(-1), n.reshape(-1), p.reshape(-1)
    for start in range(0, flat.size, BLOCK):
        size = address(keys, entities, start, key, entity)
        for i in range(size):
            number[i] = numbers[start + i]
            chance[i] = chances[start + i]
        for i in range(size, BLOCK):
            number[i] = 0.0
            chance[i] = 0.0
        for i in range(BLOCK):
            u[i] = uniforms2(key[i], process, week, entity[i], slot)[0]
        for i in range(BLOCK):
            log_rest[i], odds[i] = prepare(chance[i])
        binomial_block(u, number, chance, log_rest, odds, mass, reached, count)
        for i in range(size):
            flat[start + i] = count[i]
