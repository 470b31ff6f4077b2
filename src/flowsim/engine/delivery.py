"""Phase of review: programmes leak, reports tell so late and with error, and meetings mend what they are told."""

from __future__ import annotations

from dataclasses import replace
from typing import Any
from zlib import crc32

import numpy as np

from flowsim import policy
from flowsim.domain.calendar import WEEKS_PER_YEAR, week_number
from flowsim.kernels import draws

ROW = {room.__name__: row for row, room in enumerate(policy.REGISTRY.values())}
ADDRESS = np.array([crc32(name.encode()) for name in policy.REGISTRY], dtype=np.uint64)
"""Where an instrument's draws stand: by its name, so that a further instrument changes nobody else's."""


def leaky(model: Any) -> bool:
    """Whether programmes leak in this structure."""
    return bool(model.config.structure.delivery == "leaky")


def as_delivered(model: Any, instrument: Any, params: Any) -> Any:
    """Parameters of an instrument with the share that arrives in the field."""
    row = row_of(instrument)
    if row is None or not leaky(model):
        return params
    return replace(params, delivery=params.delivery * model.world.delivery[row])


def row_of(instrument: Any) -> int | None:
    """Row of an instrument of the registry, none for anything else."""
    return ROW.get(getattr(instrument, "__name__", ""))


def review(model: Any) -> None:
    """Programmes that run leak toward a floor; where a meeting is due it mends a share of the reported shortfall.

    Meetings see reports only: the delivery of some weeks ago, each report with its own error.
    """
    if not leaky(model):
        return
    rows = running(model)
    if not len(rows):
        return
    w, p = model.world, model.params.delivery
    now = w.delivery[rows]
    now -= np.maximum(now - p.floor, 0.0) * -np.expm1(-p.leakage / WEEKS_PER_YEAR)
    w.delivery_seen[rows] += (now - w.delivery_seen[rows]) / p.report_weeks
    w.review_due += model.levers["review_meetings"] / WEEKS_PER_YEAR
    held = np.floor(w.review_due)
    w.review_due -= held
    if held.any():
        luck = np.empty(now.shape)
        draws.fill_normal(model.keys, draws.REPORTS, model.draw_week, ADDRESS[rows], 0, luck)
        told = w.delivery_seen[rows] * np.exp(p.report_sd * luck - 0.5 * p.report_sd**2)
        now += (held > 0.0) * p.corrected * np.maximum(1.0 - told, 0.0)
        np.minimum(now, 1.0, out=now)
    w.delivery[rows] = now


def running(model: Any) -> np.ndarray:
    """Rows of instruments that are under way this week."""
    week, rows = model.week, []
    for instrument, params in model.instruments:
        row = row_of(instrument)
        if row is not None and week_number(params.start) <= week < week_number(params.end):
            rows.append(row)
    return np.array(rows, dtype=np.intp)
