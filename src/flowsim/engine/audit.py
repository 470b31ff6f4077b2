"""The books: kilograms, hectares and people balance every week, in every lane."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from flowsim.domain.codes import CHEMISTRIES, CROPS, DRUGS, PRODUCTS, Drug
from flowsim.domain.network import Floats
from flowsim.kernels.lanes import total

TOLERANCE = 1e-9


class UnbalancedError(RuntimeError):
    """A ledger does not close: a bug in the model, never a user's mistake."""


def _drug(world: Any, d: int) -> tuple[Floats, Floats]:
    """Stock of a drug, and what came in less what went out this week, (L,) kg pure."""
    stock = total(world.stock_kg[:-1, d]) + total(world.market_kg[:, d])
    out = total(world.raid_lost_kg[:, d]) + total(world.road_seized_kg[d]) + total(world.seized_kg[d])
    out += total(world.interior_kg[d]) + total(world.consumed_kg[d])
    came = total(world.produced_kg[:-1, d]) + total(world.elsewhere_kg[d])
    if d == Drug.FENTANYL:
        came += world.mail_sent_kg
    return stock, came - out


def _fields(world: Any, rows: slice) -> dict[str, tuple[Floats, Floats]]:
    land = total(world.sown_ha[rows]) - total(world.eradicated_ha[rows])
    crop = total(world.harvest_kg[rows]) - total(world.farm_sold_kg[rows])
    return {"ha": (total(world.standing_ha[rows]), land), "kg at farms": (total(world.farm_kg[rows]), crop)}


def ledgers(world: Any, crop_rows: Sequence[slice]) -> dict[str, tuple[Floats, Floats]]:
    """Every account: its stock and this week's net flow, (L,)."""
    books = {f"{name} kg": _drug(world, d) for d, name in enumerate(DRUGS)}
    for crop, rows in zip(CROPS, crop_rows, strict=True):
        books |= {f"{crop} {unit}": book for unit, book in _fields(world, rows).items()}
    for c, name in enumerate(CHEMISTRIES):
        under_way = total(world.precursor_pipeline_kg[:, c]) + total(world.precursor_kg[c])
        used = total(world.precursor_used_kg[c]) + total(world.precursor_lost_kg[c])
        used += total(world.precursor_seized_kg[c])
        books[f"{name} precursor kg"] = under_way, total(world.precursor_ordered_kg[c]) - used
    landed = total(world.produced_kg[:, Drug.COCAINE])
    gone = world.coca_world_kg + total(world.leg_seized_kg) + landed
    books["cocaine before Mexico kg"] = world.coca_kg + total(world.gate_kg), world.coca_made_kg - gone
    for p, name in enumerate(PRODUCTS):
        persons = total(world.users[p]) + total(world.treated[p]) + total(world.recovered[p])
        books[f"{name} people"] = persons, total(world.initiated[p]) - total(world.died[p])
    return books


class Audit:
    """Compares each account with its last balance.

    Attributes
    ----------
    worst : float
        Largest gap so far, as a share of the largest stock of the account.
    """

    def __init__(self, world: Any, crop_rows: Sequence[slice]) -> None:
        self.worst, self.crop_rows = 0.0, crop_rows
        self.reset(world)

    def reset(self, world: Any) -> None:
        """Take the balances of today as opening ones."""
        self.stock = {name: stock for name, (stock, _) in ledgers(world, self.crop_rows).items()}
        self.largest = {name: np.abs(stock) for name, stock in self.stock.items()}

    def check(self, world: Any, week: int) -> None:
        """Close the week.

        Raises
        ------
        UnbalancedError
            Naming account, week and lane, if a gap exceeds 1e-9 of the largest stock, or a stock is negative or nan.
        """
        for name, (stock, flow) in ledgers(world, self.crop_rows).items():
            self.largest[name] = np.maximum(self.largest[name], np.abs(stock))
            gap = np.abs(stock - self.stock[name] - flow) / np.maximum(self.largest[name], 1e-6)
            lane = int(np.argmax(gap))
            if not gap[lane] <= TOLERANCE:
                wrong = f"{name} out of balance by {gap[lane]:.3g} of its stock"
                raise UnbalancedError(f"{wrong} in week {week}, lane {lane}")
            self.worst = max(self.worst, float(gap[lane]))
            self.stock[name] = stock
        check_signs(world, week)
        check_tolls(world, week)


STOCKS = (
    *("farm_kg", "standing_ha", "stock_kg", "market_kg", "precursor_kg", "coca_kg", "gate_kg"),
    *("users", "treated", "recovered"),
)


def check_signs(world: Any, week: int) -> None:
    """No stock is negative or nan."""
    for name in STOCKS:
        values = getattr(world, name)
        if not values.min() >= 0.0:
            row = np.unravel_index(int(np.argmin(values)), values.shape)
            raise UnbalancedError(f"{name}{[int(i) for i in row]} is {values.min():.3g} in week {week}")


def check_tolls(world: Any, week: int) -> None:
    """Every toll that one organisation pays another earns."""
    paid, earned = total(world.toll_paid_usd), total(world.toll_earned_usd)
    if not (np.abs(paid - earned) <= TOLERANCE * np.maximum(paid, 1.0)).all():
        raise UnbalancedError(f"tolls paid and earned differ by {np.abs(paid - earned).max():.3g} USD in week {week}")
