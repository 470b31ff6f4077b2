"""Kernels of goods and people of one world in numpy, as one would write them with whole arrays and numpy's generator.

Same arguments and the same law as the kernels; the last axis, of worlds, has length 1. What does not draw gives the
same numbers.
"""

from __future__ import annotations

from functools import cache

import numpy as np

from flowsim.kernels.queues import HOURS, NEAR_FULL

RNG = np.random.default_rng(1)
TINY = 1e-9


class Same:
    """Arrays that are a key by being themselves, for what is worked out once from arrays that stay."""

    def __init__(self, *arrays):
        self.arrays = arrays

    def __hash__(self):
        return hash(tuple(map(id, self.arrays)))

    def __eq__(self, other):
        return all(a is b for a, b in zip(self.arrays, other.arrays, strict=True))


@cache
def way_of_cell(senders, drugs, ways):
    """Drug and way of every cell, as one number, and the way alone."""
    cells = np.arange(senders * drugs * ways)
    return cells, cells % (drugs * ways), cells % ways


def cross_at(a, _odds, _address, out):
    """All loads of the week at once, each with its sender, drug and way, its own inspection and size."""
    senders, drugs, ways, _ = a.rate.shape
    pairs, places = senders * drugs, drugs * ways
    cells, drug_and_way, only_way = way_of_cell(senders, drugs, ways)
    loads = RNG.poisson(a.send_kg[:, :, None] * a.rate)
    out.trials[:] += loads
    cell = np.repeat(cells, loads.reshape(-1))
    pair = np.repeat(cells[:pairs], loads.reshape(pairs, ways).sum(1))
    here = drug_and_way[cell]
    middle = np.log(a.mean_load_kg) - 0.5 * (a.sigma * a.sigma)[:, None]
    spread = np.repeat(a.sigma.reshape(-1), ways)
    caught = RNG.random(cell.size) < a.p_inspect.reshape(-1)[here]
    kg = np.exp(middle.reshape(-1)[here] + spread[here] * RNG.standard_normal(cell.size))
    sent, stock = np.bincount(pair, kg, pairs), a.stock_kg.reshape(-1)
    factor = np.minimum(1.0, stock / np.maximum(sent, 1e-300))
    kg *= factor[pair]
    lost = kg * caught
    through = kg - lost
    out.sent_kg[:] = np.minimum(sent, stock).reshape(out.sent_kg.shape)
    out.passed_kg[:] = np.bincount(pair, through, pairs).reshape(out.passed_kg.shape)
    out.seized_kg[:] = np.bincount(here, lost, places).reshape(out.seized_kg.shape)
    out.delivered_kg[:] = np.bincount(here, through, places).reshape(out.delivered_kg.shape)
    hit = cell[caught]
    out.hits[:] += np.bincount(hit, minlength=cells.size).reshape(out.hits.shape)
    out.caught[:, 0] = np.bincount(only_way[hit], minlength=ways)


def rates(share, mean_load_kg, rate):
    np.divide(share, mean_load_kg, out=rate, casting="same_kind")


def ask(asked, held, send_kg, most_kg):
    wanted = asked.weights * (asked.order_kg.sum(1) / (1.0 - np.minimum(asked.risk, 0.9)))
    mean = held.sent_mean[:-1]
    mean += (wanted[:-1] - mean) / 8.0
    most_kg[:] = held.stock_kg
    np.minimum(wanted, held.stock_kg, out=send_kg)
    mail = asked.mail_kg.sum(0) / (1.0 - np.minimum(asked.mail_risk, 0.9))
    most_kg[-1, 1], send_kg[-1, 1] = 100.0 * (mail + 1.0), mail


def hand_over(asked, stock_kg, crossed, on_road, parted):
    np.multiply(crossed.seized_kg, on_road, out=parted.road_kg)
    np.subtract(crossed.seized_kg, parted.road_kg, out=parted.border_kg)
    stock = stock_kg[:-1]
    np.maximum(stock - crossed.sent_kg[:-1], 0.0, out=stock)
    passed = crossed.passed_kg[:-1].sum(0) / np.maximum(asked.order_kg.sum(1), 1e-300)
    np.multiply(asked.order_kg, passed[:, None], out=parted.arrived_kg)
    mailed = crossed.passed_kg[-1, 1] / np.maximum(asked.mail_kg.sum(0), 1e-300)
    np.multiply(asked.mail_kg, mailed, out=parted.mailed_kg)


def learn_and_choose(memory, routes, taste, keep, risk_mean, plaza, dues, onward):
    """All senders and drugs that deal, at once, as in the slow twin of the choice."""
    s, d = np.nonzero(routes.weights[..., 0])
    hits, trials, last = (array[s, d, :, 0] for array in memory)
    kept, delta, inertia = keep[0], taste.delta[0], taste.inertia[0]
    hits *= kept
    trials *= kept
    risk = (hits + taste.prior_hits[0]) / (trials + (taste.prior_hits[0] + taste.prior_passes[0]))
    risk_mean[:, 0] = np.bincount(d, (risk * last).sum(1) * routes.weights[s, d, 0], len(risk_mean))
    openings, value = routes.openings[d, :, 0], routes.value[d]
    fee, toll = routes.fee[s, :, 0], routes.toll[s, :, 0]
    paid = fee * routes.scale[d] + toll * (taste.toll_share[0] * value)
    arrive = value - paid
    usual_arrive, usual_seized = (openings * arrive).sum(1)[:, None], (openings * paid).sum(1)[:, None]
    stands_out = np.abs(arrive - usual_arrive) * (paid + np.abs(usual_seized) + 1e-12)
    first = stands_out > np.abs(paid - usual_seized) * (np.abs(arrive) + np.abs(usual_arrive) + 1e-12)
    up = (1.0 - risk) * np.where(first, delta, delta * delta)
    down = risk * np.where(first, delta * delta, delta)
    worth = (up * arrive - down * paid) / ((up + down) * value)
    weight = openings * np.exp(taste.beta[0] * worth - routes.crowding[d, :, 0])
    share = inertia * last + (1.0 - inertia) / weight.sum(1)[:, None] * weight
    memory.hits[s, d, :, 0], memory.trials[s, d, :, 0], memory.share[s, d, :, 0] = hits, trials, share
    onward.rate[s, d, :, 0] = share / onward.load_kg[d, :, 0]
    at = plaza >= 0
    owed = share * toll * at
    places = dues.by_plaza.shape[2]
    by = np.arange(len(s))[:, None] * places + plaza * at
    here = np.bincount(by.reshape(-1), owed.reshape(-1), len(s) * places).reshape(-1, places)
    for array, new in ((dues.due, owed.sum(1)), (dues.usd, (share * fee).sum(1) * routes.scale[d, 0])):
        array[:] = 0.0
        array[s, d, 0] = new
    dues.by_plaza[:] = 0.0
    dues.by_plaza[s, d, :, 0] = here


def fade(memory, keep):
    memory *= keep


def wait(day, out):
    """All kinds and gates at once, hour after hour; the first of two days only fills the queues."""
    full = np.maximum(day.capacity, TINY)
    most, share = day.patience * full, day.opening[day.pattern]
    serves = np.maximum(full[:, None] * share, TINY)
    power = np.sqrt(2.0 * (day.booths[:, None] * share + 1.0)) - 1.0
    comes = day.arrivals[:, :, None] * day.profile[day.pattern]
    spare = serves - comes
    queue = np.zeros_like(day.arrivals)
    for hour in range(HOURS):
        queue = np.minimum(np.maximum(queue - spare[:, :, hour], 0.0), most)
    befores, afters, overs = np.empty((3, *comes.shape))
    for hour in range(HOURS):
        after = np.maximum(queue - spare[:, :, hour], 0.0)
        befores[:, :, hour], queue = queue, np.minimum(after, most)
        afters[:, :, hour], overs[:, :, hour] = queue, after - queue
    empties = np.maximum(spare, TINY)
    area = np.where(afters <= 0.0, 0.5 * befores * befores / empties, 0.5 * (befores + afters))
    rho = np.minimum(comes / serves, NEAR_FULL)
    chance = day.scatter * rho**power / np.maximum(spare, (1.0 - NEAR_FULL) * serves)
    joins = comes - overs
    area += joins * np.minimum(chance, day.patience)
    np.divide(area.sum(2), np.maximum(joins.sum(2), 1e-300), out=out.hours)
    overs.sum(2, out=out.put_off)


def use(people, deaths, rule):
    """All products and markets at once; one call draws the deaths."""
    share, f, codes = rule.fentanyl_share, rule.f[:, None], rule.codes
    users, treated, recovered, risk = people.users, people.treated, people.recovered, people.risk
    exposed = users + codes[0] * treated
    alone = exposed * rule.mu[0][:, None] * np.maximum(rule.intake, TINY) ** rule.dose[0][:, None]
    alone[0] *= rule.disruption
    mixed = alone * share * f
    alone[0] *= 1.0 - share
    means = np.concatenate([alone, mixed, codes[1] * mixed[:1], rule.pharma[None]])
    counts = RNG.poisson(means).astype(float)
    many = len(users)
    deaths.alone[:], deaths.fentanyl[:], deaths.spill[:], deaths.pharma[:] = (
        *(counts[:many], counts[many:-2]),
        *(counts[-2], counts[-1]),
    )
    coded = RNG.binomial(deaths.fentanyl[0].astype(int), codes[2] * (1.0 - share))
    np.add(deaths.alone[0], coded, out=deaths.t401)
    counts[many:].sum(0, out=deaths.t404)
    dead = np.minimum(deaths.alone + deaths.fentanyl, users + treated)
    part = np.divide(users, exposed, out=np.zeros_like(users), where=exposed > 0.0)
    of_users = np.minimum(dead * part, users)
    of_treated = np.minimum(dead - of_users, treated)
    np.add(of_users, of_treated, out=people.died)
    danger = 1.0 + f * share
    danger[0] -= share
    now, usual = rule.mu
    gap = danger * np.divide(now, usual, out=np.ones_like(now), where=usual > 0.0)[:, None] - risk
    risk += gap / np.where(gap > 0.0, *rule.risk_weeks)
    to_price, to_risk, success = rule.exponents
    left = np.maximum(1.0 - (users + treated + recovered) / rule.pool, 0.0)
    pull = np.exp(to_price * rule.price_log - to_risk * np.log(np.maximum(risk, 1e-6)))
    started = users * left * (rule.initiation * rule.push / rule.free_2012)[:, None] * pull
    quit_rate, seek, end, relapse = rule.leave[:, :, None]
    gone = users * quit_rate
    entered = np.minimum(users * seek, np.maximum(rule.places - treated, 0.0))
    left, back = treated * end, recovered * relapse
    well = left * success
    now = users + started + back + (left - well) - gone - entered - of_users
    treated += entered - left - of_treated
    recovered += gone + well - back
    stays = rule.dose[1][:, None] > 0.0
    people.initiated[:] = started + np.where(stays, users - now, 0.0)
    people.entered[:], users[:] = entered, np.where(stays, users, now)


MADE, CHEMISTRY = np.array([1, 2, 2]), 3  # the drug of each chemistry


def make(makers, making):
    """All senders and the three drugs at once."""
    labs, plan, capacity = makers.labs[:, :CHEMISTRY], making.plan_kg[:, :CHEMISTRY], making.per_lab_kg[:CHEMISTRY]
    raided = RNG.binomial(labs.astype(int), np.minimum(making.raid_hazard, 1.0)).astype(float)
    wanted, left = np.ceil(1.2 * plan / capacity), labs - raided
    missing = wanted - left
    short = np.maximum(missing, 0.0)
    opened = np.minimum(RNG.poisson(short / making.build_weeks), short)
    lost = np.divide(raided, labs, out=np.zeros_like(labs), where=labs > 0.0)
    labs[:] = left + opened - (missing < -0.5 * wanted - 1.0)
    makers.raided[:, :CHEMISTRY] = raided
    most = np.minimum(plan, left * capacity).transpose(1, 0, 2)[MADE]
    held, per_kg, split = makers.precursor_kg, making.precursor_per_kg[:, None], making.split[:, None]
    gone = held * lost.transpose(1, 0, 2)[MADE]
    makers.precursor_lost_kg[:] = gone
    held -= gone
    part = np.minimum(most * split, held / per_kg)
    np.multiply(part, per_kg, out=makers.precursor_used_kg)
    np.maximum(held - makers.precursor_used_kg, 0.0, out=held)
    need = plan.transpose(1, 0, 2)[MADE] * (split * per_kg)
    makers.precursor_use_mean[:] += (need - makers.precursor_use_mean) / 8.0
    made = np.stack([making.heroin_kg, part[0], part[1] + part[2]], axis=1)
    makers.produced_kg[:, :CHEMISTRY], makers.lost_kg[:, :CHEMISTRY] = made, made * lost
    makers.stock_kg[:, :CHEMISTRY] += made - makers.lost_kg[:, :CHEMISTRY]


def raise_to(base, exponent, out):
    np.power(base, exponent, out=out)


def find_at_ports(bulk, scan, refer, scan_finds, search_finds, out):
    referred = -np.expm1(bulk * np.log1p(-np.minimum(refer, 0.95)))
    out[:] = 1.0 - (1.0 - referred * search_finds) * (1.0 - scan * scan_finds)
