"""Phase of migrants: who comes over the border between ports, what patrols meet, what smugglers and holders earn."""

from __future__ import annotations

from typing import Any

import numpy as np

from flowsim.domain.calendar import WEEKS_PER_YEAR
from flowsim.domain.codes import Migrant
from flowsim.domain.network import Floats
from flowsim.kernels.lanes import sum_over


def reaching(p: Any, effort: Floats) -> Floats:
    """Others who reach the US border over today's, (L,): exactly 1 at today's effort of Mexico in its south.

    The hazard of being sent back is ``effort`` times today's; a share of those stopped in addition comes again.
    """
    left = (1.0 - p.stopped_south) ** (effort - 1.0)
    return np.asarray(1.0 - (1.0 - p.again) * (1.0 - left))


def migrants(model: Any) -> None:
    """Apprehensions are the driver's, less those whom Mexico stops in addition; crossings, fees, tolls follow."""
    w, p = model.world, model.params.migration
    row = model.driver_row
    mexicans, met = model.drivers.mexicans[row], model.drivers.encounters[row]
    reach = reaching(p, model.levers["migration_enforcement"])
    w.encounters[:] = met[:, None] * (1.0 - (1.0 - mexicans) * (1.0 - reach))
    crossings = met.sum() / WEEKS_PER_YEAR / p.apprehended
    w.migrants[Migrant.MEXICO] = crossings * mexicans
    w.migrants[Migrant.OTHERS] = crossings * (1.0 - mexicans) * reach
    today = crossings * (1.0 - mexicans) / (1.0 - p.stopped_south)
    w.migrants_stopped[:] = np.maximum(today - w.migrants[Migrant.OTHERS], 0.0)
    w.migrant_fees_usd[:] = w.migrants * p.smuggled * p.fee_usd
    tolls = sum_over(w.migrants * p.toll_usd, 0)
    w.migrant_tolls_usd[:] = holding(model)[:, None] * tolls


def holding(model: Any) -> Floats:
    """Share of migrants' ways that each organisation holds, (sender,), by apprehensions; the rest is free."""
    corridors, routes = model.network.corridors, model.base.routes
    met = model.drivers.encounters[model.driver_row]
    plaza = routes.plaza[model.field][::2]  # on foot and by vehicle alternate, sector by sector
    sector = corridors.sector[model.field][::2]
    return np.asarray((routes.holders[:, plaza] * (met[sector] / max(met.sum(), 1.0))).sum(1))
