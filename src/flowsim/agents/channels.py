"""How organisations choose channels for their street cash: groups of channels, then providers, by cost."""

from __future__ import annotations

from typing import Any

import numpy as np

from flowsim.domain.codes import Country, Outlet
from flowsim.domain.network import Floats
from flowsim.kernels.lanes import total
from flowsim.kernels.review import above

TINY = 1e-9
K = np.s_[:-1]


def expected_loss(model: Any) -> Floats:
    """Loss that each organisation expects at each provider, (provider, sender, L): its memory and a prior.

    The prior counts as some weeks of the organisation's whole flow, so that little experience moves it little.
    """
    w, p = model.world, model.params.channels
    weight = p.prior_weeks * np.maximum(w.export_mean[K], 1.0) / p.memory_weeks
    return np.asarray((w.loss_memory[:, K] + p.prior_loss * weight) / (w.flow_memory[:, K] + weight))


def cost(model: Any) -> Floats:
    """Share of value that a dollar loses at each provider, (provider, sender, L): fee, loss, waiting."""
    p, providers = model.params.channels, model.providers
    waiting = p.impatience * providers.delay
    return np.asarray((model.world.provider_fee + waiting)[:, None] + expected_loss(model))


def inclusive(costs: Floats, weights: Floats, theta: Floats) -> tuple[Floats, Floats]:
    """Value of a group and shares within it.

    The group is worth what its mean member is worth, ``-min C + ln(mean exp(-theta (C - min C))) / theta``: a further
    provider must not lift a group by existing.

    Parameters
    ----------
    costs : (member, sender, L)
    weights : (member, L)
        Relative size of the members.
    theta : (L,)

    Returns
    -------
    value : (sender, L)
    share : (member, sender, L)
    """
    least = costs.min(axis=0)
    mass = np.exp(-theta * (costs - least)) * weights[:, None]
    total = mass[0].copy()
    for row in mass[1:]:
        total += row
    size = weights[0].copy()
    for row in weights[1:]:
        size = size + row
    return np.asarray(np.log(total / size) / theta - least), mass / total


def decide_channels(model: Any) -> None:
    """Wanted shares of street cash by provider, written to the intents: nested logit over learned cost."""
    p, intents = model.params.channels, model.intents
    costs = cost(model)
    odds, within = [], []
    for nest, rows in model.nests:
        value, share = inclusive(costs[rows], model.world.provider_size[rows], p.theta_within)
        odds.append(np.log(np.maximum(p.nest_weight[nest], TINY)) + p.theta_between * value)
        within.append(share)
    top = odds[0]
    for other in odds[1:]:
        top = np.maximum(top, other)
    mass = [np.exp(odd - top) for odd in odds]
    total = mass[0].copy()
    for part in mass[1:]:
        total += part
    for (_, rows), part, share in zip(model.nests, mass, within, strict=True):
        intents.channel_share[rows, K] = share * (part / total)


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
