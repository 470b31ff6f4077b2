"""Slow twin of ``kernels/coca.py``: one lane, plain floats."""

from __future__ import annotations

from math import exp, log


def sell(stock, price, mean, base, made, orders, *, usual, elasticity, gamma, a, cover, memory):
    """What the week leaves: stock, price, mean demand, base of other markets, their kg, and what each sender got."""
    stock += made
    asked = sum(orders)
    served = min(asked, stock / 2.0)
    sold = [served * order / asked if asked > 0.0 else 0.0 for order in orders]
    stock -= served
    wanted = base * (price / usual) ** elasticity
    others = min(wanted, stock)
    stock -= others
    mean += (asked + wanted - mean) / 8.0
    weeks = max(stock, 1e-9) / max(mean, 1e-9)
    push = max(-1.5, min(1.5, gamma * log(cover / weeks)))
    price = exp(log(price) + a * (log(usual) + push - log(price)))
    return {
        "stock_kg": stock,
        "price": price,
        "demand_mean": mean,
        "world_base": base + (others - base) / memory,
        "world_kg": others,
    }, sold
