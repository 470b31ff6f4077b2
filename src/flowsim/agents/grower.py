"""Growers: how much land they mean to keep under their crop."""

from __future__ import annotations

from typing import Any

import mesa
import numpy as np

from flowsim.domain.chain.farming import Farming
from flowsim.domain.codes import Crop
from flowsim.domain.network import Floats
from flowsim.kernels.lanes import full

SEASON_WEEKS = 26.0


class Grower(mesa.Agent):
    """The growers of one region of poppy or marijuana; those of a crop decide together, in ``decide_land``.

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
        """Move planted area a step toward the area that the expected margin supports."""
        decide_land(self.model, self.crop, slice(self.region, self.region + 1))

    def margin(self, price: Floats, loss: Floats) -> Floats:
        """Expected margin, (L,) USD per ha and year, at a farm price (USD per kg) and a share of crops lost."""
        return crop_margin(self.model.farming[self.crop], price, loss)


def decide_land(model: Any, crop: Crop, rows: slice) -> None:
    """Growers of some regions of one crop move planted area a step toward what the expected margin supports.

    Level form, ``A* = A0 (margin / margin0)^eps``; the growth form cobwebs without any shock. Expected income uses
    remembered farm prices and the believed chance of losing the crop; exit is slower than entry.

    Parameters
    ----------
    rows : slice
        Regions that decide.
    """
    world, p, weeks = model.world, model.farming[crop], model.decide_weeks
    belief, planted = world.belief[rows], world.planted_ha[rows]
    loss = 1.0 - np.exp(-p.growth_weeks * world.erad_rate[rows])
    belief += (loss - belief) * np.minimum(weeks / p.belief_weeks, 1.0)
    expected = crop_margin(p, world.farm_expected[crop], belief)
    ratio = np.maximum(expected, 0.0) / model.base.margin[rows]
    free = 1.0 - world.alternatives if crop == Crop.POPPY else 1.0
    wish = ratio ** full(p.eps_area, ratio.shape)  # alike in shape: a lane has the same bits alone and in a tile
    target = model.base.planted_ha[rows] * free * wish
    speed = 1.0 - (1.0 - p.lambda_area) ** (weeks / SEASON_WEEKS)
    speed = np.where(target < planted, speed * p.exit_asymmetry, speed)
    model.intents.planted_ha[rows] = planted + np.minimum(speed, 1.0) * (target - planted)


def crop_margin(p: Farming, price: Floats, loss: Floats) -> Floats:
    """USD per ha and year at a farm price and a share of crops lost, less costs."""
    return price * p.kg_per_ha * (1.0 - loss) - p.cost_usd_per_ha
