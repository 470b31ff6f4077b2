"""Phase of recruitment: pay against legal wages and risk, arrests, deaths, retirement."""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np

from flowsim.domain.codes import Due
from flowsim.domain.network import Floats
from flowsim.kernels.lanes import total
from flowsim.kernels.members import Exits, Moves, Offer, join_and_leave
from flowsim.kernels.offers import Lot, Pay, Peril, Terms, note_wages, remember, weigh

STEPS = 60


class Roll(NamedTuple):
    """What the phase hands to kernels, bound once; whatever is not of the world is overwritten every week."""

    lot: Lot
    offer: Offer
    exits: Exits
    moves: Moves
    family: Floats  # (exporter, L)


def make_roll(model: Any) -> Roll:
    """Bundles over the arrays of the world."""
    w, p, c, lanes = model.world, model.params.recruitment, model.params.conflict, model.lanes
    senders = model.groups.senders
    family = np.empty((len(senders), lanes))
    legal, hazard, approach = np.empty((3, lanes))
    sender_pay, (state_pay, risk, killed, arrest) = np.empty_like(family), np.empty((4, *w.prize_usd.shape))
    left = 1.0 - p.members_2012 / p.pool
    lot = Lot(
        *(senders, w.wages_mean, w.wages_2011, w.family, w.family_2011),
        *(np.arange(len(w.prize_usd)), w.prize_usd, w.prize_2011, w.state_members, w.state_members_2011),
        *(w.arrest_risk, w.death_risk, w.homicides_organised, w.integrity),
        Pay(p.pay_usd, p.pay_lowest, p.pay_highest, p.pay_slope, legal),
        Peril(p.arrest_slope, p.death_slope, p.risk_most, c.member_deaths, hazard),
        Terms(
            *(p.legal_usd, p.programme_usd, p.programme_keeps, p.approach, p.pool, left),
            *(p.arrests_2012, p.members_2012),
        ),
        *(sender_pay, state_pay, risk, killed, arrest, approach),
    )
    offer = Offer(sender_pay, state_pay, risk, w.alpha, approach, p.spread, p.forced)
    exits = Exits(killed, arrest, p.retirement, c.still, np.stack([c.leave_share, c.leave_members]))
    return Roll(lot, offer, exits, Moves(w.recruits, w.members_killed, w.members_arrested, w.members_retired), family)


def set_offers(model: Any) -> None:
    """Pay against legal wages and programmes, and risks; ``alpha`` apart, what those who may join weigh this week."""
    levers, constant = model.levers, model.config.structure.arrests == "flow"
    weigh(model.roll.lot, constant, levers["youth_alternatives"], levers["investigators"])


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
    set_offers(model)
    legal = p.pay_slope * (p.pay_usd - p.legal_usd) / 1000.0 - model.roll.lot.risk
    low, high = np.full(model.lanes, -60.0), np.full(model.lanes, 60.0)
    for _ in range(STEPS):
        middle = 0.5 * (low + high)
        joins = p.forced + p.spread / (1.0 + np.exp(-(middle + legal)))
        many = p.approach * total(w.state_members * joins) >= p.recruits_2012 / p.members_2012 * total(w.state_members)
        low, high = np.where(many, low, middle), np.where(many, middle, high)
    return np.asarray(0.5 * (low + high))


def recruitment(model: Any) -> None:
    """One week of members; until history begins they stay as they are."""
    w, p, roll = model.world, model.params.recruitment, model.roll
    note_wages(w.paid_usd[Due.WAGES], p.pay_weeks, w.wages_mean)
    if model.week <= 0:
        start_books(model)
    if model.week < 0:
        return
    set_offers(model)
    join_and_leave(
        *(model.ground.turf, model.groups.where, model.ground.work.active, w.group_members, roll.family),
        *(roll.offer, roll.exits, roll.moves),
    )
    risks = w.arrest_risk, w.death_risk
    remember(roll.moves, p.risk_weeks, *risks, w.state_members, model.groups.senders, roll.family, w.family)
