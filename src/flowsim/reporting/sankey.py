"""Where each kilogram goes: a panel per drug, from field, laboratory or coast to users, seizures and stocks."""

from __future__ import annotations

from collections.abc import Mapping

from matplotlib.artist import Artist
from matplotlib.colors import to_hex, to_rgb
from matplotlib.figure import Figure
from matplotlib.patches import Patch

from flowsim.reporting import ribbons, style
from flowsim.reporting.ledger import Ledger

LOSS, STOCK = "#4d4d4d", "#bdbdbd"
TALL = 0.62  # share of a panel that the widest column fills with kilograms


@style.styled
def sankey(
    books: Mapping[str, Ledger],
    year: int,
    n: int,
    scenario: str = "baseline",
    largest: Mapping[str, float] | None = None,
) -> Figure:
    """Kilograms of a year, one panel per drug.

    Parameters
    ----------
    books : mapping of drug to Ledger
    year : int
    n : int
        Worlds behind the means.
    scenario : str
    largest : mapping of drug to float, optional
        Kilograms that fill a panel: the same for two years that are to be compared.
    """
    fig = style.figure(10.0, 0.95 + 2.45 * len(books))
    axes = fig.subplots(max(1, len(books)), 1, squeeze=False).ravel()
    for ax, (drug, book) in zip(axes, books.items(), strict=False):
        top = (largest or {}).get(drug) or busiest(book)
        boxes = ribbons.place(book, TALL / max(top, 1e-300), slot=0.098)
        ribbons.draw(ax, book, boxes, _colours(drug))
        ax.set_title(f"{drug.capitalize()}", color=_dark(style.DRUG[drug]))
    title = f"Where each kilogram went in {year}, {style.label(scenario).lower()}"
    source = "flowsim, means over worlds; each panel has its own scale"
    return style.finish(fig, title, style.footer(f"{year}, kg and t pure", source, f"n = {n} worlds"), _key())


def busiest(book: Ledger) -> float:
    """Kilograms in the fullest column."""
    columns: dict[int, float] = {}
    for name, node in book.nodes.items():
        columns[node.column] = columns.get(node.column, 0.0) + max(book.through(name))
    return max(columns.values(), default=0.0)


def _colours(drug: str) -> dict[str, str]:
    base = style.DRUG[drug]
    kinds = {"source": base, "way": base, "use": base, "loss": LOSS, "stock": STOCK}
    bars = {f"{kind}_bar": _dark(colour) if colour == base else colour for kind, colour in kinds.items()}
    return kinds | bars | {"stock_bar": "#8c8c8c"}


def _dark(colour: str) -> str:
    red, green, blue = to_rgb(colour)
    return to_hex((0.72 * red, 0.72 * green, 0.72 * blue))


def _key() -> list[Artist]:
    return [
        Patch(facecolor=style.SKY, alpha=0.55, label="On its way or consumed (the drug's colour)"),
        Patch(facecolor=LOSS, alpha=0.55, label="Seized or lost in raids"),
        Patch(facecolor=STOCK, alpha=0.8, label="Change of stock"),
    ]
