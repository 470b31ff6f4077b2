"""Phase of money: from street cash to pesos, past searches, fees and delays, and what it pays for."""

from __future__ import annotations

from typing import Any

import numpy as np

from flowsim.agents.channels import under_cap
from flowsim.domain.codes import Country, Due, Outlet, Purse
from flowsim.domain.network import Floats
from flowsim.kernels.carriage import Flow, land_cash, place_cash
from flowsim.kernels.cash import search
from flowsim.kernels.custom import remember
from flowsim.kernels.lanes import sum_over

K = np.s_[:-1]  # organisations: the mail sellers, last, keep no money in the ledger
TINY = 1e-9
DECAY_MOST = 0.5


def money(model: Any) -> None:
    """Proceeds are collected, placed, carried, sold as notes, and spent."""
    collect(model)
    place(model)
    carry(model)
    sell_notes(model)
    pay(model)
    drain(model)


def collect(model: Any) -> None:
    """Sales become street cash, tolls of migrants pesos; US distribution is paid; stored notes come back, dwindle."""
    w, p = model.world, model.params.liquidity
    cash, stash = w.purse_usd[Purse.US_CASH, K], w.purse_usd[Purse.US_STASH, K]
    sales = w.export_usd[K] + w.us_margin_usd[K]
    cash += sales
    w.purse_usd[Purse.MX_PESOS, K] += w.migrant_tolls_usd[K]
    paid = np.minimum(w.due_usd[Due.DISTRIBUTION, K], cash)
    w.paid_usd[Due.DISTRIBUTION, K] = paid
    cash -= paid
    back = stash / p.stash_weeks
    stash -= back
    cash += back
    weeks = (cash + stash) / np.maximum(w.export_mean[K], TINY)
    rate = p.stash_cost + p.stash_rise * np.maximum(weeks - 8.0, 0.0) / 8.0
    left = 1.0 - np.minimum(rate, DECAY_MOST)
    w.decayed_usd[K] = (cash + stash) * (1.0 - left)
    cash *= left
    stash *= left


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
    notes = w.purse_usd[Purse.MX_DOLLARS, K]
    w.outlet_share += (model.intents.outlet_share - w.outlet_share) * p.adjust
    taken = w.outlet_share[:, K] * (notes / np.maximum(p.outlet_weeks, 1.0))
    model.window_wanted = sum_over(taken[Outlet.WINDOW], 0)
    limit_notes(model, taken)
    taken[Outlet.KEEP] = 0.0
    fee = taken * p.outlet_fee[:, None]
    w.outlet_usd[:, K] = taken
    w.outlet_fee_usd[:, K] = fee
    notes -= sum_over(taken, 0)
    net = taken - fee
    w.purse_usd[Purse.MX_BANKED, K] += net[Outlet.WINDOW]
    w.purse_usd[Purse.CLEAN, K] += net[Outlet.BORDER_FIRM]
    w.purse_usd[Purse.MX_PESOS, K] += net[Outlet.CASA_DE_CAMBIO]
    moved = w.purse_usd[Purse.MX_BANKED, K] / np.maximum(p.dwell_weeks, 1.0)
    w.purse_usd[Purse.MX_BANKED, K] -= moved
    w.purse_usd[Purse.CLEAN, K] += moved


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


def owed(model: Any) -> tuple[Floats, Floats]:
    """What organisations owe in Mexico this week, (sender, L): payable in notes, and the rest."""
    w, p = model.world, model.params.liquidity
    due = w.due_usd[:, K]
    notes = p.cashable_goods * due[Due.GOODS] + p.cashable_making * due[Due.MAKING] + w.toll_paid_usd[K]
    notes += p.cashable_wages * (due[Due.SMUGGLING] + due[Due.WAGES])
    every = due[Due.GOODS] + due[Due.MAKING] + due[Due.SMUGGLING] + due[Due.WAGES] + w.toll_paid_usd[K]
    return notes, every - notes


def pay(model: Any) -> None:
    """Organisations pay what they owe, less when they hold under half of their target; tolls reach their earners."""
    w, p = model.world, model.params.liquidity
    dollars, pesos, clean = (w.purse_usd[i, K] for i in (Purse.MX_DOLLARS, Purse.MX_PESOS, Purse.CLEAN))
    notes, wired = owed(model)
    w.dues_mean[K] += (notes + wired - w.dues_mean[K]) / 13.0
    liquid = dollars + pesos + clean
    share = np.minimum(liquid / np.maximum(0.5 * p.target_weeks * w.dues_mean[K], TINY), 1.0)
    share = np.minimum(share, liquid / np.maximum(notes + wired, TINY))
    share = np.minimum(share, clean / np.maximum(wired, TINY))
    w.paid_share[K] = share
    from_notes = np.minimum(notes * share, dollars + pesos)
    left = 1.0 - from_notes / np.maximum(dollars + pesos, TINY)
    dollars *= left
    pesos *= left
    clean -= np.minimum((notes + wired) * share - from_notes, clean)
    for due in (Due.GOODS, Due.MAKING, Due.SMUGGLING, Due.WAGES):
        w.paid_usd[due, K] = w.due_usd[due, K] * share
    owed_tolls = sum_over(w.toll_paid_usd[K], 0)
    w.toll_paid_usd[K] *= share
    paid_tolls = sum_over(w.toll_paid_usd[K], 0)
    w.toll_earned_usd[K] *= np.divide(paid_tolls, owed_tolls, out=np.zeros_like(owed_tolls), where=owed_tolls > 0.0)
    pesos += w.toll_earned_usd[K]


def drain(model: Any) -> None:
    """What organisations do not need flows off, part into property, the rest to owners."""
    w, p = model.world, model.params.liquidity
    dollars, pesos, clean = (w.purse_usd[i, K] for i in (Purse.MX_DOLLARS, Purse.MX_PESOS, Purse.CLEAN))
    surplus = np.maximum(dollars + pesos + clean - p.target_weeks * w.dues_mean[K], 0.0) * p.drain
    assets = np.minimum(surplus * p.to_assets, clean)
    clean -= assets
    w.purse_usd[Purse.MX_ASSETS, K] += assets
    owners = surplus - assets
    liquid = dollars + pesos + clean
    w.owners_usd[K] = np.minimum(owners, liquid)
    left = 1.0 - w.owners_usd[K] / np.maximum(liquid, TINY)
    dollars *= left
    pesos *= left
    clean *= left


def close_books(model: Any) -> None:
    """Cost of laundering and profit of the week; what was lost and placed enters the memory of organisations."""
    w, p = model.world, model.params.channels
    by_cell = (model.holders.open_to.size, model.lanes)
    told, held, closed, months = (
        array.reshape(by_cell) for array in (w.told, w.accounts, w.closed_memory, w.held_memory)
    )
    keep = 1.0 - 1.0 / model.params.screening.closure_memory_weeks
    remember(model.spots, told, held, keep, closed, months, w.closing)
    losses = sum_over(w.fee_usd[:, K], 0) + sum_over(w.lost_usd[:, K], 0) + sum_over(w.outlet_fee_usd[:, K], 0)
    frozen = sum_over(w.frozen_usd[:, K] - w.released_usd[:, K], 0)
    w.laundering_usd[K] = losses + w.us_seized_usd[K] + w.decayed_usd[K] + frozen
    income = w.export_usd[K] + w.us_margin_usd[K] + w.toll_earned_usd[K] - w.toll_paid_usd[K] + w.migrant_tolls_usd[K]
    w.profit_usd[K] = income - sum_over(w.paid_usd[:, K], 0) - w.laundering_usd[K]
    offer_wages(model)
    keep = 1.0 - 1.0 / p.memory_weeks
    w.loss_memory *= keep
    w.loss_memory += w.lost_usd + w.frozen_way_usd
    w.flow_memory *= keep
    w.flow_memory += w.placed_usd


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
