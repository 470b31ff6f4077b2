"""A Sankey diagram of a few columns: nodes as bars, links as ribbons whose heights add up."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from matplotlib.axes import Axes
from matplotlib.patches import PathPatch, Rectangle
from matplotlib.path import Path

from flowsim.reporting.ledger import Ledger
from flowsim.reporting.style import weight

BAR = 0.012  # width of a node, share of the panel
ORDER = {"use": 0, "source": 1, "way": 1, "stock": 2, "loss": 3}
"""From the top of a column to its bottom."""


@dataclass(frozen=True)
class Box:
    """Where a node stands: left edge, bottom and height, shares of the panel."""

    x: float
    y: float
    height: float


def place(book: Ledger, scale: float, slot: float, at: Sequence[float] = ()) -> dict[str, Box]:
    """Stand nodes in their columns from the top, each in a slot no lower than its label.

    Parameters
    ----------
    scale : float
        Height per kilogram or dollar, share of the panel.
    slot : float
        Least height of a slot, share of the panel.
    at : sequence of float, optional
        Left edges of columns, where they do not stand at equal distances.
    """
    boxes = {}
    for column in sorted({node.column for node in book.nodes.values()}):
        mine = [name for name, node in book.nodes.items() if node.column == column]
        mine.sort(key=lambda name: ORDER[book.nodes[name].kind])
        y = 1.0
        for name in mine:
            height = scale * max(book.through(name))
            room = max(height + 0.03, slot)
            y -= room
            boxes[name] = Box(at[column] if at else across(book, column), y + (room - height) / 2, height)
    return boxes


def across(book: Ledger, column: int) -> float:
    """Left edge of a column: the first used stands at 0, the last leaves room for its labels."""
    first = min(node.column for node in book.nodes.values())
    last = max(node.column for node in book.nodes.values())
    return 0.80 * (column - first) / max(1, last - first)


def draw(
    ax: Axes,
    book: Ledger,
    boxes: Mapping[str, Box],
    colours: Mapping[str, str],
    words: Callable[[float], str] = weight,
) -> None:
    """Ribbons, bars and labels.

    Parameters
    ----------
    colours : mapping
        Colour by node or kind of node; a ribbon has the colour of the node that it runs to.
    words : callable
        Words for a quantity.
    """
    scale = {name: box.height / max(max(book.through(name)), 1e-300) for name, box in boxes.items()}
    leave = {name: box.y + box.height for name, box in boxes.items()}
    enter = dict(leave)
    by_height = sorted(book.links.items(), key=lambda link: (-boxes[link[0][1]].y, -boxes[link[0][0]].y))
    for (source, target), kg in by_height:
        thick = kg * scale[source]
        start, end = leave[source], enter[target]
        leave[source], enter[target] = start - thick, end - thick
        colour = colours.get(target) or colours[book.nodes[target].kind]
        ax.add_patch(_ribbon(boxes[source].x + BAR, start, boxes[target].x, end, thick, colour))
    for name, box in boxes.items():
        kind = book.nodes[name].kind
        tall = max(box.height, 0.004)
        colour = colours.get(f"{name}_bar") or colours[f"{kind}_bar"]
        ax.add_patch(Rectangle((box.x, box.y), BAR, tall, facecolor=colour, lw=0, zorder=3))
        text = f"{book.nodes[name].label}, {words(max(book.through(name)))}"
        ax.text(
            box.x + BAR + 0.006, box.y + box.height / 2, text, fontsize=8, va="center", ha="left", zorder=5,
            color="#1a1a1a", bbox={"facecolor": "white", "alpha": 0.62, "pad": 0.8, "lw": 0},
        )  # fmt: skip
    ax.set_xlim(0, 1)
    ax.set_ylim(min(0.0, *(box.y for box in boxes.values())), 1.0)
    ax.set_xticks([])
    ax.set_yticks([])
    ax.grid(visible=False)
    ax.spines[:].set_visible(False)


def _ribbon(x0: float, top0: float, x1: float, top1: float, thick: float, colour: str) -> PathPatch:
    middle = (x0 + x1) / 2
    upper = [(x0, top0), (middle, top0), (middle, top1), (x1, top1)]
    lower = [(x1, top1 - thick), (middle, top1 - thick), (middle, top0 - thick), (x0, top0 - thick)]
    curve = Path.CURVE4
    codes = [Path.MOVETO, curve, curve, curve, Path.LINETO, curve, curve, curve, Path.CLOSEPOLY]
    path = Path([*upper, *lower, (x0, top0)], codes)
    return PathPatch(path, facecolor=colour, edgecolor=colour, lw=0.4, alpha=0.55, zorder=2)
