"""One week of accounts of the organisations: what they earn, and what they owe growers, makers, smugglers, people."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from flowsim.kernels.jit import exact, kernel

TINY = 1e-9
MEMORY_WEEKS = 52.0
FEWEST, MOST = 0.05, 20.0  # members over those of 2011 that wages still follow
FENTANYL = 1  # the one drug that comes by mail
GOODS, MAKING, SMUGGLING, WAGES, DISTRIBUTION = range(5)  # rows of what is due, as in domain/codes.py


class Trade(NamedTuple):
    """What moved this week; float64, last axis lanes."""

    sent_kg: np.ndarray  # (sender, drug, L)
    passed_kg: np.ndarray  # (sender, drug, L)
    produced_kg: np.ndarray  # (sender, drug, L)
    farm_order_kg: np.ndarray  # (crop, sender, L) bought at farms
    coca_sold_kg: np.ndarray  # (sender, L) bought in Colombia
    consumed_kg: np.ndarray  # (drug, market, L)
    arrived_kg: np.ndarray  # (drug, market, L) from Mexico by land
    elsewhere_kg: np.ndarray  # (drug, market, L) from other countries or made in the US
    mailed_kg: np.ndarray  # (market, L) fentanyl
    price: np.ndarray  # (level, drug, market, L) USD per pure kg
    farm_price: np.ndarray  # (crop, L) USD per kg
    route_usd: np.ndarray  # (sender, drug, L) USD per kg sent
    toll_due: np.ndarray  # (sender, drug, L) share of the full toll
    toll_from: np.ndarray  # (sender, drug, plaza, L) the same by plaza


class AccountRule(NamedTuple):
    """Prices of the week and shares; (L,) float64 unless it says otherwise."""

    import_usd: np.ndarray  # (drug, L) USD per pure kg
    coca_usd: np.ndarray  # USD per pure kg, first leg included
    make_usd: np.ndarray  # (drug, L) USD per kg made
    weights: np.ndarray  # (sender, drug, L) shares of a drug that nobody brought over
    holders: np.ndarray  # (sender, plaza) share of a plaza's tolls
    us_share: np.ndarray  # of US distribution margins
    toll_share: np.ndarray  # of the import price
    wages_usd: np.ndarray  # (sender, L) USD per week
    distribution_cost: np.ndarray  # of the US margin


class Payroll(NamedTuple):
    """What wages and the price of cocaine in Colombia follow from; (sender, L) unless it says otherwise."""

    share: np.ndarray  # (L,) of exports
    export_mean: np.ndarray  # USD per week, 52-week mean, updated
    staff: np.ndarray  # bill over that of the same exports with the members of 2011
    offer: np.ndarray  # wage offer
    coca_price: np.ndarray  # (L,) USD per pure kg
    leg_usd: np.ndarray  # (L,) USD per pure kg of the first leg


class Books(NamedTuple):
    """USD per week, (sender, L) unless it says otherwise.

    The mail sellers, last, export nothing and have no US margin and no cost.
    """

    distribution: np.ndarray  # (drug, L) US distribution of goods from Mexico above the import price, whoever holds it
    export: np.ndarray
    us_margin: np.ndarray
    due: np.ndarray  # (due, sender, L) goods, making, smuggling, wages, distribution
    toll_paid: np.ndarray  # due, before it is known whether it can be paid
    toll_earned: np.ndarray


@exact
def staff(family, family_2011, out):  # type: ignore[no-untyped-def]
    """Members over those of 2011, within bounds, 1 for those who had none; all (sender, lane), ``out`` overwritten."""
    senders, lanes = out.shape
    for k in range(senders):
        for lane in range(lanes):
            past = family_2011[k, lane]
            ratio = family[k, lane] / max(past, TINY) if past > 0.0 else 1.0
            out[k, lane] = min(max(ratio, FEWEST), MOST)


@kernel
def us_margins(trade, margin, passed):  # type: ignore[no-untyped-def]
    """US distribution of goods from Mexico, and kg that organisations brought over, ``(drug, lane)`` each.

    Goods from elsewhere, made in the US, grown at home or mailed are left out by their share of the week's arrivals.
    """
    drugs, markets, lanes = trade.consumed_kg.shape
    mexico, others = np.empty(lanes), np.empty(lanes)
    for d in range(drugs):
        for lane in range(lanes):
            margin[d, lane], passed[d, lane], mexico[lane], others[lane] = 0.0, 0.0, 0.0, 0.0
        for m in range(markets):
            sold, retail, imported = trade.consumed_kg[d, m], trade.price[2, d, m], trade.price[0, d, m]
            for lane in range(lanes):
                margin[d, lane] += sold[lane] * (retail[lane] - imported[lane])
                mexico[lane] += trade.arrived_kg[d, m, lane]
                others[lane] += trade.elsewhere_kg[d, m, lane]
                if d == FENTANYL:
                    others[lane] += trade.mailed_kg[m, lane]
        for lane in range(lanes):
            margin[d, lane] *= mexico[lane] / max(mexico[lane] + others[lane], 1e-300)
        for k in range(trade.passed_kg.shape[0] - 1):
            for lane in range(lanes):
                passed[d, lane] += trade.passed_kg[k, d, lane]


@kernel
def pay_tolls(trade, rule, books, at_plaza):  # type: ignore[no-untyped-def]
    """Tolls paid, and earned by who holds the plaza; ``at_plaza (plaza, lane)`` is scratch."""
    senders, drugs, plazas, lanes = trade.toll_from.shape
    full = np.empty(lanes)
    at_plaza[:] = 0.0
    for k in range(senders):
        for lane in range(lanes):
            books.toll_paid[k, lane] = 0.0
        for d in range(drugs):
            for lane in range(lanes):
                full[lane] = trade.sent_kg[k, d, lane] * rule.toll_share[lane] * rule.import_usd[d, lane]
                books.toll_paid[k, lane] += full[lane] * trade.toll_due[k, d, lane]
            for q in range(plazas):
                share = trade.toll_from[k, d, q]
                for lane in range(lanes):
                    at_plaza[q, lane] += full[lane] * share[lane]
    for k in range(senders):
        for lane in range(lanes):
            books.toll_earned[k, lane] = 0.0
        for q in range(plazas):
            for lane in range(lanes):
                books.toll_earned[k, lane] += rule.holders[k, q] * at_plaza[q, lane]


@kernel
def sell(trade, rule, k, margin, passed, books):  # type: ignore[no-untyped-def]
    """Exports, the part in US margins, and what making and smuggling cost one organisation."""
    drugs, lanes = margin.shape
    export, us_margin = books.export[k], books.us_margin[k]
    making, smuggling = books.due[MAKING, k], books.due[SMUGGLING, k]
    for lane in range(lanes):
        export[lane], us_margin[lane], making[lane], smuggling[lane] = 0.0, 0.0, 0.0, 0.0
    for d in range(drugs):
        for lane in range(lanes):
            kg, of_all = trade.passed_kg[k, d, lane], passed[d, lane]
            export[lane] += kg * rule.import_usd[d, lane]
            share = kg / of_all if of_all > 0.0 else rule.weights[k, d, lane]
            us_margin[lane] += share * margin[d, lane] * rule.us_share[lane]
            smuggling[lane] += trade.sent_kg[k, d, lane] * trade.route_usd[k, d, lane]
            making[lane] += trade.produced_kg[k, d, lane] * rule.make_usd[d, lane]


@kernel
def buy(trade, rule, k, books):  # type: ignore[no-untyped-def]
    """What one organisation buys at farms and in Colombia, wages, and the cost of its part in US distribution."""
    goods, wages, distribution = books.due[GOODS, k], books.due[WAGES, k], books.due[DISTRIBUTION, k]
    for lane in range(goods.shape[0]):
        goods[lane] = trade.coca_sold_kg[k, lane] * rule.coca_usd[lane]
        wages[lane] = rule.wages_usd[k, lane]
        distribution[lane] = rule.distribution_cost[lane] * books.us_margin[k, lane]
    for crop in range(trade.farm_price.shape[0]):
        for lane in range(goods.shape[0]):
            goods[lane] += trade.farm_order_kg[crop, k, lane] * trade.farm_price[crop, lane]


@kernel
def account(trade, rule, books):  # type: ignore[no-untyped-def]
    """Write the week's accounts; the mail sellers, last, have none."""
    senders, drugs, plazas, lanes = trade.toll_from.shape
    passed, at_plaza = np.empty((drugs, lanes)), np.empty((plazas, lanes))
    us_margins(trade, books.distribution, passed)
    pay_tolls(trade, rule, books, at_plaza)
    for k in range(senders - 1):
        sell(trade, rule, k, books.distribution, passed, books)
        buy(trade, rule, k, books)


@exact
def keep_accounts(payroll, trade, rule, books):  # type: ignore[no-untyped-def]
    """``account`` at the wages and prices of the week, which follow from ``payroll``; then exports are remembered."""
    senders, lanes = payroll.offer.shape
    for k in range(senders):
        for lane in range(lanes):
            bill = payroll.share[lane] * payroll.export_mean[k, lane] * payroll.staff[k, lane]
            rule.wages_usd[k, lane] = bill * payroll.offer[k, lane]
    for lane in range(lanes):
        rule.coca_usd[lane] = payroll.coca_price[lane] + payroll.leg_usd[lane]
    account(trade, rule, books)
    for k in range(senders):
        for lane in range(lanes):
            mean = payroll.export_mean[k, lane]
            payroll.export_mean[k, lane] = mean + (books.export[k, lane] - mean) / MEMORY_WEEKS
