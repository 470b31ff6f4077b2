"""The network built from the packaged geography."""

from __future__ import annotations

import re
from functools import lru_cache

import numpy as np
import pandas as pd

from flowsim.data import Inputs, table
from flowsim.domain.codes import MODES, Mode
from flowsim.domain.errors import unknown
from flowsim.domain.network import Corridors, Floats, Network, Places

# US census divisions; powder heroin east of the Mississippi, tar west of it (DEA, recalled).
DIVISIONS: dict[str, tuple[str, bool, tuple[str, ...]]] = {
    "new_england": ("New England", True, ("09", "23", "25", "33", "44", "50")),
    "middle_atlantic": ("Middle Atlantic", True, ("34", "36", "42")),
    "east_north_central": ("East North Central", True, ("17", "18", "26", "39", "55")),
    "west_north_central": ("West North Central", False, ("19", "20", "27", "29", "31", "38", "46")),
    "south_atlantic": ("South Atlantic", True, ("10", "11", "12", "13", "24", "37", "45", "51", "54")),
    "east_south_central": ("East South Central", True, ("01", "21", "28", "47")),
    "west_south_central": ("West South Central", False, ("05", "22", "40", "48")),
    "mountain": ("Mountain", False, ("04", "08", "16", "30", "32", "35", "49", "56")),
    "pacific": ("Pacific", False, ("02", "06", "15", "41", "53")),
}
# The Mexican state on the other side of each Border Patrol sector (its main part).
SECTOR_STATE = {
    "san_diego": "Baja California",
    "el_centro": "Baja California",
    "yuma": "Sonora",
    "tucson": "Sonora",
    "el_paso": "Chihuahua",
    "big_bend": "Chihuahua",
    "del_rio": "Coahuila",
    "laredo": "Tamaulipas",
    "rio_grande_valley": "Tamaulipas",
}
TUNNELS = {"san_diego": 32.55, "el_centro": 32.67, "tucson": 31.34}
TRAFFIC = {
    Mode.PERSONAL_VEHICLE: "personal_vehicles",
    Mode.COMMERCIAL_TRUCK: "trucks",
    Mode.PEDESTRIAN: "pedestrians",
    Mode.RAIL: "trains",
}


def _places(rows: pd.DataFrame, weight: Floats, prefix: str = "") -> Places:
    return Places(
        tuple(x.removeprefix(prefix) for x in rows["id"]),
        tuple(rows["name"]),
        rows["lat"].to_numpy(np.float64).copy(),
        rows["lon"].to_numpy(np.float64).copy(),
        weight,
    )


def _kind(geography: pd.DataFrame, kind: str) -> pd.DataFrame:
    return geography[geography["kind"] == kind].reset_index(drop=True)


def _even(rows: pd.DataFrame) -> Floats:
    share = rows["weight_1"].to_numpy(np.float64).copy()
    share[np.isnan(share)] = 0.01
    return share / share.sum()


def traffic_2012(inputs: Inputs | None = None) -> dict[tuple[int, Mode], float]:
    """Crossings of 2012 by port code and mode."""
    rows = table("border_crossings", inputs).query("year == 2012").fillna(0.0)
    out: dict[tuple[int, Mode], float] = {}
    for mode, column in TRAFFIC.items():
        for port, count in zip(rows["port_code"].astype(int), rows[column].astype(float), strict=True):
            out[port, mode] = out.get((port, mode), 0.0) + count
    return out


def loaded_trucks(inputs: Inputs | None = None) -> dict[int, float]:
    """Share of northbound trucks that are loaded, by port code, 2016; the mean of all where a port has no count."""
    rows = _kind(table("geography", inputs), "port_of_entry")
    trucks, loaded = (rows[f"weight_{i}"].fillna(0.0).to_numpy(np.float64) for i in (2, 3))
    share = np.where(trucks >= 1000, np.minimum(loaded / np.maximum(trucks, 1.0), 1.0), loaded.sum() / trucks.sum())
    codes = rows["id"].str.removeprefix("port_").astype(int)
    return dict(zip(codes, share.tolist(), strict=True))


def _corridors(ports: Places, ports_rows: pd.DataFrame, sectors: Places, inputs: Inputs | None) -> Corridors:
    traffic = traffic_2012(inputs)
    rows: list[tuple[str, str, int, Mode, int, int, str, str, float, float, float]] = []

    def sector_of(parent: str) -> int:
        name = parent.split("USBP sector ")[1].strip().lower().replace(" ", "_")
        return sectors.ids.index(name)

    for i, code in enumerate(ports.ids):
        parent = str(ports_rows["parent"][i])
        sector = sector_of(parent)
        office = parent.split(";")[0].removeprefix("field office ").strip().lower().replace(" ", "_")
        for mode in TRAFFIC:
            size = traffic.get((int(code), mode), 0.0)
            if size > 0:
                state = SECTOR_STATE[sectors.ids[sector]]
                rows.append(
                    (f"{code}.{mode.name.lower()}", ports.names[i], 100 + 4 * i + int(mode), mode, i, -1, office, state,
                     ports.lat[i], ports.lon[i], size)
                )  # fmt: skip
    for s, name in enumerate(sectors.ids):
        for mode in (Mode.FOOT_BETWEEN_PORTS, Mode.VEHICLE_BETWEEN_PORTS):
            rows.append(
                (f"{name}.{mode.name.lower()}", sectors.names[s], 300 + 2 * s + int(mode) - 4, mode, -1, s, "",
                 SECTOR_STATE[name], sectors.lat[s], sectors.lon[s], sectors.weight[s])
            )  # fmt: skip
    for n, (name, lat) in enumerate(TUNNELS.items()):
        if name not in sectors.ids:
            continue
        s = sectors.ids.index(name)
        rows.append(
            (f"tunnel.{name}", f"Tunnels, {sectors.names[s]}", 340 + n, Mode.TUNNEL, -1, s, "", SECTOR_STATE[name], lat,
             float(sectors.lon[s]), 1.0)
        )  # fmt: skip
    rows.append(
        ("maritime.pacific", "Pacific, by sea", 350, Mode.MARITIME, -1, -1, "", "Baja California", 32.4, -117.6, 1.0)
    )
    rows.append(("mail", "International mail", 360, Mode.MAIL, -1, -1, "", "", 40.64, -73.78, 1.0))
    columns = list(zip(*rows, strict=True))
    mode_array, size_array = np.array([int(m) for m in columns[3]]), np.array(columns[10], dtype=np.float64)
    total = np.bincount(mode_array, weights=size_array, minlength=len(MODES))
    return Corridors(
        ids=columns[0],
        names=columns[1],
        number=np.array(columns[2], dtype=np.int64),
        mode=mode_array.astype(np.int64),
        port=np.array(columns[4], dtype=np.int64),
        sector=np.array(columns[5], dtype=np.int64),
        office=columns[6],
        state=columns[7],
        lat=np.array(columns[8], dtype=np.float64),
        lon=np.array(columns[9], dtype=np.float64),
        openings=size_array / total[mode_array],
    )


def _markets(geography: pd.DataFrame, kind: str, inputs: Inputs | None) -> tuple[Places, np.ndarray]:
    """Markets, with the share of overdose deaths of 2013 as their weight."""
    rows = _kind(geography, "us_market_state")
    table_2013 = table("overdose_deaths_state_year", inputs).query("year == 2013")
    counts = pd.to_numeric(table_2013["deaths_any_of_t40_1_t40_2_t40_4_t43_6"], errors="coerce")
    deaths = dict(zip(table_2013["fips"].astype(int), counts, strict=True))  # counts under 10 are suppressed: nan
    fips = rows["id"].str.removeprefix("us_")
    size = fips.astype(int).map(deaths).fillna(5.0).to_numpy(np.float64)
    powder_states = {f for _, powder, states in DIVISIONS.values() if powder for f in states}
    if kind == "states":
        powder = fips.isin(powder_states).to_numpy()
        return _places(rows, size / size.sum(), "us_"), powder
    if kind != "divisions":
        raise unknown("structure.markets", kind, ["divisions", "states"])
    ids, names, lat, lon, weight, powder_list = [], [], [], [], [], []
    for name, (label, is_powder, members) in DIVISIONS.items():
        here = fips.isin(members).to_numpy()
        w = size[here]
        ids.append(name)
        names.append(label)
        lat.append(float((rows["lat"].to_numpy()[here] * w).sum() / w.sum()))
        lon.append(float((rows["lon"].to_numpy()[here] * w).sum() / w.sum()))
        weight.append(float(w.sum()))
        powder_list.append(is_powder)
    share = np.array(weight) / np.sum(weight)
    return Places(tuple(ids), tuple(names), np.array(lat), np.array(lon), share), np.array(powder_list)


def market_states(kind: str, inputs: Inputs | None = None) -> list[tuple[str, ...]]:
    """FIPS codes of the states of each market, in the order of the markets."""
    if kind == "divisions":
        return [states for _, _, states in DIVISIONS.values()]
    return [(fips,) for fips in _kind(table("geography", inputs), "us_market_state")["id"].str.removeprefix("us_")]


def state_population(inputs: Inputs | None = None) -> dict[str, float]:
    """Persons by FIPS code of a US state, 2016."""
    rows = _kind(table("geography", inputs), "us_market_state")
    return dict(zip(rows["id"].str.removeprefix("us_"), rows["weight_1"].astype(float), strict=True))


@lru_cache(maxsize=8)
def load_network(markets: str = "divisions", inputs: Inputs | None = None) -> Network:
    """The network of places.

    Parameters
    ----------
    markets : {"divisions", "states"}
        9 census divisions or 51 states as US markets.
    inputs : Inputs, optional
        The tables of a run, from ``agreement.opened``; the packaged ones by default.
    """
    geography = table("geography", inputs)
    ports_rows = _kind(geography, "port_of_entry")
    sector_rows = _kind(geography, "bp_sector")
    miles = np.array([float(re.findall(r"\d+", str(p))[0]) for p in sector_rows["parent"]])
    ports = _places(ports_rows, np.ones(len(ports_rows)), "port_")
    sectors = _places(sector_rows, miles / miles.sum(), "sector_")
    places, powder = _markets(geography, markets, inputs)
    people = state_population(inputs)
    kinds = ("poppy_region", "marijuana_region", "synthetic_lab_region", "precursor_entry")
    poppy, marijuana, labs, seaports = (_kind(geography, kind) for kind in kinds)
    return Network(
        poppy=_places(poppy, _even(poppy)),
        marijuana=_places(marijuana, _even(marijuana)),
        lab_regions=_places(labs, _even(labs)),
        seaports=_places(seaports, np.full(len(seaports), 1.0 / len(seaports))),
        ports=ports,
        sectors=sectors,
        sector_miles=miles,
        markets=places,
        powder=powder,
        population=np.array(
            [sum(people.get(state, 0.0) for state in states) for states in market_states(markets, inputs)]
        )
        / sum(people.values()),
        corridors=_corridors(ports, ports_rows, sectors, inputs),
    )
