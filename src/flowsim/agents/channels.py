"""How organisations choose channels for their street cash: groups of channels, then providers, by cost."""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np

from flowsim.domain.codes import Country, Outlet
from flowsim.domain.network import Floats, Ints
from flowsim.kernels import nests
from flowsim.kernels.lanes import total
from flowsim.kernels.review import above

TINY = 1e-9
K = np.s_[:-1]


class Choice(NamedTuple):
    """Choice of channels, bound to the arrays of a world."""

    known: nests.Known
    taste: nests.Taste
    steps: nests.Steps


def make_choice(model: Any) -> Choice:
    """Choice of the organisations of a model: nested logit over learned cost."""
    w, p, providers, groups = model.world, model.params.channels, model.providers, len(model.nests)
    senders, lanes = w.export_mean[K].shape
    within, between = (np.empty((rows, senders, lanes)) for rows in (len(providers), groups))
    weight = np.stack([p.nest_weight[nest] for nest, _ in model.nests])
    group = group_of(model)
    return Choice(
        nests.Known(
            *(w.loss_memory, w.flow_memory, w.export_mean, w.provider_fee),
            *(p.impatience * providers.delay, w.provider_size, group),
        ),
        nests.Taste(
            *(p.prior_loss, p.prior_weeks, p.memory_weeks, p.theta_within, p.theta_between),
            np.log(np.maximum(weight, TINY)),
        ),
        nests.Steps(within, between, between.copy(), between.copy()),
    )


def group_of(model: Any) -> Ints:
    """Group of each provider, counted among those that have one, (provider,)."""
    group = np.empty(len(model.providers), np.int64)
    for number, (_, rows) in enumerate(model.nests):
        group[rows] = number
    return group


def decide_channels(model: Any) -> None:
    """Wanted shares of street cash by provider, written to the intents: nested logit over learned cost."""
    known, taste, steps = model.choice
    nests.expect(known, taste, steps)
    np.exp(steps.mass, out=steps.mass)
    nests.gather(known, steps)
    np.log(steps.worth, out=steps.worth)
    nests.compare(taste, steps)
    np.exp(steps.worth, out=steps.worth)
    nests.divide(known, steps, model.intents.channel_share)


def decide_outlets(model: Any) -> None:
    """Wanted shares of dollar notes in Mexico by outlet: size, and the cost of accounts that the law makes small.

    A window account moves as much in a month as the law lets it; what the account costs is spread over less.
    """
    p, s = model.params.channels, model.params.screening
    cap = model.money_rules.of("account_cap", Country.MX)[model.week - model.money_rules.first]
    dearer = s.account_usd / under_cap(model, "window_usd", cap) - s.account_usd / s.window_usd
    weight = p.outlet_weight.copy()
    weight[Outlet.WINDOW] *= np.exp(-p.theta_between * dearer)
    model.intents.outlet_share[:, K] = (weight / total(weight))[:, None]


def under_cap(model: Any, mean: str, cap: float) -> Floats:
    """``capped`` of a mean among the parameters of screening, kept as long as the model lives."""
    key = mean, cap
    if key not in model.caps:
        model.caps[key] = capped(getattr(model.params.screening, mean), cap)
    return np.asarray(model.caps[key])


def capped(mean: Floats, cap: float) -> Floats:
    """``E[min(X, cap)]`` of amounts X that are lognormal with this mean and log spread 1, (L,)."""
    if not np.isfinite(cap):
        return mean
    mu, log = np.log(mean) - 0.5, np.log(max(cap, TINY))
    return np.asarray(mean * above(mu + 1.0 - log) + cap * above(log - mu))
