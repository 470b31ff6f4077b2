"""Drug flows from Mexico to the United States week by week, and what cooperation would change.

Names are loaded when first used, so that ``import flowsim`` costs nothing.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from flowsim.engine.model import FlowModel as FlowModel
    from flowsim.experiments.results import load as load
    from flowsim.experiments.tasks import closed as closed
    from flowsim.experiments.tasks import compare as compare
    from flowsim.experiments.tasks import payments as payments
    from flowsim.experiments.tasks import run as run

__version__ = "0.1.0"

_HOMES = {
    "FlowModel": "flowsim.engine.model",
    "closed": "flowsim.experiments.tasks",
    "compare": "flowsim.experiments.tasks",
    "load": "flowsim.experiments.results",
    "payments": "flowsim.experiments.tasks",
    "run": "flowsim.experiments.tasks",
}
__all__ = ["FlowModel", "__version__", "closed", "compare", "load", "payments", "run"]


def __getattr__(name: str) -> Any:
    if name not in _HOMES:
        raise AttributeError(f"module 'flowsim' has no attribute {name!r}")
    return getattr(import_module(_HOMES[name]), name)


def __dir__() -> list[str]:
    return sorted(__all__)
