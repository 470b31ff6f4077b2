"""The frozen geography of a run: regions, seaports, corridors, sectors, US markets."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from flowsim.domain.codes import Crop

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
    poppy, marijuana, lab_regions, seaports, ports, sectors, markets : Places
    plazas : tuple of str
        Border states of Mexico, in order of their first corridor.
    sector_miles : (sector,) float64, miles of border
    powder : (market,) bool
        Powder-heroin market, else tar.
    population : (market,) float64
        Share of the country's people.
    corridors : Corridors
    """

    poppy: Places
    marijuana: Places
    lab_regions: Places
    seaports: Places
    ports: Places
    sectors: Places
    sector_miles: Floats
    markets: Places
    powder: NDArray[np.bool_]
    population: Floats
    corridors: Corridors

    @property
    def plazas(self) -> tuple[str, ...]:
        """Border states of Mexico, in order of their first corridor."""
        return tuple(dict.fromkeys(state for state in self.corridors.state if state))

    @property
    def crop(self) -> Ints:
        """Crop of each region of growers, (region,): poppy regions first."""
        return np.repeat([Crop.POPPY, Crop.MARIJUANA], [len(self.poppy), len(self.marijuana)]).astype(np.int64)

    @property
    def crop_weight(self) -> Floats:
        """Share of its crop's area by region, (region,)."""
        return np.concatenate([self.poppy.weight, self.marijuana.weight])

    def index(self, kind: str, place: str) -> int:
        """Row of a place in one of the lists."""
        ids: Any = getattr(self, kind).ids
        return int(ids.index(place))
