"""A week of money in steps that are one call each; every kernel called here rounds as it does alone."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from flowsim.kernels.carriage import land_cash, place_cash
from flowsim.kernels.cash import search
from flowsim.kernels.custom import remember
from flowsim.kernels.jit import exact
from flowsim.kernels.purses import US_CASH, close_week, collect, drain, pay, remember_losses, sell_notes

STOPPED_MOST = 0.9  # of what goes through third parties
LEAST_OFFER, MOST_OFFER = 0.5, 1.5  # wages over those of 2012


class Way(NamedTuple):
    """How money is carried; float64."""

    number: np.ndarray  # (sender - 1,) uint64 ids of those that keep money
    car: np.ndarray  # (2, L) mean USD of a load of cash, log spread
    south_found: np.ndarray  # (L,) share of loads found on their way south, at today's inspection
    third_found: np.ndarray  # (L,) share stopped at third parties, at today's controls
    bulk: int  # row of bulk cash
    third: np.ndarray  # (n,) int64 rows of providers that work through third parties
    lands: np.ndarray  # (provider,) int64 purse that a provider pays into
    stopped: np.ndarray  # (provider, L) share that is lost; negative for bulk cash; overwritten at ``third``
    loads: np.ndarray  # (sender, L) of cash, overwritten
    hits: np.ndarray  # (sender, L) loads found, overwritten


class Memory(NamedTuple):
    """What organisations and holders of accounts remember; float64, updated unless it says otherwise."""

    told: np.ndarray  # (cell, L) accounts told to leave this week, read
    held: np.ndarray  # (cell, L) accounts in use, read
    closures_kept: np.ndarray  # (L,) share of the memory of closures that is left after a week, read
    closures: np.ndarray  # (cell, L)
    months: np.ndarray  # (cell, L) account-months
    closing: np.ndarray  # (holder, L) chance in four weeks that an account is told to leave
    losses_kept: np.ndarray  # (L,) as ``closures_kept``, of losses, read
    caught: np.ndarray  # (provider, sender, L) USD frozen in accounts this week, read
    losses: np.ndarray  # (provider, sender, L) USD
    flows: np.ndarray  # (provider, sender, L) USD


@exact
def gather(till, terms, flow, adjust, enforcement):  # type: ignore[no-untyped-def]
    """Sales become street cash, which goes to providers as far as they have room; some is seized in the US.

    Parameters
    ----------
    till, terms : as in ``purses.collect``
    flow, adjust : as in ``carriage.place_cash``
    enforcement : (L,) float64
        In the US, over today's.
    """
    collect(till, terms, enforcement)
    place_cash(flow, adjust, till.ready, till.us_seized, till.usd[US_CASH])


@exact
def carry(keys, week, way, flow, usd, inspection, controls):  # type: ignore[no-untyped-def]
    """Bulk cash is searched on its way south; money under way lands after its delay, less the fee.

    Parameters
    ----------
    keys : (L,) uint64
    week : int
    way : Way
    flow : carriage.Flow
    usd : (purse, sender, L) float64
    inspection, controls : (L,) float64
        Of what goes south and of third parties, over today's.
    """
    found, bulk = np.empty(keys.size), way.bulk
    for lane in range(keys.size):
        found[lane] = min(way.south_found[lane] * inspection[lane], 1.0)
        for row in way.third:
            way.stopped[row, lane] = min(way.third_found[lane] * controls[lane], STOPPED_MOST)
    placed, lost = flow.placed_usd[bulk][:-1], flow.lost_usd[bulk][:-1]
    search(keys, week, way.number, placed, way.car, found, way.loads[:-1], way.hits[:-1], lost)
    land_cash(flow, way.stopped, way.lands, usd)


@exact
def spend(till, terms, notes, account_usd, firm_usd):  # type: ignore[no-untyped-def]
    """Dollar notes find an outlet, bills are paid, and what is not needed flows off.

    Parameters
    ----------
    till, terms : as in ``purses.pay``
    notes, account_usd, firm_usd : as in ``purses.sell_notes``
    """
    sell_notes(till.usd, notes, account_usd, firm_usd)
    pay(till, terms)
    drain(till, terms)


@exact
def offer_wages(aim, weeks, offer):  # type: ignore[no-untyped-def]
    """The wage offer of organisations, ``offer (sender, L)``, goes to ``aim (sender, L)`` within ``weeks (L,)``."""
    for k in range(offer.shape[0] - 1):
        for lane in range(weeks.size):
            bound = min(max(aim[k, lane], LEAST_OFFER), MOST_OFFER)
            offer[k, lane] += (bound - offer[k, lane]) / weeks[lane]


@exact
def close(spots, till, week, placed, memory):  # type: ignore[no-untyped-def]
    """Cost of laundering and profit; closures, and what was lost and placed, are remembered.

    Parameters
    ----------
    spots : (spot,) int64
        Cells that have accounts.
    till, week : as in ``purses.close_week``
    placed : (provider, sender, L) float64
        USD this week.
    memory : Memory
    """
    m = memory
    remember(spots, m.told, m.held, m.closures_kept, m.closures, m.months, m.closing)
    close_week(till, week)
    remember_losses(m.losses_kept, week.lost, m.caught, placed, m.losses, m.flows)
