"""One history of sixteen worlds, shared by every test of published numbers and of policies."""

from __future__ import annotations

import pytest

from flowsim import policy
from flowsim.domain.chain import Horizon
from flowsim.domain.world_config import WorldConfig
from flowsim.engine.model import FlowModel
from flowsim.engine.snapshot import Snapshot

SEEDS = range(16)
POLICY_START = "2018-01-01"
END = "2021-01-04"


@pytest.fixture(scope="session")
def past() -> tuple[FlowModel, Snapshot]:
    """A model and its snapshot at the start of policy."""
    config = WorldConfig(horizon=Horizon(policy_start=POLICY_START, end=END), policy=policy.neutral())
    model = FlowModel(config, SEEDS).run(POLICY_START)
    return model, model.snapshot()
