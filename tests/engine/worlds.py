"""Short worlds, everything that a lane holds, and equality to the bit."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import fields, replace
from typing import Any

import numpy as np

from flowsim import policy
from flowsim.domain.chain import Horizon, Structure
from flowsim.domain.params import put
from flowsim.domain.world_config import WorldConfig
from flowsim.engine.model import FlowModel

START = "2012-04-02"
RANDOMISED = ("ports", "patrol")


def world(end: str = "2013-07-01", spinup: int = 52, **structure: str) -> WorldConfig:
    """A baseline with a short past and a short future; policies may start on START."""
    horizon = Horizon(end=end, policy_start=START, spinup_weeks=spinup)
    return WorldConfig(horizon=horizon, structure=Structure(**structure), policy=policy.neutral())


def under(config: WorldConfig, *instruments: str, intensity: float = 1.0, ramp_weeks: float = 8.0) -> WorldConfig:
    """The same world with instruments that start on START; no name stands for all of them."""
    chosen = config.policy
    for name in instruments or tuple(policy.REGISTRY):
        chosen = put(chosen, f"{name}.intensity", intensity)
        chosen = put(chosen, f"{name}.start", START)
        chosen = put(chosen, f"{name}.ramp_weeks", ramp_weeks)
        if name in RANDOMISED:
            chosen = put(chosen, f"{name}.randomised_share", 0.5)
    return replace(config, policy=chosen)


def stepped(config: WorldConfig, seeds: Sequence[int], weeks: int) -> FlowModel:
    """A model some weeks after its start."""
    model = FlowModel(config, seeds)
    for _ in range(weeks):
        model.step()
    return model


def held(model: FlowModel) -> dict[Any, np.ndarray]:
    """Every array of a model that ends in the lane axis: state, intents, beliefs, records, published sums."""
    found: dict[Any, np.ndarray] = {}
    for part in ("world", "intents"):
        tree = getattr(model, part)
        found |= {(part, f.name): getattr(tree, f.name) for f in fields(tree)}
    for agency in model.agencies:
        name = type(agency).__name__, agency.number
        found |= {(*name, "belief"): agency.belief, (*name, "found"): agency.found}
    for phase, (rows, live) in enumerate(zip(model.tables.rows, model.tables.live, strict=True)):
        found["accounts", phase, "live"] = live
        for name, field in rows._asdict().items():
            found["accounts", phase, name] = np.where(np.arange(field.shape[1])[:, None] < live, field.T, 0)
    found["weekly"] = model.records.weekly
    found |= {("years", *key): value for key, value in model.records.years.items()}
    found |= {("sums", *key): value for key, value in model.observation.sums.items()}
    found |= {("published", *key): value for key, value in model.observation.published(model).items()}
    return found


def lane(arrays: dict[Any, np.ndarray], i: int) -> dict[Any, np.ndarray]:
    """One lane of ``held``."""
    return {key: value[..., i] for key, value in arrays.items()}


def differing(a: dict[Any, np.ndarray], b: dict[Any, np.ndarray]) -> list[Any]:
    """Names whose arrays are not equal to the bit, or missing on one side."""
    missing = sorted(map(str, a.keys() ^ b.keys()))
    return missing + [key for key in a if key in b and a[key].tobytes() != b[key].tobytes()]
