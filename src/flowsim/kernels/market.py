"""One week of the US markets: arrivals, demand, sales, orders, prices, purity, fentanyl adoption."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from flowsim.kernels.jit import kernel
from flowsim.kernels.vmath import vexp, vlog

PRICE_CLIP = 1.5
LOWEST_PURITY, HIGHEST_PURITY = 0.1, 0.98
FENTANYL = 1  # sold with heroin, drug 0, as product 0; product p of the others is drug p + 1


class Market(NamedTuple):
    """State of the markets; (level, drug, market, lane) float64 unless it says otherwise."""

    stock_kg: np.ndarray
    price: np.ndarray  # USD per pure kg
    demand_mean: np.ndarray  # kg per week, 8-week mean of orders on the level
    memory: np.ndarray  # (product, market, lane) slow log price of users
    adoption: np.ndarray  # (market, lane) share of doses that dealers want to be fentanyl
    import_memory: np.ndarray  # (drug, market, lane) lagged log import price
    order_kg: np.ndarray  # (drug, market, lane) orders on Mexican organisations
    mail_order_kg: np.ndarray  # (market, lane) orders by mail
    on_hand_kg: np.ndarray  # stock when the level placed its orders: what cover is measured on
    purity: np.ndarray  # (product, market, lane) pure share at retail


class Flows(NamedTuple):
    """Flows of the week; (drug, market, lane) float64 unless it says otherwise."""

    arrived_kg: np.ndarray  # in: over the border, to import level
    mailed_kg: np.ndarray  # (market, lane) in: by mail, to wholesale level
    elsewhere_kg: np.ndarray  # out: from other countries or made in the US
    interior_kg: np.ndarray  # out: seized between importers and wholesalers
    consumed_kg: np.ndarray
    unmet_kg: np.ndarray  # (product, market, lane), opioids in heroin-equivalents
    fentanyl_share: np.ndarray  # (market, lane) share of opioid doses sold
    demand_kg: np.ndarray  # (product, market, lane) wanted, opioids in heroin-equivalents


class MarketRule(NamedTuple):
    """Parameters and drivers of the week; (lane,) float64 unless it says otherwise."""

    a: np.ndarray
    gamma: np.ndarray
    cover: np.ndarray
    eps: np.ndarray  # (2, product, lane): short run, long run
    eps_memory: np.ndarray
    spend_cap: np.ndarray
    ref: np.ndarray  # (3, product, lane): retail and wholesale USD per pure kg, purity, all of 2012
    purity_exponent: np.ndarray
    landed: np.ndarray  # (2, drug, lane) USD per pure kg at the border: at the conditions of 2012, this week
    retail_risk: np.ndarray  # retail margin over the usual one
    passthrough: np.ndarray
    other_share: np.ndarray  # (drug, market, lane) share of demand that others supply at the usual price
    supply: np.ndarray  # (2, lane): elasticity, lag weeks
    equivalents: np.ndarray
    adoption: np.ndarray  # (3, market, lane): rate per week, ceiling, mail cost USD per kg
    mail_choice: np.ndarray
    users_kg: np.ndarray  # (product, market, lane) kg per week that users take at the reference price
    interior: np.ndarray  # (drug, market, lane) share seized between importers and wholesalers


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
def _want(market, rule, p, d, m, lane):
    """Kilograms that users of a product want this week; their slow memory of the price moves."""
    x = vlog(market.price[2, d, m, lane] / rule.ref[0, p, lane])
    z = market.memory[p, m, lane]
    base = rule.users_kg[p, m, lane]
    wanted = base * vexp(rule.eps[0, p, lane] * x + (rule.eps[1, p, lane] - rule.eps[0, p, lane]) * z)
    market.memory[p, m, lane] = z + (x - z) / rule.eps_memory[lane]
    return min(wanted, rule.spend_cap[lane] * base * vexp(-x))


@kernel
def _sell_opioids(market, flows, rule, m, lane):
    """Heroin and fentanyl as one product: what one lacks the other replaces as far as its retail stock goes."""
    wanted = _want(market, rule, 0, 0, m, lane)
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
    flows.demand_kg[0, m, lane] = wanted
    flows.unmet_kg[0, m, lane] = max(wanted - doses, 0.0)
    flows.fentanyl_share[m, lane] = sold_f * eq / doses if doses > 0.0 else market.adoption[m, lane]
    market.demand_mean[2, 0, m, lane] += (want_h - market.demand_mean[2, 0, m, lane]) / 8.0
    market.demand_mean[2, 1, m, lane] += (want_f - market.demand_mean[2, 1, m, lane]) / 8.0


@kernel
def sell(market, flows, rule):
    """Arrivals, users' demand, sales, demand memory.

    Demand of a product is ``users_kg exp(eps_s x + (eps_l - eps_s) z)``, x the log of price over reference and z its
    slow memory, spending per user at most ``spend_cap`` times the usual.
    """
    drugs, markets, lanes = market.order_kg.shape
    for d in range(drugs):
        for m in range(markets):
            for lane in range(lanes):
                market.stock_kg[0, d, m, lane] += flows.arrived_kg[d, m, lane]
    for m in range(markets):
        for lane in range(lanes):
            market.stock_kg[1, FENTANYL, m, lane] += flows.mailed_kg[m, lane]
            _sell_opioids(market, flows, rule, m, lane)
    for d in range(FENTANYL + 1, drugs):
        p = d - 1
        for m in range(markets):
            for lane in range(lanes):
                wanted = _want(market, rule, p, d, m, lane)
                sold = min(wanted, market.stock_kg[2, d, m, lane])
                market.stock_kg[2, d, m, lane] -= sold
                flows.consumed_kg[d, m, lane] = sold
                flows.demand_kg[p, m, lane] = wanted
                flows.unmet_kg[p, m, lane] = wanted - sold
                market.demand_mean[2, d, m, lane] += (wanted - market.demand_mean[2, d, m, lane]) / 8.0


@kernel
def restock(market, flows, rule):
    """Orders go up the chain, goods come down, and each level's orders update the mean seen by the level above.

    Import orders are what Mexico's organisations are asked for; others deliver their share of the usual demand with a
    lagged price response. Of what moves from importers to wholesalers a share is seized. Wholesalers split fentanyl
    orders between importers and the mail by price.
    """
    drugs, markets, lanes = market.order_kg.shape
    for d in range(drugs):
        for m in range(markets):
            for lane in range(lanes):
                cover = rule.cover[lane]
                market.on_hand_kg[2, d, m, lane] = market.stock_kg[2, d, m, lane]
                down = _order(market.demand_mean[2, d, m, lane], cover, market.stock_kg[2, d, m, lane])
                shipped = min(down, market.stock_kg[1, d, m, lane])
                market.stock_kg[1, d, m, lane] -= shipped
                market.stock_kg[2, d, m, lane] += shipped
                market.demand_mean[1, d, m, lane] += (down - market.demand_mean[1, d, m, lane]) / 8.0
                market.on_hand_kg[1, d, m, lane] = market.stock_kg[1, d, m, lane]
                order = _order(market.demand_mean[1, d, m, lane], cover, market.stock_kg[1, d, m, lane])
                if d == FENTANYL:
                    cheap = rule.mail_choice[lane] * vlog(rule.adoption[2, m, lane] / market.price[0, 1, m, lane])
                    by_mail = order / (1.0 + vexp(cheap))
                    market.mail_order_kg[m, lane] = by_mail
                    order -= by_mail
                shipped = min(order, market.stock_kg[0, d, m, lane])
                lost = shipped * rule.interior[d, m, lane]
                market.stock_kg[0, d, m, lane] -= shipped
                market.stock_kg[1, d, m, lane] += shipped - lost
                flows.interior_kg[d, m, lane] = lost
                market.demand_mean[0, d, m, lane] += (order - market.demand_mean[0, d, m, lane]) / 8.0
                market.on_hand_kg[0, d, m, lane] = market.stock_kg[0, d, m, lane]
                wanted = _order(market.demand_mean[0, d, m, lane], cover, market.stock_kg[0, d, m, lane])
                lag = market.import_memory[d, m, lane]
                other = rule.other_share[d, m, lane] * market.demand_mean[0, d, m, lane]
                other = min(other * vexp(rule.supply[0, lane] * lag), wanted)
                flows.elsewhere_kg[d, m, lane] = other
                market.stock_kg[0, d, m, lane] += other
                now = vlog(market.price[0, d, m, lane] / rule.landed[0, d, lane])
                market.import_memory[d, m, lane] = lag + (now - lag) / rule.supply[1, lane]
                market.order_kg[d, m, lane] = wanted - other


@kernel
def _retail(market, rule, p, d, whole, held, mean, m, lane):
    """Retail price and purity of a product, from its wholesale cost per kg and its cover."""
    phi, x_old = rule.passthrough[lane], market.price[2, d, m, lane]
    added = whole + (rule.ref[0, p, lane] - rule.ref[1, p, lane]) * rule.retail_risk[lane]
    cost = (1.0 - phi) * added + phi * whole * rule.ref[0, p, lane] / rule.ref[1, p, lane] * rule.retail_risk[lane]
    push = rule.gamma[lane] * vlog(rule.cover[lane] * max(mean, 1e-12) / max(held, 1e-12))
    log_price = _toward(vlog(x_old), cost, push, rule.a[lane])
    market.price[2, d, m, lane] = vexp(log_price)
    pure = rule.ref[2, p, lane] * vexp(-rule.purity_exponent[lane] * (log_price - vlog(rule.ref[0, p, lane])))
    pure = min(max(pure, LOWEST_PURITY), max(HIGHEST_PURITY, rule.ref[2, p, lane]))
    market.purity[p, m, lane] += (pure - market.purity[p, m, lane]) / 4.0


@kernel
def _above_retail(market, rule, d, m, lane):
    """Import and wholesale prices of a drug; wholesalers of fentanyl pay for land and mail what each costs."""
    p = max(d - 1, 0)
    margin = rule.ref[1, p, lane] - rule.landed[0, d, lane]
    for level in range(2):
        mean = max(market.demand_mean[level, d, m, lane], 1e-12)
        held = max(market.on_hand_kg[level, d, m, lane], 1e-12) / mean
        if level == 0:
            cost = rule.landed[1, d, lane]
        elif d != FENTANYL:
            cost = market.price[0, d, m, lane] + margin
        else:
            by_mail, by_land = market.mail_order_kg[m, lane], market.demand_mean[0, 1, m, lane]
            mail_share = by_mail / (by_mail + by_land) if by_mail + by_land > 0.0 else 0.0
            cost = 2.0 * market.price[0, 1, m, lane] * (1.0 - mail_share) + rule.adoption[2, m, lane] * mail_share
        push = rule.gamma[lane] * vlog(rule.cover[lane] / held)
        log_price = vlog(market.price[level, d, m, lane])
        market.price[level, d, m, lane] = vexp(_toward(log_price, cost, push, rule.a[lane]))


@kernel
def price(market, flows, rule):
    """Prices by weeks of cover in level form; costs pass down additively; dealers imitate the cheaper dose.

    ``ln P* = ln cost + gamma ln(target cover / cover)`` at each level. At retail the two opioids are one stock in
    heroin-equivalents. Purity follows ``purity_2012 (P / P_2012)^-w`` within a month. Adoption of fentanyl is
    logistic: ``dF = r g F (1 - F / ceiling)``, ``g = max(-1, 1 - c_f / c_h)``.
    """
    drugs, markets, lanes = market.order_kg.shape
    for d in range(drugs):
        for m in range(markets):
            for lane in range(lanes):
                _above_retail(market, rule, d, m, lane)
    for m in range(markets):
        for lane in range(lanes):
            eq, share = rule.equivalents[lane], flows.fentanyl_share[m, lane]
            whole = (1.0 - share) * market.price[1, 0, m, lane] + share * market.price[1, 1, m, lane] / eq
            mean = market.demand_mean[2, 0, m, lane] + eq * market.demand_mean[2, 1, m, lane]
            held = market.on_hand_kg[2, 0, m, lane] + eq * market.on_hand_kg[2, 1, m, lane]
            _retail(market, rule, 0, 0, whole, held, mean, m, lane)
            market.price[2, 1, m, lane] = eq * market.price[2, 0, m, lane]
            g = max(-1.0, 1.0 - market.price[1, 1, m, lane] / eq / market.price[1, 0, m, lane])
            f = market.adoption[m, lane]
            f += rule.adoption[0, m, lane] * g * f * (1.0 - f / rule.adoption[1, m, lane])
            market.adoption[m, lane] = min(max(f, 1e-6), 1.0)
    for d in range(FENTANYL + 1, drugs):
        for m in range(markets):
            for lane in range(lanes):
                whole, mean = market.price[1, d, m, lane], market.demand_mean[2, d, m, lane]
                _retail(market, rule, d - 1, d, whole, market.on_hand_kg[2, d, m, lane], mean, m, lane)
