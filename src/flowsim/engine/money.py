"""Phase of money: from street cash to pesos, past searches, fees and delays, and what it pays for."""

from __future__ import annotations

from typing import Any

import numpy as np

from flowsim.agents.channels import under_cap
from flowsim.domain.network import Floats
from flowsim.kernels import cashbook

K = np.s_[:-1]  # organisations: the mail sellers, last, keep no money in the ledger


def money(model: Any) -> None:
    """Proceeds are collected, placed, carried, sold as notes, and spent."""
    w, ledger, levers = model.world, model.ledger, model.levers
    till, terms, flow = ledger.till, ledger.terms, ledger.flow
    cashbook.gather(till, terms, flow, model.params.channels.adjust, levers["domestic_enforcement"])
    inspection, controls = levers["southbound_inspection"], levers["third_party_controls"]
    cashbook.carry(model.keys, model.draw_week, ledger.way, flow, w.purse_usd, inspection, controls)
    cashbook.spend(till, terms, ledger.notes, *limits(model))


def limits(model: Any) -> tuple[Floats, Floats]:
    """USD that an account and a border firm may take in notes in a month, (L,) each.

    The law limits notes per account and month, exactly, account by account; amounts of an account without a limit are
    lognormal.
    """
    account, firm = model.ledger.caps[model.week - model.money_rules.first]
    return under_cap(model, "window_usd", account), under_cap(model, "firm_usd", firm)


def close_books(model: Any) -> None:
    """Cost of laundering and profit of the week; what was lost and placed enters the memory of organisations."""
    ledger = model.ledger
    cashbook.close(model.spots, ledger.till, ledger.week, model.world.placed_usd, ledger.memory)
    offer_wages(model)


def offer_wages(model: Any) -> None:
    """The wage offer follows profit over that of 2012, slowly: what laundering costs more, people feel."""
    w, p = model.world, model.params.liquidity
    if model.week <= 0:
        w.free_base[K] = w.free_mean[K]
        return
    rise = model.ledger.week.rise
    cashbook.offer_wages(np.power(rise, p.wage_elasticity, out=rise), p.wage_lag_weeks, w.wage_offer)
