"""Slow twins of ``kernels/use.py``: one market and lane at a time, plain floats."""

from __future__ import annotations

from math import exp, log

from flowsim.kernels.draws import DEATH_CODES, DEATHS, binomial, poisson, uniforms2


def dice(key, week, number):
    """The five uniforms of one market's week."""
    first = uniforms2(key, DEATHS, week, int(number), 0)
    second = uniforms2(key, DEATHS, week, int(number), 1)
    return tuple(float(u) for u in (*first, *second, uniforms2(key, DEATH_CODES, week, int(number), 0)[0]))


def deaths(users, treated, u, rule):
    """Counts of a week by cause and code; ``rule`` is a dict of plain numbers."""
    share = rule["fentanyl_share"]
    danger = (users + rule["treated_risk"] * treated) * rule["mu"]
    with_fentanyl = danger * share * rule["f"]
    heroin, fentanyl = float(poisson(u[0], danger * (1.0 - share))), float(poisson(u[1], with_fentanyl))
    spill, pharma = float(poisson(u[2], rule["spill"] * with_fentanyl)), float(poisson(u[3], rule["pharma"]))
    both = float(binomial(u[4], fentanyl, rule["mixed"] * (1.0 - share)))
    return {
        "heroin": heroin,
        "fentanyl": fentanyl,
        "spill": spill,
        "pharma": pharma,
        "t401": heroin + both,
        "t404": fentanyl + spill + pharma,
    }


def people(users, treated, recovered, risk, dead, rule):
    """Flows of a week between use, treatment and recovery."""
    share, exposed = rule["fentanyl_share"], users + rule["treated_risk"] * treated
    dead = min(dead, users + treated)
    dead_users = min(dead * users / exposed, users) if exposed > 0.0 else 0.0
    dead_treated = min(dead - dead_users, treated)

    danger = (1.0 - share + share * rule["f"]) * rule["mu"] / rule["mu_2012"]
    weeks = rule["risk_rise"] if danger > risk else rule["risk_fade"]
    risk += (danger - risk) / weeks

    free = max(1.0 - (users + treated + recovered) / rule["pool"], 0.0) / rule["free_2012"]
    lure = exp(rule["price_exponent"] * rule["price_log"] - rule["risk_exponent"] * log(max(risk, 1e-6)))
    started = users * rule["initiation"] * rule["initiation_push"] * free * lure
    quit_, relapsed = rule["quit"] * users, rule["relapse"] * recovered
    entered = min(rule["seek"] * users, max(rule["places"] - treated, 0.0))
    left = rule["leave"] * treated
    well = rule["success"] * left
    after = users + started + relapsed + left - well - quit_ - entered - dead_users
    if rule["hold_users"] > 0.0:
        started, after = started + users - after, users
    return {
        "users": after,
        "treated": treated + entered - left - dead_treated,
        "recovered": recovered + quit_ + well - relapsed,
        "risk": risk,
        "initiated": started,
        "entered": entered,
        "died": dead_users + dead_treated,
    }
