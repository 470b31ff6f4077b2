"""The names that users see, and what importing them costs."""

from __future__ import annotations

import inspect
import re
import subprocess
import sys

import pytest

import flowsim
from flowsim.domain.world_config import WorldConfig

HEAVY = ("numpy", "numba", "mesa", "pandas", "pyarrow", "hydra", "omegaconf", "matplotlib", "rich", "jinja2")


def modules_after(statement: str, environment: dict[str, str]) -> set[str]:
    """Top-level modules that a fresh interpreter has loaded after a statement."""
    code = f"import sys; {statement}; print(*sorted(sys.modules))"
    done = subprocess.run([sys.executable, "-c", code], env=environment, capture_output=True, text=True, check=True)
    return {name.split(".")[0] for name in done.stdout.split()}


def test_importing_flowsim_loads_nothing_heavy(environment: dict[str, str]) -> None:
    assert not set(HEAVY) & modules_after("import flowsim; flowsim.__version__", environment)


def test_the_model_needs_neither_hydra_nor_pictures(environment: dict[str, str]) -> None:
    loaded = modules_after("from flowsim import FlowModel", environment)
    assert {"numpy", "numba", "mesa"} <= loaded
    assert not {"hydra", "omegaconf", "matplotlib", "rich", "jinja2"} & loaded


def test_public_names() -> None:
    names = {"FlowModel", "__version__", "closed", "compare", "load", "payments", "run"}
    assert set(flowsim.__all__) == names == set(dir(flowsim))
    assert re.fullmatch(r"\d+\.\d+\.\d+\S*", flowsim.__version__)
    for name in set(flowsim.__all__) - {"__version__"}:
        assert callable(getattr(flowsim, name))
        assert inspect.getdoc(getattr(flowsim, name))


def test_unknown_names_are_refused() -> None:
    with pytest.raises(AttributeError, match="module 'flowsim' has no attribute 'Model'"):
        _ = flowsim.Model


@pytest.mark.parametrize("name", ["run", "compare", "payments", "closed"])
def test_tasks_take_overrides_and_settings(name: str) -> None:
    parameters = inspect.signature(getattr(flowsim, name)).parameters
    assert next(iter(parameters)) == "overrides"
    assert parameters["config_dir"].kind is parameters["progress"].kind is inspect.Parameter.KEYWORD_ONLY
    assert any(p.kind is inspect.Parameter.VAR_KEYWORD for p in parameters.values())


def test_a_model_in_three_lines() -> None:
    model = flowsim.FlowModel(seeds=[1])
    model.step()
    assert model.config == WorldConfig()
    assert model.lanes == 1
    assert model.week == -103
