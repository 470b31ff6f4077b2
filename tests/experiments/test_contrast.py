"""The comparison against a slow, obvious twin and by hand."""

from __future__ import annotations

import math

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from flowsim.domain.outcomes import OUTCOMES
from flowsim.experiments.contrast import COLUMNS, contrast

NAMES = ("deaths_overdose", "in_treatment", "eradicated_ha", "cost_usd.us", "cost_usd.mexico")


def _frame(rows):
    return pd.DataFrame(rows, columns=["case", "seed", "outcome", "unit", "value", "start"])


def _row(table, **where):
    for name, wanted in where.items():
        table = table[table[name] == wanted]
    assert len(table) == 1
    return table.iloc[0]


@pytest.fixture
def by_hand():
    """Three seeds; the scenario saves 10, 20 and 0 lives and costs 5 + 1 million."""
    rows = []
    for seed, base, saved in ((0, 100.0, 10.0), (1, 200.0, 20.0), (2, 300.0, 0.0)):
        for case, value in enumerate((base, base - saved)):
            rows += [
                (case, seed, "deaths_overdose", "deaths", value, 150.0),
                (case, seed, "eradicated_ha", "ha", 0.0, 0.0),
                (case, seed, "cost_usd.us", "USD", 5e6 * case, 0.0),
                (case, seed, "cost_usd.mexico", "USD", 1e6 * case, 0.0),
            ]
    return contrast(_frame(rows), [0, 0])


def test_by_hand(by_hand):
    row = _row(by_hand, case=1, outcome="deaths_overdose", versus="baseline")
    assert row[["baseline", "value", "difference", "n"]].tolist() == [200.0, 190.0, -10.0, 3]
    assert row.ratio == 0.95
    assert row.p_improves == pytest.approx(2.5 / 3)
    assert row[["lo50", "hi50", "lo90", "hi90"]].tolist() == pytest.approx([-15.0, -5.0, -19.0, -1.0])
    assert row.cost_usd == 6e6
    assert row.cost_per_unit == pytest.approx(6e5)
    assert row.unit == "deaths"


def test_baseline_against_itself_and_against_the_start(by_hand):
    row = _row(by_hand, case=0, outcome="deaths_overdose", versus="baseline")
    assert row[["difference", "ratio", "lo90", "hi90", "p_improves", "cost_usd"]].tolist() == [0, 1, 0, 0, 0.5, 0]
    assert math.isnan(row.cost_per_unit)
    row = _row(by_hand, case=0, outcome="deaths_overdose", versus="start")
    assert row[["baseline", "value", "difference"]].tolist() == [150.0, 200.0, 50.0]
    assert row.p_improves == pytest.approx(1 / 3)


def test_where_neither_way_is_better_nothing_improves(by_hand):
    row = _row(by_hand, case=1, outcome="eradicated_ha", versus="baseline")
    assert row[["baseline", "difference"]].tolist() == [0, 0]
    assert np.isnan(row[["ratio", "p_improves", "cost_per_unit"]].to_numpy(dtype=float)).all()
    assert math.isnan(_row(by_hand, case=1, outcome="cost_usd.us", versus="baseline").cost_per_unit)


def test_order_and_columns(by_hand):
    assert list(by_hand.columns) == ["case", *COLUMNS[2:]]
    assert len(by_hand) == 2 * 2 * 4
    assert by_hand.outcome.tolist()[:4] == ["deaths_overdose", "eradicated_ha", "cost_usd.us", "cost_usd.mexico"]
    assert by_hand.versus.tolist() == (["baseline"] * 4 + ["start"] * 4) * 2


def test_one_replicate_has_a_difference_but_no_interval():
    rows = [(c, 0, "deaths_overdose", "deaths", 100.0 - c, 90.0) for c in (0, 1)]
    row = _row(contrast(_frame(rows), [0, 0]), case=1, versus="baseline")
    assert row[["difference", "p_improves", "n"]].tolist() == [-1.0, 1.0, 1]
    assert np.isnan(row[["lo50", "hi50", "lo90", "hi90", "cost_usd"]].to_numpy(dtype=float)).all()


def test_an_improvement_that_costs_nothing_has_no_price():
    rows = [(0, s, name, "u", 1.0, start) for s in (0, 1) for name, start in (("poppy_ha", 5.0), ("cost_usd.us", 1.0))]
    row = _row(contrast(_frame(rows), [0]), outcome="poppy_ha", versus="start")
    assert row[["difference", "p_improves", "cost_usd"]].tolist() == [-4.0, 1.0, 0.0]
    assert math.isnan(row.cost_per_unit)


def test_without_baseline_only_the_start_is_compared():
    rows = [(0, s, "deaths_overdose", "deaths", 1.0, 2.0) for s in (0, 1)]
    assert contrast(_frame(rows), [-1]).versus.tolist() == ["start"]


def _slow(rows, case, base, name, versus):
    """Mean difference, quantiles, share that improves and n, one seed at a time."""
    own = {s: (v, start) for c, s, o, _, v, start in rows if c == case and o == name}
    other = {s: v for c, s, o, _, v, _ in rows if c == base and o == name}
    pairs = []
    for seed, (value, start) in own.items():
        against = start if versus == "start" else other.get(seed, math.nan)
        if math.isfinite(value) and math.isfinite(against):
            pairs.append((value, against))
    if not pairs:
        return [math.nan] * 5 + [0]
    differences = [v - a for v, a in pairs]
    better = OUTCOMES[name].better
    share = sum(1.0 if better * d > 0 else 0.5 if d == 0 else 0.0 for d in differences) / len(pairs)
    lo90, hi90 = np.quantile(differences, [0.05, 0.95]) if len(pairs) > 1 else (math.nan, math.nan)
    mean = sum(differences) / len(pairs)
    return [sum(v for v, _ in pairs) / len(pairs), mean, lo90, hi90, share if better else math.nan, len(pairs)]


numbers = st.floats(-100, 100, width=32) | st.just(math.nan) | st.integers(0, 3).map(float)


@settings(max_examples=50, deadline=None)
@given(
    values=st.lists(
        st.tuples(st.integers(0, 2), st.integers(0, 5), st.sampled_from(NAMES), numbers, numbers), min_size=1
    )
)
def test_against_the_slow_twin(values):
    rows = [(c, s, o, "unit", v, start) for (c, s, o), (v, start) in {v[:3]: v[3:] for v in values}.items()]
    reference = [0, 0, -1]
    table = contrast(_frame(rows), reference)
    held = {(c, o) for c, _, o, *_ in rows}
    assert len(table) == sum(1 + (reference[c] >= 0) for c, _ in held)
    for row in table.itertuples():
        slow = _slow(rows, row.case, reference[row.case], row.outcome, row.versus)
        fast = [row.value, row.difference, row.lo90, row.hi90, row.p_improves, row.n]
        np.testing.assert_allclose(fast, slow, atol=1e-9)


def test_names_outside_the_catalogue_come_last_and_have_no_direction():
    rows = [(0, s, o, "u", 1.0, 2.0) for s in (0, 1) for o in ("zebra", "deaths_overdose")]
    table = contrast(_frame(rows), [0])
    assert table.outcome.tolist() == ["deaths_overdose", "zebra"] * 2
    assert table[table.outcome == "zebra"].p_improves.isna().all()
