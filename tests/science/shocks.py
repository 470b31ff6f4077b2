"""Worlds with one lever moved from a week on, beside the same worlds without."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from flowsim.domain.params import put
from flowsim.domain.world_config import WorldConfig
from flowsim.engine.model import FlowModel

START = 326  # early January 2018: after every week of data


@dataclass
class Shock:
    """An instrument that moves levers by plain numbers from week ``start`` on."""

    effects: Mapping[str, float]
    start: int = START
    READS: tuple[str, ...] = ()

    def apply(self, levers: Any, seen: Any, params: Any, week: int) -> None:
        if week >= self.start:
            for name, value in self.effects.items():
                levers.effect(name, value)


def world(structure: Mapping[str, str] | None = None, **parameters: float) -> WorldConfig:
    """A configuration with structural switches and dotted ``chain.`` parameters (``__`` for a dot)."""
    config = WorldConfig()
    config = replace(config, structure=replace(config.structure, **(structure or {})))
    for name, value in parameters.items():
        config = put(config, f"chain.{name.replace('__', '.')}", value)
    return config


def ran(
    config: WorldConfig,
    weeks: int,
    worlds: int,
    effects: Mapping[str, float] | None = None,
    start: int = START,
    change: Callable[[FlowModel], None] | None = None,
) -> FlowModel:
    """A model run to ``start + weeks``; from ``start`` on levers are moved, or the model changed by hand."""
    model = FlowModel(config, seeds=range(worlds))
    if effects:
        model.instruments.append((Shock(effects, start), None))
    while model.week < start + weeks:
        if change is not None and model.week == start:
            change(model)
        model.step()
    return model


def series(model: FlowModel, name: str, start: int = START) -> np.ndarray:
    """Weekly values since the shock, (week, world)."""
    return np.asarray(model.records.weekly[start:, list(model.records.series).index(name)])


def interval(values: np.ndarray) -> tuple[float, float]:
    """90 % interval of the mean of paired differences, by Student's t."""
    from scipy.stats import t

    half = t.ppf(0.95, len(values) - 1) * values.std(ddof=1) / np.sqrt(len(values))
    return float(values.mean() - half), float(values.mean() + half)
