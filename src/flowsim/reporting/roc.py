"""How well banks tell launderers from customers: alerts on the ones against alerts on the others."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from statistics import NormalDist
from typing import Any

import numpy as np
from matplotlib.artist import Artist
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.lines import Line2D

from flowsim.domain.banks import BANK, MSB, Banks
from flowsim.domain.chain import detection
from flowsim.domain.codes import Country
from flowsim.domain.network import Floats, Ints
from flowsim.reporting import style

PREFIX = "chain.screening."
NEEDED = ("score_strength", "kyc_exponent", "systems_exponent", "alert_rate")
LARGE = 5
"""Banks of a country that count as large."""
CLASSES = {
    "US, large banks": (style.BLUE, "-"),
    "US, small banks": (style.SKY, "--"),
    "Mexico, large banks": (style.VERMILION, "-"),
    "Mexico, small banks": (style.ORANGE, "--"),
    "Money services": (style.GREEN, "-."),
}
NORMAL = NormalDist()


@dataclass(frozen=True)
class Measured:
    """Alerts that were read, per account in four weeks, in the simulated worlds of one year.

    Attributes
    ----------
    country : str
    customers, launderers : float
        Per customer's and per launderer's account.
    """

    country: str
    customers: float
    launderers: float


def parameters(manifest: Mapping[str, Any]) -> dict[str, float]:
    """Parameters of screening by short name, from the manifest of a run; empty if one that is needed is missing."""
    rows = {str(row["name"]): row["value"] for row in manifest.get("parameters", ())}
    found = {name.removeprefix(PREFIX): value for name, value in rows.items() if name.startswith(PREFIX)}
    return found if set(NEEDED) <= set(found) else {}


def classes(banks: Banks) -> dict[str, Ints]:
    """Rows of each class of ``CLASSES``, the largest first."""
    found: list[Ints] = []
    for country in Country:
        rows = banks.rows(country, BANK)
        rows = rows[np.argsort(-banks.size[rows], kind="stable")]
        found += [rows[:LARGE], rows[LARGE:]]
    return dict(zip(CLASSES, [*found, np.flatnonzero(banks.kind == MSB)], strict=True))


def strengths(banks: Banks, p: Mapping[str, float]) -> Floats:
    """Standard deviations between launderers and customers at each bank, (B,), without any policy."""
    d = (banks.kyc, banks.systems, p["kyc_exponent"], p["systems_exponent"])
    return detection.strength(p["score_strength"], *d)


def alerted(strength: Floats, customers: Floats) -> Floats:
    """Share of launderers' accounts with an alert where a share of customers' accounts has one; shapes broadcast."""
    cut = np.vectorize(NORMAL.inv_cdf)(1.0 - np.asarray(customers, dtype=np.float64))
    return np.asarray(np.vectorize(NORMAL.cdf)(strength - cut))


def curve(strength: Floats, size: Floats, customers: Floats) -> Floats:
    """The mean curve of a class, by size: (n,) for strengths and sizes (b,) and shares (n,)."""
    return np.asarray(size @ alerted(strength[:, None], customers) / size.sum())


@style.styled
def roc(banks: Banks, p: Mapping[str, float], measured: tuple[Measured, ...] = (), dates: str = "") -> Figure:
    """A curve and operating point for each class of banks; each bank at its operating point by size.

    Parameters
    ----------
    banks : Banks
    p : mapping
        From ``parameters``.
    measured : tuple of Measured, optional
        Points of the simulated worlds.
    dates : str
        Of these points.
    """
    fig = style.figure(10.0, 4.8)
    left, right = fig.subplots(1, 2, width_ratios=[1.25, 1.0])
    d, at = strengths(banks, p), np.asarray(p["alert_rate"])
    customers = np.geomspace(1e-4, 0.999, 300)
    key: list[Artist] = []
    for (name, rows), (colour, line) in zip(classes(banks).items(), CLASSES.values(), strict=True):
        left.plot(100 * customers, 100 * curve(d[rows], banks.size[rows], customers), color=colour, ls=line, lw=1.7)
        size = banks.size[rows] / banks.size[rows].sum()
        point = float(curve(d[rows], banks.size[rows], at[None])[0])
        left.plot(100 * at, 100 * point, "o", color=colour, ms=6, mec=style.BLACK, mew=0.7, zorder=5)
        right.scatter(100 * banks.size[rows], 100 * alerted(d[rows], at), s=22, color=colour, ec="white", lw=0.4)
        key.append(
            Line2D(
                [], [], color=colour, ls=line, lw=1.7, label=f"{name}: {100 * point:.0f} %, d = {size @ d[rows]:.1f}"
            )
        )
    left.plot(100 * customers, 100 * customers, color="#999999", lw=0.9, ls=":")
    for mark, one in zip("XP", measured, strict=False):
        label = f"{one.country}, simulated"
        left.plot(100 * one.customers, 100 * one.launderers, mark, color=style.BLACK, ms=7, mec="white", zorder=6)
        key.append(Line2D([], [], color=style.BLACK, marker=mark, ms=6, mec="white", lw=0, label=label))
    _axes(left, right, float(at))
    words = "flowsim: parameters of the runs, table of banks; without policies; by size of bank"
    n = f"n = {len(banks)} banks and money services"
    when = f"any year; simulated: {dates}" if measured else "any year"
    return style.finish(fig, "How well banks see launderers", style.footer(when, words, n), key)


def _axes(left: Axes, right: Axes, at: float) -> None:
    left.set_xscale("log")
    left.set_xticks([0.01, 0.1, 1, 10, 100], ["0.01", "0.1", "1", "10", "100"])
    left.axvline(100 * at, color="#555555", lw=0.9, ls=(0, (4, 3)))
    left.text(88 * at, 97, f"usual threshold: {100 * at:.2g} %", fontsize=7.5, color="#555555", ha="right", va="top")
    left.set_xlim(0.01, 100)
    left.set_ylim(0, 100)
    left.set_xlabel("Customers' accounts with an alert in four weeks, %")
    left.set_ylabel("Launderers' accounts with an alert in four weeks, %")
    left.set_title("By class of banks", fontsize=8.5)
    right.set_xscale("log")
    right.set_xticks([1, 2, 5, 10, 20, 40], ["1", "2", "5", "10", "20", "40"])
    right.minorticks_off()
    right.set_ylim(0)
    right.set_xlabel("Size, % of accounts of its country and kind")
    right.set_ylabel("Launderers' accounts with an alert, %")
    right.set_title("Each bank at the usual threshold", fontsize=8.5)
