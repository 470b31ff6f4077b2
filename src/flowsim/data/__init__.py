"""Tables of a run, packaged or the user's own: geography, drivers, targets, with their sources."""

from __future__ import annotations

import pandas as pd

from flowsim.data.checking import checked
from flowsim.data.inputs import FOLDER as TABLES
from flowsim.data.inputs import Inputs, packaged

__all__ = ["TABLES", "Inputs", "hashes", "table", "targets"]


def table(name: str, inputs: Inputs | None = None) -> pd.DataFrame:
    """A copy of one table, by name; the packaged one unless a run's inputs say otherwise.

    Raises
    ------
    UserError
        If the table does not hold what ``columns`` declares.
    """
    return checked((inputs or packaged()).source(name)).frame.copy()


def targets() -> pd.DataFrame:
    """Outcomes up to 2016: series, year, month, value, low, high, unit, source, address, confidence."""
    return table("targets")


def hashes() -> dict[str, str]:
    """sha256 of every packaged table, shortened to 16 digits."""
    return {f"{source.name}.csv": source.sha256[:16] for source in packaged().sources}
