"""Code lists: the integers that index arrays."""

from __future__ import annotations

from enum import IntEnum


class Drug(IntEnum):
    """Drugs that the model moves; the value is the row of the drug axis."""

    HEROIN = 0
    FENTANYL = 1


class Mode(IntEnum):
    """How a load crosses the border."""

    PERSONAL_VEHICLE = 0
    COMMERCIAL_TRUCK = 1
    PEDESTRIAN = 2
    RAIL = 3
    FOOT_BETWEEN_PORTS = 4
    VEHICLE_BETWEEN_PORTS = 5
    TUNNEL = 6
    MARITIME = 7
    MAIL = 8


class Level(IntEnum):
    """Levels of the US market."""

    IMPORT = 0
    WHOLESALE = 1
    RETAIL = 2


class Government(IntEnum):
    """Who pays for a programme."""

    US = 0
    MEXICO = 1


DRUGS = tuple(d.name.lower() for d in Drug)
MODES = tuple(m.name.lower() for m in Mode)
LEVELS = tuple(x.name.lower() for x in Level)
GOVERNMENTS = tuple(g.name.lower() for g in Government)
