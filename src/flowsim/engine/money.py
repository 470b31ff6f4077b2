"""Phase of money: from street cash to pesos, past searches, fees and delays, and what it pays for."""

from __future__ import annotations

from typing import Any

import numpy as np

from flowsim.agents.channels import under_cap
from flowsim.domain.codes import Country, Outlet, Purse
from flowsim.domain.network import Floats
from flowsim.kernels import purses
from flowsim.kernels.carriage import Flow, land_cash, place_cash
from flowsim.kernels.cash import search
from flowsim.kernels.custom import remember
from flowsim.kernels.lanes import sum_over

K = np.s_[:-1]  # organisations: the mail sellers, last, keep no money in the ledger
TINY = 1e-9


def money(model: Any) -> None:
    """Proceeds are collected, placed, carried, sold as notes, and spent."""
    till, terms = till_of(model), terms_of(model.params.liquidity)
    purses.collect(till, terms)
    place(model)
    carry(model)
    sell_notes(model)
    purses.pay(till, terms)
    purses.drain(till, terms)


def till_of(model: Any) -> purses.Till:
    """Money and bills of organisations."""
    w = model.world
    return purses.Till(
        *(w.purse_usd, w.due_usd, w.paid_usd, w.export_usd, w.us_margin_usd, w.export_mean, w.decayed_usd),
        *(w.toll_paid_usd, w.toll_earned_usd, w.migrant_tolls_usd, w.dues_mean, w.paid_share, w.owners_usd),
    )


def terms_of(p: Any) -> purses.Terms:
    """Rules of keeping and paying."""
    return purses.Terms(
        *(p.stash_weeks, p.stash_cost, p.stash_rise, p.cashable_goods, p.cashable_making, p.cashable_wages),
        *(p.target_weeks, p.drain, p.to_assets),
    )


def flow_of(model: Any) -> Flow:
    """Money of organisations at each provider."""
    w = model.world
    return Flow(
        *(model.intents.channel_share, w.channel_share, w.placed_usd, w.lost_usd, w.transit_usd, w.fee_usd),
        *(w.delivered_usd, w.provider_capacity, w.provider_use, w.provider_fee, model.providers.delay),
    )


def place(model: Any) -> None:
    """Street cash goes to providers by their shares, as far as they have room; some is seized in the US."""
    w, p = model.world, model.params.channels
    cash = w.purse_usd[Purse.US_CASH, K]
    out = cash / np.maximum(p.collect_weeks, 1.0)
    seized, spent = out * np.minimum(p.us_found * model.levers["domestic_enforcement"], 0.5), np.empty_like(out)
    place_cash(flow_of(model), p.adjust, out - seized, spent)
    w.us_seized_usd[K] = seized
    cash -= seized + spent


def carry(model: Any) -> None:
    """Bulk cash is searched on its way south; money under way lands after its delay, less the fee."""
    w, p, providers = model.world, model.params.channels, model.providers
    bulk, stopped = providers.bulk, np.zeros_like(w.provider_fee)
    found = np.minimum(p.south_found * model.levers["southbound_inspection"], 1.0)
    car = np.stack([p.car_usd, p.car_sigma])
    search(
        *(model.keys, model.draw_week, model.base.number[K], w.placed_usd[bulk, K], car, found),
        *(w.cash_loads[K], w.cash_hits[K], w.lost_usd[bulk, K]),
    )
    stopped[providers.third] = np.minimum(p.third_found * model.levers["third_party_controls"], 0.9)
    stopped[bulk] = -1.0
    land_cash(flow_of(model), stopped, providers.lands, w.purse_usd)


def sell_notes(model: Any) -> None:
    """Dollar notes in Mexico find an outlet: windows of banks within the cap, firms, exchange houses, or none."""
    w, p = model.world, model.params.channels
    taken, model.window_wanted = np.empty((len(Outlet), *w.profit_usd[K].shape)), np.empty(model.lanes)
    purses.offer_notes(
        *(w.purse_usd, w.outlet_share, model.intents.outlet_share, p.adjust, p.outlet_weeks),
        *(taken, model.window_wanted),
    )
    limit_notes(model, taken)
    purses.sell_notes(w.purse_usd, taken, p.outlet_fee, p.dwell_weeks, w.outlet_usd, w.outlet_fee_usd)


def limit_notes(model: Any, taken: Floats) -> None:
    """What windows and border firms can take: the law limits notes per account and month, exactly, account by account.

    ``taken (outlet, sender, L)`` is lowered in place. Amounts of an account without a limit are lognormal.
    """
    w, p = model.world, model.params.screening
    row = model.week - model.money_rules.first
    cap = model.money_rules.of("account_cap", Country.MX)[row]
    room = sum_over(w.accounts[-1], 0) * under_cap(model, "window_usd", cap) / 4.0
    taken[Outlet.WINDOW] *= np.minimum(room / np.maximum(model.window_wanted, TINY), 1.0)
    cap = model.money_rules.of("firm_cap", Country.MX)[row]
    taken[Outlet.BORDER_FIRM] *= under_cap(model, "firm_usd", cap) / p.firm_usd


def close_books(model: Any) -> None:
    """Cost of laundering and profit of the week; what was lost and placed enters the memory of organisations."""
    w, p = model.world, model.params.channels
    by_cell = (model.holders.open_to.size, model.lanes)
    told, held, closed, months = (
        array.reshape(by_cell) for array in (w.told, w.accounts, w.closed_memory, w.held_memory)
    )
    keep = 1.0 - 1.0 / model.params.screening.closure_memory_weeks
    remember(model.spots, told, held, keep, closed, months, w.closing)
    week = purses.Week(
        *(w.fee_usd, w.lost_usd, w.outlet_fee_usd, w.frozen_usd, w.released_usd, w.us_seized_usd),
        *(w.laundering_usd, w.profit_usd),
    )
    purses.close_week(till_of(model), week)
    offer_wages(model)
    keep = 1.0 - 1.0 / p.memory_weeks
    purses.remember_losses(keep, w.lost_usd, w.frozen_way_usd, w.placed_usd, w.loss_memory, w.flow_memory)


def offer_wages(model: Any) -> None:
    """The wage offer follows profit over that of 2012, slowly: what laundering costs more, people feel."""
    w, p = model.world, model.params.liquidity
    w.free_mean[K] += (w.profit_usd[K] - w.free_mean[K]) / 26.0
    if model.week <= 0:
        w.free_base[K] = w.free_mean[K]
        return
    ratio = np.maximum(w.free_mean[K], TINY) / np.maximum(w.free_base[K], TINY)
    aim = np.clip(ratio**p.wage_elasticity, 0.5, 1.5)
    w.wage_offer[K] += (aim - w.wage_offer[K]) / p.wage_lag_weeks
