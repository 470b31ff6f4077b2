"""Where each dollar goes: one picture of the books of a horizon, from proceeds to what they pay for."""

from __future__ import annotations

from matplotlib.artist import Artist
from matplotlib.figure import Figure
from matplotlib.patches import Patch

from flowsim.reporting import ribbons, sankey, style
from flowsim.reporting.channels import COLOURS
from flowsim.reporting.ledger import Ledger

COLUMNS = (0.0, 0.12, 0.25, 0.42, 0.58, 0.73, 0.85)
"""Left edges of the columns, shares of the panel."""
CASH, USE = style.SKY, style.BLUE
TALL = 0.74


def billions(usd: float) -> str:
    """Three digits of billions of dollars, millions below a tenth of one."""
    if usd < 0.0995e9:
        return f"{usd / 1e6:.0f} M"
    return f"{usd / 1e9:.{0 if usd >= 99.5e9 else 1 if usd >= 9.95e9 else 2}f} bn"


@style.styled
def dollar_sankey(book: Ledger, dates: str, n: int, scenario: str, largest: float = 0.0) -> Figure:
    """Dollars of a horizon.

    Parameters
    ----------
    book : Ledger
        From ``dollars.dollars``.
    dates, scenario : str
        In words.
    n : int
        Worlds behind the means.
    largest : float, optional
        Dollars that fill the picture: the same for two that are to be compared.
    """
    fig = style.figure(11.6, 7.0)
    ax = fig.subplots()
    boxes = ribbons.place(book, TALL / max(largest or sankey.busiest(book), 1e-300), slot=0.038, at=COLUMNS)
    ribbons.draw(ax, book, boxes, _colours(), billions)
    title = f"Where each dollar went in {dates}: {scenario} (USD)"
    footer = style.footer(f"{dates}, USD of 2016, sums of all years", "flowsim, means over worlds", f"n = {n} worlds")
    return style.finish(fig, title, footer, _key())


def _colours() -> dict[str, str]:
    kinds = {"source": CASH, "way": CASH, "use": USE, "loss": sankey.LOSS, "stock": sankey.STOCK}
    bars = {f"{name}_bar": tone for name, tone in (kinds | COLOURS).items()}
    return kinds | COLOURS | bars | {"stock_bar": "#8c8c8c"}


def _key() -> list[Artist]:
    return [
        Patch(facecolor=CASH, alpha=0.55, label="Cash and accounts"),
        Patch(facecolor=COLOURS["bulk_cash"], alpha=0.55, label="By a channel (its colour)"),
        Patch(facecolor=USE, alpha=0.55, label="Paid, owned"),
        Patch(facecolor=sankey.LOSS, alpha=0.55, label="Fees, seized, frozen, stolen"),
        Patch(facecolor=sankey.STOCK, alpha=0.8, label="Change of what is held"),
    ]
