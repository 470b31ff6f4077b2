"""The books of dollars in two sentences."""

from __future__ import annotations

from flowsim.reporting.dollar_sankey import billions
from flowsim.reporting.ledger import Ledger

ENDS = {
    "US distribution": ("distribution",),
    "growers, goods, making and smuggling": ("goods", "making", "smuggling"),
    "wages, bribes and arms": ("wages",),
    "owners": ("owners",),
    "property": ("mx_property", "us_property"),
    "fees": ("fees",),
}
STATE = {"seized or stopped": ("us_seized", "lost"), "frozen or forfeited": ("frozen",)}


def sentences(book: Ledger, dates: str) -> list[str]:
    """What street cash went for, and how little of it any authority touched.

    Parameters
    ----------
    book : Ledger
        From ``dollars.dollars``, of the baseline.
    dates : str
    """
    street = book.through("street")[0]
    if not street > 0:
        return []
    sums = {words: _into(book, names) for words, names in (ENDS | STATE).items()}
    listed = ", ".join(f"{words} {100 * sums[words] / street:.0f} %" for words in ENDS)
    taken = " and ".join(f"{billions(sums[words])} {words}" for words in STATE)
    share = 100 * sum(sums[words] for words in STATE) / street
    return [
        f"Of {billions(street)} USD of street cash in the baseline of {dates}: {listed}.",
        f"Authorities of both countries took {share:.1f} % of it: {taken}.",
    ]


def _into(book: Ledger, names: tuple[str, ...]) -> float:
    return sum(book.through(name)[0] for name in names)
