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
    """Who pays for a programme: partners are Colombia and Central America, private are banks and other firms."""

    US = 0
    MEXICO = 1
    PARTNERS = 2
    PRIVATE = 3


class Country(IntEnum):
    """Where a bank stands and a dollar lies."""

    US = 0
    MX = 1


class Nest(IntEnum):
    """Groups of channels that are alike."""

    BULK = 0
    US_BANK = 1
    MONEY_SERVICES = 2
    VALUE_TRANSFER = 3
    STAY = 4


class Channel(IntEnum):
    """Ways of street cash out of the United States, or of keeping it there."""

    BULK_CASH = 0
    STRUCTURED = 1
    FUNNEL = 2
    REMITTANCE = 3
    EXCHANGE_HOUSE = 4
    TRADE = 5
    PESO_BROKER = 6
    NEW_BROKER = 7
    PROPERTY = 8
    PREPAID = 9
    HOLD = 10


class Outlet(IntEnum):
    """What becomes of dollar notes in Mexico."""

    WINDOW = 0
    BORDER_FIRM = 1
    CASA_DE_CAMBIO = 2
    KEEP = 3


class Purse(IntEnum):
    """Where a dollar of an organisation rests; dollars on their way are with a provider."""

    US_CASH = 0
    US_STASH = 1
    US_ASSETS = 2
    US_FROZEN = 3
    MX_DOLLARS = 4
    MX_PESOS = 5
    MX_BANKED = 6
    MX_ASSETS = 7
    MX_FROZEN = 8
    CLEAN = 9


class Due(IntEnum):
    """What an organisation owes in a week."""

    GOODS = 0
    MAKING = 1
    SMUGGLING = 2
    WAGES = 3
    DISTRIBUTION = 4


class Migrant(IntEnum):
    """Who crosses between ports: Mexicans, and others, most of them from the Northern Triangle."""

    MEXICO = 0
    OTHERS = 1


class Segment(IntEnum):
    """Customers of banks."""

    RETAIL = 0
    CASH_INTENSIVE = 1
    COMPANIES = 2


PRODUCT_OF = (Product.OPIOIDS, Product.OPIOIDS, Product.METHAMPHETAMINE, Product.COCAINE, Product.MARIJUANA)
"""Product of each drug."""
MAIN_DRUG = (Drug.HEROIN, Drug.METHAMPHETAMINE, Drug.COCAINE, Drug.MARIJUANA)
"""The drug whose price is the price of each product."""
NEST_OF = (
    *(Nest.BULK, Nest.US_BANK, Nest.US_BANK, Nest.MONEY_SERVICES, Nest.MONEY_SERVICES),
    *(Nest.VALUE_TRANSFER, Nest.VALUE_TRANSFER, Nest.VALUE_TRANSFER, Nest.STAY, Nest.STAY, Nest.STAY),
)
"""Nest of each channel."""
DRUGS = tuple(d.name.lower() for d in Drug)
PRODUCTS = tuple(p.name.lower() for p in Product)
CROPS = tuple(c.name.lower() for c in Crop)
CHEMISTRIES = tuple(c.name.lower() for c in Chemistry)
LEGS = tuple(x.name.lower() for x in Leg)
MODES = tuple(m.name.lower() for m in Mode)
LEVELS = tuple(x.name.lower() for x in Level)
COUNTRIES = tuple(x.name.lower() for x in Country)
NESTS = tuple(x.name.lower() for x in Nest)
CHANNELS = tuple(x.name.lower() for x in Channel)
OUTLETS = tuple(x.name.lower() for x in Outlet)
PURSES = tuple(x.name.lower() for x in Purse)
DUES = tuple(x.name.lower() for x in Due)
MIGRANTS = tuple(x.name.lower() for x in Migrant)
SEGMENTS = tuple(x.name.lower() for x in Segment)
GOVERNMENTS = tuple(g.name.lower() for g in Government)
