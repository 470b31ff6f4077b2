"""Folders that hold one set of results at a time, and what may be in them already."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from flowsim.domain.errors import UserError
from flowsim.experiments.files import read_json
from flowsim.experiments.run_folder import MANIFEST


def refuse_foreign(out: Path, task: str, asked: Mapping[str, Any], replace: bool) -> None:
    """Leave results of other tasks alone, and in a sweep those of other jobs.

    Parameters
    ----------
    out : Path
    task : str
        Whose results may be there, and the ``kind`` of their manifest.
    asked : mapping
        Entries of the manifest that tell results apart.
    replace : bool
        Whether results that were asked for otherwise may be replaced.

    Raises
    ------
    UserError
        If the folder holds such results.
    """
    before = read_json(out / MANIFEST) if (out / MANIFEST).exists() else None
    if (out / "runs").exists() or (before is not None and before.get("kind") != task):
        raise UserError(f"out={out} holds results of another task; give task={task} a folder of its own")
    if before is not None and not replace and any(before.get(name) != value for name, value in asked.items()):
        raise UserError(
            f"out={out} holds other {task}, which a sweep does not replace; give each job a folder of its own, "
            f"for example 'out=results/{task}-${{seed}}', or use replicates=N for more seeds in one"
        )
