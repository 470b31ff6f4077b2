"""One week of the US markets: arrivals, demand, sales, orders, prices, purity, fentanyl adoption."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from flowsim.kernels.jit import inline, kernel
from flowsim.kernels.scratch import bare
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


@inline
def _order(mean, cover, stock):
    """What a level orders: its usual sales plus a quarter of the gap to its target stock."""
    return max(0.0, mean + (cover * mean - stock) / 4.0)


@inline
def _want(market, rule, p, d, m, lane):
    """Kilograms that users of a product want this week; their slow memory of the price moves."""
    x = vlog(market.price[2, d, m, lane] / rule.ref[0, p, lane])
    z = market.memory[p, m, lane]
    base = rule.users_kg[p, m, lane]
    wanted = base * vexp(rule.eps[0, p, lane] * x + (rule.eps[1, p, lane] - rule.eps[0, p, lane]) * z)
    market.memory[p, m, lane] = z + (x - z) / rule.eps_memory[lane]
    return min(wanted, rule.spend_cap[lane] * base * vexp(-x))


@inline
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
def _move(price, log_price, cost, short, rule):
    """Price of a level of one drug in one market one week on, and its log; rows (lane,), ``short`` as in _shelf."""
    for lane in range(price.shape[0]):
        push = rule.gamma[lane] * vlog(short[lane])
        push = min(max(push, -PRICE_CLIP), PRICE_CLIP)
        before = vlog(price[lane])
        after = before + rule.a[lane] * (vlog(cost[lane]) + push - before)
        log_price[lane] = after
        price[lane] = vexp(after)


@kernel
def _shelf(cover, stock_kg, demand_mean, short):
    """Target cover over the weeks of sales that a level holds; rows (lane,)."""
    for lane in range(short.shape[0]):
        short[lane] = cover[lane] / (max(stock_kg[lane], 1e-12) / max(demand_mean[lane], 1e-12))


@kernel
def _counter(cover, stock_kg, demand_mean, short):
    """The same at retail."""
    for lane in range(short.shape[0]):
        short[lane] = cover[lane] * max(demand_mean[lane], 1e-12) / max(stock_kg[lane], 1e-12)


@kernel
def _above_retail(market, rule, d, m, rows):
    """Import and wholesale prices of a drug; wholesalers of fentanyl pay for land and mail what each costs."""
    rows = bare(rows)
    cost, short, log_price = rows[0], rows[1], rows[2]
    imported = market.price[0, d, m]
    _shelf(rule.cover, market.on_hand_kg[0, d, m], market.demand_mean[0, d, m], short)
    _move(imported, log_price, rule.landed[1, d], short, rule)
    if d == FENTANYL:
        by_mail, by_land, mailed_usd = market.mail_order_kg[m], market.demand_mean[0, d, m], rule.adoption[2, m]
        for lane in range(cost.shape[0]):
            both = by_mail[lane] + by_land[lane]
            share = by_mail[lane] / both if both > 0.0 else 0.0
            cost[lane] = 2.0 * imported[lane] * (1.0 - share) + mailed_usd[lane] * share
    else:
        usual, landed = rule.ref[1, max(d - 1, 0)], rule.landed[0, d]
        for lane in range(cost.shape[0]):
            cost[lane] = imported[lane] + (usual[lane] - landed[lane])
    _shelf(rule.cover, market.on_hand_kg[1, d, m], market.demand_mean[1, d, m], short)
    _move(market.price[1, d, m], log_price, cost, short, rule)


@kernel
def _retail(price, purity, rule, p, whole, rows):
    """Retail price and purity of a product, from its wholesale cost per kg and its cover; rows (lane,)."""
    rows = bare(rows)
    cost, short, log_price = rows[0], rows[1], rows[2]
    reference, wholesale, usual = rule.ref[0, p], rule.ref[1, p], rule.ref[2, p]
    for lane in range(cost.shape[0]):
        phi, risk = rule.passthrough[lane], rule.retail_risk[lane]
        added = whole[lane] + (reference[lane] - wholesale[lane]) * risk
        cost[lane] = (1.0 - phi) * added + phi * whole[lane] * reference[lane] / wholesale[lane] * risk
    _move(price, log_price, cost, short, rule)
    for lane in range(cost.shape[0]):
        dearer = log_price[lane] - vlog(reference[lane])
        pure = usual[lane] * vexp(-rule.purity_exponent[lane] * dearer)
        pure = min(max(pure, LOWEST_PURITY), max(HIGHEST_PURITY, usual[lane]))
        purity[lane] += (pure - purity[lane]) / 4.0


@kernel
def _opioids(market, share, rule, m, whole, rows):
    """Retail price of the two opioids as one stock in heroin-equivalents."""
    rows = bare(rows)
    held, mean, eq = rows[3], rows[4], rule.equivalents
    heroin, fentanyl = market.price[1, 0, m], market.price[1, 1, m]
    for lane in range(whole.shape[0]):
        whole[lane] = (1.0 - share[lane]) * heroin[lane] + share[lane] * fentanyl[lane] / eq[lane]
    for lane in range(whole.shape[0]):
        held[lane] = market.on_hand_kg[2, 0, m, lane] + eq[lane] * market.on_hand_kg[2, 1, m, lane]
        mean[lane] = market.demand_mean[2, 0, m, lane] + eq[lane] * market.demand_mean[2, 1, m, lane]
    _counter(rule.cover, held, mean, rows[1])
    _retail(market.price[2, 0, m], market.purity[0, m], rule, 0, whole, rows)
    for lane in range(whole.shape[0]):
        market.price[2, 1, m, lane] = eq[lane] * market.price[2, 0, m, lane]


@kernel
def _imitate(adoption, rate, ceiling, heroin, fentanyl, eq):
    """Dealers take up the cheaper dose; rows (lane,)."""
    for lane in range(adoption.shape[0]):
        g = max(-1.0, 1.0 - fentanyl[lane] / eq[lane] / heroin[lane])
        f = adoption[lane]
        f += rate[lane] * g * f * (1.0 - f / ceiling[lane])
        adoption[lane] = min(max(f, 1e-6), 1.0)


@kernel
def price(market, flows, rule):
    """Prices by weeks of cover in level form; costs pass down additively; dealers imitate the cheaper dose.

    ``ln P* = ln cost + gamma ln(target cover / cover)`` at each level. At retail the two opioids are one stock in
    heroin-equivalents. Purity follows ``purity_2012 (P / P_2012)^-w`` within a month. Adoption of fentanyl is
    logistic: ``dF = r g F (1 - F / ceiling)``, ``g = max(-1, 1 - c_f / c_h)``.
    """
    market, flows, rule = bare(market), bare(flows), bare(rule)
    drugs, markets, lanes = market.order_kg.shape
    rows, whole = np.empty((5, lanes)), np.empty(lanes)
    for m in range(markets):
        for d in range(drugs):
            _above_retail(market, rule, d, m, rows)
        _opioids(market, flows.fentanyl_share[m], rule, m, whole, rows)
        wholesale = market.price[1, :, m]
        _imitate(
            market.adoption[m], rule.adoption[0, m], rule.adoption[1, m], wholesale[0], wholesale[1], rule.equivalents
        )
        for d in range(FENTANYL + 1, drugs):
            _counter(rule.cover, market.on_hand_kg[2, d, m], market.demand_mean[2, d, m], rows[1])
            _retail(market.price[2, d, m], market.purity[d - 1, m], rule, d - 1, wholesale[d], rows)


@kernel
def open_markets(market, flows, rule):
    """A week of the markets: users buy, levels reorder, prices move."""
    sell(market, flows, rule)
    restock(market, flows, rule)
    price(market, flows, rule)
