"""A short world whose actors decide."""

from __future__ import annotations

import pytest

from flowsim.domain.chain import Horizon
from flowsim.domain.world_config import WorldConfig
from flowsim.engine.model import FlowModel


def fresh() -> FlowModel:
    return FlowModel(WorldConfig(horizon=Horizon(end="2013-01-07", spinup_weeks=8)), [0, 1])


@pytest.fixture
def model() -> FlowModel:
    """A model at its first week, nothing decided yet; two lanes."""
    return fresh()


@pytest.fixture
def twin() -> FlowModel:
    """Another one, equal to the bit."""
    return fresh()
