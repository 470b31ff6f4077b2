"""From results by place to what the map draws: kilograms by corridor, by crossing point, by stretch of border."""

from __future__ import annotations

import numpy as np
import pandas as pd

from flowsim.data import Inputs, table
from flowsim.data.geography import load_network
from flowsim.domain.codes import Mode
from flowsim.domain.network import Network
from flowsim.reporting import frames

SEA, MAIL = "By sea", "By mail"
GROUPS = {
    "Personal vehicles": (Mode.PERSONAL_VEHICLE,),
    "Trucks": (Mode.COMMERCIAL_TRUCK,),
    "Pedestrians": (Mode.PEDESTRIAN,),
    "Rail": (Mode.RAIL,),
    "Between ports": (Mode.FOOT_BETWEEN_PORTS, Mode.VEHICLE_BETWEEN_PORTS),
    "Tunnels": (Mode.TUNNEL,),
    "Sea": (Mode.MARITIME,),
    "Mail": (Mode.MAIL,),
}
"""Ways of crossing as figures show them."""


def yearly_mean(places: pd.DataFrame, name: str, years: tuple[int, int]) -> pd.Series:
    """Mean over worlds and years of one series by place; a place without rows counts as 0 in that year.

    Parameters
    ----------
    places : DataFrame
        Rows of one scenario: replicate, year, series, place, value.
    years : tuple of int
        First and last, both included.
    """
    rows = places[(places["series"] == name) & places["year"].between(*years)]
    pairs = places.loc[places["year"].between(*years), ["replicate", "year"]].drop_duplicates()
    total = frames.texts(rows, "place").groupby("place")["value"].sum()
    return total / max(1, len(pairs))


def corridors(places: pd.DataFrame, drug: str, years: tuple[int, int], inputs: Inputs | None = None) -> pd.DataFrame:
    """One row per corridor: id, name, group, area, lat, lon, delivered_kg, seized_kg (kg pure a year).

    Parameters are those of ``yearly_mean``; ``inputs`` are the tables of the run, the packaged ones by default.
    """
    network = load_network("divisions", inputs)
    c = network.corridors
    frame = pd.DataFrame({"name": c.names, "lat": c.lat, "lon": c.lon, "mode": c.mode}, index=pd.Index(c.ids))
    group = {int(mode): name for name, modes in GROUPS.items() for mode in modes}
    frame["group"] = [group[int(m)] for m in c.mode]
    frame["area"] = _areas(network, inputs)
    for kind in ("delivered_kg", "seized_kg"):
        frame[kind] = yearly_mean(places, f"{kind}.{drug}", years).reindex(frame.index).fillna(0.0)
    return frame


def crossings(table_: pd.DataFrame) -> pd.DataFrame:
    """Corridors that share a place on the map, added up: name, lat, lon, delivered_kg, seized_kg, share seized."""
    by_place = table_.groupby(["lat", "lon"], sort=False)
    rows = by_place.agg(
        name=("name", "first"),
        area=("area", "first"),
        delivered_kg=("delivered_kg", "sum"),
        seized_kg=("seized_kg", "sum"),
    )
    rows = rows.reset_index()
    rows["share"] = rows["seized_kg"] / (rows["seized_kg"] + rows["delivered_kg"]).replace(0, np.nan)
    return rows


def areas(table_: pd.DataFrame, inputs: Inputs | None = None) -> pd.DataFrame:
    """Delivered kilograms by stretch of border (west to east, then sea and mail) and way of crossing."""
    order = [*dict.fromkeys(_areas(load_network("divisions", inputs), inputs, west_to_east=True)), SEA, MAIL]
    wide = table_.pivot_table(index="area", columns="group", values="delivered_kg", aggfunc="sum", observed=True)
    order = list(dict.fromkeys(a for a in order if a in wide.index))
    return wide.reindex(index=order, columns=list(GROUPS)).fillna(0.0)


def seized_share(table_: pd.DataFrame) -> pd.Series:
    """Share of what arrived at each stretch of border that was seized."""
    sums = table_.groupby("area")[["delivered_kg", "seized_kg"]].sum()
    return sums["seized_kg"] / (sums["seized_kg"] + sums["delivered_kg"]).replace(0, np.nan)


def _areas(network: Network, inputs: Inputs | None, west_to_east: bool = False) -> list[str]:
    """The Border Patrol sector of each corridor; sea and mail apart."""
    names = [name.removesuffix(" Sector (USBP)") for name in network.sectors.names]
    if west_to_east:
        return [names[i] for i in np.argsort(network.sectors.lon)]
    parents = table("geography", inputs).set_index("id")["parent"]
    found = []
    for mode, port, sector in zip(
        network.corridors.mode, network.corridors.port, network.corridors.sector, strict=True
    ):
        if mode == Mode.MARITIME:
            found.append(SEA)
        elif mode == Mode.MAIL:
            found.append(MAIL)
        elif port >= 0:
            found.append(str(parents[f"port_{network.ports.ids[port]}"]).split("USBP sector ")[1].strip())
        else:
            found.append(names[sector])
    return found
