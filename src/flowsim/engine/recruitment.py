"""Phase of recruitment: pay against legal wages and risk, arrests, deaths, retirement."""

from __future__ import annotations

from typing import Any

import numpy as np

from flowsim.domain.codes import Due
from flowsim.domain.network import Floats
from flowsim.kernels.lanes import total
from flowsim.kernels.members import Exits, Moves, Offer, join_and_leave

TINY = 1e-9
STEPS = 60


def payroll(model: Any) -> Floats:
    """Wage bills over those of the same exports with the members of 2011, (sender, L)."""
    w, p = model.world, model.params.recruitment
    ratio = np.where(w.family_2011 > 0.0, w.family / np.maximum(w.family_2011, TINY), 1.0)
    return np.asarray(np.clip(ratio, 0.05, 20.0) ** p.wage_follow)


def offers(model: Any) -> tuple[Floats, Floats]:
    """Pay of exporters (exporter, L) and of local groups (state, L), USD per year of a member."""
    w, p = model.world, model.params.recruitment
    k = model.groups.senders
    bill = w.wages_mean[k] / np.maximum(w.wages_2011[k], TINY)
    mine = w.family[k] / np.maximum(w.family_2011[k], TINY)
    prize = w.prize_usd / np.maximum(w.prize_2011, TINY)
    people = w.state_members / np.maximum(w.state_members_2011, TINY)
    pay = (p.pay_usd * bill / np.maximum(mine, TINY), p.pay_usd * prize / np.maximum(people, TINY))
    return np.clip(pay[0], p.pay_lowest, p.pay_highest), np.clip(pay[1], p.pay_lowest, p.pay_highest)


def weighed(model: Any, pay: Floats) -> Floats:
    """Log odds of a pay over legal wages and programmes."""
    p = model.params.recruitment
    legal = p.legal_usd + p.programme_usd * model.levers["youth_alternatives"]
    return np.asarray(p.pay_slope * (pay - legal) / 1000.0)


def danger(model: Any) -> Floats:
    """Log odds lost by risk, (state, L)."""
    w, p = model.world, model.params.recruitment
    return np.asarray(p.arrest_slope * w.arrest_risk + p.death_slope * np.minimum(w.death_risk, p.risk_most))


def arrest_hazard(model: Any) -> Floats:
    """Chance of a member to be arrested in a week, (state, L): a constant flow over members, or a constant rate."""
    w, p = model.world, model.params.recruitment
    people = total(w.state_members) if model.config.structure.arrests == "flow" else p.members_2012
    return np.asarray(p.arrests_2012 / np.maximum(people, TINY) * model.levers["investigators"] * w.integrity)


def start_books(model: Any) -> None:
    """Take this week as the base that wages and members are held against, and solve for ``alpha``."""
    w, p = model.world, model.params.recruitment
    np.copyto(w.wages_2011, w.wages_mean)
    np.copyto(w.family_2011, w.family)
    w.arrest_risk[:] = p.arrests_2012 / p.members_2012
    w.death_risk[:] = model.params.conflict.member_deaths * w.homicides_expected / w.state_members
    legal = p.pay_slope * (p.pay_usd - p.legal_usd) / 1000.0 - danger(model)
    low, high = np.full(model.lanes, -60.0), np.full(model.lanes, 60.0)
    for _ in range(STEPS):
        middle = 0.5 * (low + high)
        joins = p.forced + p.spread / (1.0 + np.exp(-(middle + legal)))
        many = p.approach * total(w.state_members * joins) >= p.recruits_2012 / p.members_2012 * total(w.state_members)
        low, high = np.where(many, low, middle), np.where(many, middle, high)
    w.alpha[:] = 0.5 * (low + high)


def recruitment(model: Any) -> None:
    """One week of members; until history begins they stay as they are."""
    w, p = model.world, model.params.recruitment
    w.wages_mean += (w.paid_usd[Due.WAGES] - w.wages_mean) / p.pay_weeks
    if model.week <= 0:
        start_books(model)
    if model.week < 0:
        return
    sender_pay, state_pay = offers(model)
    keeps = 1.0 - p.programme_keeps * model.levers["youth_alternatives"]
    keeps *= np.maximum(1.0 - total(w.state_members) / p.pool, 0.0) / (1.0 - p.members_2012 / p.pool)
    offer = Offer(
        *(weighed(model, sender_pay), weighed(model, state_pay), danger(model), w.alpha),
        *(p.approach * keeps, p.spread, p.forced),
    )
    hazard = arrest_hazard(model)
    c = model.params.conflict
    exits = Exits(
        killed=c.member_deaths * w.homicides_organised,
        arrest=hazard,
        retirement=p.retirement,
        still=c.still,
        leave=np.stack([c.leave_share, c.leave_members]),
    )
    moves = Moves(w.recruits, w.members_killed, w.members_arrested, w.members_retired)
    family = np.empty((model.groups.exporters, model.lanes))
    join_and_leave(
        *(model.ground.turf, model.groups.where, model.ground.work.active, w.group_members, family),
        *(offer, exits, moves),
    )
    w.family[model.groups.senders] = family
    people = np.maximum(w.state_members, TINY)
    w.arrest_risk += (w.members_arrested / people - w.arrest_risk) / p.risk_weeks
    w.death_risk += (w.members_killed / people - w.death_risk) / p.risk_weeks
    w.state_members += w.recruits - w.members_killed - w.members_arrested - w.members_retired
