"""Phase of arms: guns are bought, smuggled in small lots, found or not, and wear out."""

from __future__ import annotations

from typing import Any

from flowsim.domain.calendar import WEEKS_PER_YEAR
from flowsim.kernels.guns import Guns, trade_guns


def arms(model: Any) -> None:
    """One week of guns; what is found and worn leaves the stock's books."""
    levers = model.levers
    if model.week >= 0:
        controls, inspection = levers["gun_source_controls"], levers["southbound_inspection"]
        trade_guns(model.keys, model.draw_week, model.guns, controls, inspection)


def make_guns(model: Any) -> Guns:
    """Rules of the trade, and its arrays of the world."""
    w, p = model.world, model.params.arms
    return Guns(
        *(w.state_members, p.inflow / model.params.recruitment.members_2012 / WEEKS_PER_YEAR, p.us_share, p.found),
        *(p.lot, p.elsewhere, p.life_years * WEEKS_PER_YEAR),
        *(w.guns, w.guns_bought, w.guns_found, w.guns_in, w.guns_worn),
    )
