"""Kilograms, routes, prices, waits and money: what the figures draw adds up to what the results hold."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import pandas as pd
import pytest
import synthetic
from matplotlib.figure import Figure

from flowsim.domain.codes import DRUGS
from flowsim.reporting import frames, ledger, money, overview, prices, report, ribbons, routes, sankey, waits

YEARS = (2018, 2019)
BORDER = ("eradication", "medium")


def footed(fig: Figure) -> bool:
    foot = fig.texts[1].get_text()
    return "flowsim" in foot and "n = 3" in foot and any(c.isdigit() for c in foot.split("|")[0])


def arm(frame: pd.DataFrame) -> pd.DataFrame:
    return frames.pick(frame, frames.arms(frame)[0])


def book(results: synthetic.Results, drug: str, year: int = 2016) -> ledger.Ledger:
    weekly, places = ledger.names(drug)
    return ledger.ledger(arm(results.series(weekly)), arm(results.places(places)), drug, year)


@pytest.mark.parametrize("drug", DRUGS)
def test_what_comes_in_goes_out(drug, results):
    found = book(results, drug)
    assert all(kg > 0 for kg in found.links.values())
    for name, node in found.nodes.items():
        into, out = found.through(name)
        if node.kind == "way":
            assert into == pytest.approx(out), name
        if node.kind == "source":
            assert {source for source, target in found.links if target == name} <= {f"stock_{name}"}, name
    used, sums = found.through("used")[0], ledger.yearly(arm(results.series(f"consumed_kg.{drug}")), 2016)
    assert used == pytest.approx(sums[f"consumed_kg.{drug}"])
    assert ("By mail" in found.nodes) == (drug == "fentanyl")
    assert ("pacific" in found.nodes) == (drug == "cocaine")


def test_a_stage_that_lacks_kilograms_takes_them_from_stock(results):
    series = arm(results.series(ledger.names("heroin")[0])).copy()
    series.loc[series["series"] == "produced_kg.heroin", "value"] *= 0.1
    found = ledger.ledger(series, arm(results.places(ledger.names("heroin")[1])), "heroin", 2016)
    assert found.nodes["stock_mexico"].label == "From stock in Mexico"
    assert found.through("stock_mexico")[1] > 0
    into, out = found.through("mexico")
    assert into == pytest.approx(out)


def test_a_week_belongs_to_the_year_of_its_thursday():
    dates = pd.to_datetime(["2015-12-28", "2016-01-04", "2016-12-26", "2017-01-02"])
    rows = pd.DataFrame({"replicate": 0, "date": dates, "series": "x", "place": "national", "value": [1.0, 2, 4, 8]})
    assert ledger.yearly(rows, 2016) == {"x": 6.0}
    assert ledger.yearly(rows, 2015) == {"x": 1.0}


def test_sankey_has_a_panel_per_drug_with_weights_and_footer(results):
    books = {drug: book(results, drug) for drug in DRUGS}
    fig = sankey.sankey(books, 2016, 3)
    assert footed(fig)
    assert [ax.get_title("left") for ax in fig.axes] == [drug.capitalize() for drug in DRUGS]
    words = [t.get_text() for t in fig.axes[0].texts]
    assert len(words) == len(books["heroin"].nodes)
    assert all(text.endswith((" kg", " t")) for text in words)


def test_boxes_of_a_column_do_not_overlap(results):
    found = book(results, "fentanyl")
    boxes = ribbons.place(found, 0.6 / sankey.busiest(found), slot=0.1)
    for column in range(5):
        mine = sorted((boxes[n] for n, node in found.nodes.items() if node.column == column), key=lambda b: b.y)
        for low, high in pairwise(mine):
            assert low.y + low.height <= high.y + 1e-12
            assert high.y + high.height / 2 - low.y - low.height / 2 >= 0.05


def test_prices_have_a_panel_each_with_units(results):
    found = {c.series: overview.rows_of(c, results.series(c.series)) for c in prices.COURSES}
    fig = prices.prices(found, "2018-01-01")
    panels = [ax for ax in fig.axes if ax.get_visible()]
    assert [ax.get_title("left") for ax in panels] == [c.title for c in prices.COURSES]
    assert {ax.get_ylabel() for ax in panels} == {"USD of 2016 per pure g", "USD of 2016 per g", "% pure"}
    assert footed(fig)
    purity = found["purity.cocaine"]["value"].to_numpy()
    assert purity.max() > 1


def test_waits_pair_worlds(results):
    rows = overview.rows_of(waits.TRADE, results.series(waits.TRADE.series))
    same = rows.assign(value=np.where(rows["scenario"] == "baseline", 5.0, 7.0 + rows["replicate"]))
    assert sorted(waits.paired(same, BORDER)["value"].unique()) == [2.0, 3.0, 4.0]
    assert waits.chosen(rows) in frames.arms(rows)[1:]
    border = rows[rows["scenario"] == "us_demand"].assign(scenario=waits.FAVOURITE)
    assert waits.chosen(pd.concat([rows, border])) == (waits.FAVOURITE, "medium")


@pytest.mark.parametrize("scenarios", [["baseline", "eradication"], ["baseline"]])
def test_waits_draw_with_and_without_a_policy(scenarios, results):
    found = {c.series: overview.rows_of(c, results.series(c.series)) for c in waits.COURSES}
    found = {name: rows[rows["scenario"].isin(scenarios)] for name, rows in found.items()}
    fig = waits.waits(found, "2018-01-01")
    assert len([ax for ax in fig.axes if ax.get_visible()]) == len(waits.COURSES) + len(scenarios) - 1
    assert all(ax.get_ylabel() for ax in fig.axes if ax.get_visible())
    assert footed(fig)


def moved(results: synthetic.Results) -> pd.DataFrame:
    """Half of what San Ysidro's first corridor delivers moves to another."""
    places = results.places(["delivered_kg.heroin", "seized_kg.heroin", "poppy_ha"]).copy()
    kg = (places["series"] == "delivered_kg.heroin") & (places["scenario"] == "eradication")
    first, second = places.loc[kg].groupby("place", observed=True)["value"].sum().nlargest(2).index
    taken = places.loc[kg & (places["place"] == first), "value"].to_numpy() / 2
    places.loc[kg & (places["place"] == first), "value"] -= taken
    places.loc[kg & (places["place"] == second), "value"] += taken
    return places


def test_displacement_is_stated_in_kilograms_and_share(results):
    places = moved(results)
    assert routes.moved_most(places, "heroin", YEARS) == BORDER
    lost, share = routes.displaced(places, "heroin", BORDER, YEARS)
    base = places[(places["scenario"] == "baseline") & places["year"].between(*YEARS)]
    largest = base[base["series"] == "delivered_kg.heroin"].groupby("place", observed=True)["value"].sum().max()
    assert lost == pytest.approx(largest / 2 / (2 * 3))
    assert share == pytest.approx(1.0)
    assert "others gain 100 % of it" in routes.sentence(places, "heroin", BORDER, YEARS)


def test_nothing_moved_says_so(results):
    places = results.places(["delivered_kg.heroin", "seized_kg.heroin"])
    assert "under 1 %" in routes.sentence(places, "heroin", BORDER, YEARS)


def test_routes_show_both_worlds_on_one_scale(results):
    fig = routes.routes(moved(results), "heroin", BORDER, YEARS)
    titles = [ax.get_title("left") for ax in fig.axes[:4]]
    assert titles[0].startswith("Baseline: ")
    assert titles[1].startswith("Eradication: ")
    assert titles[0].split(": ")[1] == titles[1].split(": ")[1]
    assert titles[2:] == ["Change by stretch of border, all ways", "Change by way of crossing"]
    assert fig.axes[0].get_xlim() == fig.axes[1].get_xlim()
    assert footed(fig)


def test_money_states_the_share_that_the_claim_would_need():
    sums = money.Sums(exports=6.0, margins=15.0, profit=8.0, distribution=120.0)
    assert sums.held == pytest.approx(0.125)
    assert (sums.needed(18), sums.needed(30)) == (pytest.approx(0.1), pytest.approx(0.2))
    text = " ".join(report.earnings_words(sums))
    assert "6.0 bn USD a year (export_revenue_usd)" in text
    assert "8.0 bn a year (profit_usd)" in text
    assert "10 to 20 %" in text
    assert "not bent" in text
    assert report.earnings_words(None) == []


def test_money_sums_whole_years_of_the_baseline(results):
    table = money.yearly(results.series(list(money.SERIES)))
    years = table.index.get_level_values("year").unique()
    assert (years.min(), years.max()) == (2012, 2027)
    weekly = arm(results.series("profit_usd"))
    days = (weekly["date"] + pd.Timedelta(days=3)).dt.year
    expected = weekly.loc[days.between(2012, 2016), "value"].sum() / 1e9 / (3 * 5)
    assert money.sums(table).profit == pytest.approx(expected)
    assert money.sums(table.loc[[(0, 2020)]]) is None


def test_money_draws_ranges_and_organisations(results):
    table = money.yearly(results.series(list(money.SERIES)))
    fig = money.money(table, results.places(list(money.PLACES)))
    left, right = fig.axes
    assert [t.get_text()[:2] for t in left.texts] == ["6–", "18"]
    assert left.get_ylabel() == right.get_xlabel() == "billion USD of 2016 a year"
    assert len(right.get_yticklabels()) == 12
    assert footed(fig)
