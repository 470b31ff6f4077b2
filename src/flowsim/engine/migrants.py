"""Phase of migrants: who comes over the border between ports, what patrols meet, what smugglers and holders earn."""

from __future__ import annotations

from typing import Any

import numpy as np

from flowsim.domain.calendar import WEEKS_PER_YEAR
from flowsim.domain.network import Floats, Ints
from flowsim.kernels.migration import Crossers, cross


def reaching(p: Any, effort: Floats) -> Floats:
    """Others who reach the US border over today's, (L,): exactly 1 at today's effort of Mexico in its south.

    The hazard of being sent back is ``effort`` times today's; a share of those stopped in addition comes again.
    """
    left = (1.0 - p.stopped_south) ** (effort - 1.0)
    return np.asarray(1.0 - (1.0 - p.again) * (1.0 - left))


def migrants(model: Any) -> None:
    """Apprehensions are the driver's, less those whom Mexico stops in addition; crossings, fees, tolls follow."""
    row, (crossers, plazas, sectors) = model.driver_row, model.crossers
    met = model.drivers.encounters[row]
    reach, every = reaching(model.params.migration, model.levers["migration_enforcement"]), met.sum()
    holding = (plazas * (met[sectors] / max(every, 1.0))).sum(1)
    cross(crossers, met, every / WEEKS_PER_YEAR, model.drivers.mexicans[row], reach, holding)


def make_crossers(model: Any) -> tuple[Crossers, Floats, Ints]:
    """Rules of crossing and its arrays of the world; shares of ways by (sender, way); the sector of each way.

    What nobody holds of a way is free.
    """
    w, p, corridors, routes = model.world, model.params.migration, model.network.corridors, model.base.routes
    crossers = Crossers(
        *(p.apprehended, 1.0 - p.stopped_south, p.smuggled, p.fee_usd, p.toll_usd),
        *(w.encounters, w.migrants, w.migrants_stopped, w.migrant_fees_usd, w.migrant_tolls_usd),
    )
    plaza = routes.plaza[model.field][::2]  # on foot and by vehicle alternate, sector by sector
    return crossers, routes.holders[:, plaza], corridors.sector[model.field][::2]
