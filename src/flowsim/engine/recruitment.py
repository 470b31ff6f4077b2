"""Phase of recruitment: pay against legal wages and risk, arrests, deaths, retirement."""

from __future__ import annotations

from typing import Any

import numpy as np

from flowsim.domain.codes import Due
from flowsim.domain.network import Floats
from flowsim.kernels.lanes import total
from flowsim.kernels.members import Exits, Moves, Offer, join_and_leave
from flowsim.kernels.offers import Pay, Peril, odds_by_pay, perils, remember

TINY = 1e-9
STEPS = 60


def offers(model: Any) -> tuple[Floats, Floats]:
    """Log odds of pay over legal wages and programmes, of exporters (exporter, L) and of local groups (state, L)."""
    w, p, k = model.world, model.params.recruitment, model.groups.senders
    legal = p.legal_usd + p.programme_usd * model.levers["youth_alternatives"]
    pay = Pay(p.pay_usd, p.pay_lowest, p.pay_highest, p.pay_slope, legal)
    mine, local = np.empty((len(k), model.lanes)), np.empty_like(w.prize_usd)
    odds_by_pay(k, w.wages_mean, w.wages_2011, w.family, w.family_2011, pay, mine)
    states = np.arange(len(local))
    odds_by_pay(states, w.prize_usd, w.prize_2011, w.state_members, w.state_members_2011, pay, local)
    return mine, local


def stakes(model: Any, people: Floats) -> tuple[Floats, Floats, Floats]:
    """Log odds lost by risk, members killed, chance of a member to be arrested in a week, (state, L) each.

    Arrests are a constant flow over ``people (L,)``, the members there are, or a constant rate.
    """
    w, p = model.world, model.params.recruitment
    risk, killed, arrest = np.empty((3, *w.arrest_risk.shape))
    over = people if model.config.structure.arrests == "flow" else p.members_2012
    hazard = p.arrests_2012 / np.maximum(over, TINY) * model.levers["investigators"]
    rule = Peril(p.arrest_slope, p.death_slope, p.risk_most, model.params.conflict.member_deaths, hazard)
    perils(w.arrest_risk, w.death_risk, w.homicides_organised, w.integrity, rule, risk, killed, arrest)
    return risk, killed, arrest


def start_books(model: Any) -> None:
    """Take this week as the base that wages and members are held against; the last one gives ``alpha``."""
    w, p = model.world, model.params.recruitment
    np.copyto(w.wages_2011, w.wages_mean)
    np.copyto(w.family_2011, w.family)
    w.arrest_risk[:] = p.arrests_2012 / p.members_2012
    w.death_risk[:] = model.params.conflict.member_deaths * w.homicides_expected / w.state_members
    if model.week == 0:
        w.alpha[:] = solved(model)


def solved(model: Any) -> Floats:
    """``alpha`` at which as many join as did, (L,)."""
    w, p = model.world, model.params.recruitment
    risk, _, _ = stakes(model, total(w.state_members))
    legal = p.pay_slope * (p.pay_usd - p.legal_usd) / 1000.0 - risk
    low, high = np.full(model.lanes, -60.0), np.full(model.lanes, 60.0)
    for _ in range(STEPS):
        middle = 0.5 * (low + high)
        joins = p.forced + p.spread / (1.0 + np.exp(-(middle + legal)))
        many = p.approach * total(w.state_members * joins) >= p.recruits_2012 / p.members_2012 * total(w.state_members)
        low, high = np.where(many, low, middle), np.where(many, middle, high)
    return np.asarray(0.5 * (low + high))


def recruitment(model: Any) -> None:
    """One week of members; until history begins they stay as they are."""
    w, p = model.world, model.params.recruitment
    w.wages_mean += (w.paid_usd[Due.WAGES] - w.wages_mean) / p.pay_weeks
    if model.week <= 0:
        start_books(model)
    if model.week < 0:
        return
    sender_pay, state_pay = offers(model)
    people = total(w.state_members)
    risk, killed, arrest = stakes(model, people)
    keeps = 1.0 - p.programme_keeps * model.levers["youth_alternatives"]
    keeps *= np.maximum(1.0 - people / p.pool, 0.0) / (1.0 - p.members_2012 / p.pool)
    offer = Offer(sender_pay, state_pay, risk, w.alpha, p.approach * keeps, p.spread, p.forced)
    c = model.params.conflict
    exits = Exits(killed, arrest, p.retirement, c.still, np.stack([c.leave_share, c.leave_members]))
    moves = Moves(w.recruits, w.members_killed, w.members_arrested, w.members_retired)
    family = np.empty((model.groups.exporters, model.lanes))
    join_and_leave(
        *(model.ground.turf, model.groups.where, model.ground.work.active, w.group_members, family),
        *(offer, exits, moves),
    )
    w.family[model.groups.senders] = family
    remember(moves, p.risk_weeks, w.arrest_risk, w.death_risk, w.state_members)
