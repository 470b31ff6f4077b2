"""Phase of arms: guns are bought, smuggled in small lots, found or not, and wear out."""

from __future__ import annotations

from typing import Any

from flowsim.kernels.guns import Guns, trade_guns


def arms(model: Any) -> None:
    """One week of guns; what is found and worn leaves the stock's books."""
    levers = model.levers
    if model.week >= 0:
        controls, inspection = levers["gun_source_controls"], levers["southbound_inspection"]
        trade_guns(model.keys, model.draw_week, model.guns, controls, inspection)


def make_guns(model: Any) -> Guns:
    """Rules of the trade, and its arrays of the world."""
    w, p, members = model.world, model.params.arms, model.params.recruitment.members_2012
    return Guns(
        *(w.state_members, p.inflow, members, p.us_share, p.found, p.lot, p.elsewhere, p.life_years),
        *(w.guns, w.guns_bought, w.guns_found, w.guns_in, w.guns_worn),
    )
