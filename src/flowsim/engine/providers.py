"""Who moves street cash: the organisations' own channels, then the laundering networks."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np

from flowsim.domain.codes import CHANNELS, NEST_OF, NESTS, Channel, Purse
from flowsim.domain.network import Floats, Ints

OWN = (Channel.BULK_CASH, Channel.PROPERTY, Channel.HOLD)
LANDS = {
    Channel.BULK_CASH: Purse.MX_DOLLARS,
    Channel.STRUCTURED: Purse.CLEAN,
    Channel.FUNNEL: Purse.CLEAN,
    Channel.REMITTANCE: Purse.MX_PESOS,
    Channel.EXCHANGE_HOUSE: Purse.CLEAN,
    Channel.TRADE: Purse.CLEAN,
    Channel.PESO_BROKER: Purse.CLEAN,
    Channel.NEW_BROKER: Purse.CLEAN,
    Channel.PROPERTY: Purse.US_ASSETS,
    Channel.PREPAID: Purse.MX_PESOS,
    Channel.HOLD: Purse.US_STASH,
}
PLENTY = 1e15  # USD per week: more than there is
THIRD = (Channel.TRADE, Channel.PESO_BROKER, Channel.NEW_BROKER, Channel.PROPERTY)


@dataclass(frozen=True)
class Providers:
    """Rows of the provider axis.

    Attributes
    ----------
    ids : tuple of str
        Channels that organisations run themselves, then networks by short name.
    channel, nest, lands : (V,)
        Channel, its group, and the purse that its money ends in.
    first : int
        Row of the first network.
    size, fee, delay, capacity : (V, L)
        Relative size, share of value, weeks, USD per week (more than there is for own channels), at the start.
    """

    ids: tuple[str, ...]
    channel: Ints
    nest: Ints
    lands: Ints
    first: int
    size: Floats
    fee: Floats
    delay: Floats
    capacity: Floats

    def __len__(self) -> int:
        return len(self.ids)

    @cached_property
    def third(self) -> Ints:
        """Rows that work through third parties: trade, brokers, property."""
        return np.flatnonzero(np.isin(self.channel, THIRD))

    @cached_property
    def bulk(self) -> int:
        """Row of bulk cash."""
        return OWN.index(Channel.BULK_CASH)

    def members(self, nest: int) -> Ints:
        """Rows of a nest."""
        return np.flatnonzero(self.nest == nest)


def make_providers(chain: Any, worlds: Sequence[Mapping[str, Any]]) -> Providers:
    """Own channels from parameters, networks from the configuration.

    Parameters
    ----------
    chain : Chain
        Numbers as (L,).
    worlds : sequence of mappings of short name to Network
        One per lane; they differ in numbers only.
    """
    p, networks, ones = chain.channels, worlds[0], np.ones(len(worlds))
    channel = [*OWN, *(Channel(CHANNELS.index(network.channel)) for network in networks.values())]
    fee, weeks, room, size = (
        [np.array([getattr(world[name], what) for world in worlds]) for name in networks]
        for what in ("fee", "delay_weeks", "capacity_usd_per_week", "weight")
    )
    return Providers(
        ids=(*(c.name.lower() for c in OWN), *networks),
        channel=np.array(channel),
        nest=np.array([NEST_OF[c] for c in channel]),
        lands=np.array([LANDS[c] for c in channel]),
        first=len(OWN),
        size=np.stack([ones] * len(OWN) + size),
        fee=np.stack([p.bulk_fee, p.property_fee, p.hold_cost, *fee]),
        delay=np.stack([p.bulk_weeks, chain.laundering.property_weeks, ones, *weeks]),
        capacity=np.stack([ones * PLENTY] * len(OWN) + room),
    )


def nests_of(providers: Providers) -> tuple[tuple[int, Ints], ...]:
    """Groups of channels that have a provider, with their rows."""
    found = ((nest, providers.members(nest)) for nest in range(len(NESTS)))
    return tuple((nest, rows) for nest, rows in found if len(rows))
