"""Slow twins of ``kernels/market.py``: one market and lane at a time, tables by (level, drug)."""

from __future__ import annotations

from math import exp, log

HEROIN, FENTANYL = 0, 1
IMPORT, WHOLESALE, RETAIL = 0, 1, 2


def eighth(mean, value):
    """A mean over 8 weeks, one week on."""
    return mean + (value - mean) / 8.0


def sell(stock, mean, memory, adoption, *, retail_price, arrived, mailed, rule):
    """Arrivals and users' purchases; ``stock`` and ``mean`` are dicts by (level, drug), updated."""
    for drug in (HEROIN, FENTANYL):
        stock[IMPORT, drug] += arrived[drug]
    stock[WHOLESALE, FENTANYL] += mailed
    eq, x = rule["equivalents"], log(retail_price / rule["retail_ref"])
    slow = rule["eps_long"] - rule["eps_short"]
    wanted = rule["users_kg"] * exp(rule["eps_short"] * x + slow * memory)
    wanted = min(wanted, rule["spend_cap"] * rule["users_kg"] * exp(-x))
    want = {HEROIN: wanted * (1.0 - adoption), FENTANYL: wanted * adoption / eq}
    sold = {drug: min(want[drug], stock[RETAIL, drug]) for drug in want}
    lack = {drug: want[drug] - sold[drug] for drug in want}
    spare = {drug: stock[RETAIL, drug] - sold[drug] for drug in want}
    sold[HEROIN] += min(lack[FENTANYL] * eq, spare[HEROIN])
    sold[FENTANYL] += min(lack[HEROIN] / eq, spare[FENTANYL])
    for drug in sold:
        stock[RETAIL, drug] -= sold[drug]
        mean[RETAIL, drug] = eighth(mean[RETAIL, drug], want[drug])
    doses = sold[HEROIN] + eq * sold[FENTANYL]
    return {
        "memory": memory + (x - memory) / rule["eps_memory"],
        "consumed_kg": sold,
        "demand_kg": wanted,
        "unmet_kg": max(wanted - doses, 0.0),
        "fentanyl_share": eq * sold[FENTANYL] / doses if doses > 0.0 else adoption,
    }


def restock(stock, mean, price, import_memory, rule):
    """Orders up, goods down, level by level; ``stock`` and ``mean`` are updated."""
    out = {"on_hand_kg": {}, "order_kg": {}}

    def asked(level, drug):
        usual, here = mean[level, drug], stock[level, drug]
        out["on_hand_kg"][level, drug] = here
        return max(0.0, usual + (rule["cover"] * usual - here) / 4.0)

    def ship(level, drug, kg):
        kg_there = min(kg, stock[level, drug])
        stock[level, drug] -= kg_there
        stock[level + 1, drug] += kg_there
        mean[level, drug] = eighth(mean[level, drug], kg)

    for drug in (HEROIN, FENTANYL):
        ship(WHOLESALE, drug, asked(RETAIL, drug))
        order = asked(WHOLESALE, drug)
        if drug == FENTANYL:
            out["mail_order_kg"] = order / (1.0 + (rule["mail_cost"] / price[IMPORT, FENTANYL]) ** rule["mail_choice"])
            order -= out["mail_order_kg"]
        ship(IMPORT, drug, order)
        out["order_kg"][drug] = asked(IMPORT, drug)
    other = (1.0 - rule["mexico_share"]) * mean[IMPORT, HEROIN] * exp(rule["supply_elasticity"] * import_memory)
    out["elsewhere_kg"] = min(other, out["order_kg"][HEROIN])
    stock[IMPORT, HEROIN] += out["elsewhere_kg"]
    out["order_kg"][HEROIN] -= out["elsewhere_kg"]
    now = log(price[IMPORT, HEROIN] / rule["landed_ref"])
    out["import_memory"] = import_memory + (now - import_memory) / rule["supply_lag"]
    return out


def price(price, mean, on_hand, adoption, *, share, by_mail, rule):
    """Prices of all levels, ``price`` updated; returns the share of fentanyl that dealers want next."""
    eq = rule["equivalents"]

    def moves(level, drug, cost, held, usual):
        weeks = max(held, 1e-12) / max(usual, 1e-12)
        push = max(-1.5, min(1.5, rule["gamma"] * log(rule["cover"] / weeks)))
        price[level, drug] = exp((1.0 - rule["a"]) * log(price[level, drug]) + rule["a"] * (log(cost) + push))

    for drug in (HEROIN, FENTANYL):
        moves(IMPORT, drug, rule["landed"][drug], on_hand[IMPORT, drug], mean[IMPORT, drug])
    ordered = by_mail + mean[IMPORT, FENTANYL]
    mail = by_mail / ordered if ordered > 0.0 else 0.0
    costs = {
        HEROIN: price[IMPORT, HEROIN] + rule["wholesale_ref"] - rule["landed_ref"],
        FENTANYL: 2.0 * price[IMPORT, FENTANYL] * (1.0 - mail) + rule["mail_cost"] * mail,
    }
    for drug, cost in costs.items():
        moves(WHOLESALE, drug, cost, on_hand[WHOLESALE, drug], mean[WHOLESALE, drug])
    dose = {HEROIN: price[WHOLESALE, HEROIN], FENTANYL: price[WHOLESALE, FENTANYL] / eq}
    whole = (1.0 - share) * dose[HEROIN] + share * dose[FENTANYL]
    added = whole + rule["retail_ref"] - rule["wholesale_ref"]
    scaled = whole * rule["retail_ref"] / rule["wholesale_ref"]
    cost = (1.0 - rule["passthrough"]) * added + rule["passthrough"] * scaled
    retail = [
        on_hand[RETAIL, HEROIN] + eq * on_hand[RETAIL, FENTANYL],
        mean[RETAIL, HEROIN] + eq * mean[RETAIL, FENTANYL],
    ]
    moves(RETAIL, HEROIN, cost, *retail)
    price[RETAIL, FENTANYL] = eq * price[RETAIL, HEROIN]
    gain = max(-1.0, 1.0 - dose[FENTANYL] / dose[HEROIN])
    adoption += rule["adoption_rate"] * gain * adoption * (1.0 - adoption / rule["ceiling"])
    return min(max(adoption, 1e-6), 1.0)
