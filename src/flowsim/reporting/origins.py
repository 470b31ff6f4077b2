"""Where a drug comes from, as the maps draw it: fields, laboratories, the coasts and the southern border."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.lines import Line2D
from numpy.typing import NDArray

from flowsim.data import Inputs, table
from flowsim.domain.network import Network
from flowsim.reporting import flows, style
from flowsim.reporting.geometry import project

Floats = NDArray[np.float64]
PACIFIC = ("seaport_manzanillo", "seaport_lazaro_cardenas", "seaport_mazatlan")
FIELDS = {"heroin": ("poppy", "poppy_ha", "Poppy, by area standing"),
          "marijuana": ("marijuana", "marijuana_ha", "Marijuana, by area standing")}  # fmt: skip


@dataclass(frozen=True)
class Origins:
    """Places of origin: longitude, latitude and weight, (n,); words and marker of the key."""

    lon: Floats
    lat: Floats
    weight: Floats
    label: str
    marker: str

    @property
    def middle(self) -> tuple[float, float]:
        """The weighted middle, projected: where lines begin."""
        x, y = project(self.lon, self.lat)
        share = self.weight / self.weight.sum()
        return float(x @ share), float(y @ share)


def series(drug: str) -> list[str]:
    """Series by place that ``origins`` reads."""
    if drug == "cocaine":
        return ["cocaine_leg_passed_kg"]
    return [FIELDS[drug][1]] if drug in FIELDS else []


def origins(
    network: Network, drug: str, places: pd.DataFrame, years: tuple[int, int], inputs: Inputs | None = None
) -> Origins:
    """Places of origin of one drug.

    Parameters
    ----------
    places : DataFrame
        Rows of one scenario.
    years : tuple of int
        First and last, both included.
    """
    if drug in FIELDS:
        kind, name, words = FIELDS[drug]
        found = getattr(network, kind)
        hectares = flows.yearly_mean(places, name, years).reindex(found.ids).fillna(0.0).to_numpy()
        weight = hectares if hectares.sum() > 0 else np.asarray(found.weight)
        return Origins(np.asarray(found.lon), np.asarray(found.lat), weight, words, "o")
    if drug == "cocaine":
        return _coasts(network, places, years, inputs)
    labs = network.lab_regions
    weight = np.asarray(labs.weight)
    return Origins(np.asarray(labs.lon), np.asarray(labs.lat), weight, "Laboratory regions", "D")


def _coasts(network: Network, places: pd.DataFrame, years: tuple[int, int], inputs: Inputs | None) -> Origins:
    """Pacific ports of Mexico and the gates on its southern border, by what each leg lands."""
    passed = flows.yearly_mean(places, "cocaine_leg_passed_kg", years)
    rows = table("geography", inputs)
    gates = rows[rows["kind"] == "southern_gate"]
    ports = [i for i, name in enumerate(network.seaports.ids) if name in PACIFIC] or list(range(len(network.seaports)))
    lon = [*np.asarray(network.seaports.lon)[ports], *gates["lon"]]
    lat = [*np.asarray(network.seaports.lat)[ports], *gates["lat"]]
    sea, land = float(passed.get("pacific", 0.5)), float(passed.get("southern_border", 0.5))
    weight = [sea / len(ports)] * len(ports) + [land / max(1, len(gates))] * len(gates)
    return Origins(np.array(lon, float), np.array(lat, float), np.array(weight), "Landings and southern border", "^")


def draw(ax: Axes, found: Origins, drug: str) -> None:
    """Marks of origin, by weight."""
    x, y = project(found.lon, found.lat)
    share = found.weight / found.weight.sum()
    size = 26 + 380 * share if found.marker == "o" else 24 + 60 * share
    ax.scatter(x, y, s=size, marker=found.marker, color=_colour(drug), edgecolor=style.BLACK, lw=0.6, alpha=0.8,
               zorder=5)  # fmt: skip


def handle(found: Origins, drug: str) -> Line2D:
    """The mark in a key."""
    return Line2D([], [], color=_colour(drug), mec=style.BLACK, mew=0.6, marker=found.marker, ms=6, lw=0,
                  label=found.label)  # fmt: skip


def _colour(drug: str) -> str:
    return style.GREEN if drug in FIELDS else style.YELLOW
