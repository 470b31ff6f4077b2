"""What an exporting organisation is."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from flowsim.domain.params import param


def _weight(drug: str) -> Any:
    return param(
        0.0,
        f"relative weight in {drug} exports",
        "judgement from DEA maps 2012-2016",
        limits=(0, 1e6),
        role="constant",
    )


@dataclass(frozen=True, kw_only=True)
class Organisation:
    """One exporting organisation: an archetype, not a forecast of a named group.

    Attributes
    ----------
    id : int
        Stable number that addresses its random draws.
    plazas : list of str
        Border states of Mexico it controls, as in the geography.
    allies : list of str
        Organisations, by short name, that let it pass at a lower toll.
    """

    id: int = 0
    label: str = ""
    home_lat: float = 0.0
    home_lon: float = 0.0
    lab_region: str = "lab_sinaloa"
    plazas: list[str] = field(default_factory=list)
    allies: list[str] = field(default_factory=list)
    heroin: float = _weight("heroin")
    fentanyl: float = _weight("fentanyl")
    methamphetamine: float = _weight("methamphetamine")
    cocaine: float = _weight("cocaine")
    marijuana: float = _weight("marijuana")
