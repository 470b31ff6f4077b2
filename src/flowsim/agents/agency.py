"""Agencies: where they look, learned from what they find."""

from __future__ import annotations

from typing import Any

import mesa
import numpy as np

from flowsim.domain.codes import Crop, Mode
from flowsim.domain.network import Floats, Ints
from flowsim.kernels import effort
from flowsim.kernels.draws import EFFORT, fill_uniform
from flowsim.kernels.lanes import total

BUSIEST = 0.25  # of places, where a concentrated plan puts its movable effort


def allocate(belief: Floats, found: Floats, learning: Floats) -> Floats:
    """Belief about where it pays to look: a weighted mean of the last belief and the last finds.

    Parameters
    ----------
    belief, found : (place, L) float64
        Shares and finds since the last decision; where nothing was found the belief stays.
    learning : (L,) float64
    """
    moved = belief.copy()
    effort.believe(found, learning, moved)
    return moved


def concentrated(base: Floats) -> Floats:
    """The even shares of the busiest quarter of places, nothing elsewhere; (place, L), sum 1."""
    busiest = np.argsort(-base[:, 0], kind="stable")[: max(1, round(BUSIEST * len(base)))]
    plan = np.zeros_like(base)
    plan[busiest] = base[busiest]
    return plan / total(plan)


def places(ways: int, rows: Ints, place: Ints) -> Ints:
    """Place of each way, (way,) int64: ``place`` at ``rows``, -1 elsewhere."""
    of = np.full(ways, -1)
    of[rows] = place
    return of


class Agency(mesa.Agent):
    """An agency that spreads a fixed effort over places, learns from finds, and may throw dice.

    Its movable effort starts at the even shares or, by ``structure.agency_plan``, at the busiest places. By
    ``structure.agency_reward`` it follows what it finds (``learn``: seizures are what counts), what it finds per
    effort (``unrewarded``), or stays (``fixed``).

    Parameters
    ----------
    model : FlowModel
    number : int
        Stable id that addresses its random draws.
    base : (place,) float64
        Even shares of effort, sum 1.
    """

    def __init__(self, model: Any, number: int, base: Floats) -> None:
        super().__init__(model)
        self.number = number
        self.base = np.repeat(base[:, None], model.lanes, axis=1)
        self.even = np.where(self.base > 0.0, self.base, 1.0)
        self.entities = np.arange(len(base), dtype=np.uint64) + np.uint64(1000 * number)
        even = model.config.structure.agency_plan == "even"
        self.belief = self.base.copy() if even else concentrated(self.base)
        self.found = np.zeros_like(self.base)
        self.spent = np.ones_like(self.base)

    def shares(self) -> Floats:
        """New shares of the movable effort, (place, L): learned, with a randomised part redrawn each time."""
        reward = self.model.config.structure.agency_reward
        if reward != "fixed":
            found = self.found if reward == "learn" else self.found / np.maximum(self.spent, 1e-3)
            self.belief = allocate(self.belief, found, self.learning())
        self.found[:] = 0.0
        mixed = self.model.levers["randomised_effort"]
        if not mixed.any():
            return self.belief
        dice = np.empty_like(self.base)
        fill_uniform(self.model.keys, EFFORT, self.model.draw_week, self.entities, 0, dice)
        weights = -np.log(dice) * self.base
        return (1.0 - mixed) * self.belief + mixed * weights / total(weights)

    def learning(self) -> Floats:
        """Weight of new evidence, (L,)."""
        return self.model.params.border.learning

    def relative(self) -> Floats:
        """Effort over its even share, (place, L): a fixed part stays, a movable part follows the shares."""
        effort.move(self.shares(), self.even, self.model.params.border.movable_share, self.spent)
        return self.spent

    def state(self) -> tuple[Floats, ...]:
        """What a snapshot must keep."""
        return self.belief.copy(), self.found.copy(), self.spent.copy()

    def restore(self, state: tuple[Floats, ...]) -> None:
        """Take back a kept state."""
        self.belief, self.found, self.spent = (array.copy() for array in state)


class PortAgency(Agency):
    """Officers at the ports of entry, who move referral effort between port lanes."""

    def __init__(self, model: Any) -> None:
        corridors = model.network.corridors
        self.rows = np.flatnonzero(corridors.port >= 0)
        mode_weight = np.bincount(corridors.mode[self.rows]).astype(float)
        base = corridors.openings[self.rows] / len(mode_weight[mode_weight > 0])
        self.place = places(len(corridors), self.rows, np.arange(len(self.rows)))
        super().__init__(model, 1, base / base.sum())

    def observe(self) -> None:
        """Loads caught in the week count as finds."""
        effort.count_caught(self.place, self.model.caught, self.found)

    def decide(self) -> None:
        """Write inspection effort by corridor."""
        self.model.intents.effort[self.rows] = self.relative()


class PatrolAgency(Agency):
    """Border Patrol, which moves agents between sectors."""

    def __init__(self, model: Any) -> None:
        corridors = model.network.corridors
        self.rows = np.flatnonzero((corridors.sector >= 0) & (corridors.mode != Mode.TUNNEL))
        self.sector = corridors.sector[self.rows]
        self.place = places(len(corridors), self.rows, self.sector)
        share = model.drivers.agents[0]
        super().__init__(model, 2, share / share.sum())

    def observe(self) -> None:
        """Loads caught in the week count as finds."""
        effort.count_caught(self.place, self.model.caught, self.found)

    def decide(self) -> None:
        """Write patrol effort by corridor."""
        self.model.intents.effort[self.rows] = self.relative()[self.sector]


class SeaportAgency(Agency):
    """Mexican customs and marines at seaports and the airport."""

    def __init__(self, model: Any) -> None:
        super().__init__(model, 3, model.network.seaports.weight)

    def observe(self) -> None:
        """Precursors seized in the week count as finds."""
        effort.add_kinds(self.model.world.precursor_seized_kg, self.found)

    def decide(self) -> None:
        """Write inspection effort by seaport."""
        self.model.intents.seaport_effort[:] = self.relative()


class EradicationAgency(Agency):
    """The army's eradication campaign against one crop, which follows the fields it finds."""

    def __init__(self, model: Any, crop: Crop) -> None:
        self.crop, self.rows = crop, model.crop_rows[crop]
        super().__init__(model, 4 + crop, model.network.crop_weight[self.rows])

    def learning(self) -> Floats:
        """Weight of new evidence, (L,)."""
        return self.model.params.crops.eradication_learning

    def observe(self) -> None:
        """Eradicated hectares count as finds; the area seen follows the fields with a year's delay."""
        world = self.model.world
        eradicated, standing = world.eradicated_ha[self.rows], world.standing_ha[self.rows]
        effort.survey(eradicated, standing, self.found, world.seen_ha[self.crop])

    def decide(self) -> None:
        """Write shares of effort by region and its scale, which grows with the area seen."""
        p, intents = self.model.farming[self.crop], self.model.intents
        intents.search_share[self.rows] = self.shares()
        intents.search_scale[self.crop] = (self.model.world.seen_ha[self.crop] / p.area_ha) ** p.response
