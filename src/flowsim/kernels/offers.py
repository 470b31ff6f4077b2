"""What members are offered and what they risk, and how a state remembers it; rounded as numpy rounds."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from flowsim.kernels.jit import exact

TINY = 1e-9


class Pay(NamedTuple):
    """Pay against legal wages; (L,) float64."""

    usd: np.ndarray  # USD per year of a member at the start
    lowest: np.ndarray
    highest: np.ndarray
    slope: np.ndarray  # log odds per 1,000 USD a year
    legal: np.ndarray  # USD per year elsewhere: wages and programmes


class Peril(NamedTuple):
    """What members risk; (L,) float64."""

    arrest: np.ndarray  # log odds per arrest per member-week
    death: np.ndarray  # log odds per death per member-week
    most: np.ndarray  # bound of deaths per member-week as seen
    deaths: np.ndarray  # members killed per organised homicide
    hazard: np.ndarray  # chance of an arrest per week at full integrity


class Terms(NamedTuple):
    """What sets the offers of a week; (L,) float64."""

    legal_usd: np.ndarray  # USD per year of legal work
    programme_usd: np.ndarray  # added by programmes
    programme_keeps: np.ndarray  # share that programmes keep from joining
    approach: np.ndarray  # approaches per member-week at the start
    pool: np.ndarray  # persons who can be members
    left: np.ndarray  # share of the pool that is left at the start
    arrests: np.ndarray  # members per week at the start
    people: np.ndarray  # members at the start


class Lot(NamedTuple):
    """What decides on joining and leaving; float64 unless it says otherwise. The last six are overwritten."""

    rows: np.ndarray  # (exporter,) int64 rows of the next four
    wages: np.ndarray  # (sender, L) remembered
    wages_was: np.ndarray  # (sender, L) at the start
    family: np.ndarray  # (sender, L) members, with those of groups that split off
    family_was: np.ndarray  # (sender, L)
    states: np.ndarray  # (state,) int64 rows of the next four
    prize: np.ndarray  # (state, L) what a state is worth
    prize_was: np.ndarray  # (state, L)
    members: np.ndarray  # (state, L)
    members_was: np.ndarray  # (state, L)
    arrest_risk: np.ndarray  # (state, L) remembered, per member-week
    death_risk: np.ndarray  # (state, L)
    homicides: np.ndarray  # (state, L) organised, this week
    integrity: np.ndarray  # (state, L)
    pay: Pay  # ``legal`` is overwritten
    peril: Peril  # ``hazard`` is overwritten
    terms: Terms
    sender_pay: np.ndarray  # (exporter, L) log odds by pay
    state_pay: np.ndarray  # (state, L) the same for local groups
    risk: np.ndarray  # (state, L) log odds lost by risk
    killed: np.ndarray  # (state, L) members killed
    arrest: np.ndarray  # (state, L) hazard of arrest per week
    approach: np.ndarray  # (L,) approaches per member-week


@exact
def set_terms(lot, constant, programmes, investigators):  # type: ignore[no-untyped-def]
    """Legal income, hazard of arrest and approaches of the week, as ``weigh`` has them."""
    terms, people = lot.terms, np.zeros(programmes.shape[0])
    for s in range(lot.members.shape[0]):
        for lane in range(people.size):
            people[lane] += lot.members[s, lane]
    for lane in range(people.size):
        lot.pay.legal[lane] = terms.legal_usd[lane] + terms.programme_usd[lane] * programmes[lane]
        over = people[lane] if constant else terms.people[lane]
        lot.peril.hazard[lane] = terms.arrests[lane] / max(over, TINY) * investigators[lane]
        keeps = 1.0 - terms.programme_keeps[lane] * programmes[lane]
        keeps *= max(1.0 - people[lane] / terms.pool[lane], 0.0) / terms.left[lane]
        lot.approach[lane] = terms.approach[lane] * keeps


@exact
def weigh(lot, constant, programmes, investigators):  # type: ignore[no-untyped-def]
    """What the week's pay and risks mean to those who may join.

    Parameters
    ----------
    lot : Lot
    constant : bool
        Whether arrests are a constant flow over the members there are, or a constant rate.
    programmes, investigators : (L,) float64
        Reach of programmes for the young; arrests over today's.
    """
    set_terms(lot, constant, programmes, investigators)
    odds_by_pay(lot.rows, lot.wages, lot.wages_was, lot.family, lot.family_was, lot.pay, lot.sender_pay)
    odds_by_pay(lot.states, lot.prize, lot.prize_was, lot.members, lot.members_was, lot.pay, lot.state_pay)
    past = lot.arrest_risk, lot.death_risk
    perils(past[0], past[1], lot.homicides, lot.integrity, lot.peril, lot.risk, lot.killed, lot.arrest)


@exact
def odds_by_pay(rows, value, value_was, people, people_was, pay, out):  # type: ignore[no-untyped-def]
    """Log odds by pay, ``out (n, L)``: pay rises with what there is to share and falls with those who share it.

    Parameters
    ----------
    rows : (n,) int64
        Rows of the next four.
    value, value_was : (row, L) float64
        Wages or prize, now and at the start.
    people, people_was : (row, L) float64
    pay : Pay
    out : (n, L) float64
    """
    for i in range(rows.shape[0]):
        row = rows[i]
        for lane in range(out.shape[1]):
            rise = value[row, lane] / max(value_was[row, lane], TINY)
            more = people[row, lane] / max(people_was[row, lane], TINY)
            usd = pay.usd[lane] * rise / max(more, TINY)
            usd = min(max(usd, pay.lowest[lane]), pay.highest[lane])
            out[i, lane] = pay.slope[lane] * (usd - pay.legal[lane]) / 1000.0


@exact
def perils(arrest_risk, death_risk, homicides, integrity, rule, risk, killed, arrest):  # type: ignore[no-untyped-def]
    """Log odds lost by risk, members killed, hazard of arrest, all (state, L).

    Parameters
    ----------
    arrest_risk, death_risk : (state, L) float64
        Remembered, per member-week.
    homicides : (state, L) float64
        Organised, this week.
    integrity : (state, L) float64
    rule : Peril
    risk, killed, arrest : (state, L) float64
        Written.
    """
    for s in range(risk.shape[0]):
        for lane in range(risk.shape[1]):
            seen = min(death_risk[s, lane], rule.most[lane])
            risk[s, lane] = rule.arrest[lane] * arrest_risk[s, lane] + rule.death[lane] * seen
            killed[s, lane] = rule.deaths[lane] * homicides[s, lane]
            arrest[s, lane] = rule.hazard[lane] * integrity[s, lane]


@exact
def note_wages(paid, weeks, wages):  # type: ignore[no-untyped-def]
    """Wages that are ``paid (sender, L)`` enter the memory of ``weeks (L,)``, ``wages (sender, L)``."""
    for k in range(wages.shape[0]):
        for lane in range(wages.shape[1]):
            wages[k, lane] += (paid[k, lane] - wages[k, lane]) / weeks[lane]


@exact
def remember(moves, weeks, arrest_risk, death_risk, members, rows, mine, family):  # type: ignore[no-untyped-def]
    """Risks as a state remembers them, and members after a week.

    Parameters
    ----------
    moves : members.Moves
    weeks : (L,) float64
        Of memory.
    arrest_risk, death_risk, members : (state, L) float64
        Updated.
    rows : (exporter,) int64
    mine : (exporter, L) float64
        Members of exporters, written to ``rows`` of ``family (sender, L)``.
    """
    for i in range(rows.size):
        family[rows[i]] = mine[i]
    for s in range(members.shape[0]):
        for lane in range(members.shape[1]):
            people = max(members[s, lane], TINY)
            caught, dead = moves.arrested[s, lane], moves.killed[s, lane]
            arrest_risk[s, lane] += (caught / people - arrest_risk[s, lane]) / weeks[lane]
            death_risk[s, lane] += (dead / people - death_risk[s, lane]) / weeks[lane]
            members[s, lane] += moves.recruits[s, lane] - dead - caught - moves.retired[s, lane]
