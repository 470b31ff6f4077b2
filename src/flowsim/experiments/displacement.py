"""Displacement: of what is lost in some places, the share that reappears in others."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pyarrow as pa
from numpy.typing import NDArray

from flowsim.domain.codes import DRUGS
from flowsim.domain.outcomes import DISPLACEMENT
from flowsim.experiments.contrast import summary

Array = NDArray[np.float64]

SERIES = {
    "displacement.routes": "delivered_kg.heroin",
    **{f"displacement.routes.{drug}": f"delivered_kg.{drug}" for drug in DRUGS[1:]},
    "displacement.banks": "launderers_accounts",
    "displacement.crops": "poppy_ha",
}
"""The series by place behind each measure: kilograms by corridor, poppy by region, launderers' accounts by bank.

``displacement.routes`` stays heroin's: a mean over drugs would hide that they cross in different places.
"""
NEGLIGIBLE = 0.01
"""Losses below this share of the baseline's total say nothing about displacement."""
NOISY = {"displacement.banks": 0.05}
"""The same where places are drawn anew all the time, as accounts are."""


def by_place(places: pa.Table, series: str) -> pd.DataFrame:
    """Sums over years, seeds down and places across.

    Parameters
    ----------
    places : pyarrow.Table
        Rows of the places part with columns seed, series, place, value.
    series : str
        Name of the series.
    """
    import pyarrow.compute as pc

    rows = places.filter(pc.equal(places["series"].cast(pa.string()), series)).select(["seed", "place", "value"])
    sums = rows.group_by(["seed", "place"], use_threads=False).aggregate([("value", "sum")]).to_pandas()
    sums["place"] = sums["place"].astype(str)
    return sums.pivot(index="seed", columns="place", values="value_sum").fillna(0.0)


def share_displaced(value: Array, baseline: Array, negligible: float = NEGLIGIBLE) -> Array:
    """Of what places lost, the share that reappears in places that gained: min(1, gains / losses).

    It is an accounting of where flows went, not a causal claim; replicates of one seed share their draws, so that
    places differ only where policy, or what follows from it, differs.

    Parameters
    ----------
    value, baseline : (R, P) float64
        Sums after the policy start by replicate and place, kg or ha-years.
    negligible : float
        Share of the baseline's total below which losses say nothing.

    Returns
    -------
    (R,) float64
        Share in [0, 1]; nan where losses are below ``negligible`` of the baseline's total.
    """
    change = value - baseline
    losses = np.where(change < 0, -change, 0.0).sum(axis=1)
    gains = np.where(change > 0, change, 0.0).sum(axis=1)
    counts = (losses > 0) & (losses >= negligible * baseline.sum(axis=1))
    return np.divide(np.minimum(gains, losses), losses, out=np.full(losses.shape, np.nan), where=counts)


def displacement_row(name: str, value: pd.DataFrame, baseline: pd.DataFrame, is_baseline: bool) -> dict[str, object]:
    """The row of one case and measure in the comparison, without its labels and costs.

    Parameters
    ----------
    name : str
        Of ``SERIES``.
    value, baseline : pandas.DataFrame
        From ``by_place``.
    is_baseline : bool
        The baseline against itself: nothing is lost, and the row says 0 like the baseline column of the others.

    Returns
    -------
    dict
        ``value`` and ``difference`` are the mean share over the ``n`` replicates that lost enough to tell.
    """
    seeds = value.index.intersection(baseline.index)
    places = value.columns.union(baseline.columns)
    a, b = (frame.reindex(index=seeds, columns=places, fill_value=0.0).to_numpy() for frame in (value, baseline))
    shares = np.zeros(len(seeds)) if is_baseline else share_displaced(a, b, NOISY.get(name, NEGLIGIBLE))
    n = int(np.isfinite(shares).sum())
    mean = float(np.nansum(shares) / n) if n else float("nan")
    return {
        "outcome": name,
        "unit": DISPLACEMENT[name].unit,
        "baseline": 0.0,
        "value": mean,
        "difference": mean,
        "ratio": float("nan"),
        **{quantile: float(number) for quantile, number in summary(shares).items()},
        "p_improves": float("nan"),
        "cost_per_unit": float("nan"),
        "versus": "baseline",
        "n": n,
    }
