"""Kernels of the phases in numpy over whole arrays, or one cell at a time in Python; same arguments, same results."""

from __future__ import annotations

import sys
from pathlib import Path

import numpy as np

from flowsim.kernels.books import ALONE

sys.path.append(str(Path(__file__).parents[1] / "tests" / "kernels"))
import oracle_goods
import oracle_synthesis
import oracle_use

CLIP = 1.5
MAIN = [0, 2, 3, 4]  # the drug of each product; fentanyl, drug 1, is sold with heroin


def eighth(mean, value) -> None:
    mean += (value - mean) / 8.0


def grow(fields, rates) -> None:
    area, rate = fields.standing_ha.copy(), fields.erad_rate
    past = rate / np.maximum(rates.erad_rate_2012, 1e-12)
    phi = 1.0 / (1.0 + rates.dispersal * np.maximum(0.0, past - 1.0))
    some = np.maximum(area, 1e-300)
    lost = np.where(area > 0.0, area * (1.0 - np.exp(-phi * rates.search_ha / some)), 0.0)
    fields.eradicated_ha[:] = lost
    rate += (lost / some - rate) / 52.0
    fields.sown_ha[:] = (fields.planted_ha - (area - lost)) * rates.replant
    fields.standing_ha[:] = area - lost + fields.sown_ha
    fields.harvest_kg[:] = fields.standing_ha * rates.yield_kg
    fields.farm_kg[:] += fields.harvest_kg


def trade(farm, rule) -> None:
    wanted, stock = farm.order_kg.sum(0), farm.stock_kg.sum(0)
    sold = np.minimum(wanted, stock)
    farm.order_kg[:] *= np.divide(sold, wanted, out=np.zeros_like(sold), where=wanted > 0.0)
    farm.sold_kg[:] = farm.stock_kg * np.divide(sold, stock, out=np.zeros_like(sold), where=stock > 0.0)
    farm.stock_kg[:] -= farm.sold_kg
    eighth(farm.demand_mean, wanted)
    cover = np.maximum(stock - sold, 1e-9) / np.maximum(farm.demand_mean, 1e-9)
    target = np.log(rule.cost) + np.clip(rule.gamma * np.log(rule.cover / cover), -CLIP, CLIP)
    log_price = np.log(farm.price)
    farm.price[:] = np.exp(log_price + rule.a * (target - log_price))
    farm.expected[:] += (farm.price - farm.expected) / rule.memory


def order_precursors(imports, rule) -> None:
    line, lanes = imports.pipeline_kg, np.arange(imports.pipeline_kg.shape[-1])
    loss, lead = rule.supplier_loss, np.minimum(rule.lead_weeks.astype(int), len(line) - 1)
    now = np.minimum(imports.substitution, loss)
    gain = (now + rule.foothold * loss) * (1.0 - now / np.where(loss > 0.0, loss, 1.0))
    imports.substitution[:] = np.where(loss > 0.0, np.minimum(loss, now + rule.substitution_rate * gain), 0.0)
    lost = (loss - imports.substitution)[:, None]
    imports.arriving_kg[:] = line[0]
    line[:-1] = line[1:].copy()
    line[-1] = 0.0
    use, usual, cover = imports.use_mean, imports.usual_kg, rule.cover_weeks
    gap = (cover + lead) * use - imports.stock_kg - line.sum(0) - imports.arriving_kg
    order, shipment = np.maximum(0.0, use + gap / 4.0), rule.shipment_kg[:, None]
    low = (gap > 0.5 * cover * use) & (use > 0.0)
    order = np.where(order >= shipment, order, np.where(low, shipment, 0.0))
    bound = lost > 0.01
    imports.ordered_kg[:] = np.where(bound, np.minimum(order, (1.0 - lost) * usual), order)
    imports.usual_kg[:] = np.where(bound, usual, use)
    line[lead - 1, :, :, lanes] += imports.ordered_kg.transpose(2, 0, 1)


def sell(market, flows, rule) -> None:
    stock, mean, eq = market.stock_kg, market.demand_mean, rule.equivalents
    stock[0] += flows.arrived_kg
    stock[1, 1] += flows.mailed_kg
    x, z, (short, long) = np.log(market.price[2, MAIN] / rule.ref[0][:, None]), market.memory, rule.eps[:, :, None]
    wanted = rule.users_kg * np.exp(short * x + (long - short) * z)
    wanted = np.minimum(wanted, rule.spend_cap * rule.users_kg * np.exp(-x))
    z += (x - z) / rule.eps_memory
    want = np.stack([wanted[0] * (1.0 - market.adoption), wanted[0] * market.adoption / eq, *wanted[1:]])
    sold = np.minimum(want, stock[2])
    lack, spare = want - sold, stock[2] - sold
    sold[0] += np.minimum(lack[1] * eq, spare[0])
    sold[1] += np.minimum(lack[0] / eq, spare[1])
    stock[2] -= sold
    eighth(mean[2], want)
    taken = sold[MAIN]
    taken[0] += sold[1] * eq
    flows.consumed_kg[:] = sold
    flows.demand_kg[:] = wanted
    flows.unmet_kg[:] = np.maximum(wanted - taken, 0.0)
    some = np.where(taken[0] > 0.0, taken[0], 1.0)
    flows.fentanyl_share[:] = np.where(taken[0] > 0.0, sold[1] * eq / some, market.adoption)


def restock(market, flows, rule) -> None:
    stock, mean, held, cover = market.stock_kg, market.demand_mean, market.on_hand_kg, rule.cover

    def asked(level):
        held[level] = stock[level]
        return np.maximum(0.0, mean[level] + (cover * mean[level] - stock[level]) / 4.0)

    order = asked(2)
    shipped = np.minimum(order, stock[1])
    stock[1] -= shipped
    stock[2] += shipped
    eighth(mean[1], order)
    order = asked(1)
    odds = (rule.adoption[2] / market.price[0, 1]) ** rule.mail_choice
    market.mail_order_kg[:] = order[1] / (1.0 + odds)
    order[1] -= market.mail_order_kg
    shipped = np.minimum(order, stock[0])
    flows.interior_kg[:] = shipped * rule.interior
    stock[0] -= shipped
    stock[1] += shipped - flows.interior_kg
    eighth(mean[0], order)
    wanted, lag = asked(0), market.import_memory
    flows.elsewhere_kg[:] = np.minimum(rule.other_share * mean[0] * np.exp(rule.supply[0] * lag), wanted)
    stock[0] += flows.elsewhere_kg
    lag += (np.log(market.price[0] / rule.landed[0][:, None]) - lag) / rule.supply[1]
    market.order_kg[:] = wanted - flows.elsewhere_kg


def price(market, flows, rule) -> None:
    held, mean, eq, share = market.on_hand_kg, market.demand_mean, rule.equivalents, flows.fentanyl_share
    retail, whole, pure = rule.ref[:, :, None]

    def move(now, cost, on_hand, usual):
        short = rule.cover / (np.maximum(on_hand, 1e-12) / np.maximum(usual, 1e-12))
        push, before = np.clip(rule.gamma * np.log(short), -CLIP, CLIP), np.log(now)
        return np.exp(before + rule.a * (np.log(cost) + push - before))

    market.price[0] = move(market.price[0], rule.landed[1][:, None], held[0], mean[0])
    cost = np.empty_like(market.price[0])
    cost[MAIN] = market.price[0, MAIN] + (whole - rule.landed[0, MAIN][:, None])
    both = market.mail_order_kg + mean[0, 1]
    mail = np.divide(market.mail_order_kg, both, out=np.zeros_like(both), where=both > 0.0)
    cost[1] = 2.0 * market.price[0, 1] * (1.0 - mail) + rule.adoption[2] * mail
    market.price[1] = move(market.price[1], cost, held[1], mean[1])
    dose, below = market.price[1, 1] / eq, market.price[1, MAIN]
    below[0] = (1.0 - share) * market.price[1, 0] + share * dose
    on_hand, usual = held[2, MAIN], mean[2, MAIN]
    on_hand[0] += eq * held[2, 1]
    usual[0] += eq * mean[2, 1]
    added = below + (retail - whole) * rule.retail_risk
    cost = (1.0 - rule.passthrough) * added + rule.passthrough * below * retail / whole * rule.retail_risk
    market.price[2, MAIN] = move(market.price[2, MAIN], cost, on_hand, usual)
    market.price[2, 1] = eq * market.price[2, 0]
    now = pure * (market.price[2, MAIN] / retail) ** -rule.purity_exponent
    market.purity[:] += (np.clip(now, 0.1, np.maximum(0.98, pure)) - market.purity) / 4.0
    gain, f = np.maximum(-1.0, 1.0 - dose / market.price[1, 0]), market.adoption
    f[:] = np.clip(f + rule.adoption[0] * gain * f * (1.0 - f / rule.adoption[1]), 1e-6, 1.0)


def account(trade, rule, books) -> None:
    mexico, others = trade.arrived_kg.sum(1), trade.elsewhere_kg.sum(1)
    others[1] += trade.mailed_kg.sum(0)
    margin = (trade.consumed_kg * (trade.price[2] - trade.price[0])).sum(1)
    books.distribution[:] = margin * (mexico / np.maximum(mexico + others, 1e-300))
    full = trade.sent_kg * rule.toll_share * rule.import_usd
    books.toll_paid[:] = (full * trade.toll_due).sum(1)
    books.toll_earned[:] = rule.holders @ np.einsum("kdl,kdql->ql", full, trade.toll_from)
    kg = trade.passed_kg[:-1]
    brought = kg.sum(0)
    share = np.where(brought > 0.0, kg / np.where(brought > 0.0, brought, 1.0), rule.weights[:-1])
    books.export[:-1] = (kg * rule.import_usd).sum(1)
    books.us_margin[:-1] = (share * books.distribution).sum(1) * rule.us_share
    due = np.zeros_like(books.due)
    due[0] = (trade.farm_order_kg * trade.farm_price[:, None]).sum(0) + trade.coca_sold_kg * rule.coca_usd
    due[1] = (trade.produced_kg * rule.make_usd).sum(1)
    due[2] = (trade.sent_kg * trade.route_usd).sum(1)
    due[3] = rule.wages_usd
    due[4] = rule.distribution_cost * books.us_margin
    books.due[:, :-1] = due[:, :-1]


def crowd(trials, hidden, strength, crowding) -> None:
    used = trials.sum(0)
    bottom = hidden * np.maximum(used.sum(1, keepdims=True), 1e-300)
    top = used * hidden.sum(1, keepdims=True)
    ratio = np.divide(top, bottom, out=np.ones_like(top), where=hidden > 0.0)
    crowding[:] = strength * np.log2(np.clip(ratio, 0.25, 16.0))


def add(flat, sums, out) -> None:
    terms = np.zeros((len(sums.row) + 1, flat.shape[1]))  # one more, so that empty sums at the end have a place
    np.multiply(sums.sign[:, None], flat[sums.row], out=terms[:-1])
    product = np.flatnonzero(sums.times != ALONE)
    terms[product] *= flat[sums.times[product]]
    out += np.add.reduceat(terms, sums.start[:-1], axis=0) * (np.diff(sums.start) > 0)[:, None]


def count_broken(flat, first, stop) -> int:
    return sum(int((~(flat[a:b] >= 0.0)).sum()) for a, b in zip(first, stop, strict=True))


RULE_OF_USE = {
    "exponents": ("price_exponent", "risk_exponent", "success"),
    "risk_weeks": ("risk_rise", "risk_fade"),
    "codes": ("treated_risk", "spill", "mixed"),
    "leave": ("quit", "seek", "leave", "relapse"),
    "mu": ("mu", "mu_2012"),
    "dose": ("dose_exponent", "hold_users"),
}
BY_LANE, BY_MARKET = ("initiation", "free_2012", "push", "f"), ("disruption", "pharma", "fentanyl_share")
BY_CELL = ("pool", "price_log", "places", "intake")


def use(people, deaths, rule) -> None:
    """The slow twin, by market, lane and product."""
    products, markets, lanes = people.users.shape
    for m, lane in np.ndindex(markets, lanes):
        where, mixed, spill, opioids = (rule.keys[lane], rule.week, rule.number[m]), [], 0.0, {}
        for p in range(products):
            now = {name: float(getattr(rule, name)[p, lane]) for name in BY_LANE}
            now |= {name: float(getattr(rule, name)[p, m, lane]) for name in BY_CELL}
            now |= {name: float(getattr(rule, name)[m, lane]) for name in BY_MARKET}
            for table, names in RULE_OF_USE.items():
                values = getattr(rule, table)
                values = values[:, lane] if values.ndim == 2 else values[:, p, lane]
                now |= dict(zip(names, values.tolist(), strict=True))
            here = [float(x[p, m, lane]) for x in (people.users, people.treated, people.recovered, people.risk)]
            if p == 0:
                spill, opioids = oracle_use.means(p, *here[:2], now)[1], now
            counts = oracle_use.deaths(p, *here[:2], oracle_use.dice(*where, p), now)
            deaths.alone[p, m, lane], deaths.fentanyl[p, m, lane] = counts
            mixed.append(counts[1])
            for name, value in oracle_use.people(p, *here, sum(counts), now).items():
                getattr(people, name)[p, m, lane] = value
        alone, dice = float(deaths.alone[0, m, lane]), oracle_use.dice_of_codes(*where)
        for name, value in oracle_use.codes(alone, mixed, spill, dice, opioids).items():
            getattr(deaths, name)[m, lane] = value


def make(makers, making) -> None:
    """The slow twin, by maker, drug and lane."""
    senders, _, lanes = makers.labs.shape
    for k, d, lane in np.ndindex(senders, 3, lanes):
        labs, stock, plan = (float(x[k, d, lane]) for x in (makers.labs, makers.stock_kg, making.plan_kg))
        raid, build = oracle_synthesis.dice(making.keys[lane], making.week, makers.number[k], d)
        capacity, rows = float(making.per_lab_kg[d, lane]), ((), (0,), (1, 2))[d]
        rates = {"build_weeks": float(making.build_weeks[lane]), "hazard": float(making.raid_hazard[lane])}
        after, raided = oracle_synthesis.laboratories(labs, plan, capacity, u_raid=raid, u_build=build, **rates)
        makers.labs[k, d, lane], makers.raided[k, d, lane] = after, raided
        if rows:
            rates_of = [(making.split[c, lane], making.precursor_per_kg[c, lane]) for c in rows]
            held_by = [(makers.precursor_kg[c, k, lane], makers.precursor_use_mean[c, k, lane]) for c in rows]
            tables = [tuple(map(float, (*a, *b))) for a, b in zip(rates_of, held_by, strict=True)]
            product, used = oracle_synthesis.cook(stock, labs, raided, plan, capacity, tables)
            for c, row in zip(rows, used, strict=True):
                for name, value in row.items():
                    getattr(makers, name)[c, k, lane] = value
        else:
            product = oracle_synthesis.boil_gum(stock, labs, raided, float(making.heroin_kg[k, lane]))
        for name, value in product.items():
            getattr(makers, name)[k, d, lane] = value


def open_markets(market, flows, rule) -> None:
    sell(market, flows, rule)
    restock(market, flows, rule)
    price(market, flows, rule)


def order_goods(plans, farms, gates) -> None:
    oracle_goods.plan(plans)
    for farm, gate in zip(farms, gates, strict=True):
        trade(farm, gate)
    oracle_goods.fetch(plans)


def keep_accounts(payroll, trade, rule, books) -> None:
    rule.wages_usd[:] = payroll.share * payroll.export_mean * payroll.staff * payroll.offer
    rule.coca_usd[:] = payroll.coca_price + payroll.leg_usd
    account(trade, rule, books)
    payroll.export_mean[:] += (books.export - payroll.export_mean) / 52.0


ROUNDED = ("tend", "call_at_port", "unload", "set_out", "come_in", "set_terms", "weigh_doses", "staff")
NUMPY = {
    f.__name__: f for f in (grow, order_goods, order_precursors, open_markets, keep_accounts, crowd, add, count_broken)
}
NUMPY |= {name: getattr(oracle_goods, name) for name in ROUNDED}
SLOW = {"use": use, "make": make}  # draws among the rules: no numpy version gives the same counts
