"""The phases of a week, in order."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from flowsim.engine.border import crossing, inspect
from flowsim.engine.demand import market, use
from flowsim.engine.goods import crops, imports, synthesis
from flowsim.engine.waits import queues

PHASES: tuple[Callable[[Any], None], ...] = (crops, synthesis, imports, inspect, queues, crossing, market, use)
