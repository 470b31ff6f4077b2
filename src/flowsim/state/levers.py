"""Levers: what policy can move, and how the effects of several instruments combine."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from flowsim.domain.codes import GOVERNMENTS
from flowsim.domain.errors import unknown
from flowsim.state.arrays import Floats

RULES = ("multiply", "add", "complement", "max")


@dataclass(frozen=True)
class Lever:
    """Facts of a lever.

    Attributes
    ----------
    rule : {"multiply", "add", "complement", "max"}
        How effects combine: product, sum, ``1 - (1 - p)(1 - q)``, or the largest.
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


def _multiplier(name: str, acts_on: str, most: float = 20.0) -> Lever:
    return Lever(name, "multiple of today", "multiply", 1.0, (0.0, most), acts_on)


def _share(name: str, acts_on: str, rule: str = "complement") -> Lever:
    return Lever(name, "share", rule, 0.0, (0.0, 1.0), acts_on)


LEVERS: dict[str, Lever] = {
    lever.name: lever
    for lever in (
        _multiplier("eradication_effort", "crops: hectares searched per week"),
        _share("alternatives_coverage", "crops: land drawn into legal income in the long run"),
        _multiplier("precursor_inspection", "imports: chance that a shipment is inspected at a seaport"),
        _multiplier("precursor_targeting", "imports: chance that an inspection finds precursors"),
        _share("precursor_supplier_loss", "imports: foreign supply lost to controls"),
        _multiplier("lab_raids", "synthesis: hazard of a raid"),
        _share("mail_screening", "crossing: further parcels screened"),
        _multiplier("port_scanning", "crossing: scanning capacity at ports of entry"),
        _multiplier("port_referral", "crossing: loaded crossings sent to secondary inspection"),
        _multiplier("patrol", "crossing: patrol effort between ports"),
        _multiplier("patrol_technology", "crossing: detection per patrol between ports"),
        _share("randomised_effort", "agencies: share of movable effort thrown by dice", "max"),
        _share("prevention", "use: initiation prevented"),
        _multiplier("treatment_capacity", "use: treatment places"),
        _share("recovery_support", "use: relapse prevented"),
        _multiplier("naloxone", "use: naloxone kits"),
    )
}


class Levers:
    """Values of all levers in a tile, rebuilt every week.

    Parameters
    ----------
    lanes : int

    Attributes
    ----------
    values : (lever, L) float64
    cost_usd : (government, L) float64, USD of 2016 per week
    """

    def __init__(self, lanes: int) -> None:
        self.rows = {name: i for i, name in enumerate(LEVERS)}
        self.neutral = np.array([lever.neutral for lever in LEVERS.values()])[:, None]
        self.lowest = np.array([lever.limits[0] for lever in LEVERS.values()])[:, None]
        self.highest = np.array([lever.limits[1] for lever in LEVERS.values()])[:, None]
        self.values = np.empty((len(LEVERS), lanes))
        self.cost_usd = np.empty((len(GOVERNMENTS), lanes))
        self.reset()

    def reset(self) -> None:
        """Back to neutral, nothing spent."""
        self.values[:] = self.neutral
        self.cost_usd[:] = 0.0

    def __getitem__(self, name: str) -> Floats:
        """Value of a lever, (L,), a view.

        Raises
        ------
        UserError
            If there is no such lever.
        """
        if name not in self.rows:
            raise unknown("lever", name, self.rows)
        return self.values[self.rows[name]]

    def effect(self, name: str, x: Floats) -> None:
        """Combine one effect into a lever by its declared rule; ``x`` is (L,)."""
        value, rule = self[name], LEVERS[name].rule
        if rule == "multiply":
            value *= x
        elif rule == "add":
            value += x
        elif rule == "complement":
            value[:] = 1.0 - (1.0 - value) * (1.0 - x)
        else:
            np.maximum(value, x, out=value)

    def spend(self, government: int, usd: Floats) -> None:
        """Add to the bill of the week, (L,) USD of 2016."""
        self.cost_usd[government] += usd

    def close(self) -> None:
        """Clip combined values to their hard limits once every instrument has spoken."""
        np.clip(self.values, self.lowest, self.highest, out=self.values)
