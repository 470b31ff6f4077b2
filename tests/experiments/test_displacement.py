"""Displacement: what places lost and others gained."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from flowsim.experiments import comparison
from flowsim.experiments.bundle import write_compare
from flowsim.experiments.displacement import by_place, share_displaced


@pytest.mark.parametrize(
    ("value", "share"),
    [
        ([40, 60, 100], 0.0),
        ([40, 120, 100], 1 / 3),
        ([40, 160, 100], 1.0),
        ([40, 400, 100], 1.0),
        ([100, 100, 100], math.nan),
        ([99, 101, 100], math.nan),
        ([200, 100, 100], math.nan),
    ],
)
def test_by_hand(value, share):
    found = share_displaced(np.array([value], dtype=float), np.array([[100.0, 100.0, 100.0]]))
    np.testing.assert_allclose(found, [share])


@settings(max_examples=50, deadline=None)
@given(arrays(np.float64, (2, 4, 5), elements=st.floats(0, 1e6)))
def test_it_is_a_share_and_does_not_depend_on_the_order_of_places(pair):
    value, baseline = pair
    found = share_displaced(value, baseline)
    assert ((found >= 0) & (found <= 1) | np.isnan(found)).all()
    np.testing.assert_allclose(share_displaced(value[:, ::-1], baseline[:, ::-1]), found)


def test_sums_over_years_by_seed_and_place(made):
    rows = [
        {"seed": seed, "year": year, "series": series, "place": place, "value": value, "unit": "ha"}
        for seed in (1, 2)
        for year in (2018, 2019)
        for series, place, value in (("poppy_ha", "a", 1.0), ("poppy_ha", "b", 10.0 * seed), ("other", "a", 99.0))
    ]
    found = by_place(made.long_table("places", rows), "poppy_ha")
    assert found.to_dict() == {"a": {1: 2.0, 2: 2.0}, "b": {1: 20.0, 2: 40.0}}


@pytest.mark.parametrize("portion", [comparison.PORTION, 3, 1])
def test_rows_in_the_comparison(tmp_path, made, portion, monkeypatch):
    """The same, however many worlds are read at a time."""
    monkeypatch.setattr(comparison, "PORTION", portion)

    def places(moved):
        def of(seed):
            heroin = {("delivered_kg.heroin", "x", 2018): 100 - moved, ("delivered_kg.heroin", "y", 2019): 100 + seed}
            before = {("delivered_kg.heroin", "x", 2017): 1e9 * moved}
            poppy = {("poppy_ha", "n", 2018): 50 - moved, ("poppy_ha", "s", 2018): 50 + moved / 4}
            return {**heroin, **before, **poppy}

        return of

    def outcome(seed):
        return {"deaths_overdose": (10.0, 9.0), "cost_usd.us": (0.0, 0.0)}

    cases = [made.case("baseline"), made.case("ports", 0.5)]
    keys = [
        made.stored(tmp_path, one, range(4), outcome=outcome, places=places(20.0 * i)) for i, one in enumerate(cases)
    ]
    table = write_compare(tmp_path, list(zip(cases, keys, strict=True)), 0, 4).comparison()
    rows = table[table.outcome.str.startswith("displacement")].set_index(["scenario", "outcome"])
    assert rows.loc[("ports", "displacement.routes"), "value"] == 0.0
    assert rows.loc[("ports", "displacement.crops"), "value"] == pytest.approx(0.25)
    assert rows.loc[("ports", "displacement.crops"), "n"] == 4
    assert (rows.loc["baseline", "value"] == 0).all()
    assert (rows.baseline == 0).all()
    assert (rows.versus == "baseline").all()
    assert rows.p_improves.isna().all()
    assert rows.unit.unique().tolist() == ["share"]
    assert table.scenario.tolist() == sorted(table.scenario)
