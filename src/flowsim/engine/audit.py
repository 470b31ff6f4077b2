"""The books: kilograms, hectares and people balance every week, in every lane."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from flowsim.domain.codes import CHEMISTRIES, CROPS, DRUGS, PRODUCTS, Drug
from flowsim.domain.network import Floats
from flowsim.engine.sums import Sum, Table, sum_of
from flowsim.kernels.books import compare, count_broken

TOLERANCE = 1e-9


class UnbalancedError(RuntimeError):
    """A ledger does not close: a bug in the model, never a user's mistake."""


def _drug(d: int) -> tuple[Sum, Sum]:
    """Stock of a drug, and what came in less what went out this week, kg pure."""
    stock = sum_of("stock_kg", np.s_[:-1, d]) + sum_of("market_kg", np.s_[:, d])
    came = sum_of("produced_kg", np.s_[:-1, d]) + sum_of("elsewhere_kg", d)
    if d == Drug.FENTANYL:
        came += sum_of("mail_sent_kg")
    out = sum_of("raid_lost_kg", np.s_[:, d]) + sum_of("road_seized_kg", d) + sum_of("seized_kg", d)
    out += sum_of("interior_kg", d) + sum_of("consumed_kg", d)
    return stock, came - out


def _fields(rows: slice) -> dict[str, tuple[Sum, Sum]]:
    land = sum_of("sown_ha", rows) - sum_of("eradicated_ha", rows)
    crop = sum_of("harvest_kg", rows) - sum_of("farm_sold_kg", rows)
    return {"ha": (sum_of("standing_ha", rows), land), "kg at farms": (sum_of("farm_kg", rows), crop)}


def _dollars(sender: int) -> tuple[Sum, Sum]:
    """Dollars of an organisation, and what it earned less what it paid and lost this week."""
    k = np.s_[:, sender]
    came = sum_of("export_usd", sender) + sum_of("us_margin_usd", sender) + sum_of("toll_earned_usd", sender)
    came += sum_of("migrant_tolls_usd", sender)
    gone = sum_of("paid_usd", k) + sum_of("toll_paid_usd", sender) + sum_of("owners_usd", sender)
    gone += sum_of("fee_usd", k) + sum_of("lost_usd", k) + sum_of("outlet_fee_usd", k)
    gone += sum_of("us_seized_usd", sender) + sum_of("decayed_usd", sender) + sum_of("forfeited_usd", k)
    return sum_of("purse_usd", k) + sum_of("transit_usd", k), came - gone


def accounts(crop_rows: Sequence[slice], senders: int) -> dict[str, tuple[Sum, Sum]]:
    """Every account: its stock and the week's net flow."""
    books = {f"{name} kg": _drug(d) for d, name in enumerate(DRUGS)}
    for crop, rows in zip(CROPS, crop_rows, strict=True):
        books |= {f"{crop} {unit}": book for unit, book in _fields(rows).items()}
    for c, name in enumerate(CHEMISTRIES):
        under_way = sum_of("precursor_pipeline_kg", np.s_[:, c]) + sum_of("precursor_kg", c)
        used = sum_of("precursor_used_kg", c) + sum_of("precursor_lost_kg", c) + sum_of("precursor_seized_kg", c)
        books[f"{name} precursor kg"] = under_way, sum_of("precursor_ordered_kg", c) - used
    landed = sum_of("produced_kg", np.s_[:, Drug.COCAINE])
    gone = sum_of("coca_world_kg") + sum_of("leg_seized_kg") + landed
    books["cocaine before Mexico kg"] = sum_of("coca_kg") + sum_of("gate_kg"), sum_of("coca_made_kg") - gone
    for p, name in enumerate(PRODUCTS):
        persons = sum_of("users", p) + sum_of("treated", p) + sum_of("recovered", p)
        books[f"{name} people"] = persons, sum_of("initiated", p) - sum_of("died", p)
    gone = sum_of("members_killed") + sum_of("members_arrested") + sum_of("members_retired")
    books["members"] = sum_of("group_members"), sum_of("recruits") - gone
    gone = sum_of("leaders_returned") + sum_of("leaders_extradited")
    books["leaders held"] = sum_of("leaders_held"), sum_of("leaders_captured") - gone
    books["guns"] = sum_of("guns"), sum_of("guns_bought") - sum_of("guns_found") - sum_of("guns_worn")
    return books | {f"dollars of organisation {k}": _dollars(k) for k in range(senders - 1)}


def ledgers(world: Any, crop_rows: Sequence[slice]) -> dict[str, tuple[Floats, Floats]]:
    """Every account's stock and net flow of this week, (L,) each."""
    books = accounts(crop_rows, len(world.export_usd))
    values = Table([part for book in books.values() for part in book], world).values(world)
    return {name: (values[2 * i], values[2 * i + 1]) for i, name in enumerate(books)}


STOCKS = (
    *("farm_kg", "standing_ha", "stock_kg", "market_kg", "precursor_kg", "coca_kg", "gate_kg"),
    *("users", "treated", "recovered", "purse_usd", "transit_usd", "group_members", "leaders_held", "guns"),
)


class Audit:
    """Compares each account with its last balance.

    Attributes
    ----------
    worst : float
        Largest gap so far, as a share of the largest stock of the account.
    stock, largest : (account, L)
        Last balance, and the largest so far.
    """

    def __init__(self, world: Any, crop_rows: Sequence[slice]) -> None:
        books = accounts(crop_rows, len(world.export_usd))
        self.names = tuple(books)
        stocks, flows = zip(*books.values(), strict=True)
        tolls = sum_of("toll_paid_usd"), sum_of("toll_earned_usd")
        self.table = Table([*stocks, *flows, *tolls], world)
        rows = [world.rows(name) for name in STOCKS]
        self.first, self.stop = np.array([r.start for r in rows]), np.array([r.stop for r in rows])
        self.worst = 0.0
        self.values = np.zeros((self.table.rows, world.flat.shape[1]))
        self.reset(world)

    def reset(self, world: Any) -> None:
        """Take the balances of today as opening ones."""
        self.stock = self.table.values(world)[: len(self.names)]
        self.largest = np.abs(self.stock)

    def check(self, world: Any, week: int) -> None:
        """Close the week.

        Raises
        ------
        UnbalancedError
            Naming account, week and lane, if a gap exceeds 1e-9 of the largest stock, or a stock is negative or nan.
        """
        count, values = len(self.names), self.table.values(world, self.values)
        worst, broken, unearned = compare(values, self.stock, self.largest, TOLERANCE)
        if broken:
            gap = np.abs(values[:count] - self.stock - values[count : 2 * count]) / np.maximum(self.largest, 1e-6)
            account = int(np.argmin((gap <= TOLERANCE).all(axis=1)))
            lane = int(np.argmax(gap[account]))
            wrong = f"{self.names[account]} out of balance by {gap[account, lane]:.3g} of its stock"
            raise UnbalancedError(f"{wrong} in week {week}, lane {lane}")
        self.worst = max(self.worst, worst)
        self.stock[:] = values[:count]
        self.check_signs(world, week)
        if unearned:
            gap = np.abs(values[-2] - values[-1]).max()
            raise UnbalancedError(f"tolls paid and earned differ by {gap:.3g} USD in week {week}")

    def check_signs(self, world: Any, week: int) -> None:
        """No stock is negative or nan."""
        if not count_broken(world.flat, self.first, self.stop):
            return
        for name in STOCKS:
            values = getattr(world, name)
            if not values.min() >= 0.0:
                row = np.unravel_index(int(np.argmin(values)), values.shape)
                raise UnbalancedError(f"{name}{[int(i) for i in row]} is {values.min():.3g} in week {week}")
