"""The exporting organisations: which routes and seaports their loads take."""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np

from flowsim.agents.handle import Handle
from flowsim.domain.codes import Level
from flowsim.domain.network import Floats
from flowsim.kernels.caution import Habit, Ways, fear, mean_price, settle
from flowsim.kernels.choice import Memory, Onward, Routes, Taste, learn_and_choose
from flowsim.kernels.tolls import Dues


class Cartel(Handle):
    """One exporting organisation: a row of the sender axis. All of them decide together, in ``decide_routes``."""

    @property
    def share(self) -> Floats:
        """Shares of shipments by route, (D, C, L)."""
        return np.asarray(self.model.world.share[self.row])


def decide_routes(model: Any, keep: Floats | None = None) -> None:
    """Shares of shipments by route, seaport and leg of every organisation: half the last ones, half a logit of value.

    Routes are taken at once, with the tolls and fees that a shipment pays on them on average.

    Chances of seizure are learned from own loads with a 13-month memory. Each route bundles as many openings as its
    lawful traffic offers (aggregate-alternatives logit), and is valued by a local thinker (``kernels/choice.py``).

    Parameters
    ----------
    keep : (L,), optional
        Share of the memory of own loads that stays; all by default.
    """
    world, base, p = model.world, model.base, model.params.trafficking
    routes = base.routes
    plain = model.config.structure.route_choice == "expected_value"
    learn_and_choose(
        Memory(world.hits, world.trials, world.share),
        Routes(
            base.weights,
            model.import_price,
            routes.fee,
            routes.scale,
            routes.toll,
            routes.openings,
            world.crowding,
        ),
        Taste(
            prior_hits=p.prior_hits,
            prior_passes=p.prior_passes,
            toll_share=p.toll_share,
            delta=np.ones_like(p.salience_delta) if plain else p.salience_delta,
            beta=p.beta_route,
            inertia=p.inertia,
        ),
        np.ones(model.lanes) if keep is None else keep,
        world.risk_mean,
        routes.plaza,
        Dues(world.toll_due, world.route_usd, world.toll_from),
        Onward(model.routes.load_kg, model.routes.rate),
    )
    decide_seaports(model)
    decide_legs(model)


class Choices(NamedTuple):
    """What senders choose by learned chances of seizure alone, bound to the arrays of a world."""

    seaports: Ways
    legs: Ways


def make_choices(model: Any) -> Choices:
    """Choices of the organisations of a model; the last sender, the mail, has none."""
    w, intents = model.world, model.intents
    ports, first = w.seaport_share[:-1], w.leg_share[:-1, None]
    return Choices(
        Ways(
            *(w.seaport_hits[:-1], w.seaport_trials[:-1], np.ones(ports.shape[-2:])),
            *(ports, np.empty_like(ports), intents.seaport_share[:-1]),
        ),
        Ways(
            *(w.leg_hits[:-1, None], w.leg_trials[:-1, None], model.params.coca.openings),
            *(first, np.empty_like(first), intents.leg_share[:-1, None]),
        ),
    )


def decide_seaports(model: Any) -> None:
    """Shares of precursor shipments by chemistry and seaport, by learned chance of seizure."""
    _decide(model, model.choices.seaports)


def decide_legs(model: Any) -> None:
    """Shares of cocaine by first leg, by the Pacific or to Central America, by learned chance of seizure."""
    _decide(model, model.choices.legs)


def _decide(model: Any, ways: Ways) -> None:
    p = model.params.trafficking
    habit = Habit(p.prior_hits, p.prior_passes, p.beta_route, p.inertia)
    fear(ways, habit)
    np.exp(ways.weight, out=ways.weight)
    settle(ways, habit)


def import_price(price: Floats, order: Floats) -> Floats:
    """Mean import price by drug, (D, L) USD per pure kg, weighted by orders.

    Parameters
    ----------
    price : (level, D, market, L) float64
    order : (D, market, L) float64
    """
    out = np.empty((order.shape[0], order.shape[-1]))
    mean_price(price[Level.IMPORT], order, out)
    return out
