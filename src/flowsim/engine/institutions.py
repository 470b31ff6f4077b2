"""Phase of institutions: bribes wear them down, programmes build them up, and what authorities do follows."""

from __future__ import annotations

from typing import Any

import numpy as np

from flowsim.domain.calendar import WEEKS_PER_YEAR
from flowsim.domain.codes import Due
from flowsim.domain.network import Floats
from flowsim.kernels.lanes import sum_over

MEMORY_WEEKS = 26.0
LEAST, MOST = 0.01, 1.0
SPREAD = (0.5, 2.0)  # bounds of a state's bribes per budget over the nation's


def rest(model: Any) -> None:
    """Every place at the strength of 2012, where it rests with the bribes of 2012."""
    w = model.world
    w.state_strength[:] = model.params.institutions.strength_2012
    w.port_strength[:] = model.params.institutions.strength_2012
    w.integrity[:] = w.port_integrity[:] = w.integrity_mean[:] = 1.0


def institutions(model: Any) -> None:
    """Strength of a week, and the effect of authorities over that of 2012: 1 to the bit until history begins."""
    w, p = model.world, model.params.institutions
    bribes = p.bribe_share * sum_over(w.paid_usd[Due.WAGES], 0)
    w.bribes_mean += (bribes - w.bribes_mean) / MEMORY_WEEKS
    if model.week <= 0:
        w.bribes_2012[:] = w.bribes_mean
        return
    usual = w.bribes_2012 * WEEKS_PER_YEAR / p.budget_usd_per_year
    ratio = w.bribes_mean / np.maximum(w.bribes_2012, 1e-9)
    place = np.clip(model.reform.violence[:, None] ** p.crime_slope, *SPREAD)
    for strength, integrity, bribed in (
        (w.state_strength, w.integrity, usual * place),
        (w.port_strength, w.port_integrity, usual),
    ):
        strength += change(p, strength, bribed, ratio, model.levers["anti_corruption"])
        np.clip(strength, LEAST, MOST, out=strength)
        np.divide(kept(p, strength), kept(p, p.strength_2012), out=integrity)
    w.integrity_mean[:] = mean(model, w.integrity)


def change(p: Any, strength: Floats, usual: Floats, ratio: Floats, programme: Floats) -> Floats:
    """Change of strength in a week, (place, L).

    ``(I* - I)/settle + rise m (1 - I)/52 - wear b I/52``, where ``I*`` is what keeps the strength of 2012 at rest.

    Parameters
    ----------
    usual : (place, L) or (L,)
        Bribes over budgets in 2012.
    ratio : (L,)
        Bribes over those of 2012.
    programme : (L,)
        Intensity of the anti-corruption programme.
    """
    worn = p.wear * usual / WEEKS_PER_YEAR
    pull = (p.strength_2012 - strength) / p.settle_weeks
    built = p.rise * programme * (1.0 - strength) / WEEKS_PER_YEAR
    return np.asarray(pull + built - worn * (ratio * strength - p.strength_2012))


def kept(p: Any, strength: Floats) -> Floats:
    """Share of an effect that bribes leave."""
    return np.asarray(1.0 - p.lost * (1.0 - strength))


def mean(model: Any, values: Floats) -> Floats:
    """Mean over states by homicides, (L,); exactly 1 where all are 1."""
    return np.asarray(1.0 + sum_over(model.reform.weight[:, None] * (values - 1.0), 0))
