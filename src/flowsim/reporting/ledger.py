"""Where each kilogram went in a year: sources, losses and uses of a drug as nodes and links that add up."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import timedelta

import pandas as pd

from flowsim.data import Inputs
from flowsim.experiments.frames import NATIONAL
from flowsim.reporting import flows, frames

WEEKLY = ("produced_kg", "raid_lost_kg", "seized_roads_kg", "seized_us_kg", "elsewhere_kg", "consumed_kg")
LEGS = ("cocaine_leg_passed_kg", "cocaine_leg_seized_kg")
WAYS = {
    "Ports of entry": ("Personal vehicles", "Trucks", "Pedestrians", "Rail"),
    "Between ports": ("Between ports", "Tunnels"),
    "By sea": ("Sea",),
    "By mail": ("Mail",),
}
"""Ways over the border, of those that ``flows.GROUPS`` names."""
CAUGHT = {
    "Ports of entry": "Seized at ports",
    "Between ports": "Seized between ports",
    "By sea": "Seized off the coast",
    "By mail": "Seized in the mail",
}
MADE = {
    "heroin": "From poppy fields",
    "fentanyl": "From laboratories",
    "methamphetamine": "From laboratories",
    "marijuana": "From fields",
}
ELSEWHERE = {
    "heroin": "Other countries",
    "fentanyl": "Elsewhere",
    "methamphetamine": "US laboratories",
    "cocaine": "Other routes",
    "marijuana": "US growers",
}


@dataclass(frozen=True)
class Node:
    """A place where kilograms come together.

    Attributes
    ----------
    label : str
    column : int
        From left to right; 0 to 4.
    kind : {"source", "way", "loss", "use", "stock"}
    """

    label: str
    column: int
    kind: str


@dataclass
class Ledger:
    """Nodes by id, and kilograms pure a year by (from, to); every link is positive."""

    nodes: dict[str, Node] = field(default_factory=dict)
    links: dict[tuple[str, str], float] = field(default_factory=dict)

    def add(self, source: str, target: str, kg: float) -> None:
        """A link, left out where nothing flows."""
        if kg > 0:
            self.links[source, target] = self.links.get((source, target), 0.0) + kg

    def through(self, node: str) -> tuple[float, float]:
        """Kilograms into and out of a node."""
        into = sum(kg for (_, target), kg in self.links.items() if target == node)
        out = sum(kg for (source, _), kg in self.links.items() if source == node)
        return into, out


def names(drug: str) -> tuple[list[str], list[str]]:
    """Weekly series and series by place that a ledger of a drug is made from."""
    places = [f"delivered_kg.{drug}", f"seized_kg.{drug}"]
    return [f"{name}.{drug}" for name in WEEKLY], places + (list(LEGS) if drug == "cocaine" else [])


def yearly(series: pd.DataFrame, year: int) -> dict[str, float]:
    """Mean over worlds of the sum over the weeks of a year; a week belongs to the year of its Thursday.

    Parameters
    ----------
    series : DataFrame
        ``Results.series()`` of one arm.
    """
    rows = series[series["place"] == NATIONAL]
    rows = rows[(rows["date"] + timedelta(days=3)).dt.year == year]
    worlds = max(1, rows["replicate"].nunique())
    sums = frames.texts(rows, "series").groupby("series")["value"].sum() / worlds
    return {str(name): float(value) for name, value in sums.items()}


def ledger(series: pd.DataFrame, places: pd.DataFrame, drug: str, year: int, inputs: Inputs | None = None) -> Ledger:
    """The books of one drug and year; what does not leave a stage is its change of stock.

    Parameters
    ----------
    series, places : DataFrame
        Rows of one arm.
    drug : str
    year : int
        A whole calendar year.
    inputs : Inputs, optional
        The tables of the run.
    """
    sums = yearly(series, year)
    flow = {name: sums.get(f"{name}.{drug}", 0.0) for name in WEEKLY}
    border = flows.corridors(places, drug, (year, year), inputs).groupby("group")[["delivered_kg", "seized_kg"]].sum()
    ways = {way: border.reindex(list(groups)).fillna(0.0).sum() for way, groups in WAYS.items()}
    book = Ledger()
    book.nodes["mexico"] = Node("Landed in Mexico" if drug == "cocaine" else "In Mexico", 1, "way")
    if drug == "cocaine":
        _legs(book, places, year)
    else:
        book.nodes["made"] = Node(MADE[drug], 0, "source")
        book.add("made", "mexico", flow["produced_kg"])
    mail = ways.pop("By mail")
    posted = float(mail["delivered_kg"] + mail["seized_kg"])
    sent = flow["seized_roads_kg"] + sum(float(kg["delivered_kg"] + kg["seized_kg"]) for kg in ways.values())
    kept = book.through("mexico")[0] - flow["raid_lost_kg"] - sent
    book.nodes["lost"] = Node("Lost in raids", 2, "loss")
    book.add("mexico", "lost", flow["raid_lost_kg"])
    book.nodes["roads"] = Node("Seized on Mexican roads", 2, "loss")
    book.add("mexico", "roads", flow["seized_roads_kg"])
    _stock(book, "mexico", kept, 1, "stock in Mexico")
    book.nodes["us"] = Node("In the United States", 3, "way")
    for way, kg in ways.items():
        book.nodes[way] = Node(way, 2, "way")
        book.add("mexico", way, float(kg["delivered_kg"] + kg["seized_kg"]))
        _over(book, way, kg)
    if posted > 0:
        book.nodes["abroad"] = Node("Posted from abroad", 1, "source")
        book.nodes["By mail"] = Node("By mail", 2, "way")
        book.add("abroad", "By mail", posted)
        _over(book, "By mail", mail)
    book.nodes["elsewhere"] = Node(ELSEWHERE[drug], 2, "source")
    book.add("elsewhere", "us", flow["elsewhere_kg"])
    book.nodes["used"] = Node("Consumed", 4, "use")
    book.add("us", "used", flow["consumed_kg"])
    book.nodes["inland"] = Node("Seized in the US", 4, "loss")
    book.add("us", "inland", flow["seized_us_kg"])
    came = book.through("us")[0]
    _stock(book, "us", came - flow["consumed_kg"] - flow["seized_us_kg"], 3, "stock in the US")
    used = {node for link in book.links for node in link}
    book.nodes = {name: node for name, node in book.nodes.items() if name in used}
    return book


def _legs(book: Ledger, places: pd.DataFrame, year: int) -> None:
    """Cocaine on its way from Colombia to Mexico."""
    passed, seized = (flows.yearly_mean(places, name, (year, year)) for name in LEGS)
    book.nodes["interdicted"] = Node("Seized before Mexico", 1, "loss")
    book.nodes["pacific"] = Node("Over the Pacific", 0, "source")
    book.nodes["central_america"] = Node("By Central America", 0, "source")
    for leg in ("pacific", "central_america"):
        book.add(leg, "interdicted", float(seized.get(leg, 0.0)))
    gate = float(seized.get("southern_border", 0.0))
    over = float(passed.get("southern_border", 0.0))
    book.add("central_america", "interdicted", gate)
    book.add("pacific", "mexico", float(passed.get("pacific", 0.0)))
    book.add("central_america", "mexico", over)
    _stock(book, "central_america", float(passed.get("central_america", 0.0)) - gate - over, 0, "stock on the way")


def _over(book: Ledger, way: str, kg: pd.Series) -> None:
    book.nodes[f"caught_{way}"] = Node(CAUGHT[way], 3, "loss")
    book.add(way, "us", float(kg["delivered_kg"]))
    book.add(way, f"caught_{way}", float(kg["seized_kg"]))


def _stock(book: Ledger, node: str, change: float, column: int, words: str) -> None:
    """What a stage keeps goes to stock, what it lacks comes from stock."""
    name = f"stock_{node}"
    if change >= 0:
        book.nodes[name] = Node(f"Into {words}", column + 1, "stock")
        book.add(node, name, change)
    else:
        book.nodes[name] = Node(f"From {words}", max(column - 1, 0), "stock")
        book.add(name, node, -change)
