"""Instruments of policy: one room each, all of one shape, found by looking into this folder."""

from __future__ import annotations

import pkgutil
from dataclasses import field, make_dataclass
from importlib import import_module
from types import ModuleType
from typing import Any

REGISTRY: dict[str, ModuleType] = {
    name: import_module(f"{__name__}.{name}") for name in sorted(found.name for found in pkgutil.iter_modules(__path__))
}
"""Instrument by name; each module has ``Params``, ``READS``, ``WRITES`` and ``apply``."""

Policy = make_dataclass(
    "Policy",
    [(name, room.Params, field(default_factory=room.Params)) for name, room in REGISTRY.items()],
    frozen=True,
)


def neutral() -> Any:
    """A policy in which every instrument is at intensity 0."""
    return Policy()
