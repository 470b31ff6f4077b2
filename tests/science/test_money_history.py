"""Money 2012-2016 beside what is known of it; run with -s to see the numbers."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from flowsim.domain.calendar import middle
from flowsim.domain.codes import CHANNELS
from flowsim.engine.model import FlowModel

YEARS = range(2012, 2017)
DECK_USD = 24e9  # a year: middle of what the deck says cartels earn
BN, MILLION = 1e9, 1e6


@pytest.fixture(scope="module")
def model(past: Any) -> FlowModel:
    return past[0]


def yearly(model: FlowModel, name: str, mean: bool = False) -> np.ndarray:
    """Sum or mean of a weekly series by calendar year 2012-2016, mean of worlds, (5,)."""
    values = model.records.weekly[:, list(model.records.series).index(name)].mean(1)
    year = np.array([middle(week).year for week in model.records.weeks])
    return np.array([values[year == y].mean() if mean else values[year == y].sum() for y in YEARS])


def test_four_in_a_hundred_alerts_become_reports(model: FlowModel) -> None:
    passed = yearly(model, "reports") / yearly(model, "alerts")
    print("\nreports per alert", passed.round(4))
    assert ((passed >= 0.03) & (passed <= 0.05)).all()


@pytest.mark.parametrize("country", ["us", "mx"])
def test_alerts_per_analyst(model: FlowModel, country: str) -> None:
    per = yearly(model, f"alerts.{country}") / yearly(model, f"analysts.{country}", mean=True)
    assert ((per >= 1000) & (per <= 1250)).all()


def test_reports_in_mexico_grow_as_published(model: FlowModel) -> None:
    data = {2012: 57_263, 2013: 75_468, 2015: 136_558, 2016: 168_000}
    reports = dict(zip(YEARS, yearly(model, "reports.mx"), strict=True))
    print("\nmodel over data", {year: round(reports[year] / value, 2) for year, value in data.items()})
    assert all(abs(reports[year] / value - 1.0) <= 0.40 for year, value in data.items())


def test_recoveries_are_a_small_share_of_either_sum(model: FlowModel) -> None:
    mexico = yearly(model, "forfeited_usd.mx")
    border = yearly(model, "seized_cash_south_usd")
    own = yearly(model, "export_revenue_usd")
    print("\nMexico recovers, million USD", (mexico / MILLION).round(1), "border", (border / MILLION).round(1))
    print("Mexico's share of 24 bn", (mexico / DECK_USD).round(5), "of the model's exports", (mexico / own).round(5))
    assert 7.0 <= mexico.mean() / MILLION <= 33.0
    assert 15.0 <= border.mean() / MILLION <= 60.0
    assert (mexico / own < 0.01).all()


def test_bulk_cash_is_at_least_a_third_of_what_comes_back(model: FlowModel) -> None:
    """Calibrated: the weight of bulk cash among groups of channels was chosen for it."""
    share = yearly(model, "delivered_usd.bulk_cash") / yearly(model, "repatriated_usd")
    print("\nbulk cash, share of what is brought to Mexico", share.round(3))
    assert (share >= 1.0 / 3.0).all()
    assert (share <= 0.6).all()


def test_sentenced_of_charged_in_the_us(model: FlowModel) -> None:
    share = yearly(model, "laundering_sentenced.us") / yearly(model, "laundering_charged.us")
    cases = yearly(model, "laundering_cases.us")
    assert ((share >= 0.55) & (share <= 0.85)).all()
    assert ((cases >= 1_200) & (cases <= 1_440)).all()


def test_every_dollar_of_a_year_is_accounted_for(model: FlowModel) -> None:
    """Income of all organisations less what they paid and lost is what their stocks grew by, over the whole history."""
    names = list(model.records.series)

    def total(name: str) -> np.ndarray:
        return np.asarray(model.records.weekly[1:, names.index(name)].sum(0))

    def grown(name: str) -> np.ndarray:
        values = model.records.weekly[:, names.index(name)]
        return np.asarray(values[-1] - values[0])

    came = total("export_revenue_usd") + total("us_margin_usd") + total("migrant_tolls_usd")
    paid = sum(total(name) for name in names if name.startswith("paid_usd."))
    fees = sum(total(f"{flow}.{channel}") for flow in ("fee_usd", "lost_usd") for channel in CHANNELS)
    gone = paid + fees + total("outlet_fee_usd") + total("seized_cash_us_usd") + total("stolen_usd")
    gone = gone + total("owners_usd") + total("forfeited_usd")
    stock = sum(grown(name) for name in names if name.startswith(("purse_usd.", "transit_usd.")))
    np.testing.assert_allclose(stock, came - gone, rtol=1e-9, atol=1.0)
    assert (came > 10 * BN).all()
