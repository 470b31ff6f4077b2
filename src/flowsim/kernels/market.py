"""One week of the US opioid market: arrivals, demand, sales, orders, prices, fentanyl adoption."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from flowsim.kernels.jit import kernel
from flowsim.kernels.vmath import vexp, vlog

PRICE_CLIP = 1.5
DRUGS, LEVELS = 2, 3


class Market(NamedTuple):
    """State of the markets; (level, drug, market, lane) float64 unless it says otherwise."""

    stock_kg: np.ndarray
    price: np.ndarray  # USD per pure kg
    demand_mean: np.ndarray  # kg per week, 8-week mean of orders on the level
    memory: np.ndarray  # (market, lane) slow log price of users
    adoption: np.ndarray  # (market, lane) share of doses that dealers want to be fentanyl
    import_memory: np.ndarray  # (market, lane) lagged log import price
    order_kg: np.ndarray  # (drug, market, lane) orders on Mexican organisations
    mail_order_kg: np.ndarray  # (market, lane) orders by mail
    on_hand_kg: np.ndarray  # stock when the level placed its orders: what cover is measured on


class Flows(NamedTuple):
    """Flows of the week; (drug, market, lane) float64 unless it says otherwise."""

    arrived_kg: np.ndarray  # in: over the border, to import level
    mailed_kg: np.ndarray  # (market, lane) in: by mail, to wholesale level
    elsewhere_kg: np.ndarray  # (market, lane) out: heroin from other countries
    consumed_kg: np.ndarray
    unmet_kg: np.ndarray  # (market, lane) heroin-equivalent
    fentanyl_share: np.ndarray  # (market, lane) share of doses sold
    demand_kg: np.ndarray  # (market, lane) heroin-equivalent wanted


class MarketRule(NamedTuple):
    """Parameters and drivers of the week; (lane,) float64 unless it says otherwise."""

    a: np.ndarray
    gamma: np.ndarray
    cover: np.ndarray
    eps_short: np.ndarray
    eps_long: np.ndarray
    eps_memory: np.ndarray
    spend_cap: np.ndarray
    retail_ref: np.ndarray  # USD per pure kg heroin
    wholesale_ref: np.ndarray
    landed_ref: np.ndarray  # (drug, lane) USD per pure kg at the conditions of 2012
    landed: np.ndarray  # (drug, lane) this week
    passthrough: np.ndarray
    mexico_share: np.ndarray
    supply: np.ndarray  # (2, lane): elasticity, lag weeks
    equivalents: np.ndarray
    adoption: np.ndarray  # (3, market, lane): rate per week, ceiling, mail cost USD per kg
    mail_choice: np.ndarray
    users_kg: np.ndarray  # (market, lane) heroin-equivalent kg per week that users take at the reference price


@kernel
def _toward(log_price, cost, push, a):
    """A level's log price one week on."""
    push = min(max(push, -PRICE_CLIP), PRICE_CLIP)
    return log_price + a * (vlog(cost) + push - log_price)


@kernel
def _order(mean, cover, stock):
    """What a level orders: its usual sales plus a quarter of the gap to its target stock."""
    return max(0.0, mean + (cover * mean - stock) / 4.0)


@kernel
def sell(market, flows, rule):
    """Arrivals, users' demand, sales with substitution between drugs, demand memory.

    Retail opioids are one product in heroin-equivalents: dealers want a share ``adoption`` of it to be fentanyl; what
    one drug lacks the other replaces as far as its retail stock goes.
    """
    markets, lanes = market.adoption.shape
    for m in range(markets):
        for lane in range(lanes):
            for d in range(DRUGS):
                market.stock_kg[0, d, m, lane] += flows.arrived_kg[d, m, lane]
            market.stock_kg[1, 1, m, lane] += flows.mailed_kg[m, lane]
            x = vlog(market.price[2, 0, m, lane] / rule.retail_ref[lane])
            z = market.memory[m, lane]
            base = rule.users_kg[m, lane]
            wanted = base * vexp(rule.eps_short[lane] * x + (rule.eps_long[lane] - rule.eps_short[lane]) * z)
            wanted = min(wanted, rule.spend_cap[lane] * base * vexp(-x))
            market.memory[m, lane] = z + (x - z) / rule.eps_memory[lane]
            eq = rule.equivalents[lane]
            want_f = wanted * market.adoption[m, lane] / eq
            want_h = wanted * (1.0 - market.adoption[m, lane])
            have_h, have_f = market.stock_kg[2, 0, m, lane], market.stock_kg[2, 1, m, lane]
            sold_h, sold_f = min(want_h, have_h), min(want_f, have_f)
            more_h = min((want_f - sold_f) * eq, have_h - sold_h)
            more_f = min((want_h - sold_h) / eq, have_f - sold_f)
            sold_h, sold_f = sold_h + more_h, sold_f + more_f
            market.stock_kg[2, 0, m, lane] = have_h - sold_h
            market.stock_kg[2, 1, m, lane] = have_f - sold_f
            flows.consumed_kg[0, m, lane] = sold_h
            flows.consumed_kg[1, m, lane] = sold_f
            doses = sold_h + sold_f * eq
            flows.demand_kg[m, lane] = wanted
            flows.unmet_kg[m, lane] = max(wanted - doses, 0.0)
            flows.fentanyl_share[m, lane] = sold_f * eq / doses if doses > 0.0 else market.adoption[m, lane]
            market.demand_mean[2, 0, m, lane] += (want_h - market.demand_mean[2, 0, m, lane]) / 8.0
            market.demand_mean[2, 1, m, lane] += (want_f - market.demand_mean[2, 1, m, lane]) / 8.0


@kernel
def restock(market, flows, rule):
    """Orders go up the chain, goods come down, and each level's orders update the mean seen by the level above.

    Import orders are what Mexico's organisations are asked for; other countries deliver the rest of the heroin with
    a lagged price response. Wholesalers split fentanyl orders between importers and the mail by price.
    """
    markets, lanes = market.adoption.shape
    for m in range(markets):
        for lane in range(lanes):
            cover = rule.cover[lane]
            for d in range(DRUGS):
                market.on_hand_kg[2, d, m, lane] = market.stock_kg[2, d, m, lane]
                down = _order(market.demand_mean[2, d, m, lane], cover, market.stock_kg[2, d, m, lane])
                shipped = min(down, market.stock_kg[1, d, m, lane])
                market.stock_kg[1, d, m, lane] -= shipped
                market.stock_kg[2, d, m, lane] += shipped
                market.demand_mean[1, d, m, lane] += (down - market.demand_mean[1, d, m, lane]) / 8.0
                market.on_hand_kg[1, d, m, lane] = market.stock_kg[1, d, m, lane]
                order = _order(market.demand_mean[1, d, m, lane], cover, market.stock_kg[1, d, m, lane])
                if d == 1:
                    cheap = rule.mail_choice[lane] * vlog(rule.adoption[2, m, lane] / market.price[0, 1, m, lane])
                    by_mail = order / (1.0 + vexp(cheap))
                    market.mail_order_kg[m, lane] = by_mail
                    order -= by_mail
                shipped = min(order, market.stock_kg[0, d, m, lane])
                market.stock_kg[0, d, m, lane] -= shipped
                market.stock_kg[1, d, m, lane] += shipped
                market.demand_mean[0, d, m, lane] += (order - market.demand_mean[0, d, m, lane]) / 8.0
                market.on_hand_kg[0, d, m, lane] = market.stock_kg[0, d, m, lane]
                wanted = _order(market.demand_mean[0, d, m, lane], cover, market.stock_kg[0, d, m, lane])
                if d == 0:
                    lag = market.import_memory[m, lane]
                    other = (1.0 - rule.mexico_share[lane]) * market.demand_mean[0, 0, m, lane]
                    other *= vexp(rule.supply[0, lane] * lag)
                    other = min(other, wanted)
                    flows.elsewhere_kg[m, lane] = other
                    market.stock_kg[0, 0, m, lane] += other
                    wanted -= other
                    now = vlog(market.price[0, 0, m, lane] / rule.landed_ref[0, lane])
                    market.import_memory[m, lane] = lag + (now - lag) / rule.supply[1, lane]
                market.order_kg[d, m, lane] = wanted


@kernel
def price(market, flows, rule):
    """Prices by weeks of cover in level form; costs pass down additively; dealers imitate the cheaper dose.

    ``ln P* = ln cost + gamma ln(target cover / cover)`` at each level. At retail the two drugs are one stock in
    heroin-equivalents. Adoption is logistic: ``dF = r g F (1 - F / ceiling)``, ``g = max(-1, 1 - c_f / c_h)``.
    """
    markets, lanes = market.adoption.shape
    for m in range(markets):
        for lane in range(lanes):
            a, gamma, cover, eq = rule.a[lane], rule.gamma[lane], rule.cover[lane], rule.equivalents[lane]
            margin = rule.wholesale_ref[lane] - rule.landed_ref[0, lane]
            by_mail = market.mail_order_kg[m, lane]
            by_land = market.demand_mean[0, 1, m, lane]
            mail_share = by_mail / (by_mail + by_land) if by_mail + by_land > 0.0 else 0.0
            for d in range(DRUGS):
                for level in range(2):
                    mean = max(market.demand_mean[level, d, m, lane], 1e-12)
                    held = max(market.on_hand_kg[level, d, m, lane], 1e-12) / mean
                    if level == 0:
                        cost = rule.landed[d, lane]
                    elif d == 0:
                        cost = market.price[0, 0, m, lane] + margin
                    else:
                        cost = 2.0 * market.price[0, 1, m, lane] * (1.0 - mail_share)
                        cost += rule.adoption[2, m, lane] * mail_share
                    log_price = vlog(market.price[level, d, m, lane])
                    market.price[level, d, m, lane] = vexp(_toward(log_price, cost, gamma * vlog(cover / held), a))
            share = flows.fentanyl_share[m, lane]
            whole = (1.0 - share) * market.price[1, 0, m, lane] + share * market.price[1, 1, m, lane] / eq
            phi = rule.passthrough[lane]
            added = whole + rule.retail_ref[lane] - rule.wholesale_ref[lane]
            cost = (1.0 - phi) * added + phi * whole * rule.retail_ref[lane] / rule.wholesale_ref[lane]
            mean = market.demand_mean[2, 0, m, lane] + eq * market.demand_mean[2, 1, m, lane]
            held = max(market.on_hand_kg[2, 0, m, lane] + eq * market.on_hand_kg[2, 1, m, lane], 1e-12) / max(
                mean, 1e-12
            )
            log_price = vlog(market.price[2, 0, m, lane])
            market.price[2, 0, m, lane] = vexp(_toward(log_price, cost, gamma * vlog(cover / held), a))
            market.price[2, 1, m, lane] = eq * market.price[2, 0, m, lane]
            g = max(-1.0, 1.0 - market.price[1, 1, m, lane] / eq / market.price[1, 0, m, lane])
            f = market.adoption[m, lane]
            f += rule.adoption[0, m, lane] * g * f * (1.0 - f / rule.adoption[1, m, lane])
            market.adoption[m, lane] = min(max(f, 1e-6), 1.0)
