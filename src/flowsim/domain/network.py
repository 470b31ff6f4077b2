"""The frozen geography of a run: regions, seaports, corridors, sectors, US markets."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]


@dataclass(frozen=True)
class Places:
    """A named list of places.

    Attributes
    ----------
    ids, names : tuple of str
    lat, lon : (n,) float64, degrees
    weight : (n,) float64
        Share or size by which the place starts; its meaning stands where the list is made.
    """

    ids: tuple[str, ...]
    names: tuple[str, ...]
    lat: Floats
    lon: Floats
    weight: Floats

    def __len__(self) -> int:
        return len(self.ids)


@dataclass(frozen=True)
class Corridors:
    """Crossing place x mode: the ways over the border.

    Attributes
    ----------
    ids : tuple of str
        For example ``2304.commercial_truck`` or ``rio_grande_valley.foot_between_ports``.
    number : (C,) int64
        Stable number that addresses random draws.
    mode : (C,) int64
        ``codes.Mode``.
    port, sector : (C,) int64
        Row of ``Network.ports`` or ``Network.sectors``, -1 where none.
    office : tuple of str
        Field office of the port, empty where none.
    state : tuple of str
        Mexican border state whose plaza the corridor crosses, empty where none.
    lat, lon : (C,) float64, degrees
    openings : (C,) float64
        Relative number of alternatives that the corridor bundles within its mode, sum 1 by mode.
    """

    ids: tuple[str, ...]
    names: tuple[str, ...]
    number: Ints
    mode: Ints
    port: Ints
    sector: Ints
    office: tuple[str, ...]
    state: tuple[str, ...]
    lat: Floats
    lon: Floats
    openings: Floats

    def __len__(self) -> int:
        return len(self.ids)


@dataclass(frozen=True)
class Network:
    """All places of one run.

    Attributes
    ----------
    poppy, lab_regions, seaports, ports, sectors, markets : Places
    sector_miles : (sector,) float64, miles of border
    powder : (market,) bool
        Powder-heroin market, else tar.
    corridors : Corridors
    """

    poppy: Places
    lab_regions: Places
    seaports: Places
    ports: Places
    sectors: Places
    sector_miles: Floats
    markets: Places
    powder: NDArray[np.bool_]
    corridors: Corridors

    def index(self, kind: str, place: str) -> int:
        """Row of a place in one of the lists."""
        ids: Any = getattr(self, kind).ids
        return int(ids.index(place))
