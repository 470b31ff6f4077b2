"""Slow twins of ``kernels/market.py``: one market and lane at a time, tables by (level, drug) or by product."""

from __future__ import annotations

from math import exp, log

HEROIN, FENTANYL, METHAMPHETAMINE, COCAINE, MARIJUANA = DRUGS = range(5)
IMPORT, WHOLESALE, RETAIL = range(3)
OPIOIDS = 0
PRODUCT = {HEROIN: OPIOIDS, FENTANYL: OPIOIDS, METHAMPHETAMINE: 1, COCAINE: 2, MARIJUANA: 3}
MAIN = {PRODUCT[drug]: drug for drug in (HEROIN, METHAMPHETAMINE, COCAINE, MARIJUANA)}


def eighth(mean, value):
    """A mean over 8 weeks, one week on."""
    return mean + (value - mean) / 8.0


def wants(price, memory, users_kg, *, ref, short, long, cap):
    """What users of one product want at a price, and the log of price over reference."""
    x = log(price / ref)
    answer = exp(short * (x - memory) + long * memory)
    return users_kg * min(answer, cap * ref / price), x


def sell(stock, mean, memory, adoption, *, price, arrived, mailed, rule):
    """Arrivals and users' purchases; ``stock`` and ``mean`` are dicts by (level, drug), updated."""
    for drug in DRUGS:
        stock[IMPORT, drug] += arrived[drug]
    stock[WHOLESALE, FENTANYL] += mailed
    out = {"memory": {}, "demand_kg": {}, "unmet_kg": {}, "consumed_kg": {}}
    want, eq = {}, rule["equivalents"]
    for product, drug in MAIN.items():
        wanted, x = wants(
            price[RETAIL, drug],
            memory[product],
            rule["users_kg"][product],
            ref=rule["retail_ref"][product],
            short=rule["eps_short"][product],
            long=rule["eps_long"][product],
            cap=rule["spend_cap"],
        )
        out["memory"][product] = memory[product] + (x - memory[product]) / rule["eps_memory"]
        out["demand_kg"][product] = want[drug] = wanted
    want[FENTANYL] = want[HEROIN] * adoption / eq
    want[HEROIN] -= want[FENTANYL] * eq
    sold = {drug: min(want[drug], stock[RETAIL, drug]) for drug in DRUGS}
    lack = {drug: want[drug] - sold[drug] for drug in DRUGS}
    spare = {drug: stock[RETAIL, drug] - sold[drug] for drug in DRUGS}
    sold[HEROIN] += min(lack[FENTANYL] * eq, spare[HEROIN])
    sold[FENTANYL] += min(lack[HEROIN] / eq, spare[FENTANYL])
    for drug in DRUGS:
        stock[RETAIL, drug] -= sold[drug]
        mean[RETAIL, drug] = eighth(mean[RETAIL, drug], want[drug])
        out["consumed_kg"][drug] = sold[drug]
    taken = {product: sold[drug] for product, drug in MAIN.items()}
    taken[OPIOIDS] += eq * sold[FENTANYL]
    for product, kg in taken.items():
        out["unmet_kg"][product] = max(out["demand_kg"][product] - kg, 0.0)
    out["fentanyl_share"] = eq * sold[FENTANYL] / taken[OPIOIDS] if taken[OPIOIDS] > 0.0 else adoption
    return out


def restock(stock, mean, price, import_memory, rule):
    """Orders up, goods down, level by level; ``stock`` and ``mean`` are updated."""
    out = {"on_hand_kg": {}, "interior_kg": {}, "elsewhere_kg": {}, "order_kg": {}, "import_memory": {}}

    def asked(level, drug):
        usual, here = mean[level, drug], stock[level, drug]
        out["on_hand_kg"][level, drug] = here
        return max(0.0, usual + (rule["cover"] * usual - here) / 4.0)

    def ship(level, drug, kg, lost=0.0):
        kg_there = min(kg, stock[level, drug])
        stock[level, drug] -= kg_there
        stock[level + 1, drug] += kg_there * (1.0 - lost)
        mean[level, drug] = eighth(mean[level, drug], kg)
        return kg_there * lost

    for drug in DRUGS:
        ship(WHOLESALE, drug, asked(RETAIL, drug))
        order = asked(WHOLESALE, drug)
        if drug == FENTANYL:
            out["mail_order_kg"] = order / (1.0 + (rule["mail_cost"] / price[IMPORT, drug]) ** rule["mail_choice"])
            order -= out["mail_order_kg"]
        out["interior_kg"][drug] = ship(IMPORT, drug, order, rule["interior"][drug])
        wanted = asked(IMPORT, drug)
        others = rule["other_share"][drug] * mean[IMPORT, drug]
        others = min(others * exp(rule["supply_elasticity"] * import_memory[drug]), wanted)
        stock[IMPORT, drug] += others
        out["elsewhere_kg"][drug], out["order_kg"][drug] = others, wanted - others
        now = log(price[IMPORT, drug] / rule["landed_2012"][drug])
        out["import_memory"][drug] = import_memory[drug] + (now - import_memory[drug]) / rule["supply_lag"]
    return out


def price(price, mean, on_hand, adoption, purity, *, share, by_mail, rule):
    """Prices of all levels, ``price`` updated; returns what dealers want of fentanyl next, and purity."""
    eq = rule["equivalents"]

    def moves(level, drug, cost, held, usual):
        weeks = max(held, 1e-12) / max(usual, 1e-12)
        push = max(-1.5, min(1.5, rule["gamma"] * log(rule["cover"] / weeks)))
        price[level, drug] = exp((1.0 - rule["a"]) * log(price[level, drug]) + rule["a"] * (log(cost) + push))

    for drug in DRUGS:
        moves(IMPORT, drug, rule["landed"][drug], on_hand[IMPORT, drug], mean[IMPORT, drug])
        cost = price[IMPORT, drug] + rule["wholesale_ref"][PRODUCT[drug]] - rule["landed_2012"][drug]
        if drug == FENTANYL:
            ordered = by_mail + mean[IMPORT, drug]
            mail = by_mail / ordered if ordered > 0.0 else 0.0
            cost = 2.0 * price[IMPORT, drug] * (1.0 - mail) + rule["mail_cost"] * mail
        moves(WHOLESALE, drug, cost, on_hand[WHOLESALE, drug], mean[WHOLESALE, drug])

    dose = {HEROIN: price[WHOLESALE, HEROIN], FENTANYL: price[WHOLESALE, FENTANYL] / eq}
    for product, drug in MAIN.items():
        whole, held, usual = price[WHOLESALE, drug], on_hand[RETAIL, drug], mean[RETAIL, drug]
        if product == OPIOIDS:
            whole = (1.0 - share) * dose[HEROIN] + share * dose[FENTANYL]
            held += eq * on_hand[RETAIL, FENTANYL]
            usual += eq * mean[RETAIL, FENTANYL]
        retail, below, risk = rule["retail_ref"][product], rule["wholesale_ref"][product], rule["retail_risk"]
        added, scaled = whole + risk * (retail - below), risk * whole * retail / below
        moves(RETAIL, drug, (1.0 - rule["passthrough"]) * added + rule["passthrough"] * scaled, held, usual)
        usual_purity = rule["purity_2012"][product]
        pure = usual_purity * (price[RETAIL, drug] / retail) ** -rule["purity_exponent"]
        pure = max(0.1, min(pure, max(0.98, usual_purity)))
        purity[product] = 0.75 * purity[product] + 0.25 * pure
    price[RETAIL, FENTANYL] = eq * price[RETAIL, HEROIN]

    gain = max(-1.0, 1.0 - dose[FENTANYL] / dose[HEROIN])
    adoption += rule["adoption_rate"] * gain * adoption * (1.0 - adoption / rule["ceiling"])
    return min(max(adoption, 1e-6), 1.0)
