"""Banks and money services of both countries."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from flowsim.domain.codes import COUNTRIES, Country

BANK, MSB = 0, 1
KINDS = ("bank", "msb")
"""Kinds of institution, by code: banks, and money services (remittances, exchange houses)."""
BY_LETTERS = {name.upper(): Country(code) for code, name in enumerate(COUNTRIES)}
"""Countries by the letters that the table of banks writes."""


@dataclass(frozen=True)
class Banks:
    """The table of banks as arrays, one row per institution in the order of the table.

    Attributes
    ----------
    ids, labels : tuple of str
    country : (B,) int64
        ``Country``.
    kind : (B,) int64
        ``BANK`` or ``MSB``.
    size : (B,) float64
        Share of the accounts of its country and kind; sums to 1 over each.
    segments : (B, 3) float64
        Shares of its customers by ``Segment``; rows sum to 1.
    kyc, systems : (B,) float64
        Depth of know-your-customer work and quality of monitoring, 0 to 1.
    sharing : (B,) float64
        1 for members of an information-sharing scheme at the start, else 0.
    appetite : (B,) float64
        Appetite for risky customers, 0 to 1.
    supervision : (B,) float64
        Intensity of its supervisor over the country's mean, above 0.
    """

    ids: tuple[str, ...]
    labels: tuple[str, ...]
    country: NDArray[np.int64]
    kind: NDArray[np.int64]
    size: NDArray[np.float64]
    segments: NDArray[np.float64]
    kyc: NDArray[np.float64]
    systems: NDArray[np.float64]
    sharing: NDArray[np.float64]
    appetite: NDArray[np.float64]
    supervision: NDArray[np.float64]

    def __len__(self) -> int:
        return len(self.ids)

    def rows(self, country: int, kind: int) -> NDArray[np.int64]:
        """Rows of the institutions of one country and kind."""
        return np.flatnonzero((self.country == country) & (self.kind == kind))
