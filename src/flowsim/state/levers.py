"""Levers: what policy can move, and how the effects of several instruments combine.

Every week the levers start neutral, instruments add effects in any order, phases and agents read the result. An
instrument at intensity 0 multiplies by exactly 1 and adds exactly 0, so it changes no bit.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from flowsim.domain.codes import GOVERNMENTS
from flowsim.domain.errors import unknown
from flowsim.state.arrays import Floats

RULES = ("multiply", "complement", "max")


@dataclass(frozen=True)
class Lever:
    """Facts of a lever.

    Attributes
    ----------
    unit : str
        What a value counts.
    rule : {"multiply", "complement", "max"}
        How effects combine: product, ``1 - (1 - p)(1 - q)``, or the largest. None depends on the order.
    neutral : float
        Value without policy.
    limits : tuple of float
        Hard limits of the combined value.
    acts_on : str
        The phase and quantity that it moves.
    """

    name: str
    unit: str
    rule: str
    neutral: float
    limits: tuple[float, float]
    acts_on: str


def _multiplier(name: str, acts_on: str) -> Lever:
    return Lever(name, "multiple of today", "multiply", 1.0, (0.0, 20.0), acts_on)


def _share(name: str, acts_on: str, rule: str = "complement") -> Lever:
    return Lever(name, "share", rule, 0.0, (0.0, 1.0), acts_on)


LEVERS: dict[str, Lever] = {
    lever.name: lever
    for lever in (
        _multiplier("eradication_effort", "crops: hectares of poppy searched per week"),
        _multiplier("marijuana_eradication", "crops: hectares of marijuana searched per week"),
        _share("alternatives_coverage", "crops: land drawn into legal income in the long run"),
        _multiplier("precursor_inspection", "imports: chance that a shipment is inspected at a seaport"),
        _multiplier("precursor_targeting", "imports: chance that an inspection finds precursors"),
        _share("precursor_supplier_loss", "imports: foreign supply of fentanyl's precursors lost to controls"),
        _share("p2p_supplier_loss", "imports: foreign supply of P2P precursors lost to controls"),
        _share("ephedrine_supplier_loss", "imports: foreign supply of ephedrine lost to controls"),
        _share("us_precursor_control", "market: pills withheld from US methamphetamine laboratories"),
        _multiplier("lab_raids", "synthesis: hazard of a raid"),
        _share("coca_reduction", "cocaine: output in the fields kept down before replanting"),
        _multiplier("source_seizures", "cocaine: share of output seized in Colombia"),
        _multiplier("pacific_interdiction", "cocaine: hazard on the Pacific leg"),
        _multiplier("central_america_interdiction", "cocaine: hazard on the way through Central America"),
        _multiplier("southern_border_interdiction", "cocaine: hazard at Mexico's southern border"),
        _multiplier("road_interdiction", "crossing: hazard on Mexican roads"),
        _share("mail_screening", "crossing: further parcels screened"),
        _multiplier("port_scanning", "crossing: scanning capacity at ports of entry"),
        _multiplier("port_referral", "crossing: loaded crossings sent to secondary inspection"),
        _multiplier("lane_capacity", "queues: lanes and staff at ports of entry"),
        _share(
            "trusted_travellers", "queues, crossing: further travellers and carriers enrolled, of those who are not"
        ),
        _multiplier(
            "southbound_inspection",
            "queues, money, arms: southbound vehicles inspected; cash and guns found",
        ),
        _multiplier("patrol", "crossing: patrol effort between ports"),
        _multiplier("patrol_technology", "crossing: detection per patrol between ports"),
        _multiplier("barriers", "crossing: hazard of vehicles between ports"),
        _multiplier("tunnel_detection", "crossing: hazard in tunnels"),
        _multiplier("maritime_patrol", "crossing: hazard at sea off California"),
        _multiplier("domestic_enforcement", "market: seizures in the US interior and risk of street sale"),
        _share("randomised_effort", "agencies: share of movable effort thrown by dice", "max"),
        _share("kyc_depth", "screening: depth of know-your-customer work, of what is missing"),
        _share("monitoring_systems", "screening: quality of banks' systems, of what is missing"),
        _multiplier("analysts", "screening: analysts that banks want"),
        _multiplier("fines", "screening: fine for what was not reported"),
        _multiplier("supervision", "screening: chance that what was not reported is found"),
        _share("risk_based", "screening: share of supervision that goes where reported accounts are", "max"),
        _multiplier(
            "analyst_feedback", "screening: what analysts learn from authorities, strength of their own signal"
        ),
        _share("bank_sharing", "screening: what banks of a scheme see of each other's accounts"),
        _multiplier("bank_feedback", "cases: what the financial intelligence unit knows beside a report"),
        _multiplier("fiu_capacity", "cases: reports read"),
        _multiplier("freezing", "cases: speed and reach of freezes"),
        _multiplier("forfeiture", "cases: speed of forfeiture"),
        _multiplier("laundering_prosecution", "cases: cases about laundering opened"),
        _multiplier("third_party_controls", "money: value stopped in trade, at brokers and in property"),
        _multiplier("investigators", "people: arrests of members"),
        _multiplier("prosecutors", "justice: homicide cases that can be charged"),
        _multiplier("courts", "justice: homicide cases that can be tried, and how fast courts learn oral procedure"),
        _multiplier("prisons", "justice: prison places"),
        _share("anti_corruption", "institutions: programme that builds strength against bribes"),
        _multiplier("migration_enforcement", "migrants: hazard of being sent back at Mexico's southern border"),
        Lever("review_meetings", "meetings per year", "max", 0.0, (0.0, 52.0), "review: meetings that mend programmes"),
        _share("youth_alternatives", "recruitment: reach of programmes that pay and keep the young"),
        _share("local_protection", "conflict: local rackets prevented"),
        _multiplier("leader_targeting", "conflict: leaders removed"),
        _multiplier("extradition", "conflict: leaders held in Mexico whose extradition is granted"),
        _share("gun_source_controls", "arms: guns not bought in the United States"),
        _share("prevention", "use: initiation prevented"),
        _multiplier("treatment_capacity", "use: treatment places"),
        _share("recovery_support", "use: relapse prevented"),
        _multiplier("naloxone", "use: naloxone kits"),
    )
}


def _column(values: list[float]) -> Floats:
    return np.array(values, dtype=np.float64)[:, None]


class Levers:
    """Values of all levers in a tile, rebuilt every week.

    Parameters
    ----------
    lanes : int

    Attributes
    ----------
    values : (lever, L) float64
        Combined values, C-contiguous; the same memory all life long.
    cost_usd : (payer, L) float64
        The week's bill, USD of 2016, by ``Government``, private payers among them.
    """

    def __init__(self, lanes: int) -> None:
        self.rows = {name: i for i, name in enumerate(LEVERS)}
        self.neutral = _column([lever.neutral for lever in LEVERS.values()])
        self.lowest = _column([lever.limits[0] for lever in LEVERS.values()])
        self.highest = _column([lever.limits[1] for lever in LEVERS.values()])
        self.values = np.empty((len(LEVERS), lanes))
        self.left = np.empty((len(LEVERS), lanes))  # product of (1 - p): keeps p = 0 exact under "complement"
        self.views = dict(zip(LEVERS, self.values, strict=True))
        self.cost_usd = np.empty((len(GOVERNMENTS), lanes))
        self.said: dict[tuple[str, ...], tuple[Floats, bytes]] = {}  # what ``moved`` was told
        self.reset()

    def reset(self) -> None:
        """Back to neutral, nothing spent."""
        self.values[:] = self.neutral
        self.left[:] = 1.0
        self.cost_usd[:] = 0.0

    def row(self, name: str) -> int:
        """Row of a lever.

        Raises
        ------
        UserError
            If there is no such lever.
        """
        if name not in self.rows:
            raise unknown("lever", name, self.rows)
        return self.rows[name]

    def __getitem__(self, name: str) -> Floats:
        """Value of a lever, (L,), a view into ``values``."""
        if name not in self.views:
            raise unknown("lever", name, self.rows)
        return self.views[name]

    def together(self, *names: str) -> Floats:
        """Values of levers that stand one after the other, (lever, L), a view into ``values``."""
        first = self.row(names[0])
        assert [self.row(name) for name in names] == list(range(first, first + len(names))), names
        view: Floats = self.values[first : first + len(names)]
        return view

    def moved(self, *names: str) -> bool:
        """Whether levers that stand together have other values than when this was last asked of the same levers."""
        view, said = self.said.get(names) or (self.together(*names), b"")
        now = view.tobytes()
        self.said[names] = view, now
        return now != said

    def effect(self, name: str, x: Floats | float) -> None:
        """Combine one effect into a lever by its declared rule; ``x`` is (L,)."""
        i, rule = self.row(name), LEVERS[name].rule
        if rule == "multiply":
            self.values[i] *= x
        elif rule == "complement":
            self.left[i] *= 1.0 - np.asarray(x)
            np.subtract(1.0, self.left[i], out=self.values[i])
        else:
            np.maximum(self.values[i], x, out=self.values[i])

    def spend(self, government: int, usd: Floats | float) -> None:
        """Add to the bill of the week, (L,) USD of 2016."""
        self.cost_usd[government] += usd

    def close(self) -> None:
        """Clip combined values to their hard limits once every instrument has spoken."""
        np.clip(self.values, self.lowest, self.highest, out=self.values)
