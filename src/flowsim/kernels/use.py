"""One week of use of every product: initiation, treatment, recovery, relapse, overdose and the codes of deaths."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from flowsim.kernels.draws import DEATH_CODES, DEATHS, uniforms2
from flowsim.kernels.inversion import BLOCK, binomial, poisson_block
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
def _expect(people, rule, p, alone, mixed):
    """Expected deaths of one product without and with fentanyl, ``(market lane,)`` flat.

    Opioids: ``N mu ((1 - F) + F f)``; stimulants: ``N mu (1 + F f)``, since their own risk stays. N counts patients by
    their lower risk.
    """
    markets, lanes = people.users.shape[1:]
    for m in range(markets):
        for lane in range(lanes):
            share, cell = rule.fentanyl_share[m, lane], m * lanes + lane
            hazard = (people.users[p, m, lane] + rule.codes[0, lane] * people.treated[p, m, lane]) * rule.mu[0, p, lane]
            if rule.dose[0, p, lane] != 0.0:
                hazard *= vexp(rule.dose[0, p, lane] * vlog(max(rule.intake[p, m, lane], 1e-9)))
            if p == OPIOIDS:
                hazard *= rule.disruption[m, lane]
            mixed[cell] = hazard * share * rule.f[p, lane]
            alone[cell] = hazard * (1.0 - share) if p == OPIOIDS else hazard


@kernel
def _address(rule, key, number):
    """Key of the lane and id of the market of every cell, ``(market lane,)``."""
    lanes = rule.keys.shape[0]
    for m in range(rule.number.shape[0]):
        for lane in range(lanes):
            key[m * lanes + lane], number[m * lanes + lane] = rule.keys[lane], rule.number[m]


@kernel
def _draw(rule, address, slot, first, second):
    """Replace two tables of expected numbers, ``(market lane,)``, by Poisson counts, a block of cells at a time."""
    u, v, mass, reached = np.empty(BLOCK), np.empty(BLOCK), np.empty(BLOCK), np.empty(BLOCK)
    mean, count = np.zeros(BLOCK), np.empty(BLOCK)
    week, process = np.uint64(rule.week), np.uint64(DEATHS)
    key, number = address
    for start in range(0, first.size, BLOCK):
        size = min(BLOCK, first.size - start)
        for i in range(size):
            u[i], v[i] = uniforms2(key[start + i], process, week, number[start + i], slot)
        for draws, table in ((u, first), (v, second)):
            mean[:] = 0.0
            for i in range(size):
                mean[i] = table[start + i]
            poisson_block(draws, mean, mass, reached, count)
            for i in range(size):
                table[start + i] = count[i]


@kernel
def _die(people, deaths, rule, address, p, alone, mixed, others):
    """Deaths of one product in every market and their codes; ``alone``, ``mixed`` and ``others`` are scratch."""
    markets, lanes = people.users.shape[1:]
    _expect(people, rule, p, alone, mixed)
    if p == OPIOIDS:
        for m in range(markets):
            for lane in range(lanes):
                others[0, m * lanes + lane] = rule.codes[1, lane] * mixed[m * lanes + lane]
                others[1, m * lanes + lane] = rule.pharma[m, lane]
        _draw(rule, address, np.uint64(1), others[0], others[1])
    _draw(rule, address, np.uint64(0 if p == OPIOIDS else p + 1), alone, mixed)
    for m in range(markets):
        for lane in range(lanes):
            cell = m * lanes + lane
            deaths.alone[p, m, lane], deaths.fentanyl[p, m, lane] = alone[cell], mixed[cell]
            if p == OPIOIDS:
                u, _ = uniforms2(
                    rule.keys[lane], np.uint64(DEATH_CODES), np.uint64(rule.week), rule.number[m], np.uint64(0)
                )
                coded = binomial(u, mixed[cell], rule.codes[2, lane] * (1.0 - rule.fentanyl_share[m, lane]))
                deaths.spill[m, lane], deaths.pharma[m, lane] = others[0, cell], others[1, cell]
                deaths.t401[m, lane] = alone[cell] + coded
                deaths.t404[m, lane] = mixed[cell] + others[0, cell] + others[1, cell]
            else:
                deaths.t404[m, lane] += mixed[cell]


@kernel
def use(people, deaths, rule):
    """Move people and draw deaths.

    A death is counted once and coded as often as its drugs require: heroin is found in ``h0 (1 - F)`` of opioid
    users' fentanyl deaths, synthetic opioids in every death with fentanyl.
    """
    products, markets, lanes = people.users.shape
    alone, mixed, others = np.empty(markets * lanes), np.empty(markets * lanes), np.empty((2, markets * lanes))
    address = np.empty(markets * lanes, np.uint64), np.empty(markets * lanes, np.uint64)
    _address(rule, *address)
    for p in range(products):
        _die(people, deaths, rule, address, p, alone, mixed, others)
        for m in range(markets):
            for lane in range(lanes):
                died = deaths.alone[p, m, lane] + deaths.fentanyl[p, m, lane]
                died = min(died, people.users[p, m, lane] + people.treated[p, m, lane])
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
