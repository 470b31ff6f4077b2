"""Slow twins of ``kernels/contest.py``, ``kernels/members.py`` and ``kernels/violence.py``: one lane, pair by pair."""

from __future__ import annotations

from math import exp, log


def weight_of(origin, relation, weights, g, k):
    """Weight of the front between two groups; those of one origin are halves."""
    return weights[3] if origin[g] == origin[k] else weights[relation[origin[g]][origin[k]]]


def contest(members, origin, relation, weights, heat, fronts):
    """Contestation by state and pressure by (group, state).

    ``members`` is a dict of (group, state) to persons, ``fronts`` a list of (one group, other group, state, heat).
    """
    pressure = dict.fromkeys(members, 0.0)
    contested = []
    for s, hot in enumerate(heat):
        here = [(g, n) for (g, state), n in members.items() if state == s and n > 0.0]
        total = sum(n for _, n in here)
        for g, mine in here:
            for k, theirs in here:
                if g != k:
                    extra = sum(h for a, b, state, h in fronts if state == s and {a, b} == {g, k})
                    w = weight_of(origin, relation, weights, g, k)
                    pressure[g, s] += mine / total * theirs / total * w * (1.0 + hot + extra)
        contested.append(0.5 * sum(pressure[g, s] for g, _ in here))
    return contested, pressure


def logistic(x):
    return 1.0 / (1.0 + exp(-x))


def leave_and_join(members, pressure, contested, origin, exporters, offer, exits):
    """Members after a week, and the moves by state: recruits, killed, arrested, retired."""
    states = len(contested)
    of_state = [sum(n for (_, state), n in members.items() if state == s) for s in range(states)]
    of_group: dict[int, float] = {}
    for (g, _), n in members.items():
        of_group[g] = of_group.get(g, 0.0) + n
    after, moves = {}, [[0.0] * 4 for _ in range(states)]
    for (g, s), n in members.items():
        pay = offer["sender_pay"][origin[g]] if origin[g] < exporters else offer["state_pay"][s]
        joins = offer["forced"] + offer["spread"] * logistic(offer["alpha"] + pay - offer["risk"][s])
        came = offer["approach"] * n * joins
        control = n / of_state[s] if n > 0.0 else 0.0
        part = (pressure[g, s] + exits["still"] * control) / (2.0 * contested[s] + exits["still"])
        out = [min(exits["killed"][s] * part, 0.1 * n), exits["arrest"][s] * n, exits["retirement"] * of_group[g] * n]
        if sum(out) > 0.5 * n:
            out = [0.5 * n * x / sum(out) for x in out] if n > 0.0 else [0.0] * 3
        left = n + came - sum(out)
        if control < exits["leave"][0] and left < exits["leave"][1]:
            out[2] += left
            left = 0.0
        after[g, s] = left
        for i, x in enumerate((came, *out)):
            moves[s][i] += x
    return after, moves


def expected(now, was, leaders, cold, rule):
    """Organised homicides of one state."""
    power = rule["chi"] * log(now["members"] / was["members"]) + rule["prize"] * log(now["prize"] / was["prize"])
    power += rule["lethality"] * log(now["guns"] / was["guns"])
    times = exp(power) * (rule["still"] + now["contested"]) / (rule["still"] + was["contested"]) * (1.0 + leaders)
    times *= (1.0 + rule["reform"] * now["learning"]) / (1.0 + rule["reform"] * was["learning"])
    return cold * min(max(times, rule["least"]), rule["most"])
