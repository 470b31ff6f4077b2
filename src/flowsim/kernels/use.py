"""One week of opioid use: initiation, treatment, recovery, relapse, overdose and the codes of deaths."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from flowsim.kernels.draws import DEATH_CODES, DEATHS, binomial, poisson, uniforms2
from flowsim.kernels.jit import kernel
from flowsim.kernels.vmath import vexp, vlog

WEEKS = 365.25 / 7.0


class People(NamedTuple):
    """Persons; (market, lane) float64."""

    users: np.ndarray
    treated: np.ndarray
    recovered: np.ndarray
    risk: np.ndarray  # perceived risk over 2012
    initiated: np.ndarray  # persons this week
    entered: np.ndarray  # treatment entries this week
    died: np.ndarray  # users and patients dead this week


class Deaths(NamedTuple):
    """Deaths of the week; (market, lane) float64."""

    heroin: np.ndarray  # without fentanyl
    fentanyl: np.ndarray  # users, with fentanyl
    spill: np.ndarray  # others, with fentanyl
    pharma: np.ndarray  # pharmaceutical synthetic opioids
    t401: np.ndarray
    t404: np.ndarray


class UseRule(NamedTuple):
    """Rates; (lane,) float64 unless it says otherwise, per week."""

    keys: np.ndarray  # (lane,) uint64
    week: int
    number: np.ndarray  # (market,) uint64 stable ids
    initiation: np.ndarray  # per user at the conditions of 2012
    pool: np.ndarray  # (market, lane) persons ever at risk
    free_2012: np.ndarray  # share of the pool not yet drawn in, 2012
    initiation_push: np.ndarray  # (lane,) prescribing and prevention, a factor
    price_log: np.ndarray  # (market, lane) log retail price over reference
    exponents: np.ndarray  # (2, lane): initiation to price, to perceived risk
    risk_weeks: np.ndarray  # (2, lane): rise, fade
    leave: np.ndarray  # (4, lane): quit, seek, leave treatment, relapse
    success: np.ndarray
    places: np.ndarray  # (market, lane) treatment places
    mu: np.ndarray  # deaths per user-week without fentanyl, naloxone included
    mu_2012: np.ndarray
    f: np.ndarray
    treated_risk: np.ndarray
    spill: np.ndarray
    mixed: np.ndarray
    pharma: np.ndarray  # (market, lane) deaths per week
    fentanyl_share: np.ndarray  # (market, lane)
    hold_users: np.ndarray  # (lane,) 1 in the spin-up: users stay


@kernel
def use(people, deaths, rule):
    """Move people and draw deaths.

    Deaths: ``N mu ((1 - F) + F f)``, drawn as Poisson counts; with fentanyl ``(1 + x) N mu F f``. A death is counted
    once and coded as often as its drugs require: heroin is found in ``h0 (1 - F)`` of users' fentanyl deaths.
    """
    markets, lanes = people.users.shape
    for m in range(markets):
        for lane in range(lanes):
            users, treated, recovered = people.users[m, lane], people.treated[m, lane], people.recovered[m, lane]
            share = rule.fentanyl_share[m, lane]
            exposed = users + rule.treated_risk[lane] * treated
            mean_h = exposed * rule.mu[lane] * (1.0 - share)
            mean_f = exposed * rule.mu[lane] * share * rule.f[lane]
            key, week = rule.keys[lane], np.uint64(rule.week)
            u1, u2 = uniforms2(key, np.uint64(DEATHS), week, rule.number[m], np.uint64(0))
            u3, u4 = uniforms2(key, np.uint64(DEATHS), week, rule.number[m], np.uint64(1))
            u5, _ = uniforms2(key, np.uint64(DEATH_CODES), week, rule.number[m], np.uint64(0))
            dead_h, dead_f = poisson(u1, mean_h), poisson(u2, mean_f)
            deaths.heroin[m, lane] = dead_h
            deaths.fentanyl[m, lane] = dead_f
            deaths.spill[m, lane] = poisson(u3, rule.spill[lane] * mean_f)
            deaths.pharma[m, lane] = poisson(u4, rule.pharma[m, lane])
            deaths.t401[m, lane] = dead_h + binomial(u5, dead_f, rule.mixed[lane] * (1.0 - share))
            deaths.t404[m, lane] = dead_f + deaths.spill[m, lane] + deaths.pharma[m, lane]
            died = min(dead_h + dead_f, users + treated)
            of_users = died * users / exposed if exposed > 0.0 else 0.0
            of_users = min(of_users, users)
            of_treated = min(died - of_users, treated)
            people.died[m, lane] = of_users + of_treated

            danger = (1.0 - share + share * rule.f[lane]) * rule.mu[lane] / rule.mu_2012[lane]
            gap = danger - people.risk[m, lane]
            people.risk[m, lane] += gap / (rule.risk_weeks[0, lane] if gap > 0.0 else rule.risk_weeks[1, lane])
            answer = rule.exponents[0, lane] * rule.price_log[m, lane]
            answer -= rule.exponents[1, lane] * vlog(max(people.risk[m, lane], 1e-6))
            free_share = max(1.0 - (users + treated + recovered) / rule.pool[m, lane], 0.0) / rule.free_2012[lane]
            started = free_share * users * rule.initiation[lane] * rule.initiation_push[lane] * vexp(answer)
            quit_ = users * rule.leave[0, lane]
            free = max(rule.places[m, lane] - treated, 0.0)
            entered = min(users * rule.leave[1, lane], free)
            left = treated * rule.leave[2, lane]
            relapsed = recovered * rule.leave[3, lane]
            well = left * rule.success[lane]
            people.initiated[m, lane] = started
            people.entered[m, lane] = entered
            new_users = users + started + relapsed + (left - well) - quit_ - entered - of_users
            people.users[m, lane] = new_users
            people.treated[m, lane] = treated + entered - left - of_treated
            people.recovered[m, lane] = recovered + quit_ + well - relapsed
            if rule.hold_users[lane] > 0.0:
                people.initiated[m, lane] += users - new_users
                people.users[m, lane] = users
