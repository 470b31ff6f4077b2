"""Tables of parameters by the names of a code list."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from flowsim.domain.codes import COUNTRIES, SEGMENTS


def entries(names: Sequence[str], *values: Any) -> dict[str, Any]:
    """One value per name, in order."""
    return dict(zip(names, values, strict=True))


def by_country(us: Any, mx: Any) -> dict[str, Any]:
    """The United States, Mexico."""
    return entries(COUNTRIES, us, mx)


def by_segment(retail: Any, cash_intensive: Any, companies: Any) -> dict[str, Any]:
    """Customers of banks."""
    return entries(SEGMENTS, retail, cash_intensive, companies)
