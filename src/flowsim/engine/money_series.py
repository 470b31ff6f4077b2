"""Series of money: where every dollar goes, what banks see of it, and what comes of that."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np

from flowsim.domain.codes import CHANNELS, COUNTRIES, DUES, OUTLETS, PURSES, Level, Outlet, Purse
from flowsim.domain.network import Ints
from flowsim.engine.sums import Each, Mean, Sum, each, mean, sum_of

USD, ALERTS = "USD per week", "alerts per week"
K = np.s_[:-1]
SAID = np.s_[1::2]  # alerts that are reported, of each kind


def _rows(test: Callable[[Any], Any]) -> Callable[[Any], Ints]:
    """Rows of the provider axis for which a test of the model holds."""
    return lambda model: np.flatnonzero(test(model))


def _channel(name: str, channel: int) -> Sum:
    return sum_of(name, _rows(lambda model: model.providers.channel == channel))


def _lands(*purses: int) -> Callable[[Any], Ints]:
    return _rows(lambda model: np.isin(model.providers.lands, purses))


def _country(country: int) -> Callable[[Any], Any]:
    """Banks of a country, for arrays (alert, bank)."""
    return lambda model: np.ix_(np.arange(6), np.flatnonzero(model.banks.country == country))


def _said(country: int) -> Callable[[Any], Any]:
    return lambda model: np.ix_(np.array([1, 3, 5]), np.flatnonzero(model.banks.country == country))


def _of(country: int) -> Callable[[Any], Ints]:
    return lambda model: np.flatnonzero(model.banks.country == country)


def laundered() -> Sum:
    """Money that became clean or property, net of fees and losses: straight from a channel, or from notes in Mexico."""
    notes = (Outlet.WINDOW, Outlet.BORDER_FIRM)
    clean = sum_of("delivered_usd", _lands(Purse.CLEAN, Purse.US_ASSETS))
    return clean + sum_of("outlet_usd", list(notes)) - sum_of("outlet_fee_usd", list(notes))


def money_series() -> dict[str, tuple[str, Sum | Mean]]:
    """Weekly national series of money: name to unit and reader."""
    out: dict[str, tuple[str, Sum | Mean]] = {
        "revenue_usd": (USD, sum_of("consumed_kg", (), ("price", Level.RETAIL))),
        "export_revenue_usd": (USD, sum_of("export_usd")),
        "us_margin_usd": (USD, sum_of("us_margin_usd")),
        "us_distribution_usd": (USD, sum_of("us_distribution_usd")),
        "laundering_cost_usd": (USD, sum_of("laundering_usd")),
        "laundered_usd": (USD, laundered()),
        "repatriated_usd": (USD, sum_of("delivered_usd", _lands(Purse.MX_DOLLARS, Purse.MX_PESOS, Purse.CLEAN))),
        "tolls_usd": (USD, sum_of("toll_paid_usd")),
        "profit_usd": (USD, sum_of("profit_usd")),
        "owners_usd": (USD, sum_of("owners_usd")),
        "stolen_usd": (USD, sum_of("decayed_usd")),
        "seized_cash_south_usd": (USD, sum_of("lost_usd", 0)),
        "seized_cash_us_usd": (USD, sum_of("us_seized_usd")),
        "stopped_third_usd": (USD, sum_of("lost_usd", np.s_[1:])),
        "outlet_fee_usd": (USD, sum_of("outlet_fee_usd")),
        "recovered_usd": (USD, sum_of("lost_usd") + sum_of("us_seized_usd") + sum_of("forfeited_usd")),
        "wage_offer": ("over that of 2012", mean("wage_offer", K, ("export_mean", K))),
        "paid_share": ("share of dues", mean("paid_share", K, ("dues_mean", K))),
        "launderers_accounts": ("accounts", sum_of("accounts")),
        "customers_dropped": ("customers per week", sum_of("dropped")),
        "false_alert_share": ("share of alerts read", Mean(sum_of("read", np.s_[:2]), sum_of("read"))),
    }
    for c, name in enumerate(CHANNELS):
        for flow in ("placed_usd", "delivered_usd", "fee_usd", "lost_usd", "transit_usd"):
            out[f"{flow}.{name}"] = ("USD" if flow == "transit_usd" else USD, _channel(flow, c))
    for d, name in enumerate(DUES):
        out[f"paid_usd.{name}"] = (USD, sum_of("paid_usd", d))
    for o, name in enumerate(OUTLETS):
        out[f"outlet_usd.{name}"] = (USD, sum_of("outlet_usd", o))
    for p, name in enumerate(PURSES):
        out[f"purse_usd.{name}"] = ("USD", sum_of("purse_usd", p))
    for c, name in enumerate(COUNTRIES):
        out |= _country_series(c, name)
    return out | _national()


def _country_series(c: int, name: str) -> dict[str, tuple[str, Sum | Mean]]:
    return {
        f"alerts.{name}": (ALERTS, sum_of("read", _country(c))),
        f"reports.{name}": ("reports per week", sum_of("read", _said(c))),
        f"true_reports.{name}": ("reports per week", sum_of("reports", (np.s_[1:], c))),
        f"drug_reports.{name}": ("reports per week", sum_of("reports", (2, c))),
        f"drug_alerts.{name}": (ALERTS, sum_of("drug_alerts", _of(c))),
        f"analysts.{name}": ("persons", sum_of("analysts", _of(c))),
        f"investigated.{name}": ("true reports per week", sum_of("investigated", c)),
        f"laundering_cases.{name}": ("cases per week", sum_of("dossiers", c)),
        f"laundering_charged.{name}": ("cases per week", sum_of("charged", c)),
        f"laundering_sentenced.{name}": ("cases per week", sum_of("sentenced", c)),
        f"frozen_usd.{name}": (USD, sum_of("frozen_usd", c)),
        f"forfeited_usd.{name}": (USD, sum_of("forfeited_usd", c)),
        f"released_usd.{name}": (USD, sum_of("released_usd", c)),
    }


def _national() -> dict[str, tuple[str, Sum | Mean]]:
    return {
        "alerts": (ALERTS, sum_of("read")),
        "reports": ("reports per week", sum_of("reports")),
        "money_laundering_convictions": ("cases per week", sum_of("sentenced")),
        "frozen_usd": (USD, sum_of("frozen_usd")),
        "forfeited_usd": (USD, sum_of("forfeited_usd")),
    }


def bank_series(banks: Sequence[str]) -> dict[str, tuple[str, tuple[str, ...], Each, bool]]:
    """Yearly series by bank: name to unit, places, reader, and whether the year's mean is meant."""
    ids = tuple(banks)
    return {
        "launderers_accounts": ("accounts", ids, each("accounts"), True),
        "accounts_told_to_leave": ("accounts", ids, each("told"), False),
        "alerts": ("alerts", ids, each("read"), False),
        "reports": ("reports", ids, each("read", SAID), False),
        "customers_dropped": ("customers", ids, each("dropped"), False),
        "analysts": ("persons", ids, each("analysts"), True),
    }
