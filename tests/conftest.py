"""The real command, in a process of its own."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
Command = Callable[..., subprocess.CompletedProcess[str]]


@pytest.fixture(scope="session")
def environment() -> dict[str, str]:
    """The environment of commands: this checkout first, nothing of the caller's that changes what they do."""
    kept = {k: v for k, v in os.environ.items() if not k.startswith(("HYDRA_", "NUMBA_", "PYTHON"))}
    return {**kept, "PYTHONPATH": str(ROOT / "src"), "COLUMNS": "160"}


@pytest.fixture(scope="session")
def flowsim(environment: dict[str, str]) -> Command:
    """Run ``flowsim`` with arguments in a folder; a finished process with its output as text."""

    def run(
        *arguments: str, cwd: Path, env: dict[str, str] | None = None, timeout: float = 300
    ) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [sys.executable, "-m", "flowsim.cli", *arguments],
            cwd=cwd,
            env={**environment, **(env or {})},
            capture_output=True,
            text=True,
            timeout=timeout,
            check=False,
        )

    return run
