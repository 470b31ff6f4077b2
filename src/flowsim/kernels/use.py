"""One week of use of every product: initiation, treatment, recovery, relapse, overdose and the codes of deaths."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from flowsim.kernels.draws import DEATH_CODES, DEATHS, binomial, poisson, uniforms2
from flowsim.kernels.jit import kernel
from flowsim.kernels.vmath import vexp, vlog

OPIOIDS = 0


class People(NamedTuple):
    """Persons; (product, market, lane) float64."""

    users: np.ndarray
    treated: np.ndarray
    recovered: np.ndarray
    risk: np.ndarray  # perceived risk over 2012
    initiated: np.ndarray  # persons this week
    entered: np.ndarray  # treatment entries this week
    died: np.ndarray  # users and patients dead this week


class Deaths(NamedTuple):
    """Deaths of the week; (market, lane) float64 unless it says otherwise."""

    alone: np.ndarray  # (product, market, lane) without fentanyl
    fentanyl: np.ndarray  # (product, market, lane) users, with fentanyl
    spill: np.ndarray  # others, with fentanyl
    pharma: np.ndarray  # pharmaceutical synthetic opioids
    t401: np.ndarray
    t404: np.ndarray


class UseRule(NamedTuple):
    """Rates; (product, lane) float64 unless it says otherwise, per week."""

    keys: np.ndarray  # (lane,) uint64
    week: int
    number: np.ndarray  # (market,) uint64 stable ids
    initiation: np.ndarray  # per user at the conditions of 2012
    pool: np.ndarray  # (product, market, lane) persons ever at risk
    free_2012: np.ndarray  # share of the pool not yet drawn in, 2012
    push: np.ndarray  # prescribing and prevention, a factor on initiation
    price_log: np.ndarray  # (product, market, lane) log retail price over reference
    exponents: np.ndarray  # (3, lane): of initiation to price and to perceived risk; share of leavers in recovery
    risk_weeks: np.ndarray  # (2, lane): rise, fade
    leave: np.ndarray  # (4, product, lane): quit, seek, leave treatment, relapse
    places: np.ndarray  # (product, market, lane) treatment places
    mu: np.ndarray  # (2, product, lane) deaths per user-week without fentanyl: now, naloxone included, and in 2012
    f: np.ndarray  # risk with fentanyl
    dose: np.ndarray  # (2, product, lane): elasticity of deaths to dose; 1 where users stay (spin-up)
    intake: np.ndarray  # (product, market, lane) kg of users over the usual kg of as many
    disruption: np.ndarray  # (market, lane) factor on opioid overdoses
    codes: np.ndarray  # (3, lane): risk in treatment, share of other people's deaths, share also coded heroin
    pharma: np.ndarray  # (market, lane) deaths per week
    fentanyl_share: np.ndarray  # (market, lane)


@kernel
def _die(people, deaths, rule, p, m, lane):
    """Draw the deaths of one product and market; returns users and patients dead.

    Opioids: ``N mu ((1 - F) + F f)``; stimulants: ``N mu (1 + F f)``, since their own risk stays. N counts patients by
    their lower risk. Counts are Poisson.
    """
    users, treated = people.users[p, m, lane], people.treated[p, m, lane]
    share = rule.fentanyl_share[m, lane]
    exposed = users + rule.codes[0, lane] * treated
    hazard = exposed * rule.mu[0, p, lane]
    if rule.dose[0, p, lane] != 0.0:
        hazard *= vexp(rule.dose[0, p, lane] * vlog(max(rule.intake[p, m, lane], 1e-9)))
    if p == OPIOIDS:
        hazard *= rule.disruption[m, lane]
    mean_f = hazard * share * rule.f[p, lane]
    mean = hazard * (1.0 - share) if p == OPIOIDS else hazard
    key, week, slot = rule.keys[lane], np.uint64(rule.week), np.uint64(0 if p == OPIOIDS else p + 1)
    u1, u2 = uniforms2(key, np.uint64(DEATHS), week, rule.number[m], slot)
    alone, mixed = poisson(u1, mean), poisson(u2, mean_f)
    deaths.alone[p, m, lane] = alone
    deaths.fentanyl[p, m, lane] = mixed
    if p == OPIOIDS:
        u3, u4 = uniforms2(key, np.uint64(DEATHS), week, rule.number[m], np.uint64(1))
        u5, _ = uniforms2(key, np.uint64(DEATH_CODES), week, rule.number[m], np.uint64(0))
        deaths.spill[m, lane] = poisson(u3, rule.codes[1, lane] * mean_f)
        deaths.pharma[m, lane] = poisson(u4, rule.pharma[m, lane])
        deaths.t401[m, lane] = alone + binomial(u5, mixed, rule.codes[2, lane] * (1.0 - share))
        deaths.t404[m, lane] = mixed + deaths.spill[m, lane] + deaths.pharma[m, lane]
    else:
        deaths.t404[m, lane] += mixed
    return min(alone + mixed, users + treated)


@kernel
def use(people, deaths, rule):
    """Move people and draw deaths.

    A death is counted once and coded as often as its drugs require: heroin is found in ``h0 (1 - F)`` of opioid
    users' fentanyl deaths, synthetic opioids in every death with fentanyl.
    """
    products, markets, lanes = people.users.shape
    for p in range(products):
        for m in range(markets):
            for lane in range(lanes):
                died = _die(people, deaths, rule, p, m, lane)
                users, treated = people.users[p, m, lane], people.treated[p, m, lane]
                recovered, share = people.recovered[p, m, lane], rule.fentanyl_share[m, lane]
                exposed = users + rule.codes[0, lane] * treated
                of_users = min(died * users / exposed if exposed > 0.0 else 0.0, users)
                of_treated = min(died - of_users, treated)
                people.died[p, m, lane] = of_users + of_treated

                fear, mu = rule.f[p, lane] * share, rule.mu[1, p, lane]
                danger = (1.0 - share + fear if p == OPIOIDS else 1.0 + fear) * (
                    rule.mu[0, p, lane] / mu if mu > 0.0 else 1.0
                )
                gap = danger - people.risk[p, m, lane]
                people.risk[p, m, lane] += gap / (rule.risk_weeks[0, lane] if gap > 0.0 else rule.risk_weeks[1, lane])
                answer = rule.exponents[0, lane] * rule.price_log[p, m, lane]
                answer -= rule.exponents[1, lane] * vlog(max(people.risk[p, m, lane], 1e-6))
                free_share = max(1.0 - (users + treated + recovered) / rule.pool[p, m, lane], 0.0)
                push = rule.initiation[p, lane] * rule.push[p, lane] * free_share / rule.free_2012[p, lane]
                started = users * push * vexp(answer)
                quit_ = users * rule.leave[0, p, lane]
                free = max(rule.places[p, m, lane] - treated, 0.0)
                entered = min(users * rule.leave[1, p, lane], free)
                left = treated * rule.leave[2, p, lane]
                relapsed = recovered * rule.leave[3, p, lane]
                well = left * rule.exponents[2, lane]
                people.entered[p, m, lane] = entered
                new_users = users + started + relapsed + (left - well) - quit_ - entered - of_users
                people.users[p, m, lane] = new_users
                people.treated[p, m, lane] = treated + entered - left - of_treated
                people.recovered[p, m, lane] = recovered + quit_ + well - relapsed
                people.initiated[p, m, lane] = started
                if rule.dose[1, p, lane] > 0.0:
                    people.initiated[p, m, lane] += users - new_users
                    people.users[p, m, lane] = users
