"""Phase of migrants: who comes over the border between ports, what patrols meet, what smugglers and holders earn."""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np

from flowsim.domain.calendar import WEEKS_PER_YEAR
from flowsim.domain.network import Floats
from flowsim.engine.kept import Kept
from flowsim.kernels.migration import Crossers, cross


def reaching(p: Any, effort: Floats) -> Floats:
    """Others who reach the US border over today's, (L,): exactly 1 at today's effort of Mexico in its south.

    The hazard of being sent back is ``effort`` times today's; a share of those stopped in addition comes again.
    """
    left = (1.0 - p.stopped_south) ** (effort - 1.0)
    return np.asarray(1.0 - (1.0 - p.again) * (1.0 - left))


class Way(NamedTuple):
    """What is worked out once about crossings between ports."""

    crossers: Crossers
    reach: Kept  # (L,) others who reach the US border over today's
    met: Floats  # (W,) apprehensions per week
    holding: Floats  # (W, sender) share of ways that each organisation holds, by apprehensions; the rest is free


def migrants(model: Any) -> None:
    """Apprehensions are the driver's, less those whom Mexico stops in addition; crossings, fees, tolls follow."""
    row, way, drivers = model.driver_row, model.crossers, model.drivers
    reach = way.reach(model.levers["migration_enforcement"])
    cross(way.crossers, drivers.encounters[row], way.met[row], drivers.mexicans[row], reach, way.holding[row])


def make_crossers(model: Any) -> Way:
    """Rules of crossing, its arrays of the world, and who holds the ways week by week."""
    w, p, corridors, routes = model.world, model.params.migration, model.network.corridors, model.base.routes
    crossers = Crossers(
        *(p.apprehended, 1.0 - p.stopped_south, p.smuggled, p.fee_usd, p.toll_usd),
        *(w.encounters, w.migrants, w.migrants_stopped, w.migrant_fees_usd, w.migrant_tolls_usd),
    )
    met = model.drivers.encounters
    plaza = routes.plaza[model.field][::2]  # on foot and by vehicle alternate, sector by sector
    share = met[:, corridors.sector[model.field][::2]] / np.maximum(met.sum(1), 1.0)[:, None]
    holding = np.ascontiguousarray((routes.holders[:, plaza] * share[:, None]).sum(2))
    return Way(crossers, Kept(lambda effort: reaching(p, effort)), met.sum(1) / WEEKS_PER_YEAR, holding)
