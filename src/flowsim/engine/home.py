"""Supply inside the United States: small methamphetamine laboratories, and marijuana grown at home."""

from __future__ import annotations

from typing import Any

import numpy as np

from flowsim.domain.calendar import WEEKS_PER_YEAR
from flowsim.domain.codes import Drug
from flowsim.domain.network import Floats
from flowsim.kernels.lanes import total


def lab_cost(model: Any) -> None:
    """Withheld pills make the cost of US laboratories dearer."""
    if model.levers.moved("us_precursor_control"):
        left = 1.0 - np.minimum(model.levers["us_precursor_control"], 0.95)
        np.divide(model.params.synthesis.us_lab_usd_per_kg, left, out=model.rules.home.lab_usd)


def us_labs(model: Any) -> Floats:
    """Laboratories in the United States, (L,)."""
    kg = total(model.world.elsewhere_kg[Drug.METHAMPHETAMINE])
    return np.asarray(kg * WEEKS_PER_YEAR / model.params.synthesis.us_lab_kg_per_year)
