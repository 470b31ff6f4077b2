"""Worlds that draw their uncertain parameters."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from math import sqrt
from typing import Any
from zlib import crc32

import numpy as np

from flowsim.domain.chain import networks
from flowsim.domain.errors import unknown
from flowsim.domain.params import Fact, flat, put
from flowsim.domain.world_config import WorldConfig
from flowsim.kernels import draws

CHOICES = ("none", "prior")


def triangular(u: float, low: float, mode: float, high: float) -> float:
    """Inverse of the triangular distribution."""
    if high <= low:
        return mode
    cut = (mode - low) / (high - low)
    if u < cut:
        return low + sqrt(u * (high - low) * (mode - low))
    return high - sqrt((1.0 - u) * (high - low) * (high - mode))


def sampled(facts: Iterable[Fact]) -> list[Fact]:
    """Parameters with role uncertain or free and a range of evidence around their value."""
    return [
        fact
        for fact in facts
        if fact.role in ("uncertain", "free")
        and fact.low is not None
        and fact.high is not None
        and fact.low <= fact.value <= fact.high
    ]


def drawn(config: WorldConfig, tree: Any, prefix: str, seed: int) -> Any:
    """One world's parameters: as configured, or drawn from the ranges of evidence.

    Each parameter's draw is addressed by its dotted name, so adding one changes no other.

    Parameters
    ----------
    config : WorldConfig
        Says whether to draw.
    tree : dataclass
        ``config.chain`` or ``config.policy``.
    prefix : str
        ``chain.`` or ``policy.``.
    seed : int

    Raises
    ------
    UserError
        If ``structure.draws`` is not a known choice.
    """
    if config.structure.draws not in CHOICES:
        raise unknown("structure.draws", config.structure.draws, CHOICES)
    if config.structure.draws == "none":
        return tree
    for name, value in values(sampled(flat(tree, prefix)), seed):
        tree = put(tree, name.removeprefix(prefix), value)
    return tree


def drawn_networks(config: WorldConfig, seed: int) -> dict[str, Any]:
    """One world's laundering networks: as configured, or with fees drawn from the range of their channel."""
    found = dict(config.networks)
    if config.structure.draws != "none":
        every = [fact for name, network in found.items() for fact in networks.facts(name, network)]
        for dotted, value in values(sampled(every), seed):
            _, name, what = dotted.split(".")
            found[name] = put(found[name], what, value)
    return found


def values(facts: Sequence[Fact], seed: int) -> Iterator[tuple[str, float]]:
    """One draw per parameter, addressed by its name."""
    names = np.array([crc32(fact.name.encode()) for fact in facts], dtype=np.uint64)
    u = np.empty((len(facts), 1))
    draws.fill_uniform(draws.lane_keys([seed]), draws.PARAMETERS, 0, names, 0, u)
    for fact, share in zip(facts, u[:, 0], strict=True):
        yield fact.name, triangular(float(share), float(fact.low or 0), fact.value, float(fact.high or 0))
