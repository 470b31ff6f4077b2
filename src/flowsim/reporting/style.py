"""One look for every figure: colours by drug and scenario, the footer line, files to the same bytes."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from functools import wraps
from math import ceil
from pathlib import Path
from typing import Any, ParamSpec

import matplotlib as mpl
from matplotlib.artist import Artist
from matplotlib.axes import Axes
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.dates import date2num
from matplotlib.figure import Figure

from flowsim.experiments.files import replacing

P = ParamSpec("P")

# Okabe and Ito's eight colours, told apart by nearly all colour-blind readers.
BLACK, GREY = "#1a1a1a", "#7f7f7f"
ORANGE, SKY, GREEN, YELLOW = "#E69F00", "#56B4E9", "#009E73", "#F0E442"
BLUE, VERMILION, PURPLE = "#0072B2", "#D55E00", "#CC79A7"

DRUG = {"heroin": VERMILION, "fentanyl": BLUE, "methamphetamine": GREEN, "cocaine": SKY, "marijuana": YELLOW}
SCENARIO = {
    "baseline": GREY,
    "eradication": VERMILION,
    "alternatives": GREEN,
    "precursor_interception": BLUE,
    "us_demand": PURPLE,
    "border_21st_century": ORANGE,
    "labs": SKY,
    "supply": "#5D3A9B",
    "cartel_finance": "#882255",
    "aml_cooperation": "#117733",
    "all_next_steps": BLACK,
}
SPARE = (
    *("#5D3A9B", SKY, "#8C6D31", "#117733", "#882255", "#44AA99"),
    *("#CC6677", "#332288", "#999933", "#6699CC", "#DDCC77"),
)

LABELS = {
    "baseline": "Baseline",
    "alternatives": "Alternatives for growers",
    "aml_cooperation": "Banks and authorities",
    "kyc": "Know your customer",
    "fiu_capacity": "Intelligence units",
    "southbound_cash": "Cash going south",
    "us_demand": "US demand",
    "border_21st_century": "21st-century border",
}

RC: dict[Any, Any] = {
    "font.family": "DejaVu Sans",
    "font.size": 9.0,
    "axes.titlesize": 9.5,
    "axes.titleweight": "bold",
    "axes.titlelocation": "left",
    "axes.labelsize": 8.5,
    "axes.edgecolor": "#555555",
    "axes.linewidth": 0.8,
    "axes.spines.top": False,
    "axes.spines.right": False,
    "axes.axisbelow": True,
    "axes.grid": True,
    "grid.color": "#e4e4e4",
    "grid.linewidth": 0.6,
    "xtick.labelsize": 8.0,
    "ytick.labelsize": 8.0,
    "legend.fontsize": 8.0,
    "legend.frameon": False,
    "figure.titlesize": 12.0,
    "figure.titleweight": "bold",
    "figure.facecolor": "white",
    "savefig.facecolor": "white",
    "svg.hashsalt": "flowsim",
    "svg.fonttype": "path",
    "path.simplify": True,
}


def styled(make: Callable[P, Figure]) -> Callable[P, Figure]:
    """Draw a figure under the house style without touching the caller's settings."""

    @wraps(make)
    def inside(*args: P.args, **kwargs: P.kwargs) -> Figure:
        with mpl.rc_context(RC):
            return make(*args, **kwargs)

    return inside


def figure(width: float, height: float) -> Figure:
    """An empty figure (inches) on the Agg canvas, laid out around title and footer."""
    fig = Figure(figsize=(width, height), layout="constrained")
    FigureCanvasAgg(fig)
    return fig


def finish(fig: Figure, title: str, footer: str, key: Sequence[Artist] = ()) -> Figure:
    """Put title and key above and the footer line below, and keep all of them clear of the axes.

    Parameters
    ----------
    footer : str
        From ``footer``: dates, source and n.
    key : sequence of Artist
        Labelled handles of one legend for the whole figure.
    """
    height = float(fig.get_size_inches()[1])
    fig.text(0.01, 1 - 0.09 / height, title, fontsize=12, fontweight="bold", va="top", ha="left")
    fig.text(0.01, 0.07 / height, footer, fontsize=7, color="#555555", va="bottom", ha="left")
    above = 0.38
    if key:
        inches = sum(0.50 + 0.068 * len(str(handle.get_label())) for handle in key)
        lines = ceil(inches / float(fig.get_size_inches()[0]))
        legend = fig.legend(
            handles=list(key), loc="upper left", bbox_to_anchor=(0.005, 1 - 0.30 / height),
            ncols=ceil(len(key) / lines), handlelength=1.6, columnspacing=1.4, handletextpad=0.5,
        )  # fmt: skip
        legend.set_in_layout(False)
        above = 0.44 + 0.18 * lines
    bottom, top = 0.30 / height, 1 - above / height
    engine = fig.get_layout_engine()
    if engine is not None:
        engine.set(rect=(0.0, bottom, 1.0, top - bottom), w_pad=0.06, h_pad=0.06)  # type: ignore[call-arg]
    return fig


def footer(dates: str, source: str, n: int | str) -> str:
    """The line below every figure: dates, source, number of simulated worlds behind each scenario."""
    worlds = f"n = {n} simulated worlds per scenario" if isinstance(n, int) else n
    return " | ".join([dates, source, worlds])


def save(fig: Figure, stem: Path) -> list[Path]:
    """Write ``stem``.svg and ``stem``.png, each whole; the same figure gives the same bytes.

    Returns
    -------
    list of Path
        The SVG and the PNG.

    Raises
    ------
    UserError
        If the file system refuses.
    """
    svg, png = stem.with_name(f"{stem.name}.svg"), stem.with_name(f"{stem.name}.png")
    with mpl.rc_context(RC):
        if (engine := fig.get_layout_engine()) is not None:
            engine.execute(fig)
        fig.set_layout_engine(None)  # laid out once for both files; a placeholder would have each drawn twice
        with replacing(svg) as temporary:
            fig.savefig(temporary, format="svg", metadata={"Date": None, "Creator": "flowsim"})
        with replacing(png) as temporary:
            fig.savefig(temporary, format="png", dpi=160, metadata={"Software": None})
    return [svg, png]


def colours(scenarios: Sequence[str]) -> dict[str, str]:
    """A colour per scenario: the same one in every figure, spare ones for names not known here."""
    spare = [c for c in SPARE if c not in {SCENARIO.get(s) for s in scenarios}]
    unknown = sorted(s for s in set(scenarios) if s not in SCENARIO)
    extra = {s: spare[i % len(spare)] for i, s in enumerate(unknown)}
    return {s: SCENARIO.get(s) or extra[s] for s in scenarios}


def label(scenario: str, strength: str = "") -> str:
    """Words for a scenario, with its strength if given."""
    words = LABELS.get(scenario) or scenario.replace("_", " ").capitalize()
    return f"{words} ({strength})" if strength else words


def short(value: float) -> str:
    """A number in at most five characters or so: 950, 12.4k, 3.1M, 2bn."""
    size = abs(value)
    for limit, divisor, letters in ((1e12, 1e12, "tn"), (1e9, 1e9, "bn"), (1e6, 1e6, "M"), (1e4, 1e3, "k")):
        if size >= limit * 0.9995:
            digits = 0 if size / divisor >= 99.5 else 1
            text = f"{value / divisor:.{digits}f}".removesuffix(".0") + letters
            break
    else:
        text = f"{value:,.0f}" if size >= 99.5 or value == 0 else f"{value:.3g}"
    return text.replace("-", "\u2212")


def signed(value: float, form: str) -> str:
    """A number with its sign, a true minus; 0 has none."""
    text = format(value, f"+{form}")
    return "0" if float(text) == 0 else text.replace("-", "\u2212")


def thousands(ax: Axes, axis: str = "y") -> None:
    """Tick labels with short numbers."""
    for name in axis:
        getattr(ax, f"{name}axis").set_major_formatter(lambda value, _: short(float(value)))


def weight(kg: float) -> str:
    """Kilograms or tonnes in three digits."""
    return f"{_three(kg)} kg" if kg < 999.5 else f"{_three(kg / 1000)} t"


def _three(value: float) -> str:
    digits = 0 if value >= 99.5 else 1 if value >= 9.95 else 2
    return f"{value:,.{digits}f}"


def years(ax: Axes, first: int, last: int, most: int = 5) -> None:
    """The first of January of some years on the time axis, no more than fit."""
    step = max(1, ceil((last - first + 1) / most))
    found = range(first, last + 1, step)
    ax.set_xticks([date2num(date(year, 1, 1)) for year in found], [str(year) for year in found])
