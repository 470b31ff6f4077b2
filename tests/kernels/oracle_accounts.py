"""Slow twin of ``kernels/accounts.py``: one lane with numpy sums, the accounts of all senders at once."""

from __future__ import annotations

import numpy as np


def account(t, r):
    """Accounts of one lane; ``t`` and ``r`` are the bundles without their lane axis."""
    others = t.elsewhere_kg.sum(axis=1)
    others[1] += t.mailed_kg.sum()
    mexico = t.arrived_kg.sum(axis=1)
    margin = (t.consumed_kg * (t.price[2] - t.price[0])).sum(axis=1) * mexico / np.maximum(mexico + others, 1e-300)
    passed = t.passed_kg[:-1].sum(axis=0)
    share = np.where(passed > 0.0, t.passed_kg / np.where(passed > 0.0, passed, 1.0), r.weights)
    full = t.sent_kg * r.toll_share * r.import_usd
    out = {"export": t.passed_kg @ r.import_usd, "us_margin": share @ margin * r.us_share}
    goods = t.farm_price @ t.farm_order_kg + t.coca_sold_kg * r.coca_usd
    smuggling = (t.sent_kg * t.route_usd).sum(axis=1)
    distribution = r.distribution_cost * out["us_margin"]
    out["due"] = np.stack([goods, t.produced_kg @ r.make_usd, smuggling, r.wages_usd, distribution])
    for value in out.values():
        value[..., -1] = 0.0  # mail sellers
    out["distribution"] = margin
    out["toll_paid"] = (full * t.toll_due).sum(axis=1)
    out["toll_earned"] = r.holders @ np.einsum("kd,kdq->q", full, t.toll_from)
    return out
