"""Phase of money: from street cash to pesos, past searches, fees and delays, and what it pays for."""

from __future__ import annotations

from typing import Any

import numpy as np

from flowsim.agents.channels import under_cap
from flowsim.domain.codes import Country, Purse
from flowsim.kernels import purses
from flowsim.kernels.carriage import land_cash, place_cash
from flowsim.kernels.cash import search
from flowsim.kernels.custom import remember

K = np.s_[:-1]  # organisations: the mail sellers, last, keep no money in the ledger


def money(model: Any) -> None:
    """Proceeds are collected, placed, carried, sold as notes, and spent."""
    till, terms = model.ledger.till, model.ledger.terms
    purses.collect(till, terms, model.levers["domestic_enforcement"])
    place(model)
    carry(model)
    sell_notes(model)
    purses.pay(till, terms)
    purses.drain(till, terms)


def place(model: Any) -> None:
    """Street cash goes to providers by their shares, as far as they have room; some is seized in the US."""
    flow, till = model.ledger.flow, model.ledger.till
    place_cash(flow, model.params.channels.adjust, till.ready, till.us_seized, till.usd[Purse.US_CASH])


def carry(model: Any) -> None:
    """Bulk cash is searched on its way south; money under way lands after its delay, less the fee."""
    w, p, providers, ledger = model.world, model.params.channels, model.providers, model.ledger
    bulk, stopped = providers.bulk, ledger.stopped
    found = np.minimum(p.south_found * model.levers["southbound_inspection"], 1.0)
    search(
        *(model.keys, model.draw_week, model.base.number[K], w.placed_usd[bulk, K], ledger.car, found),
        *(w.cash_loads[K], w.cash_hits[K], w.lost_usd[bulk, K]),
    )
    stopped[providers.third] = np.minimum(p.third_found * model.levers["third_party_controls"], 0.9)
    land_cash(ledger.flow, stopped, providers.lands, w.purse_usd)


def sell_notes(model: Any) -> None:
    """Dollar notes in Mexico find an outlet: windows of banks within the cap, firms, exchange houses, or none.

    The law limits notes per account and month, exactly, account by account; amounts of an account without a limit are
    lognormal.
    """
    row = model.week - model.money_rules.first
    account, firm = (model.money_rules.of(cap, Country.MX)[row] for cap in ("account_cap", "firm_cap"))
    limits = under_cap(model, "window_usd", account), under_cap(model, "firm_usd", firm)
    purses.sell_notes(model.world.purse_usd, model.ledger.notes, *limits)


def close_books(model: Any) -> None:
    """Cost of laundering and profit of the week; what was lost and placed enters the memory of organisations."""
    w, ledger, cells = model.world, model.ledger, model.ledger.cells
    remember(
        *(model.spots, cells.told, cells.held, ledger.closures_kept),
        *(cells.closures, cells.months, w.closing),
    )
    purses.close_week(ledger.till, ledger.week)
    offer_wages(model)
    purses.remember_losses(
        *(ledger.losses_kept, w.lost_usd, w.frozen_way_usd, w.placed_usd, w.loss_memory, w.flow_memory)
    )


def offer_wages(model: Any) -> None:
    """The wage offer follows profit over that of 2012, slowly: what laundering costs more, people feel."""
    w, p = model.world, model.params.liquidity
    if model.week <= 0:
        w.free_base[K] = w.free_mean[K]
        return
    aim = model.ledger.week.rise[K] ** p.wage_elasticity
    np.minimum(np.maximum(aim, 0.5, out=aim), 1.5, out=aim)
    aim -= w.wage_offer[K]
    w.wage_offer[K] += np.divide(aim, p.wage_lag_weeks, out=aim)
