"""Slow twins of ``kernels/crops.py``: one cell or one lane at a time, plain floats."""

from __future__ import annotations

from math import exp, log


def grow_field(area, planted, farm, rate, *, rate_2012, search, yield_kg, replant, dispersal):
    """One region's week in one lane."""
    harder = max(0.0, rate / max(rate_2012, 1e-12) - 1.0)
    efficiency = 1.0 / (1.0 + dispersal * harder)
    share = 1.0 - exp(-efficiency * search / area) if area > 0.0 else 0.0
    eradicated = area * share
    sown = replant * (planted - (area - eradicated))
    standing = area - eradicated + sown
    harvest = standing * yield_kg
    return {
        "eradicated_ha": eradicated,
        "erad_rate": rate * 51.0 / 52.0 + share / 52.0,
        "sown_ha": sown,
        "standing_ha": standing,
        "harvest_kg": harvest,
        "farm_kg": farm + harvest,
    }


def trade(orders, stocks, price, expected, mean, *, cost, a, gamma, cover, memory):
    """One crop's farm gate in one lane; ``orders`` by sender and ``stocks`` by region are lists."""
    wanted, stock = sum(orders), sum(stocks)
    sold = min(wanted, stock)
    bought = [order * sold / wanted if wanted > 0.0 else 0.0 for order in orders]
    sales = [here * sold / stock if stock > 0.0 else 0.0 for here in stocks]
    mean += (wanted - mean) / 8.0
    weeks = max(stock - sold, 1e-9) / max(mean, 1e-9)
    push = max(-1.5, min(1.5, gamma * log(cover / weeks)))
    price = exp((1.0 - a) * log(price) + a * (log(cost) + push))
    return {
        "order_kg": bought,
        "sold_kg": sales,
        "stock_kg": [here - gone for here, gone in zip(stocks, sales, strict=True)],
        "demand_mean": mean,
        "price": price,
        "expected": expected + (price - expected) / memory,
    }
