"""The books: kilograms, hectares and people balance every week, in every lane."""

from __future__ import annotations

from typing import Any

import numpy as np

from flowsim.domain.codes import DRUGS
from flowsim.domain.network import Floats
from flowsim.kernels.lanes import total

TOLERANCE = 1e-9


class UnbalancedError(RuntimeError):
    """A ledger does not close: a bug in the model, never a user's mistake."""


def _drug(world: Any, d: int) -> tuple[Floats, Floats]:
    """Stock of a drug, and what came in less what went out this week, (L,) kg pure."""
    stock = total(world.stock_kg[:-1, d]) + total(world.market_kg[:, d])
    out = total(world.raid_lost_kg[:, d]) + total(world.seized_kg[d]) + total(world.consumed_kg[d])
    came = total(world.produced_kg[:-1, d])
    came += total(world.elsewhere_kg) if d == 0 else world.mail_sent_kg
    return stock, came - out


def ledgers(world: Any) -> dict[str, tuple[Floats, Floats]]:
    """Every account: its stock and this week's net flow, (L,)."""
    books = {f"{name} kg": _drug(world, d) for d, name in enumerate(DRUGS)}
    books["gum kg"] = total(world.gum_kg), total(world.harvest_kg) - total(world.gum_sold_kg)
    books["poppy ha"] = total(world.standing_ha), total(world.sown_ha) - total(world.eradicated_ha)
    under_way = total(world.precursor_pipeline_kg) + total(world.precursor_kg)
    used = total(world.precursor_used_kg) + total(world.precursor_lost_kg) + total(world.precursor_seized_kg)
    books["precursor kg"] = under_way, total(world.precursor_ordered_kg) - used
    people = total(world.users) + total(world.treated) + total(world.recovered)
    books["people"] = people, total(world.initiated) - total(world.died)
    return books


class Audit:
    """Compares each account with its last balance.

    Attributes
    ----------
    worst : float
        Largest gap so far, as a share of the largest stock of the account.
    """

    def __init__(self, world: Any) -> None:
        self.worst = 0.0
        self.reset(world)

    def reset(self, world: Any) -> None:
        """Take the balances of today as opening ones."""
        self.stock = {name: stock for name, (stock, _) in ledgers(world).items()}
        self.largest = {name: np.abs(stock) for name, stock in self.stock.items()}

    def check(self, world: Any, week: int) -> None:
        """Close the week.

        Raises
        ------
        UnbalancedError
            Naming account, week and lane, if a gap exceeds 1e-9 of the largest stock, or a stock is negative or nan.
        """
        for name, (stock, flow) in ledgers(world).items():
            self.largest[name] = np.maximum(self.largest[name], np.abs(stock))
            gap = np.abs(stock - self.stock[name] - flow) / np.maximum(self.largest[name], 1e-6)
            lane = int(np.argmax(gap))
            if not gap[lane] <= TOLERANCE:
                wrong = f"{name} out of balance by {gap[lane]:.3g} of its stock"
                raise UnbalancedError(f"{wrong} in week {week}, lane {lane}")
            self.worst = max(self.worst, float(gap[lane]))
            self.stock[name] = stock
        check_signs(world, week)


STOCKS = ("gum_kg", "standing_ha", "stock_kg", "market_kg", "precursor_kg", "users", "treated", "recovered")


def check_signs(world: Any, week: int) -> None:
    """No stock is negative or nan."""
    for name in STOCKS:
        values = getattr(world, name)
        if not values.min() >= 0.0:
            row = np.unravel_index(int(np.argmin(values)), values.shape)
            raise UnbalancedError(f"{name}{[int(i) for i in row]} is {values.min():.3g} in week {week}")
