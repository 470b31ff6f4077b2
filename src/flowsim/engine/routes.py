"""What stays constant in the choice of routes: distances, fees, openings, tolls and who holds which plaza."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from flowsim.domain.codes import DRUGS, Mode
from flowsim.domain.network import Floats, Ints, Network
from flowsim.kernels.lanes import sum_over

EARTH_KM = 6371.0
MAIL_SELLER = 200
BETWEEN = (Mode.FOOT_BETWEEN_PORTS, Mode.VEHICLE_BETWEEN_PORTS)


@dataclass(frozen=True)
class Routes:
    """Constants of routes.

    Attributes
    ----------
    fee : (sender, C, L)
        USD per pure kg without toll, at a scale of 1.
    scale : (D, L)
        Of fees by drug.
    toll : (sender, C, L)
        Share of the full toll that is due: 1 where others hold the plaza, less among allies, 0 at home or where
        nobody holds it.
    openings : (D, C, L)
        Openings bundled by a route times the load of its mode, sum 1 over routes; 0 for the mail.
    plaza : (C,)
        Row of the plaza that a corridor crosses, -1 where none.
    holders : (sender, plaza)
        Share of a plaza's tolls that an organisation earns.
    """

    fee: Floats
    scale: Floats
    toll: Floats
    openings: Floats
    plaza: Ints
    holders: Floats


def distance_km(lat: Any, lon: Any, lats: Floats, lons: Floats) -> Floats:
    """Great-circle distance from one point to many."""
    a, b = np.radians(lat), np.radians(lats)
    h = np.sin((b - a) / 2) ** 2 + np.cos(a) * np.cos(b) * np.sin(np.radians(lons - lon) / 2) ** 2
    return np.asarray(2 * EARTH_KM * np.arcsin(np.sqrt(h)))


def make_routes(organisations: Sequence[Any], names: Sequence[str], p: Any, network: Network, lanes: int) -> Routes:
    """Constants of routes from organisations and trafficking parameters."""
    c, plazas = network.corridors, network.plazas
    size = p.mode_size[c.mode] * c.openings[:, None]
    size = np.where((c.mode == Mode.MAIL)[:, None], 0.0, size)
    load_kg = np.stack([getattr(p, f"load_kg_{drug}") for drug in DRUGS])[:, c.mode]
    openings = size * load_kg  # an opening is a chance to send one load
    openings[:, np.isin(c.mode, BETWEEN)] *= p.between_openings[:, None]
    plaza = np.array([plazas.index(state) if state else -1 for state in c.state])
    shape = (len(organisations) + 1, len(c), lanes)
    fee, toll = np.zeros(shape), np.zeros(shape)
    holders = np.zeros((len(organisations) + 1, len(plazas)))
    for k, org in enumerate(organisations):
        km = distance_km(org.home_lat, org.home_lon, c.lat, c.lon)
        fee[k] = p.mode_usd_per_kg[c.mode] + km[:, None] / 1000 * p.transport_usd_per_kg_1000km
        holders[k] = [state in org.plazas for state in plazas]
    for k, org in enumerate(organisations):
        allied = np.isin(names, org.allies)
        for row in range(len(plazas)):
            others = np.flatnonzero(holders[:-1, row])
            if holders[k, row] or not len(others):
                continue
            due = p.ally_toll if allied[others].any() else np.ones(lanes)
            toll[k, plaza == row] = due
    return Routes(
        fee=fee,
        scale=np.ascontiguousarray(p.fee_scale),
        toll=toll,
        openings=np.ascontiguousarray(openings / sum_over(openings, 1)[:, None]),
        plaza=plaza,
        holders=holders / np.maximum(holders.sum(0), 1.0),
    )
