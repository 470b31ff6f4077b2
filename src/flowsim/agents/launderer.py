"""Laundering networks: what they ask, how much they can move, where they open accounts, how far they spread."""

from __future__ import annotations

from typing import Any

import numpy as np

from flowsim.agents.handle import Handle
from flowsim.domain.chain.detection import BEST
from flowsim.domain.network import Floats
from flowsim.kernels import fees
from flowsim.kernels.custom import Seen, Taste, choose_banks, weigh_banks
from flowsim.kernels.lanes import full
from flowsim.kernels.review import quantiles
from flowsim.kernels.screening import Scheme, spread_of

MOST_BANKS = 12


class LaunderingNetwork(Handle):
    """One network: a handle on a row of the provider axis. All of them decide together."""

    @property
    def fee(self) -> Floats:
        """Share of value it asks, (L,)."""
        return np.asarray(self.model.world.provider_fee[self.row])


def decide_accounts(model: Any) -> None:
    """Where new accounts go: size and own custom, less at banks that close accounts or hold many of ours."""
    w, p, b, holders = model.world, model.params.screening, model.params.laundering, model.holders
    cells, loss = (holders.open_to.size, model.lanes), p.closure_usd / holders.usd
    held, closed, months = (array.reshape(cells) for array in (w.accounts, w.closed_memory, w.held_memory))
    seen = Seen(held, closed, months, holders.size.reshape(-1), w.kept[holders.segment].reshape(cells))
    prior = b.usual_closure, b.closure_prior_months
    taste = Taste(*prior, loss, p.concentration, p.custom, p.theta_bank, p.explore)
    choose_banks(model.spots, seen, taste, model.intents.account_share.reshape(cells))


def scheme(model: Any, strength: Floats, cut: Floats, sharing: Floats) -> Scheme:
    """What holders know of detection: the strength of a scheme at one bank, thresholds, sharing; (holder, L) each."""
    p, holders = model.params.screening, model.holders
    shape = (len(holders), model.lanes)
    return Scheme(
        strength=strength * p.scheme_accounts,
        threshold=cut,
        sharing=sharing,
        account_usd=full(p.account_usd, shape),
        value_usd=holders.usd * p.scheme_accounts,
        loss=p.closure_usd / holders.usd,
        closes=full(model.params.laundering.read_true * p.exit_after_report, shape),
    )


def usual_spread(model: Any) -> Floats:
    """Banks per scheme that would cost least in 2012 without sharing, (holder, L)."""
    p = model.params.screening
    shape = (len(model.holders), model.lanes)
    cut = np.empty(shape)
    quantiles(full(p.alert_rate, shape), cut)
    usual = scheme(model, full(BEST * p.score_strength, shape), cut, np.zeros(shape))
    banks, cost = np.empty(shape), np.empty(shape)
    spread_of(usual, MOST_BANKS, banks, cost)
    return banks


def decide_schemes(model: Any) -> None:
    """Banks that a scheme spreads over: accounts cost money, closures lose it. Holders follow the best slowly.

    The best number moves the one of the start in proportion, so that no change of detection means no move.
    """
    w, p = model.world, model.params.screening
    seen = np.empty((4, *w.scheme_banks.shape))
    weigh_banks(w.accounts, (w.strength, w.cut, model.sharing), seen)
    strength, cut, sharing, held = seen
    banks, cost = np.empty_like(held), np.empty_like(held)
    spread_of(scheme(model, strength, cut, sharing), MOST_BANKS, banks, cost)
    goal = np.clip(p.scheme_accounts * banks / model.usual_spread, 1.0, MOST_BANKS)
    w.scheme_banks += model.params.laundering.spread_speed * (
        np.where(held > 0.0, goal, w.scheme_banks) - w.scheme_banks
    )


def decide_terms(model: Any) -> None:
    """Networks compete: fees follow use and cover cost, capacity follows profit, reputation follows custom."""
    w, s, p, (known, _, _) = model.world, model.params.screening, model.params.laundering, model.choice
    first, holders = model.providers.first, model.holders
    networks = fees.Networks(
        *(w.provider_fee[first:], w.provider_use[first:], model.own_cost),
        *(holders.provider - first, w.scheme_banks, w.closing, holders.usd),
    )
    terms = fees.Terms(
        *(p.usual_use, p.fee_response, p.capacity_growth, s.account_usd, s.closure_usd, s.scheme_accounts)
    )
    factor, cost = np.empty((2, *model.own_cost.shape))
    fees.press(networks, terms, factor)
    np.exp(factor, out=factor)
    fees.ask(networks, terms, factor, cost)
    w.provider_capacity[first:] *= np.exp(factor, out=factor)
    fees.follow_custom(w.placed_usd, known.group, p.imitation, w.provider_size)


def own_cost(model: Any) -> Floats:
    """Cost of networks beside accounts, share of value, (network, L): what is left of their usual cost."""
    s, p, providers, holders = model.params.screening, model.params.laundering, model.providers, model.holders
    first = providers.first
    cost = p.cost_share * providers.fee[first:]
    usual = (s.account_usd + p.usual_closure * s.closure_usd) / holders.usd[:-1]
    rows = holders.provider - first
    cost[rows] = np.maximum(cost[rows] - usual, 0.2 * cost[rows])
    return np.asarray(cost)
