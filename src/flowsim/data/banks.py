"""Banks and money services: their table, and what must hold in it."""

from __future__ import annotations

from functools import lru_cache

import numpy as np

from flowsim.data import Inputs, table
from flowsim.domain.banks import BY_LETTERS, KINDS, Banks
from flowsim.domain.codes import SEGMENTS


@lru_cache(maxsize=8)
def load_banks(inputs: Inputs | None = None) -> Banks:
    """The banks of a run, in the order of their table.

    Parameters
    ----------
    inputs : Inputs, optional
        The tables of a run, from ``agreement.opened``; the packaged ones by default.
    """
    rows = table("banks", inputs)

    def numbers(column: str) -> np.ndarray:
        return rows[column].to_numpy(np.float64).copy()

    return Banks(
        ids=tuple(rows["id"]),
        labels=tuple(rows["label"]),
        country=np.array([BY_LETTERS[name] for name in rows["country"]], dtype=np.int64),
        kind=np.array([KINDS.index(name) for name in rows["kind"]], dtype=np.int64),
        size=numbers("size"),
        segments=np.stack([numbers(name) for name in SEGMENTS], axis=1),
        kyc=numbers("kyc"),
        systems=numbers("systems"),
        sharing=numbers("sharing"),
        appetite=numbers("appetite"),
        supervision=numbers("supervision"),
    )
