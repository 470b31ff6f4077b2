"""Instruments (placeholder until the rooms stand)."""
from dataclasses import dataclass
REGISTRY: dict = {}
@dataclass(frozen=True)
class _P:
    pass
def neutral():
    return _P()
