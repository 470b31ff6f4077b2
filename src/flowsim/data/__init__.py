"""Packaged tables: geography, drivers, targets, with their sources."""

from __future__ import annotations

from functools import lru_cache
from hashlib import sha256
from pathlib import Path

import pandas as pd

TABLES = Path(__file__).parent / "tables"


@lru_cache(maxsize=16)
def _read(name: str) -> pd.DataFrame:
    return pd.read_csv(TABLES / f"{name}.csv")


def table(name: str) -> pd.DataFrame:
    """A copy of one packaged table, by file name without ending."""
    return _read(name).copy()


def targets() -> pd.DataFrame:
    """Outcomes up to 2016: series, year, month, value, low, high, unit, source, address, confidence."""
    return table("targets")


def hashes() -> dict[str, str]:
    """sha256 of every packaged table, shortened to 16 digits."""
    return {p.name: sha256(p.read_bytes()).hexdigest()[:16] for p in sorted(TABLES.glob("*.csv"))}
