"""Code lists: the integers that index arrays."""

from __future__ import annotations

from enum import IntEnum


class Drug(IntEnum):
    """Drugs that the model moves; the value is the row of the drug axis."""

    HEROIN = 0
    FENTANYL = 1
    METHAMPHETAMINE = 2
    COCAINE = 3
    MARIJUANA = 4


class Product(IntEnum):
    """What users buy; the value is the row of the product axis. Heroin and fentanyl are one product."""

    OPIOIDS = 0
    METHAMPHETAMINE = 1
    COCAINE = 2
    MARIJUANA = 3


class Crop(IntEnum):
    """What growers of a region plant."""

    POPPY = 0
    MARIJUANA = 1


class Chemistry(IntEnum):
    """Precursors by route of synthesis: of fentanyl, and the two of methamphetamine."""

    FENTANYL = 0
    P2P = 1
    EPHEDRINE = 2


class Leg(IntEnum):
    """Ways of cocaine from Colombia to Mexico; the last is the second leg of the one before."""

    PACIFIC = 0
    CENTRAL_AMERICA = 1
    SOUTHERN_BORDER = 2


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
    """Who pays for a programme; partners are Colombia and Central America."""

    US = 0
    MEXICO = 1
    PARTNERS = 2


PRODUCT_OF = (Product.OPIOIDS, Product.OPIOIDS, Product.METHAMPHETAMINE, Product.COCAINE, Product.MARIJUANA)
"""Product of each drug."""
MAIN_DRUG = (Drug.HEROIN, Drug.METHAMPHETAMINE, Drug.COCAINE, Drug.MARIJUANA)
"""The drug whose price is the price of each product."""
DRUGS = tuple(d.name.lower() for d in Drug)
PRODUCTS = tuple(p.name.lower() for p in Product)
CROPS = tuple(c.name.lower() for c in Crop)
CHEMISTRIES = tuple(c.name.lower() for c in Chemistry)
LEGS = tuple(x.name.lower() for x in Leg)
MODES = tuple(m.name.lower() for m in Mode)
LEVELS = tuple(x.name.lower() for x in Level)
GOVERNMENTS = tuple(g.name.lower() for g in Government)
