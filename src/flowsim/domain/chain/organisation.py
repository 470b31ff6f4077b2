"""What an exporting organisation is."""

from __future__ import annotations

from dataclasses import dataclass, field

from flowsim.domain.params import param


@dataclass(frozen=True, kw_only=True)
class Organisation:
    """One exporting organisation: an archetype, not a forecast of a named group.

    Attributes
    ----------
    id : int
        Stable number that addresses its random draws.
    plazas : list of str
        Border states of Mexico it controls, as in the geography.
    """

    id: int = 0
    label: str = ""
    home_lat: float = 0.0
    home_lon: float = 0.0
    lab_region: str = "lab_sinaloa"
    plazas: list[str] = field(default_factory=list)
    heroin: float = param(
        0.0, "relative weight in heroin exports", "judgement from DEA maps 2012-2016", limits=(0, 1e6), role="constant"
    )
    fentanyl: float = param(
        0.0,
        "relative weight in fentanyl exports",
        "judgement from DEA maps 2012-2016",
        limits=(0, 1e6),
        role="constant",
    )
