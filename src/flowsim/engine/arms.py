"""Phase of arms: guns are bought, smuggled in small lots, found or not, and wear out."""

from __future__ import annotations

from typing import Any

import numpy as np

from flowsim.domain.calendar import WEEKS_PER_YEAR
from flowsim.domain.network import Floats
from flowsim.kernels import draws
from flowsim.kernels.lanes import total

BORDER = np.zeros(1, dtype=np.uint64)


def arms(model: Any) -> None:
    """One week of guns; what is found and worn leaves the stock's books."""
    w, p, levers = model.world, model.params.arms, model.levers
    if model.week < 0:
        return
    wanted = p.inflow / model.params.recruitment.members_2012 / WEEKS_PER_YEAR * total(w.state_members)
    bought = wanted / (1.0 - p.us_share * p.found)
    lost = bought * p.us_share * levers["gun_source_controls"]
    south = bought * p.us_share - lost
    lots = counted(model, 0, south / p.lot)
    found = np.minimum(p.found * levers["southbound_inspection"], 1.0)
    hits = np.empty((1, model.lanes))
    draws.fill_binomial(
        model.keys, draws.GUN_LOTS, model.draw_week, BORDER, 1, lots[None].copy(), found[None].copy(), hits
    )
    w.guns_found[:] = hits[0] * p.lot
    other = bought * (1.0 - p.us_share) + p.elsewhere * lost
    w.guns_bought[:] = lots * p.lot + other
    w.guns_in[:] = w.guns_bought - w.guns_found
    w.guns_worn[:] = w.guns / (p.life_years * WEEKS_PER_YEAR)
    w.guns += w.guns_in - w.guns_worn


def counted(model: Any, slot: int, mean: Floats) -> Floats:
    """Lots of a week, a whole number with this mean, (L,)."""
    out = np.empty((1, model.lanes))
    draws.fill_poisson(model.keys, draws.GUN_LOTS, model.draw_week, BORDER, slot, np.asarray(mean)[None].copy(), out)
    return np.asarray(out[0])
