"""Without a shock, prices and areas find their level: for every draw of the priors, over twenty years.

The spin-up is such a world: inputs, users, laws and the mix of drugs stay at 2012, and only weather and chance move.
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from flowsim.domain.codes import Crop, Drug, Level
from flowsim.domain.world_config import WorldConfig
from flowsim.engine.model import FlowModel

pytestmark = pytest.mark.science

YEARS, DRAWS = 20, 48
RETAIL = {drug.name.lower(): drug for drug in Drug if drug != Drug.FENTANYL}


def look(model: FlowModel) -> dict[str, np.ndarray]:
    """Prices and areas of a week, (draw,) each."""
    world = model.world
    out = {f"retail price of {name}": world.price[Level.RETAIL, drug].mean(0) for name, drug in RETAIL.items()}
    for crop in Crop:
        out[f"farm price of {crop.name.lower()}"] = world.farm_price[crop].copy()
        out[f"hectares of {crop.name.lower()}"] = world.standing_ha[model.crop_rows[crop]].sum(0)
    return out | {"price of cocaine in Colombia": world.coca_price.copy()}


@pytest.fixture(scope="module")
def still() -> dict[str, np.ndarray]:
    """Yearly means by quantity, (year, draw)."""
    config = WorldConfig()
    config = replace(
        config,
        structure=replace(config.structure, draws="prior"),
        horizon=replace(config.horizon, spinup_weeks=52 * YEARS),
    )
    model = FlowModel(config, seeds=range(DRAWS))
    weeks: list[dict[str, np.ndarray]] = []
    while model.week < 0:
        model.step()
        weeks.append(look(model))
    return {name: np.array([w[name] for w in weeks]).reshape(YEARS, 52, DRAWS).mean(1) for name in weeks[0]}


def swing(years: np.ndarray) -> np.ndarray:
    """Largest over smallest yearly mean, in logs, (draw,)."""
    return np.asarray(np.log(years.max(0) / years.min(0)))


@pytest.mark.parametrize("name", [f"retail price of {drug}" for drug in RETAIL])
def test_retail_prices_stand_still(still, name):
    assert swing(still[name][11:]).max() < np.log(1.2)


@pytest.mark.parametrize(
    "name", [f"{what} of {crop.name.lower()}" for what in ("farm price", "hectares") for crop in Crop]
)
def test_fields_and_farm_gates_settle(still, name):
    """What the start left behind dies down to what weather explains, in every draw: no cycle feeds itself."""
    early, late = swing(still[name][2:11]), swing(still[name][11:])
    print(f"{name}: swing of years 3-11 {np.median(early):.2f} (most {early.max():.2f}), 12-20 {late.max():.2f}")
    assert np.median(late) < 0.2
    assert late.max() < (0.35 if name.startswith("hectares") else 0.5)
    assert np.median(late) < 0.8 * np.median(early)


def test_the_price_in_colombia_settles(still):
    late = swing(still["price of cocaine in Colombia"][11:])
    assert np.median(late) < 0.2
    assert late.max() < 0.7
