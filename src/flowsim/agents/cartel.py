"""An exporting organisation: which routes its loads take."""

from __future__ import annotations

from typing import Any

import mesa
import numpy as np

from flowsim.domain.codes import Level
from flowsim.domain.network import Floats
from flowsim.kernels.lanes import sum_over, total

SMALL = 1e-12


def salience(payoff: Floats, usual: Floats) -> Floats:
    """How far a payoff stands out from the usual one, in [0, 1] (Bordalo, Gennaioli and Shleifer 2012)."""
    return np.abs(payoff - usual) / (np.abs(payoff) + np.abs(usual) + SMALL)


def local_thinker(value: Floats, cost: Floats, risk: Floats, openings: Floats, delta: Floats) -> Floats:
    """Value of each route to a decision maker who overweights the state that stands out.

    Parameters
    ----------
    value : (D, 1, L) float64
        USD per kg of a load that arrives.
    cost, risk : (D, C, L) float64
        USD per kg spent on the route; learned chance of seizure.
    openings : (D, C, L) float64
        Weights of routes in the usual payoff, sum 1 over routes.
    delta : (L,) float64
        Discount per salience rank; 1 gives expected value.

    Returns
    -------
    (D, C, L) float64
        Value over the value of a load that arrives.
    """
    arrive, seized = value - cost, -cost

    def usual(x: Floats) -> Floats:
        return sum_over(x * openings, 1)[:, None, :]

    arrive_first = salience(arrive, usual(arrive)) > salience(seized, usual(seized))
    first, second = delta, delta * delta
    w_arrive = np.where(arrive_first, first, second)
    w_seized = np.where(arrive_first, second, first)
    scale = (1.0 - risk) * w_arrive + risk * w_seized
    return ((1.0 - risk) * w_arrive * arrive + risk * w_seized * seized) / scale / value


class Cartel(mesa.Agent):
    """One exporting organisation.

    Parameters
    ----------
    model : FlowModel
    row : int
        Row of the sender axis.
    name : str
        Key in the configuration.
    """

    def __init__(self, model: Any, row: int, name: str) -> None:
        super().__init__(model)
        self.row, self.name = row, name
        self.cost_usd = model.base.routes.cost[row]
        self.toll = model.base.routes.toll[row]

    def decide(self) -> None:
        """Shares of shipments by route and by seaport: half the last ones, half a logit of their value.

        Chances of seizure are learned from own loads with a 13-month memory. Each route bundles as many openings as
        its lawful traffic offers (aggregate-alternatives logit).
        """
        model, row = self.model, self.row
        world, p = model.world, model.params.trafficking
        hits, trials = world.hits[row], world.trials[row]
        risk = self.learned(hits, trials)
        value = model.import_price[:, None, :]
        cost = self.cost_usd + self.toll * p.toll_share * value
        plain = model.config.structure.route_choice == "expected_value"
        delta = np.ones_like(p.salience_delta) if plain else p.salience_delta
        openings = model.base.routes.openings
        worth = local_thinker(value, cost, risk, openings, delta)
        weight = openings * np.exp(p.beta_route * worth - world.crowding)
        new = weight / sum_over(weight, 1)[:, None, :]
        model.intents.share[row] = p.inertia * world.share[row] + (1.0 - p.inertia) * new
        self.choose_seaports()
        self.choose_legs()

    def choose_seaports(self) -> None:
        """Seaports for precursor shipments, by chemistry and learned chance of seizure."""
        model, row = self.model, self.row
        world, p = model.world, model.params.trafficking
        hits, trials = world.seaport_hits[row], world.seaport_trials[row]
        weight = np.exp(-p.beta_route * self.learned(hits, trials))
        new = weight / sum_over(weight, 1)[:, None]
        model.intents.seaport_share[row] = p.inertia * world.seaport_share[row] + (1.0 - p.inertia) * new

    def choose_legs(self) -> None:
        """First legs for cocaine: by the Pacific or to Central America, by learned chance of seizure."""
        model, row = self.model, self.row
        world, p = model.world, model.params.trafficking
        weight = model.params.coca.openings * np.exp(
            -p.beta_route * self.learned(world.leg_hits[row], world.leg_trials[row])
        )
        model.intents.leg_share[row] = p.inertia * world.leg_share[row] + (1.0 - p.inertia) * weight / total(weight)

    def learned(self, hits: Floats, trials: Floats) -> Floats:
        """Chance of seizure from own losses, with the prior of somebody who has seen a few loads."""
        p = self.model.params.trafficking
        return np.asarray((hits + p.prior_hits) / (trials + p.prior_hits + p.prior_passes))


def import_price(price: Floats, order: Floats) -> Floats:
    """Mean import price by drug, (D, L) USD per pure kg, weighted by orders.

    Parameters
    ----------
    price : (level, D, market, L) float64
    order : (D, market, L) float64
    """
    weights = order + SMALL
    return sum_over(price[Level.IMPORT] * weights, 1) / sum_over(weights, 1)
