"""The outline of North America and a conic projection: just enough for one map, no network, no extra library.

``outline.csv`` holds rings from Natural Earth 1:110m (public domain), rounded to 0.01 degree.
"""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike, NDArray

Floats = NDArray[np.float64]
PARALLELS, CENTRE = (20.0, 42.0), (-97.0, 31.0)


def project(lon: ArrayLike, lat: ArrayLike) -> tuple[Floats, Floats]:
    """Lambert's conformal conic projection on a sphere (Snyder 1987, USGS Professional Paper 1395, eq. 15-1 to 15-4).

    Parameters
    ----------
    lon, lat : (n,) degrees

    Returns
    -------
    tuple of (n,) float64
        x and y in thousands of km.
    """
    radius = 6.371
    first, second = np.radians(PARALLELS)
    middle_lon, middle_lat = np.radians(CENTRE)
    n = np.log(np.cos(first) / np.cos(second)) / np.log(_half(second) / _half(first))
    scale = np.cos(first) * _half(first) ** n / n
    rho = radius * scale / _half(np.radians(np.asarray(lat, dtype=np.float64))) ** n
    rho_0 = radius * scale / _half(middle_lat) ** n
    angle = n * (np.radians(np.asarray(lon, dtype=np.float64)) - middle_lon)
    return rho * np.sin(angle), rho_0 - rho * np.cos(angle)


@lru_cache(maxsize=1)
def outline() -> dict[str, list[Floats]]:
    """Rings by country: each (n, 2) float64 of projected x and y."""
    table = pd.read_csv(Path(__file__).with_name("outline.csv"))
    rings: dict[str, list[Floats]] = {}
    for (country, _), rows in table.groupby(["country", "ring"], sort=False):
        rings.setdefault(str(country), []).append(np.column_stack(project(rows["lon"], rows["lat"])))
    return rings


def curve(start: tuple[float, float], end: tuple[float, float], bend: float, points: int = 24) -> Floats:
    """A quadratic Bezier curve between two projected points, bent sideways by a share of its length: (points, 2)."""
    a, b = np.array(start), np.array(end)
    across = np.array([-(b - a)[1], (b - a)[0]])
    control = (a + b) / 2 + bend * across
    t = np.linspace(0, 1, points)[:, None]
    return np.asarray((1 - t) ** 2 * a + 2 * t * (1 - t) * control + t**2 * b)


def _half(lat: ArrayLike) -> Floats:
    return np.asarray(np.tan(np.pi / 4 + np.asarray(lat) / 2))
