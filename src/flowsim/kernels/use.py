"""One week of use of every product: initiation, treatment, recovery, relapse, overdose and the codes of deaths."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from flowsim.kernels.draws import DEATH_CODES, DEATHS, uniforms2
from flowsim.kernels.inversion import BLOCK, binomial, poisson_block
from flowsim.kernels.jit import kernel
from flowsim.kernels.scratch import room
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
    u, v, mass, reached = (
        room(BLOCK, np.float64),
        room(BLOCK, np.float64),
        room(BLOCK, np.float64),
        room(BLOCK, np.float64),
    )
    mean, count = room(BLOCK, np.float64), room(BLOCK, np.float64)
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
def _split_dead(alone, mixed, users, treated, patient_risk, died, of_users, of_treated):
    """Deaths of users and of patients, no more than there are of either; rows (lane,)."""
    for lane in range(died.shape[0]):
        dead = min(alone[lane] + mixed[lane], users[lane] + treated[lane])
        exposed = users[lane] + patient_risk[lane] * treated[lane]
        of_users[lane] = min(dead * users[lane] / exposed if exposed > 0.0 else 0.0, users[lane])
        of_treated[lane] = min(dead - of_users[lane], treated[lane])
        died[lane] = of_users[lane] + of_treated[lane]


@kernel
def _fear(rule, p, share, risk):
    """Perceived risk follows the danger of use, up faster than down; rows (lane,)."""
    now, usual, mixed, rise, fade = rule.mu[0, p], rule.mu[1, p], rule.f[p], rule.risk_weeks[0], rule.risk_weeks[1]
    least = 1.0 if p == OPIOIDS else 0.0
    for lane in range(risk.shape[0]):
        danger = 1.0 - least * share[lane] + mixed[lane] * share[lane]
        danger *= now[lane] / usual[lane] if usual[lane] > 0.0 else 1.0
        gap = danger - risk[lane]
        risk[lane] += gap / (rise[lane] if gap > 0.0 else fade[lane])


@kernel
def _draw_in(rule, p, m, users, others, recovered, risk, started):
    """People who begin, from the price and perceived risk; ``others`` are in treatment; rows (lane,)."""
    to_price, to_risk, price_log, pool = rule.exponents[0], rule.exponents[1], rule.price_log[p, m], rule.pool[p, m]
    rate, push, free = rule.initiation[p], rule.push[p], rule.free_2012[p]
    for lane in range(started.shape[0]):
        answer = to_price[lane] * price_log[lane]
        answer -= to_risk[lane] * vlog(max(risk[lane], 1e-6))
        left = max(1.0 - (users[lane] + others[lane] + recovered[lane]) / pool[lane], 0.0)
        started[lane] = users[lane] * (rate[lane] * push[lane] * left / free[lane]) * vexp(answer)


@kernel
def _move(rule, p, places, people_of, dead, initiated, entered):
    """Quitting, treatment, relapse; ``people_of`` and ``dead`` are users and others, rows (lane,)."""
    users, treated, recovered = people_of
    of_users, of_treated = dead
    quit_rate, seek, end, relapse = rule.leave[0, p], rule.leave[1, p], rule.leave[2, p], rule.leave[3, p]
    success, stay = rule.exponents[2], rule.dose[1, p]
    for lane in range(users.shape[0]):
        quit_ = users[lane] * quit_rate[lane]
        free = max(places[lane] - treated[lane], 0.0)
        enter = min(users[lane] * seek[lane], free)
        left = treated[lane] * end[lane]
        relapsed = recovered[lane] * relapse[lane]
        well = left * success[lane]
        entered[lane] = enter
        now = users[lane] + initiated[lane] + relapsed + (left - well) - quit_ - enter - of_users[lane]
        treated[lane] = treated[lane] + enter - left - of_treated[lane]
        recovered[lane] = recovered[lane] + quit_ + well - relapsed
        stays = stay[lane] > 0.0  # then as many more begin
        initiated[lane] += users[lane] - now if stays else 0.0
        users[lane] = users[lane] if stays else now


@kernel
def use(people, deaths, rule):
    """Move people and draw deaths.

    A death is counted once and coded as often as its drugs require: heroin is found in ``h0 (1 - F)`` of opioid
    users' fentanyl deaths, synthetic opioids in every death with fentanyl.
    """
    products, markets, lanes = people.users.shape
    alone, mixed, others = np.empty(markets * lanes), np.empty(markets * lanes), np.empty((2, markets * lanes))
    address = np.empty(markets * lanes, np.uint64), np.empty(markets * lanes, np.uint64)
    dead = np.empty(lanes), np.empty(lanes)
    _address(rule, *address)
    for p in range(products):
        _die(people, deaths, rule, address, p, alone, mixed, others)
        for m in range(markets):
            users, treated, recovered = people.users[p, m], people.treated[p, m], people.recovered[p, m]
            risk, started = people.risk[p, m], people.initiated[p, m]
            _split_dead(
                deaths.alone[p, m], deaths.fentanyl[p, m], users, treated, rule.codes[0], people.died[p, m], *dead
            )
            _fear(rule, p, rule.fentanyl_share[m], risk)
            _draw_in(rule, p, m, users, treated, recovered, risk, started)
            _move(rule, p, rule.places[p, m], (users, treated, recovered), dead, started, people.entered[p, m])
