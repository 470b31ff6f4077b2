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
def remember(moves, weeks, arrest_risk, death_risk, members):  # type: ignore[no-untyped-def]
    """Risks as a state remembers them over ``weeks (L,)``, and its members after a week of ``members.Moves``."""
    for s in range(members.shape[0]):
        for lane in range(members.shape[1]):
            people = max(members[s, lane], TINY)
            caught, dead = moves.arrested[s, lane], moves.killed[s, lane]
            arrest_risk[s, lane] += (caught / people - arrest_risk[s, lane]) / weeks[lane]
            death_risk[s, lane] += (dead / people - death_risk[s, lane]) / weeks[lane]
            members[s, lane] += moves.recruits[s, lane] - dead - caught - moves.retired[s, lane]
