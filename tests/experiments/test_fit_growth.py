"""Two years' ratio held against data: by world, under the later year."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from flowsim.data import targets
from flowsim.experiments.fit import SERIES, fit

GROWING = [spec for spec in SERIES if spec.change]


def observed(spec, worlds):
    """Published numbers of a series: one pair of years per world."""
    data = targets()
    unit = data[data["series"] == spec.name]["unit"].iloc[0]
    rows = [
        ("baseline", "medium", r, spec.name, year, float("nan"), value, unit)
        for r, pair in enumerate(worlds)
        for year, value in zip(spec.change, pair, strict=True)
    ]
    return pd.DataFrame(rows, columns=["scenario", "strength", "replicate", "series", "year", "month", "value", "unit"])


@pytest.mark.parametrize("spec", GROWING, ids=lambda spec: spec.name)
def test_growth_is_a_series_of_its_own(spec):
    data = targets()
    data = data[(data["series"] == spec.name) & data["month"].isna()].set_index("year")["value"]
    first, last = spec.change
    table = fit(observed(spec, [(100.0, 200.0), (300.0, 300.0)]), targets())
    row = table[table["series"] == f"{spec.name}.{last}_over_{first}"]
    assert len(row) == 1
    row = row.iloc[0]
    assert (row["year"], row["unit"], row["n"]) == (last, "ratio", 2)
    assert row["mean"] == pytest.approx(1.5)  # the mean of ratios, not the ratio of means
    assert row["data"] == pytest.approx(data[last] / data[first])
    assert row["ratio"] == pytest.approx(1.5 / row["data"])
    assert row["scored"]
    assert bool(row["inside"]) == (abs(row["ratio"] - 1.0) <= spec.tolerance)
    levels = table[table["series"] == spec.name]
    np.testing.assert_array_equal(sorted(levels["year"]), [first, last])


def test_there_is_such_a_series():
    assert len(GROWING) >= 2
