"""Instruments of policy: one room each, all of one shape, found by looking into this folder.

An instrument is a module with a docstring, ``Params``, ``READS`` (published series), ``WRITES`` (levers) and
``apply(levers, seen, params, week)``. A new one needs this module and a folder in ``conf/policy/``, nothing else.
"""

from __future__ import annotations

import pkgutil
from dataclasses import field, make_dataclass
from importlib import import_module
from types import ModuleType
from typing import Any

REGISTRY: dict[str, ModuleType] = {
    name: import_module(f"{__name__}.{name}") for name in sorted(found.name for found in pkgutil.iter_modules(__path__))
}
"""Instruments by name, in order of the alphabet; the order changes no result beyond rounding."""

Policy = make_dataclass(
    "Policy",
    [(name, room.Params, field(default_factory=room.Params)) for name, room in REGISTRY.items()],
    frozen=True,
    kw_only=True,
    namespace={"__module__": __name__, "__doc__": "One room of parameters per instrument, in order of the registry."},
)


def neutral() -> Any:
    """A policy in which every instrument is at intensity 0."""
    return Policy()
