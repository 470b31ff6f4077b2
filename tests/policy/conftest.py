"""Every instrument in turn."""

from __future__ import annotations

import pytest

from flowsim.policy import REGISTRY


@pytest.fixture(params=list(REGISTRY))
def name(request: pytest.FixtureRequest) -> str:
    """Name of an instrument."""
    return str(request.param)
