"""What banks decide every four weeks, rounded as numpy rounds: analysts, what is watched, sharing, customers let go."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from flowsim.kernels.jit import exact
from flowsim.kernels.scratch import bare

LEAST_SEEN = 1e-6
LOOKS = 13.0  # an account is looked at every fourth week
LEAST_KEPT = 0.05  # of a segment: a bank never lets all of them go


class Watch(NamedTuple):
    """State of banks; (bank, L) float64."""

    analysts: np.ndarray  # persons
    wait_weeks: np.ndarray  # of work that waits; not written
    strength: np.ndarray  # d1 of a launderer's score
    skill: np.ndarray  # d2 of analysts
    coverage: np.ndarray  # share of accounts that is watched
    member: np.ndarray  # share that has joined a scheme of sharing
    kappa: np.ndarray  # share of what can be seen that systems see, above 0
    fine: np.ndarray  # USD for an unreported account-month
    found: np.ndarray  # chance that it is found


class Means(NamedTuple):
    """What banks have to work with; (bank, L) float64 unless it says otherwise."""

    usual: np.ndarray  # analysts wanted without policy
    seen: np.ndarray  # share of what can be seen that systems see
    known: np.ndarray  # strength of traces by knowledge of customers
    customers: np.ndarray  # accounts
    appetite: np.ndarray  # (bank,) for risky customers
    sharing: np.ndarray  # (bank,) above 0 for members of a scheme from the start
    supervision: np.ndarray  # intensity of the supervisor


class Rules(NamedTuple):
    """Behaviour without policy; (L,) float64."""

    hires: np.ndarray  # part of the way to the analysts wanted
    score_strength: np.ndarray
    analyst_strength: np.ndarray
    fatigue: np.ndarray
    alerts_per_week: np.ndarray  # of an analyst
    join_speed: np.ndarray
    found: np.ndarray  # chance at the usual supervision that an unreported account-month is found
    fine: np.ndarray  # USD for it


class Push(NamedTuple):
    """What policy and fines move; (L,) float64."""

    analysts: np.ndarray  # multiple of those wanted
    fined: np.ndarray  # and for expected fines
    fines: np.ndarray  # multiple of a fine
    supervision: np.ndarray  # multiple of the chance that something is found
    feedback: np.ndarray  # multiple of skill
    alerts: np.ndarray  # per account and look
    reach: np.ndarray  # of a scheme of sharing


@exact
def watch(banks, means, rules, push):  # type: ignore[no-untyped-def]
    """Banks hire, see as much as systems and knowledge allow, cover what analysts can read, and join sharing."""
    banks, means, rules, push = bare(banks), bare(means), bare(rules), bare(push)
    many, lanes = banks.analysts.shape
    for bank in range(many):
        careful, belongs = means.appetite[bank], means.sharing[bank] > 0.0
        analysts, seen, member, coverage = (
            banks.analysts[bank],
            means.seen[bank],
            banks.member[bank],
            banks.coverage[bank],
        )
        for lane in range(lanes):
            goal = means.usual[bank, lane] * push.analysts[lane] * push.fined[lane]
            analysts[lane] += (goal - analysts[lane]) * rules.hires[lane]
        for lane in range(lanes):
            banks.fine[bank, lane] = rules.fine[lane] * push.fines[lane]
        for lane in range(lanes):
            found = rules.found[lane] * means.supervision[bank, lane] * push.supervision[lane]
            banks.found[bank, lane] = min(found, 1.0)
        for lane in range(lanes):
            banks.kappa[bank, lane] = max(seen[lane], LEAST_SEEN)
        for lane in range(lanes):
            banks.strength[bank, lane] = rules.score_strength[lane] * seen[lane] * means.known[bank, lane]
        for lane in range(lanes):
            tired = min(np.floor(banks.wait_weeks[bank, lane]), 4.0) / 2.0  # by whole weeks of work that wait
            skill = rules.analyst_strength[lane] * (1.0 - rules.fatigue[lane] * tired)
            banks.skill[bank, lane] = skill * push.feedback[lane]
        for lane in range(lanes):
            alerts = max(means.customers[bank, lane] * push.alerts[lane] / 4.0, 1e-9)
            covered = min(analysts[lane] * rules.alerts_per_week[lane] / alerts, 1.0)
            coverage[lane] = covered if seen[lane] > 0.0 else 0.0
        for lane in range(lanes):
            joins = 1.0 if belongs or careful <= push.reach[lane] else 0.0
            member[lane] += rules.join_speed[lane] * (joins - member[lane])


class Business(NamedTuple):
    """What customers cost and bring; (L,) float64 unless it says otherwise."""

    risk: np.ndarray  # (segment, L) launderers' account-months that are not reported, per account
    alert_usd: np.ndarray  # of alerts per account and look
    margin_usd: np.ndarray  # (segment, L) that a customer brings a year
    leave: np.ndarray  # step down of a segment that costs more
    take_back: np.ndarray  # step up of one that does not
    fined: np.ndarray  # chance of a fine once something is found


@exact
def part(business, appetite, seen, kept, segments, customers, weeks, dropped):  # type: ignore[no-untyped-def]
    """A segment whose expected fines and alerts cost more than it brings is let go, slowly; else it comes back.

    Parameters
    ----------
    business : Business
    appetite : (bank,)
    seen : Watch
        Fines and the chance that something is found are read.
    kept, segments : (segment, bank, L)
        Share of a segment that has not been let go, updated; share of customers.
    customers : (bank, L)
    weeks : int
        Since the last decision.
    dropped : (bank, L)
        Customers let go a week; overwritten.
    """
    many, banks, lanes = kept.shape
    expected = np.empty(lanes)
    for bank in range(banks):
        for lane in range(lanes):
            expected[lane] = seen.fine[bank, lane] * seen.found[bank, lane] * business.fined[lane]
        for segment in range(many):
            for lane in range(lanes):
                cost = LOOKS * (business.alert_usd[lane] + business.risk[segment, lane] * expected[lane])
                costly = cost > business.margin_usd[segment, lane] * (1.0 + appetite[bank])
                before = kept[segment, bank, lane]
                after = before * (1.0 + (-business.leave[lane] if costly else business.take_back[lane]))
                after = min(max(after, LEAST_KEPT), 1.0)
                kept[segment, bank, lane] = after
                gone = max(before - after, 0.0) * segments[segment, bank, lane]
                dropped[bank, lane] = gone if segment == 0 else dropped[bank, lane] + gone
        for lane in range(lanes):
            dropped[bank, lane] = dropped[bank, lane] * customers[bank, lane] / weeks
