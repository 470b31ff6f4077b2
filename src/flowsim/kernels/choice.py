"""Shares of loads by route: what senders have learned of seizures, and how they choose on it.

A sender values a route as a "local thinker" (Bordalo, Gennaioli and Shleifer 2012): of the two states, the load arrives
or is seized, the one whose payoff stands out more from the usual payoff of a route gets the larger weight. Routes are
openings in bundles (aggregate-alternatives logit), and a part of the last shares stays.

Everything is worked one route after the other, lanes innermost; senders and drugs of no weight are passed over.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from flowsim.kernels.cells import rate_route
from flowsim.kernels.jit import inline, kernel
from flowsim.kernels.scratch import bare
from flowsim.kernels.tolls import pay_route
from flowsim.kernels.vmath import vexp

SMALL = 1e-12


class Memory(NamedTuple):
    """What senders know of their own loads; float64, (sender, D, C, L)."""

    hits: np.ndarray  # loads seized, decayed
    trials: np.ndarray  # loads sent, decayed
    share: np.ndarray  # of shipments, the last ones


class Routes(NamedTuple):
    """What routes cost and offer; float64, last axis lanes."""

    weights: np.ndarray  # (sender, D, L) of senders in exports; the rows of 0 in all lanes are passed over
    value: np.ndarray  # (D, L) USD per kg that arrives
    fee: np.ndarray  # (sender, C, L) USD per kg without toll, at a scale of 1
    scale: np.ndarray  # (D, L) of fees
    toll: np.ndarray  # (sender, C, L) of the usual toll
    openings: np.ndarray  # (D, C, L) weights of routes, sum 1 over routes
    crowding: np.ndarray  # (D, C, L) taken off the exponent of a route


class Taste(NamedTuple):
    """How senders choose; float64, (L,)."""

    prior_hits: np.ndarray  # loads
    prior_passes: np.ndarray  # loads
    toll_share: np.ndarray  # of the value
    delta: np.ndarray  # discount per rank of salience; 1 gives expected value
    beta: np.ndarray  # of the value over that of a load that arrives
    inertia: np.ndarray  # share of the last shares that stays


class Onward(NamedTuple):
    """What the load kernel needs of the shares; last axis lanes."""

    load_kg: np.ndarray  # (D, C, L) float64, mean size of a load
    rate: np.ndarray  # (sender, D, C, L) float32: loads per kg to send


class Usual(NamedTuple):
    """What the routes of one sender and drug have in common, (L,)."""

    due: np.ndarray  # USD per kg of a full toll
    arrive: np.ndarray  # usual payoff of a load that arrives
    seized: np.ndarray  # and of one that is seized
    second: np.ndarray  # weight of the state that stands out less
    beta: np.ndarray  # over value
    prior: np.ndarray  # all prior loads


@inline
def worth(value, paid, hits, passes, usual_arrive, usual_seized, first, second):  # type: ignore[no-untyped-def]
    """Value of a route to a local thinker, USD per kg; ``hits`` and ``passes`` with their priors.

    Salience of a payoff x is ``|x - usual| / (|x| + |usual|)``; both denominators are multiplied out.
    """
    arrive, seized = value - paid, -paid
    out_arrive = abs(arrive - usual_arrive) * (abs(seized) + abs(usual_seized) + SMALL)
    out_seized = abs(seized - usual_seized) * (abs(arrive) + abs(usual_arrive) + SMALL)
    arrive_first = out_arrive > out_seized
    w_arrive = passes * (first if arrive_first else second)
    w_seized = hits * (second if arrive_first else first)
    return (w_arrive * arrive + w_seized * seized) / (w_arrive + w_seized)


@kernel
def usual_payoffs(value, fee, scale, toll, openings, taste, usual):  # type: ignore[no-untyped-def]
    """Usual payoffs of one sender and drug: ``value, scale (L,)``, ``fee, toll, openings (C, L)``."""
    ways, lanes = fee.shape
    due, spent, weight = usual.due, usual.seized, usual.arrive
    for lane in range(lanes):
        due[lane] = taste.toll_share[lane] * value[lane]
        spent[lane], weight[lane] = 0.0, 0.0
    for c in range(ways):
        fee_c, toll_c, openings_c = fee[c], toll[c], openings[c]
        for lane in range(lanes):
            spent[lane] += (fee_c[lane] * scale[lane] + toll_c[lane] * due[lane]) * openings_c[lane]
            weight[lane] += openings_c[lane]
    for lane in range(lanes):
        usual.arrive[lane] = value[lane] * weight[lane] - spent[lane]
        usual.seized[lane] = -spent[lane]
        usual.second[lane] = taste.delta[lane] * taste.delta[lane]
        usual.beta[lane] = taste.beta[lane] / value[lane]
        usual.prior[lane] = taste.prior_hits[lane] + taste.prior_passes[lane]


@inline
def weigh_route(value, fee, scale, toll, hits, trials, openings, crowding, taste, usual, weight):  # type: ignore[no-untyped-def]
    """Weight of one route in the logit; everything (L,)."""
    for lane in range(value.shape[0]):
        paid = fee[lane] * scale[lane] + toll[lane] * usual.due[lane]
        caught = hits[lane] + taste.prior_hits[lane]
        passes = trials[lane] + usual.prior[lane] - caught
        here = worth(
            value[lane],
            paid,
            caught,
            passes,
            usual.arrive[lane],
            usual.seized[lane],
            taste.delta[lane],
            usual.second[lane],
        )
        weight[lane] = openings[lane] * vexp(usual.beta[lane] * here - crowding[lane])


@inline
def judge_route(hits, trials, share, keep, prior_hits, prior, mean):  # type: ignore[no-untyped-def]
    """Fade the memory of one route; add its learned chance times its share to ``mean``; everything (L,)."""
    for lane in range(mean.shape[0]):
        hits[lane] *= keep[lane]
        trials[lane] *= keep[lane]
        mean[lane] += share[lane] * ((hits[lane] + prior_hits[lane]) / (trials[lane] + prior[lane]))


@inline
def mix(weight, total, inertia, last, new):  # type: ignore[no-untyped-def]
    """New share of one route, (L,); ``total`` is what weights are multiplied by."""
    for lane in range(total.shape[0]):
        new[lane] = inertia[lane] * last[lane] + weight[lane] * total[lane]


@kernel
def fade(memory, keep):  # type: ignore[no-untyped-def]
    """Multiply ``memory (..., L)`` by ``keep (L,)``."""
    rows = memory.reshape(-1, keep.shape[0])
    for row in range(rows.shape[0]):
        for lane in range(keep.shape[0]):
            rows[row, lane] *= keep[lane]


@kernel
def judge_one(memory, s, d, weight, keep, prior_hits, prior, mean, risk):  # type: ignore[no-untyped-def]
    """Fade the memory of sender ``s`` and drug ``d``; add its mean learned chance times ``weight (L,)`` to ``risk``."""
    mean[:] = 0.0
    for c in range(memory.hits.shape[2]):
        hits, trials, share = memory.hits[s, d, c], memory.trials[s, d, c], memory.share[s, d, c]
        judge_route(hits, trials, share, keep, prior_hits, prior, mean)
    for lane in range(mean.shape[0]):
        risk[lane] += mean[lane] * weight[lane]


@kernel
def fade_and_judge(memory, weights, keep, prior_hits, prior_passes, risk_mean):  # type: ignore[no-untyped-def]
    """Fade the memories of loads; mean learned chance of seizure, over routes by their use and over senders.

    Parameters
    ----------
    memory : Memory
        Hits and trials are multiplied by ``keep`` where a sender has a weight in any lane.
    weights : (sender, D, L)
        Of senders in exports.
    keep : (L,)
        Share of a memory that stays.
    prior_hits, prior_passes : (L,)
        Loads that a sender seems to remember of every route.
    risk_mean : (D, L)
        Overwritten.
    """
    senders, drugs, lanes = weights.shape
    mean, prior = np.empty(lanes), prior_hits + prior_passes
    risk_mean[:] = 0.0
    for d in range(drugs):
        for s in range(senders):
            if np.any(weights[s, d] != 0.0):
                judge_one(memory, s, d, weights[s, d], keep, prior_hits, prior, mean, risk_mean[d])


class Rows(NamedTuple):
    """Scratch of a choice."""

    weight: np.ndarray  # (C, L) in the logit
    total: np.ndarray  # (L,) of the weights
    usual: Usual


@kernel
def make_rows(ways, lanes):  # type: ignore[no-untyped-def]
    """Room for the choice of one sender and drug."""
    due, arrive, seized = np.empty(lanes), np.empty(lanes), np.empty(lanes)
    usual = Usual(due, arrive, seized, np.empty(lanes), np.empty(lanes), np.empty(lanes))
    return Rows(np.empty((ways, lanes)), np.empty(lanes), usual)


@kernel
def choose_one(memory, routes, taste, s, d, rows, share):  # type: ignore[no-untyped-def]
    """New shares of sender ``s`` and drug ``d``; ``share`` as in choose."""
    memory, routes, taste, share = bare(memory), bare(routes), bare(taste), bare(share)
    weight, total, usual = bare(rows)
    ways, lanes = weight.shape
    value, openings, crowding = routes.value[d], routes.openings[d], routes.crowding[d]
    fee, scale, toll = routes.fee[s], routes.scale[d], routes.toll[s]
    usual_payoffs(value, fee, scale, toll, openings, taste, usual)
    hits, trials = memory.hits[s, d], memory.trials[s, d]
    total[:] = 0.0
    for c in range(ways):
        weigh_route(
            value, fee[c], scale, toll[c], hits[c], trials[c], openings[c], crowding[c], taste, usual, weight[c]
        )
        for lane in range(lanes):
            total[lane] += weight[c, lane]
    for lane in range(lanes):
        total[lane] = (1.0 - taste.inertia[lane]) / total[lane]
    for c in range(ways):
        mix(weight[c], total, taste.inertia, memory.share[s, d, c], share[s, d, c])


@kernel
def choose(memory, routes, taste, share):  # type: ignore[no-untyped-def]
    """New shares of loads by route, for all senders and drugs.

    Parameters
    ----------
    memory : Memory
    routes : Routes
    taste : Taste
    share : (sender, D, C, L)
        Written where a sender has a weight in any lane: ``inertia`` times the last shares, the rest a logit. May be
        ``memory.share`` itself.
    """
    senders, drugs, ways, lanes = share.shape
    rows = make_rows(ways, lanes)
    for d in range(drugs):
        for s in range(senders):
            if np.any(routes.weights[s, d] != 0.0):
                choose_one(memory, routes, taste, s, d, rows, share)


@kernel
def decide_one(memory, routes, taste, s, d, rows, learnt, plaza, dues, onward):  # type: ignore[no-untyped-def]
    """``learn_and_choose`` for sender ``s`` and drug ``d``, route by route; ``learnt``: keep, priors, mean, risk."""
    memory, routes, taste, dues, onward = bare(memory), bare(routes), bare(taste), bare(dues), bare(onward)
    (weight, total, usual), (keep, prior, mean, risk) = bare(rows), bare(learnt)
    ways, lanes = weight.shape
    value, openings, crowding = routes.value[d], routes.openings[d], routes.crowding[d]
    fee, scale, toll, sender = routes.fee[s], routes.scale[d], routes.toll[s], routes.weights[s, d]
    usual_payoffs(value, fee, scale, toll, openings, taste, usual)
    hits, trials, share = memory.hits[s, d], memory.trials[s, d], memory.share[s, d]
    total[:], mean[:] = 0.0, 0.0
    for c in range(ways):
        judge_route(hits[c], trials[c], share[c], keep, taste.prior_hits, prior, mean)
        weigh_route(
            value, fee[c], scale, toll[c], hits[c], trials[c], openings[c], crowding[c], taste, usual, weight[c]
        )
        for lane in range(lanes):
            total[lane] += weight[c, lane]
    for lane in range(lanes):
        risk[lane] += mean[lane] * sender[lane]
        total[lane] = (1.0 - taste.inertia[lane]) / total[lane]
    due, usd, by_plaza = dues.due[s, d], dues.usd[s, d], dues.by_plaza[s, d]
    load_kg, rate = onward.load_kg[d], onward.rate[s, d]
    for c in range(ways):
        mix(weight[c], total, taste.inertia, share[c], share[c])
        pay_route(share[c], fee[c], toll[c], plaza[c], due, usd, by_plaza)
        rate_route(share[c], load_kg[c], rate[c])
    for lane in range(lanes):
        usd[lane] *= scale[lane]


@kernel
def learn_and_choose(memory, routes, taste, keep, risk_mean, plaza, dues, onward):  # type: ignore[no-untyped-def]
    """``fade_and_judge``, ``choose`` into ``memory.share``, then ``tolls.pay`` and ``cells.rates`` of the new shares.

    One sender and drug after the other, each while its memory is at hand; ``keep`` and ``risk_mean`` as in
    ``fade_and_judge``, ``plaza`` and ``dues`` as in ``tolls.pay``. Rates of the others stay as they are.
    """
    memory, routes, dues, onward = bare(memory), bare(routes), bare(dues), bare(onward)
    senders, drugs, ways, lanes = memory.share.shape
    rows, mean, prior = make_rows(ways, lanes), np.empty(lanes), taste.prior_hits + taste.prior_passes
    risk_mean[:] = 0.0
    for array in (dues.due, dues.usd):
        array[:] = 0.0
    dues.by_plaza[:] = 0.0
    for s in range(senders):
        for d in range(drugs):
            if np.any(routes.weights[s, d] != 0.0):
                decide_one(memory, routes, taste, s, d, rows, (keep, prior, mean, risk_mean[d]), plaza, dues, onward)
