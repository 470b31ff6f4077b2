"""Supply inside the United States: small methamphetamine laboratories, and marijuana grown at home."""

from __future__ import annotations

from typing import Any

import numpy as np

from flowsim.domain.calendar import WEEKS_PER_YEAR
from flowsim.domain.codes import Drug, Level
from flowsim.domain.network import Floats
from flowsim.kernels.lanes import total
from flowsim.kernels.supply import close_labs, plant_at_home


def us_laboratories(model: Any) -> None:
    """Share of methamphetamine made in US laboratories: they leave where Mexican product is cheaper than theirs.

    The share moves, ``us_lab_exit`` of the gap a year, toward that of 2012 times (wholesale price / own
    cost)^elasticity; withheld pills make their cost dearer. The rest of demand falls to Mexico.
    """
    world, p = model.world, model.params.synthesis
    if model.week < 0:
        return
    cost = model.rules.lab_usd
    if model.levers.moved("us_precursor_control"):
        np.divide(p.us_lab_usd_per_kg, 1.0 - np.minimum(model.levers["us_precursor_control"], 0.95), out=cost)
    worth = world.price[Level.WHOLESALE, Drug.METHAMPHETAMINE] / cost
    np.power(worth, p.us_lab_elasticity, out=worth)
    close_labs(worth, p.us_lab_share_2012, p.us_lab_exit, world.us_lab_share)


def us_labs(model: Any) -> Floats:
    """Laboratories in the United States, (L,)."""
    kg = total(model.world.elsewhere_kg[Drug.METHAMPHETAMINE])
    return np.asarray(kg * WEEKS_PER_YEAR / model.params.synthesis.us_lab_kg_per_year)


def grow_at_home(model: Any) -> None:
    """Log odds of marijuana grown at home grow as fast as the law lets growers be; dated state laws are the driver."""
    world, p = model.world, model.params.cannabis
    if model.week < 0:
        return
    free = model.drivers.home_freedom[model.driver_row]
    plant_at_home(free, p.medical_freedom, p.leakage, p.home_growth, world.home_odds)
