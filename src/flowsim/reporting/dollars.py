"""Where each dollar went over a horizon: proceeds, ways, purses and uses as nodes and links that add up."""

from __future__ import annotations

from dataclasses import dataclass, field

import pandas as pd

from flowsim.domain.codes import CHANNELS, DUES, PURSES
from flowsim.reporting.channels import NAMES
from flowsim.reporting.ledger import Ledger, Node

FLOWS = (
    *("export_revenue_usd", "us_margin_usd", "migrant_tolls_usd", "stolen_usd", "seized_cash_us_usd", "owners_usd"),
    *("outlet_fee_usd", "outlet_usd.window", "outlet_usd.border_firm", "laundered_usd"),
    *(f"{kind}_usd.{country}" for kind in ("frozen", "released", "forfeited") for country in ("us", "mx")),
    *(f"paid_usd.{due}" for due in DUES),
    *(f"{kind}_usd.{c}" for kind in ("placed", "delivered", "fee", "lost") for c in CHANNELS),
)
STOCKS = (*(f"purse_usd.{purse}" for purse in PURSES), *(f"transit_usd.{c}" for c in CHANNELS))
SERIES = (*FLOWS, *STOCKS)
STAYS = ("property", "hold")
LANDS = {"bulk_cash": "notes", "remittance": "cash", "prepaid": "cash"}
"""Where a channel's money arrives; ``clean`` for the others that leave the United States."""
USES = {
    "goods": "Growers and goods",
    "making": "Making",
    "smuggling": "Smuggling",
    "wages": "Wages, bribes, arms",
    "owners": "Owners",
}
DUST = 1e-9
"""Share of the proceeds below which a difference of sums is rounding."""
NODES = {
    "exports": Node("Exports", 0, "source"),
    "margins": Node("US margins", 0, "source"),
    "drawn": Node("From what was held", 0, "stock"),
    "street": Node("Street cash", 1, "way"),
    "distribution": Node("US distribution", 2, "use"),
    **{c: Node(NAMES[c], 2, "way") for c in sorted(CHANNELS, key=lambda c: c not in LANDS) if c not in STAYS},
    "stolen": Node("Stolen or spoilt", 2, "loss"),
    "us_seized": Node("Seized in the US", 2, "loss"),
    "notes": Node("Dollar notes", 3, "way"),
    "tolls": Node("Tolls of migrants", 3, "source"),
    "lost": Node("Seized or stopped", 3, "loss"),
    "cash": Node("Notes and pesos", 4, "way"),
    "clean": Node("Clean money", 4, "way"),
    "fees": Node("Fees", 4, "loss"),
    "spent": Node("Spent", 5, "way"),
    **{name: Node(label, 6, "use") for name, label in USES.items()},
    "mx_property": Node("Property in Mexico", 6, "use"),
    "us_property": Node("Property in the US", 6, "use"),
    "held": Node("Still held", 6, "stock"),
    "frozen": Node("Frozen or forfeited", 6, "loss"),
}


def totals(means: pd.DataFrame, begin: pd.Timestamp) -> dict[str, float]:
    """Flows summed over the weeks from ``begin`` on, and what purses and money under way gained meanwhile, USD.

    Parameters
    ----------
    means : DataFrame
        Weekly means over worlds of ``SERIES``, one arm, index date. Without a week before ``begin``, the first week
        is the opening balance and its flows are left out.
    """
    table = means.sort_index()
    before = int((table.index < begin).sum()) or 1
    during = table.iloc[before:]
    gained = table.iloc[-1] - table.iloc[before - 1]
    return {name: float(gained[name] if name in STOCKS else during[name].sum()) for name in SERIES}


@dataclass
class Books:
    """A ledger in the making: links of either sign, and what nodes keep.

    Attributes
    ----------
    t : dict
        From ``totals``.
    ledger : Ledger
    """

    t: dict[str, float]
    ledger: Ledger = field(default_factory=lambda: Ledger(nodes=dict(NODES)))

    def put(self, source: str, target: str, usd: float) -> float:
        """A link, turned round where it is negative, left out where it is rounding."""
        if abs(usd) > DUST * (self.t["export_revenue_usd"] + self.t["us_margin_usd"]):
            self.ledger.add(*((source, target) if usd > 0 else (target, source)), abs(usd))
        return usd

    def keep(self, node: str, *stocks: str, kept: str = "held") -> float:
        """What stocks of a node gained in the horizon is still held; what they lost was there before."""
        gained = sum(self.t[name] for name in stocks)
        self.put(node, kept, gained) if gained > 0 else self.put("drawn", node, -gained)
        return gained

    def cost(self, node: str, channel: str) -> float:
        """Fees and losses of a channel, and what it still has under way."""
        gone = self.put(node, "fees", self.t[f"fee_usd.{channel}"])
        gone += self.put(node, "lost", self.t[f"lost_usd.{channel}"])
        return gone + self.keep(node, f"transit_usd.{channel}")


def dollars(t: dict[str, float]) -> Ledger:
    """The books of a horizon. What was hidden in the US and brought out again stays inside the street cash.

    What freezes took (less what was given back), and what was spent from cash and from clean money, are what is left
    of each purse; that they add up to the recorded sums is tested.

    Parameters
    ----------
    t : dict
        From ``totals``.
    """
    books = Books(t)
    _mexico(books, _us(books))
    used = {node for link in books.ledger.links for node in link}
    books.ledger.nodes = {name: node for name, node in NODES.items() if name in used}
    return books.ledger


def _us(books: Books) -> dict[str, float]:
    """Proceeds, what they pay in the United States, and channels; gives what arrives by purse."""
    t, put = books.t, books.put
    left = put("exports", "street", t["export_revenue_usd"]) + put("margins", "street", t["us_margin_usd"])
    left -= put("street", "distribution", t["paid_usd.distribution"]) + put("street", "stolen", t["stolen_usd"])
    left -= put("street", "us_seized", t["seized_cash_us_usd"])
    left -= books.keep("street", "purse_usd.us_cash", "purse_usd.us_stash")
    left -= books.keep("street", "purse_usd.us_assets", kept="us_property")
    for c in STAYS:
        left -= books.cost("street", c)
    arrived = {"notes": 0.0, "cash": 0.0, "clean": 0.0}
    for c in NODES:
        if c in CHANNELS:
            land = LANDS.get(c, "clean")
            left -= put("street", c, t[f"placed_usd.{c}"])
            arrived[land] += put(c, land, t[f"delivered_usd.{c}"])
            put(c, "frozen", t[f"placed_usd.{c}"] - t[f"delivered_usd.{c}"] - books.cost(c, c))
    put("street", "frozen", left)
    return arrived


def _mexico(books: Books, arrived: dict[str, float]) -> None:
    """Notes find outlets, cash and clean money are spent or kept."""
    t, put = books.t, books.put
    wired = t["outlet_usd.window"] + t["outlet_usd.border_firm"]
    wired_fee = arrived["clean"] + t["delivered_usd.property"] + wired - t["laundered_usd"]
    notes = arrived["notes"] - put("notes", "fees", t["outlet_fee_usd"]) - put("notes", "clean", wired - wired_fee)
    notes -= books.keep("notes", "purse_usd.mx_dollars")
    cash = arrived["cash"] + put("notes", "cash", notes) + put("tolls", "cash", t["migrant_tolls_usd"])
    put("cash", "spent", cash - books.keep("cash", "purse_usd.mx_pesos"))
    clean = arrived["clean"] + wired - wired_fee - books.keep("clean", "purse_usd.clean", "purse_usd.mx_banked")
    clean -= books.keep("clean", "purse_usd.mx_assets", kept="mx_property")
    clean -= put("clean", "frozen", t["frozen_usd.mx"] - t["released_usd.mx"])
    put("clean", "spent", clean)
    for name in USES:
        put("spent", name, t["owners_usd"] if name == "owners" else t[f"paid_usd.{name}"])
