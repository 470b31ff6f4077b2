"""What the phases of money, screening and cases hand to kernels: bound once to the world, with rules that stay."""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np

from flowsim.domain.calendar import WEEKS_PER_YEAR
from flowsim.domain.codes import Country, Purse
from flowsim.domain.network import Floats
from flowsim.engine.kept import Kept
from flowsim.kernels import cashbook, custom, dossiers, freezes, purses
from flowsim.kernels.carriage import Flow
from flowsim.kernels.lanes import full
from flowsim.kernels.review import Desk, Outcome
from flowsim.kernels.waiting import Chances, Customers

OTHER, DRUG = 2, 4  # rows of the alert axis, first of two each; false alerts come first
BINS = 3  # of priority
CAPS = "account_cap", "firm_cap"
SOUGHT = {
    Country.US: np.array([Purse.US_ASSETS, Purse.US_CASH, Purse.US_STASH]),
    Country.MX: np.array([Purse.MX_ASSETS, Purse.MX_BANKED, Purse.CLEAN]),
}
"""Where cases find property."""
ENDS = {
    Country.US: np.array([Purse.US_FROZEN, Purse.US_ASSETS]),
    Country.MX: np.array([Purse.MX_FROZEN, Purse.CLEAN]),
}
"""Where frozen money rests, and where it goes that is given back."""


class Cells(NamedTuple):
    """Arrays of (holder, bank, L) as (cell, L)."""

    held: Floats  # accounts in use
    closed: Floats  # accounts closed this week
    told: Floats  # accounts told to leave
    reported_usd: Floats
    wanted: Floats  # shares of new accounts


class Ledger(NamedTuple):
    """Bundles of a run; what is not of the world is overwritten week by week, ``chances`` with every decision."""

    till: purses.Till
    terms: purses.Terms
    flow: Flow
    way: cashbook.Way
    notes: purses.Notes
    week: purses.Week
    memory: cashbook.Memory
    cells: Cells
    accounts: custom.Flow
    desk: Desk
    outcome: Outcome
    customers: Customers
    thresholds: tuple[tuple[Floats, ...], tuple[Floats, ...]]  # of (bank, L): today's, and those of ``chances``
    chances: Chances
    unit: dossiers.Unit
    cases: tuple[freezes.Case, ...]  # by country
    frozen: freezes.Accounts
    caps: tuple[tuple[float, float], ...]  # (W,) USD of notes by law, per account and per border firm in Mexico
    left: Kept  # (L,) share of the money of a reported account that is there when a freeze comes
    missing: Floats  # (holder, L) accounts to be opened
    steps: Floats  # (bin - 1,) scores over the threshold at which the higher bins begin; the same in every world


def make_ledger(model: Any) -> Ledger:
    """Bundles over the arrays of ``model.world``."""
    w, p, s, lanes = model.world, model.params, model.params.screening, model.lanes
    cells = make_cells(model)
    unit = make_unit(model)
    outcome = Outcome(w.waiting[DRUG], w.waiting[DRUG + 1], cells.told, w.drug_alerts, cells.reported_usd)
    now = w.strength, w.skill, w.cut, w.bar
    holders = model.holders
    return Ledger(
        *(make_till(w), make_terms(p), make_flow(model), make_way(model), make_notes(model), make_week(w)),
        *(make_memory(model, cells), cells),
        custom.Flow(
            w.placed_usd, holders.provider, model.window_wanted, holders.usd, w.scheme_banks, s.scheme_accounts
        ),
        Desk(w.strength, w.skill, model.prior, w.bar, w.wait_weeks, s.exit_after_report, w.cut),
        outcome,
        Customers(model.customers, w.coverage, model.segments, w.kept, s.prevalence, w.accounts),
        (now, tuple(np.full_like(w.cut, np.nan) for _ in now)),
        Chances(*np.zeros((len(Chances._fields), BINS, *w.cut.shape))),
        unit,
        tuple(make_case(model, country) for country in Country),
        freezes.Accounts(
            *(holders.provider, cells.reported_usd, unit.chance[Country.US], w.transit_usd, w.frozen_way_usd)
        ),
        caps=tuple(zip(*(model.money_rules.of(cap, Country.MX).tolist() for cap in CAPS), strict=True)),
        left=Kept(lambda speed: np.exp(-p.fiu.freeze_weeks[Country.US] / speed / p.channels.dwell_weeks)),
        missing=np.empty((len(holders), lanes)),
        steps=np.array([p.banking.high_step[0], p.banking.top_step[0]]),
    )


def make_till(w: Any) -> purses.Till:
    """Money and bills of organisations."""
    return purses.Till(
        *(w.purse_usd, w.due_usd, w.paid_usd, w.export_usd, w.us_margin_usd, w.export_mean, w.decayed_usd),
        *(w.toll_paid_usd, w.toll_earned_usd, w.migrant_tolls_usd, w.dues_mean, w.paid_share, w.owners_usd),
        *(w.us_seized_usd, np.zeros_like(w.us_seized_usd)),
    )


def make_terms(params: Any) -> purses.Terms:
    """Rules of keeping and paying."""
    p, c = params.liquidity, params.channels
    return purses.Terms(
        *(p.stash_weeks, p.stash_cost, p.stash_rise, p.cashable_goods, p.cashable_making, p.cashable_wages),
        *(p.target_weeks, p.drain, p.to_assets, c.collect_weeks, c.us_found),
    )


def make_flow(model: Any) -> Flow:
    """Money of organisations at each provider."""
    w = model.world
    return Flow(
        *(model.intents.channel_share, w.channel_share, w.placed_usd, w.lost_usd, w.transit_usd, w.fee_usd),
        *(w.delivered_usd, w.provider_capacity, w.provider_use, w.provider_fee, model.providers.delay),
    )


def make_way(model: Any) -> cashbook.Way:
    """Searches, stops and where money lands."""
    w, p, providers = model.world, model.params.channels, model.providers
    stopped = np.zeros_like(w.provider_fee)
    stopped[providers.bulk] = -1.0
    return cashbook.Way(
        *(model.base.number[:-1], np.stack([p.car_usd, p.car_sigma]), p.south_found, p.third_found),
        *(providers.bulk, providers.third, providers.lands, stopped, w.cash_loads, w.cash_hits),
    )


def make_memory(model: Any, cells: Cells) -> cashbook.Memory:
    """What is remembered of closures and losses."""
    w, p = model.world, model.params
    closures, months = (array.reshape(-1, model.lanes) for array in (w.closed_memory, w.held_memory))
    return cashbook.Memory(
        *(cells.told, cells.held, 1.0 - 1.0 / p.screening.closure_memory_weeks, closures, months, w.closing),
        *(1.0 - 1.0 / p.channels.memory_weeks, w.frozen_way_usd, w.loss_memory, w.flow_memory),
    )


def make_notes(model: Any) -> purses.Notes:
    """Dollar notes in Mexico."""
    w, p = model.world, model.params.channels
    return purses.Notes(
        *(model.intents.outlet_share, w.outlet_share, w.outlet_usd, w.outlet_fee_usd, p.outlet_fee, p.adjust),
        *(p.outlet_weeks, p.dwell_weeks, model.window_wanted, w.accounts[-1], model.params.screening.firm_usd),
    )


def make_week(w: Any) -> purses.Week:
    """Cost of laundering, and profit."""
    return purses.Week(
        *(w.fee_usd, w.lost_usd, w.outlet_fee_usd, w.frozen_usd, w.released_usd, w.us_seized_usd),
        *(w.laundering_usd, w.profit_usd, w.free_mean, w.free_base, np.ones_like(w.profit_usd)),
    )


def make_cells(model: Any) -> Cells:
    """Accounts by cell, not copied."""
    w = model.world
    by_holder = w.accounts, w.closed, w.told, w.reported_usd, model.intents.account_share
    return Cells(*(array.reshape(-1, model.lanes) for array in by_holder))


def make_unit(model: Any) -> dossiers.Unit:
    """The units of financial intelligence and prosecutors."""
    w, p = model.world, model.params.fiu
    true, share, room, told, places, chance, offered = np.empty((7, len(Country), model.lanes))
    return dossiers.Unit(
        *(w.read, model.banks.country.astype(np.int64), p.reads_per_year / WEEKS_PER_YEAR, p.signal),
        *(p.cases_most / WEEKS_PER_YEAR, p.case_yield, p.case_weeks, p.indicted, p.sentenced, w.reports),
        *(true, share, room, told, full(p.power, true.shape), places, chance, w.investigated, offered),
        *(w.dossiers, w.drug_dossiers, w.open_cases, w.charged, w.sentenced),
    )


def make_case(model: Any, country: Country) -> freezes.Case:
    """What one country's cases can take."""
    w, p = model.world, model.params.fiu
    taken = np.empty_like(w.profit_usd[:-1])
    week = w.frozen_usd[country], w.released_usd[country], w.forfeited_usd[country]
    return freezes.Case(
        *(w.purse_usd, SOUGHT[country], ENDS[country], p.forfeit_weeks, p.released, taken, *week),
        *(w.drug_dossiers[country], p.recovery_median_usd[country], p.recovery_sigma),
    )
