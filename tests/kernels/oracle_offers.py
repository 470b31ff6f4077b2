"""Slow twins of ``kernels/offers.py`` and of what is exact in ``violence.py`` and ``prize.py``: numpy, step by step."""

from __future__ import annotations

import numpy as np

TINY = 1e-9


def odds_by_pay(value, value_was, people, people_was, pay):
    """Log odds by pay, row by row."""
    rise, more = value / np.maximum(value_was, TINY), people / np.maximum(people_was, TINY)
    usd = np.clip(pay.usd * rise / np.maximum(more, TINY), pay.lowest, pay.highest)
    return pay.slope * (usd - pay.legal) / 1000.0


def perils(arrest_risk, death_risk, homicides, integrity, rule):
    """Log odds lost by risk, members killed, hazard of arrest."""
    risk = rule.arrest * arrest_risk + rule.death * np.minimum(death_risk, rule.most)
    return risk, rule.deaths * homicides, rule.hazard * integrity


def remember(moves, weeks, arrest_risk, death_risk, members):
    """Risks and members a week on."""
    people = np.maximum(members, TINY)
    return (
        arrest_risk + (moves.arrested / people - arrest_risk) / weeks,
        death_risk + (moves.killed / people - death_risk) / weeks,
        members + (moves.recruits - moves.killed - moves.arrested - moves.retired),
    )


def added(rows):
    """Sum over the first axis, first row first."""
    out = np.zeros(rows.shape[1:])
    for row in rows:
        out = out + row
    return out


def count_shot(organised, rest, shares):
    """Firearm homicides of the country, and all homicides by state."""
    return shares[0] * added(organised) + shares[1] * added(rest), rest + organised


def fade(heat, floor, heat_weeks, rise, keep):
    """Heat and rise a week on."""
    return heat + (floor - heat) / heat_weeks, rise * keep[:, None]


def add_tolls(delivered, price, share, state, prize):
    """Prize with tolls, corridor by corridor."""
    out, crossed = prize.copy(), added(delivered * price[:, None]) * share
    for corridor, s in enumerate(state):
        if s >= 0:
            out[s] += crossed[corridor]
    return out


def spread(members, origin, exporters, usd_per_member, states, lanes):
    """Pay of members of exporters and of groups from them by state; ``members`` maps (group, state) to (L,)."""
    out = [[0.0] * lanes for _ in range(states)]
    for (g, s), persons in members.items():
        for lane in range(lanes):
            root = int(origin[g, lane])
            if persons[lane] > 0.0 and root < exporters:
                out[s][lane] += persons[lane] * usd_per_member[root, lane]
    return out
