"""Growers of one region: how much poppy they mean to keep."""

from __future__ import annotations

from typing import Any

import mesa
import numpy as np

from flowsim.domain.network import Floats

SEASON_WEEKS = 26.0


class Grower(mesa.Agent):
    """The growers of one poppy region.

    Parameters
    ----------
    model : FlowModel
    region : int
        Row of the region axis.
    """

    def __init__(self, model: Any, region: int) -> None:
        super().__init__(model)
        self.region = region

    def decide(self) -> None:
        """Move planted area a step toward the area that the expected margin supports.

        Level form, ``A* = A0 (margin / margin0)^eps``; the growth form cobwebs without any shock. Expected income
        uses remembered gum prices and the believed chance of losing the crop; exit is slower than entry.
        """
        model, r = self.model, self.region
        world, p, weeks = model.world, model.params.crops, model.decide_weeks
        loss = 1.0 - np.exp(-p.growth_weeks * world.erad_rate[r])
        world.belief[r] += (loss - world.belief[r]) * np.minimum(weeks / p.belief_weeks, 1.0)
        ratio = np.maximum(self.margin(world.gum_expected, world.belief[r]), 0.0) / model.base.margin[r]
        target = model.base.planted_ha[r] * (1.0 - world.alternatives) * ratio**p.eps_area
        speed = 1.0 - (1.0 - p.lambda_area) ** (weeks / SEASON_WEEKS)
        speed = np.where(target < world.planted_ha[r], speed * p.exit_asymmetry, speed)
        model.intents.planted_ha[r] = world.planted_ha[r] + np.minimum(speed, 1.0) * (target - world.planted_ha[r])

    def margin(self, price: Floats, loss: Floats) -> Floats:
        """Expected margin, (L,) USD per ha and year, at a gum price (USD per kg) and a share of crops lost."""
        return gum_margin(self.model.params.crops, price, loss)


def gum_margin(p: Any, price: Floats, loss: Floats) -> Floats:
    """USD per ha and year from gum at a price and a share of crops lost, less costs."""
    gum = p.yield_pure_kg_per_ha * p.gum_per_heroin * p.saleable_share
    return price * gum * (1.0 - loss) - p.cost_usd_per_ha
