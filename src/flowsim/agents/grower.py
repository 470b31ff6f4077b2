"""Growers of one region: how much land they mean to keep under their crop."""

from __future__ import annotations

from typing import Any

import mesa
import numpy as np

from flowsim.domain.chain.farming import Farming
from flowsim.domain.codes import Crop
from flowsim.domain.network import Floats

SEASON_WEEKS = 26.0


class Grower(mesa.Agent):
    """The growers of one region of poppy or marijuana.

    Parameters
    ----------
    model : FlowModel
    region : int
        Row of the region axis.
    crop : Crop
    """

    def __init__(self, model: Any, region: int, crop: Crop) -> None:
        super().__init__(model)
        self.region, self.crop = region, crop

    def decide(self) -> None:
        """Move planted area a step toward the area that the expected margin supports.

        Level form, ``A* = A0 (margin / margin0)^eps``; the growth form cobwebs without any shock. Expected income
        uses remembered farm prices and the believed chance of losing the crop; exit is slower than entry.
        """
        model, r = self.model, self.region
        world, p, weeks = model.world, model.farming[self.crop], model.decide_weeks
        loss = 1.0 - np.exp(-p.growth_weeks * world.erad_rate[r])
        world.belief[r] += (loss - world.belief[r]) * np.minimum(weeks / p.belief_weeks, 1.0)
        expected = self.margin(world.farm_expected[self.crop], world.belief[r])
        ratio = np.maximum(expected, 0.0) / model.base.margin[r]
        free = 1.0 - world.alternatives if self.crop == Crop.POPPY else 1.0
        target = model.base.planted_ha[r] * free * ratio**p.eps_area
        speed = 1.0 - (1.0 - p.lambda_area) ** (weeks / SEASON_WEEKS)
        speed = np.where(target < world.planted_ha[r], speed * p.exit_asymmetry, speed)
        model.intents.planted_ha[r] = world.planted_ha[r] + np.minimum(speed, 1.0) * (target - world.planted_ha[r])

    def margin(self, price: Floats, loss: Floats) -> Floats:
        """Expected margin, (L,) USD per ha and year, at a farm price (USD per kg) and a share of crops lost."""
        return crop_margin(self.model.farming[self.crop], price, loss)


def crop_margin(p: Farming, price: Floats, loss: Floats) -> Floats:
    """USD per ha and year at a farm price and a share of crops lost, less costs."""
    return price * p.kg_per_ha * (1.0 - loss) - p.cost_usd_per_ha
