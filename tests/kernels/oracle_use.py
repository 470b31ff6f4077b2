"""Slow twins of ``kernels/use.py``: one product, market and lane at a time, plain floats."""

from __future__ import annotations

from math import exp, log

from flowsim.kernels.draws import DEATH_CODES, DEATHS, binomial, poisson, uniforms2

OPIOIDS = 0


def dice(key, week, number, product):
    """The two uniforms of a product's deaths in one market's week."""
    slot = {OPIOIDS: 0}.get(product, product + 1)
    return tuple(float(u) for u in uniforms2(key, DEATHS, week, int(number), slot))


def dice_of_codes(key, week, number):
    """The three uniforms of deaths of other people, of pharmaceuticals and of mixed codes."""
    code, _ = uniforms2(key, DEATH_CODES, week, int(number), 0)
    return (*(float(u) for u in uniforms2(key, DEATHS, week, int(number), 1)), float(code))


def means(product, users, treated, rule):
    """Expected deaths without fentanyl and with it; ``rule`` is a dict of plain numbers."""
    share = rule["fentanyl_share"]
    danger = (users + rule["treated_risk"] * treated) * rule["mu"]
    if rule["dose_exponent"] != 0.0:
        danger *= max(rule["intake"], 1e-9) ** rule["dose_exponent"]
    if product == OPIOIDS:
        danger *= rule["disruption"]
        return danger * (1.0 - share), danger * share * rule["f"]
    return danger, danger * share * rule["f"]  # a stimulant's own risk stays where fentanyl joins it


def deaths(product, users, treated, u, rule):
    """Counts of a week without fentanyl and with it."""
    return tuple(float(poisson(x, mean)) for x, mean in zip(u, means(product, users, treated, rule), strict=True))


def codes(alone, mixed, with_fentanyl, u, rule):
    """Deaths of others, and the codes of all: ``alone`` of opioid users, ``mixed`` by product."""
    spill, pharma = float(poisson(u[0], rule["spill"] * with_fentanyl)), float(poisson(u[1], rule["pharma"]))
    both = float(binomial(u[2], mixed[OPIOIDS], rule["mixed"] * (1.0 - rule["fentanyl_share"])))
    return {"spill": spill, "pharma": pharma, "t401": alone + both, "t404": sum(mixed) + spill + pharma}


def people(product, users, treated, recovered, risk, dead, rule):
    """Flows of a week between use, treatment and recovery."""
    share, exposed = rule["fentanyl_share"], users + rule["treated_risk"] * treated
    dead = min(dead, users + treated)
    dead_users = min(dead * users / exposed, users) if exposed > 0.0 else 0.0
    dead_treated = min(dead - dead_users, treated)

    own = 1.0 - share if product == OPIOIDS else 1.0
    danger = own + share * rule["f"]
    if rule["mu_2012"] > 0.0:
        danger *= rule["mu"] / rule["mu_2012"]
    weeks = rule["risk_rise"] if danger > risk else rule["risk_fade"]
    risk += (danger - risk) / weeks

    free = max(1.0 - (users + treated + recovered) / rule["pool"], 0.0) / rule["free_2012"]
    lure = exp(rule["price_exponent"] * rule["price_log"] - rule["risk_exponent"] * log(max(risk, 1e-6)))
    started = users * rule["initiation"] * rule["push"] * free * lure
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
