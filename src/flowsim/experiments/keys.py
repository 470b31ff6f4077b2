"""What determines a run, as a short key: equal keys are equal numbers, and are never computed twice."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from functools import lru_cache
from hashlib import sha256
from math import isfinite
from pathlib import Path
from typing import TYPE_CHECKING, Any

from flowsim.data.inputs import contents
from flowsim.domain.errors import UserError

if TYPE_CHECKING:
    from flowsim.domain.world_config import WorldConfig

PACKAGE = Path(__file__).resolve().parents[1]
ROOMS = ("domain", "data", "state", "kernels", "policy", "agents", "engine")


def plain(value: Any, name: str = "world") -> Any:
    """A tree of dataclasses as dicts, lists, numbers and strings.

    Parameters
    ----------
    value : Any
        Dataclass, mapping, sequence, number, string, boolean, None or numpy scalar.
    name : str
        Dotted name for messages.

    Raises
    ------
    UserError
        If a number is nan or infinite.
    TypeError
        If a value is of another kind.
    """
    if is_dataclass(value) and not isinstance(value, type):
        return {f.name: plain(getattr(value, f.name), f"{name}.{f.name}") for f in fields(value)}
    if isinstance(value, Mapping):
        return {str(key): plain(item, f"{name}.{key}") for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [plain(item, f"{name}[{i}]") for i, item in enumerate(value)]
    if hasattr(value, "item") and getattr(value, "ndim", None) == 0:
        value = value.item()
    if value is None or isinstance(value, bool | str | int):
        return value
    if isinstance(value, float):
        if not isfinite(value):
            raise UserError(f"{name}={value} is not a finite number")
        return value
    raise TypeError(f"{name} is a {type(value).__name__}, which has no place in a configuration")


def determined(world: WorldConfig) -> dict[str, Any]:
    """What decides the numbers, as plain values: of files their content, not their path.

    Raises
    ------
    UserError
        If a number is nan or infinite, or a file cannot be read.
    """
    return {**plain(world), "files": dict(contents(world.files))}


def run_key(world: WorldConfig, code: str) -> str:
    """The key of a run: 16 hexadecimal digits of the SHA-256 of its configuration and the code version.

    Tables keep their order, because it is the order of rows in arrays; 1 and 1.0 are the same number.

    Parameters
    ----------
    world : WorldConfig
        Everything that decides the numbers but the seed.
    code : str
        From ``code_version``.
    """
    text = json.dumps({"code": code, "world": determined(world)}, allow_nan=False)
    equal_numbers = json.loads(text, parse_int=float, parse_float=lambda digits: float(digits) + 0.0)
    return sha256(json.dumps(equal_numbers, allow_nan=False).encode()).hexdigest()[:16]


@lru_cache(maxsize=1)
def code_version() -> str:
    """16 hexadecimal digits that change with any source below experiments or any packaged table."""
    digest = sha256()
    for room in ROOMS:
        for path in sorted((PACKAGE / room).rglob("*.py")):
            digest.update(f"{path.relative_to(PACKAGE).as_posix()}\0".encode())
            digest.update(path.read_bytes())
    for name, value in data_hashes().items():
        digest.update(f"{name}\0{value}".encode())
    return digest.hexdigest()[:16]


@lru_cache(maxsize=1)
def data_hashes() -> dict[str, str]:
    """First 16 hexadecimal digits of the SHA-256 of every packaged table, by file name."""
    tables = (
        path
        for path in sorted((PACKAGE / "data").rglob("*"))
        if path.is_file() and path.suffix not in (".py", ".pyc") and "__pycache__" not in path.parts
    )
    return {
        path.relative_to(PACKAGE / "data").as_posix(): sha256(path.read_bytes()).hexdigest()[:16] for path in tables
    }
